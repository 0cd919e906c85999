import { RE2JS } from 're2js';
import { isClaim } from './matching';
import { KubernetesObject } from '../engine/kubernetes-object';

/** What Istio's webhook refuses of a VirtualService, of what is read here (pkg/config/validation/validation.go of istio/istio). @internal */
export function webhookFault({ spec = {} }: KubernetesObject): string | undefined {
  const { hosts = [], gateways = [], http = [] } = spec;
  const isMesh = gateways.length === 0 || gateways.includes('mesh');
  if (hosts.length === 0 && gateways.length > 0) {
    return 'it has gateways and no hosts';
  }
  if (isMesh && hosts.includes('*')) {
    return 'the host * is not allowed for sidecars (gateway mesh)';
  }
  if (http.length === 0 && !spec.tcp && !spec.tls) {
    return 'it has neither http, tcp nor tls';
  }
  if (new Set(hosts).size < hosts.length) {
    return 'it names a host twice';
  }
  return http.map((route: any, index: number) => routeFault(route) && `http[${index}] ${routeFault(route)}`).find((fault: unknown) => fault !== undefined);
}

function routeFault(written: any): string | undefined {
  const { route = [], redirect, directResponse, delegate, match = [], fault: injected, mirrorPercentage, rewrite } = written;
  const actions = [route.length > 0, redirect, directResponse].filter(Boolean).length;
  if (delegate && actions > 0) {
    return 'delegates and routes at once';
  }
  if (!delegate && actions !== 1) {
    return actions === 0 ? 'has no route, redirect or directResponse' : 'has more than one of route, redirect and directResponse';
  }
  const status = directResponse?.status ?? 0;
  if (directResponse && (status < 200 || status > 599)) {
    return `answers with the status ${status}`;
  }
  const code = redirect?.redirectCode || 301;
  if (code < 300 || code > 399) {
    return `has the redirectCode ${code}`;
  }
  const aborted = injected?.abort?.httpStatus;
  if (aborted !== undefined && (aborted < 200 || aborted > 600)) {
    return `aborts with the status ${aborted}`;
  }
  const mirrored = mirrorPercentage?.value ?? 0;
  if (mirrored < 0 || mirrored > 100) {
    return `mirrors ${mirrored} percent`;
  }
  if (redirect && rewrite) {
    return 'redirects and rewrites';
  }
  if (injected && (redirect || directResponse)) {
    return `has a fault beside a ${redirect ? 'redirect' : 'directResponse'}`;
  }
  if (redirect && [redirect.uri, redirect.authority, redirect.port, redirect.derivePort, redirect.scheme].every((one) => one === undefined || one === '')) {
    return 'redirects to nowhere';
  }
  const percentage = injected?.abort?.percentage?.value ?? 0;
  if (percentage < 0 || percentage > 100) {
    return `aborts ${percentage} percent`;
  }
  const weights: number[] = route.map(({ weight = 0 }: any) => weight);
  const negative = weights.find((weight) => weight < 0);
  if (negative !== undefined) {
    return `has the weight ${negative}`;
  }
  if (route.some(({ destination }: any) => !destination?.host)) {
    return 'has a destination without host';
  }
  return route.length > 1 && weights.every((weight) => weight === 0) ? 'has a total destination weight of 0' : match.map(matchFault).find((fault: unknown) => fault !== undefined);
}

function matchFault({ headers = {}, withoutHeaders = {}, uri, method, authority, scheme, queryParams = {} }: any): string | undefined {
  const texts = [uri, method, authority, scheme, ...Object.values(headers), ...Object.values(queryParams)].filter(Boolean);
  const several = texts.find(({ exact, prefix, regex }: any) => [exact, prefix, regex].filter((one) => one !== undefined).length > 1);
  if (several !== undefined) {
    return 'has a condition with more than one of exact, prefix and regex';
  }
  const negated = Object.values<any>(withoutHeaders).filter(({ regex }) => regex !== '*');
  const expression = [...texts, ...negated].map(({ regex }: any) => regex).find((regex) => regex !== undefined && !compiles(regex));
  if (expression !== undefined) {
    return `has the expression ${expression}, which is none`;
  }
  const odd = [...Object.keys(headers), ...Object.keys(withoutHeaders)].find((name) => !isClaim(name) && !/^:?[!#$%&'*+.^_`|~0-9a-zA-Z-]+$/.test(name));
  return odd === undefined ? undefined : `has the header name '${odd}', which is none`;
}

function compiles(expression: string): boolean {
  try {
    RE2JS.compile(expression);
    return true;
  } catch {
    return false;
  }
}
