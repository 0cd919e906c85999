import { KubernetesObject } from '../engine/kubernetes-object';

/**
 * Why the API server rejects an HTTPRoute, by the validations in its schema (config/crd/standard of
 * kubernetes-sigs/gateway-api); undefined when it does not.
 *
 * @internal
 */
export function rejectionOf({ spec }: KubernetesObject): string | undefined {
  const rules: any[] = spec?.rules ?? [];
  const hostnames: string[] = spec?.hostnames ?? [];
  const odd = hostnames.find((host) => !HOSTNAME.test(host));
  const total = rules.reduce((sum, { matches = [{}] }) => sum + matches.length, 0);
  const reasons: [boolean, string][] = [
    [odd !== undefined, `the hostname '${odd}' is none`],
    [hostnames.length > 16, 'it has more than 16 hostnames'],
    [rules.length > 16 || (spec?.rules !== undefined && rules.length === 0), 'it has no rule, or more than 16'],
    [rules.some(({ matches = [] }) => matches.length > 64) || total > 128, 'it has too many matches'],
    [rules.some(({ backendRefs = [] }) => backendRefs.length > 16), 'a rule has more than 16 backends'],
  ];
  return reasons.find(([isSo]) => isSo)?.[1] ?? rules.map(ruleRejection).find((reason) => reason !== undefined);
}

const HOSTNAME = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]+$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

function ruleRejection({ matches = [], filters = [], backendRefs = [] }: any): string | undefined {
  const isRedirect = filters.some(({ type }: any) => type === 'RequestRedirect');
  const reasons: [boolean, string][] = [
    [isRedirect && backendRefs.length > 0, 'a rule redirects and has backends'],
    [backendRefs.some(({ weight = 1 }: any) => weight > 1_000_000), 'a weight is more than 1000000'],
    [backendRefs.some(({ name, kind = 'Service', group = '', port }: any) => !name || (kind === 'Service' && group === '' && (port === undefined || port < 1 || port > 65535))), 'a backend has no name, or a Service no port'],
    [filters.some(({ type, requestRedirect }: any) => type === 'RequestRedirect' && (requestRedirect === undefined || ![301, 302, 303, 307, 308].includes(requestRedirect.statusCode ?? 302))), 'a redirect has no status of a redirect'],
    [filters.some(({ type }: any) => !FILTERS.includes(type)), 'a filter has a type that is none'],
    [isRedirect && filters.some(({ type }: any) => type === 'URLRewrite'), 'a rule redirects and rewrites'],
    [filters.some(isOddMirror), 'a mirror has both a percentage and a fraction, or more than all'],
    [matches.some(({ headers = [] }: any) => hasRepeated(headers)), 'a match has two headers of one name'],
    [matches.some(({ queryParams = [] }: any) => hasRepeated(queryParams)), 'a match has two parameters of one name'],
    [matches.some(({ method }: any) => method !== undefined && !METHODS.includes(method)), 'a method is none'],
    [matches.some(({ headers = [], queryParams = [] }: any) => [...headers, ...queryParams].some(isOddCondition)), 'a header or a parameter has no name or no value'],
  ];
  return reasons.find(([isSo]) => isSo)?.[1] ?? matches.map(pathRejection).find((reason: string | undefined) => reason !== undefined);
}

const FILTERS = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'RequestRedirect', 'URLRewrite', 'ExtensionRef', 'CORS', 'ExternalAuth'];

function isOddMirror({ requestMirror }: any): boolean {
  const { percent, fraction } = requestMirror ?? {};
  const isTooMuch = fraction !== undefined && fraction.numerator > (fraction.denominator ?? 100);
  return isTooMuch || (percent !== undefined && (fraction !== undefined || percent < 0 || percent > 100));
}

function hasRepeated(conditions: any[]): boolean {
  return new Set(conditions.map(({ name }) => name)).size < conditions.length;
}

function isOddCondition({ name, value, type = 'Exact' }: any): boolean {
  return !NAME.test(name ?? '') || (value ?? '') === '' || value.length > 4096 || !['Exact', 'RegularExpression'].includes(type);
}

function pathRejection({ path = {} }: any): string | undefined {
  const { type = 'PathPrefix', value = '/' } = path;
  if (!['Exact', 'PathPrefix', 'RegularExpression'].includes(type)) {
    return `the path's type '${type}' is none`;
  }
  const isPlain = type !== 'RegularExpression';
  const isOdd = !value.startsWith('/') || ['//', '/./', '/../', '%2f', '%2F', '#'].some((part) => value.includes(part)) || /\/\.\.?$/.test(value)
    || !/^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(value);
  return value.length > 1024 || (isPlain && isOdd) ? `the path '${value}' is none` : undefined;
}
