import { gatewayNamed } from './host-names';
import { Listener } from './listener';
import { fromSource, isCatchAll, Verdict, verdictOf } from './matching';
import { webhookFault } from './rejections';
import { HttpRequest } from '../../http';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';

/** A route of a VirtualService, as Envoy gets it: one for each entry of `match`. @internal */
export interface IstioRoute {
  readonly service: KubernetesObject;
  /** Entries of `match` that all have to be fulfilled: those of the route, and of the one that delegates to it. */
  readonly conditions: any[];
  /** What is written of it. */
  readonly spec: any;
}

/** Whether a route takes a request. @internal */
export function takes({ conditions }: IstioRoute, request: HttpRequest, path: string, listener: Listener): Verdict {
  const verdicts = conditions.map((match) => verdictOf(match, request, path, listener));
  return verdicts.includes('no') ? 'no' : verdicts.includes('unknown') ? 'unknown' : 'yes';
}

/** Whether a route takes all that a listener hears. @internal */
export function takesAll({ conditions }: IstioRoute): boolean {
  return conditions.every(isCatchAll);
}

/**
 * The routes of a VirtualService in order. After a catch-all nothing is translated any more
 * (BuildHTTPRoutesForVirtualService in pilot/pkg/networking/core/route/route.go).
 *
 * @internal
 */
export function routesOf(service: KubernetesObject, listener: Listener, index: ObjectIndex, notes: string[]): IstioRoute[] {
  const routes: IstioRoute[] = [];
  for (const spec of service.spec?.http ?? []) {
    const entries = entriesOf(spec, service);
    for (const route of entries.flatMap((match) => expanded({ service, conditions: [match], spec }, index, notes))) {
      if (isHeard(route, listener)) {
        routes.push(route);
        if (takesAll(route)) {
          return routes;
        }
      }
    }
  }
  return routes;
}

/** Gateways are named as in the VirtualService itself: without a namespace they are in its own. */
function entriesOf({ match = [] }: any, { metadata }: KubernetesObject): any[] {
  const complete = (name: string) => gatewayNamed(name, metadata?.namespace);
  return match.length === 0 ? [{}] : match.map((entry: any) => (entry.gateways ? { ...entry, gateways: entry.gateways.map(complete) } : entry));
}

/** An entry for another port, gateway or client is not translated at all. */
function isHeard({ conditions }: IstioRoute, listener: Listener): boolean {
  return conditions.every((match) => (!match.port || match.port === listener.port) && fromSource(match, listener) !== 'no');
}

/** A route that delegates stands for the routes of another VirtualService, one level deep (mergeVirtualServicesIfNeeded in pilot/pkg/model). */
function expanded(route: IstioRoute, index: ObjectIndex, notes: string[]): IstioRoute[] {
  const { delegate } = route.spec;
  if (!delegate) {
    return [route];
  }
  const namespace = delegate.namespace || route.service.metadata?.namespace;
  const named = index.find('networking.istio.io', 'VirtualService', namespace, delegate.name);
  const service = named && !webhookFault(named) ? named : undefined;
  if (!service || service.spec?.hosts?.length > 0) {
    notes.push(`VirtualService ${idOf(route.service)} delegates to ${namespace}/${delegate.name}, which is ${service ? 'none that can be delegated to, because it has hosts' : 'not there'}, so Istio leaves the route out`);
    return [];
  }
  return (service.spec?.http ?? []).flatMap((spec: any) => {
    const merged = { fault: route.spec.fault, ...spec };
    const entries = entriesOf(spec, service);
    if (spec.delegate || entries.some((entry) => conflict(route.conditions[0], entry))) {
      return [];
    }
    return entries.map((match) => ({ service, conditions: [...route.conditions, match], spec: merged }));
  });
}

/** Where an entry contradicts the one that delegates to it, its whole route is left out (hasConflict in pilot/pkg/model/virtualservice.go). */
function conflict(root: any, leaf: any): boolean {
  const texts = ['uri', 'scheme', 'method', 'authority'].some((field) => contradict(root[field], leaf[field]));
  const maps = ['headers', 'withoutHeaders', 'queryParams'].some((field) => {
    return Object.keys(root[field] ?? {}).some((name) => contradict(root[field][name], leaf[field]?.[name]));
  });
  const isCased = root.uri && leaf.uri && (root.ignoreUriCase ?? false) !== (leaf.ignoreUriCase ?? false);
  return texts || maps || Boolean(isCased) || Boolean(root.port && leaf.port && root.port !== leaf.port);
}

/** Expressions go together with nothing; otherwise the inner text has to be part of the outer one. */
function contradict(root: any, leaf: any): boolean {
  if (!root || !leaf) {
    return false;
  }
  if (root.regex !== undefined || leaf.regex !== undefined) {
    return true;
  }
  if (root.exact !== undefined) {
    return leaf.exact !== root.exact;
  }
  return root.prefix !== undefined && !(leaf.exact ?? leaf.prefix ?? '').startsWith(root.prefix);
}
