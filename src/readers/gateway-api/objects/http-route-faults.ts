import { backendFault, filtersFault, prefixReplacements } from './filter-faults';
import { matchFault } from './match-faults';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { memoizeByObject } from '../../engine/memoize-by-object';

const HOSTNAME = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const DURATION = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;

/**
 * Why the API server rejects an HTTPRoute, by the validations in its schema (config/crd/standard of
 * kubernetes-sigs/gateway-api, release 1.6); undefined when it does not.
 *
 * @internal
 */
export function routeFault(route: KubernetesObject): string | undefined {
  return known(route).fault;
}

const known = memoizeByObject((route: KubernetesObject) => ({ fault: faultOf(route.spec ?? {}) }));

function faultOf({ rules, hostnames = [], parentRefs = [] }: any): string | undefined {
  const odd = hostnames.find((host: string) => !HOSTNAME.test(host) || host.length > 253);
  const all: any[] = rules ?? [];
  const total = all.reduce((sum, { matches = [{}] }) => sum + matches.length, 0);
  const reasons: [boolean, string][] = [
    [odd !== undefined, `the hostname '${odd}' is none`],
    [hostnames.length > 16, 'it has more than 16 hostnames'],
    [parentRefs.length > 32, 'it has more than 32 parents'],
    [parentRefs.some(({ name }: any) => !name), 'a parent has no name'],
    [parentRefs.some(({ port = 1 }: any) => port < 1 || port > 65535), 'a parent has a port that is none'],
    [hasUnclearParents(parentRefs), 'two parents are the same, or one of them names no sectionName'],
    [rules !== undefined && (all.length > 16 || all.length === 0), 'it has no rule, or more than 16'],
    [all.some(({ matches = [] }) => matches.length > 64) || total > 128, 'it has too many matches'],
  ];
  return reasons.find(([isSo]) => isSo)?.[1] ?? all.map(ruleFault).find((reason) => reason !== undefined);
}

/** Of several references to one parent each names another section. */
function hasUnclearParents(parentRefs: any[]): boolean {
  const sections = new Map<string, string[]>();
  for (const {
    group = 'gateway.networking.k8s.io',
    kind = 'Gateway',
    namespace = '',
    name,
    sectionName = '',
    port = '',
  } of parentRefs) {
    const key = JSON.stringify([group, kind, namespace, name]);
    sections.set(key, [...(sections.get(key) ?? []), `${sectionName}/${kind === 'Service' ? port : ''}`]);
  }
  return [...sections.values()].some(
    (own) =>
      own.length > 1 &&
      (new Set(own).size < own.length ||
        (own.some((one) => one.startsWith('/')) && own.some((one) => !one.startsWith('/')))),
  );
}

function ruleFault(rule: any): string | undefined {
  const { name, matches = [], filters = [], backendRefs = [], timeouts = {} } = rule;
  const isRedirect = filters.some(({ requestRedirect }: any) => requestRedirect !== undefined);
  const replacing = prefixReplacements(rule);
  const reasons: [boolean, string][] = [
    [name !== undefined && (!NAME.test(name) || name.length > 253), `the name '${name}' of a rule is none`],
    [isRedirect && backendRefs.length > 0, 'a rule redirects and has backends'],
    [
      replacing && (matches.length > 1 || (matches[0]?.path?.type ?? 'PathPrefix') !== 'PathPrefix'),
      'a rule replaces a prefix and has another match than one of a prefix',
    ],
    [backendRefs.length > 16, 'a rule has more than 16 backends'],
    [
      [timeouts.request, timeouts.backendRequest].some((one) => one !== undefined && !DURATION.test(one)),
      'a timeout is no duration such as 1s or 500ms',
    ],
    [isLonger(timeouts), 'a timeout of backends is longer than that of the request'],
  ];
  return (
    reasons.find(([isSo]) => isSo)?.[1] ??
    filtersFault(filters) ??
    backendRefs.map(backendFault).find((reason: string | undefined) => reason !== undefined) ??
    matches.map(matchFault).find((reason: string | undefined) => reason !== undefined)
  );
}

function isLonger({ request, backendRequest }: any): boolean {
  return (
    request !== undefined &&
    backendRequest !== undefined &&
    milliseconds(request) > 0 &&
    milliseconds(backendRequest) > milliseconds(request)
  );
}

function milliseconds(duration: string): number {
  const units: { [unit: string]: number } = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
  return [...duration.matchAll(/(\d+)(ms|h|m|s)/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit],
    0,
  );
}
