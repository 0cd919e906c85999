import { Check, Fault, firstFault } from './fault';
import { backendFault, filtersFault, prefixReplacements } from './filter-faults';
import { matchFault } from './match-faults';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { memoizeByObject } from '../../../caching/memoize-by-object';

const HOSTNAME = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const DURATION = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;

/**
 * Why the API server rejects an HTTPRoute, by the validations in its schema (config/crd/standard of
 * kubernetes-sigs/gateway-api, release 1.6); undefined when it does not.
 *
 * @internal
 */
export function routeFault(route: KubernetesObject): Fault | undefined {
  return known(route).fault;
}

const known = memoizeByObject((route: KubernetesObject) => ({ fault: faultOf(route.spec ?? {}) }));

function faultOf({ rules, hostnames = [], parentRefs = [] }: any): Fault | undefined {
  const odd = hostnames.find((host: string) => host.length > 253 || !HOSTNAME.test(host));
  const all: any[] = rules ?? [];
  const total = all.reduce((sum, { matches = [{}] }) => sum + matches.length, 0);
  const many = 'Move some of them to another HTTPRoute.';
  const checks: Check[] = [
    [
      odd !== undefined,
      `the hostname '${odd}' is none`,
      'Write a DNS name in lower case without a port, or *. before one.',
    ],
    [hostnames.length > 16, 'it has more than 16 hostnames', many],
    [parentRefs.length > 32, 'it has more than 32 parents', many],
    [parentRefs.some(({ name }: any) => !name), 'a parent has no name', 'Write the name of the Gateway.'],
    [
      parentRefs.some(({ port = 1 }: any) => port < 1 || port > 65535),
      'a parent has a port that is none',
      'Write a port from 1 to 65535.',
    ],
    [
      hasUnclearParents(parentRefs),
      'two parents are the same, or one of them names no sectionName',
      'Write another sectionName for each reference to one Gateway.',
    ],
    [
      rules !== undefined && (all.length > 16 || all.length === 0),
      'it has no rule, or more than 16',
      'Write 1 to 16 rules, or leave the field out.',
    ],
    [all.some(({ matches = [] }) => matches.length > 64) || total > 128, 'it has too many matches', many],
  ];
  return firstFault(checks) ?? all.map(ruleFault).find((fault) => fault !== undefined);
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
  const isUnnamed = (section: string) => section.startsWith('/');
  return [...sections.values()].some(
    (own) => own.length > 1 && (new Set(own).size < own.length || (own.some(isUnnamed) && !own.every(isUnnamed))),
  );
}

function ruleFault(rule: any): Fault | undefined {
  const { name, matches = [], filters = [], backendRefs = [], timeouts = {} } = rule;
  const isRedirect = filters.some(({ requestRedirect }: any) => requestRedirect !== undefined);
  const isOtherMatch = matches.length > 1 || (matches[0]?.path?.type ?? 'PathPrefix') !== 'PathPrefix';
  const durations = [timeouts.request, timeouts.backendRequest].filter((one) => one !== undefined);
  return (
    firstFault([
      [
        name !== undefined && (name.length > 253 || !NAME.test(name)),
        `the name '${name}' of a rule is none`,
        'Write lower-case letters, digits, - and dots.',
      ],
      [isRedirect && backendRefs.length > 0, 'a rule redirects and has backends', 'Leave the backends out.'],
      [
        prefixReplacements(rule) && isOtherMatch,
        'a rule replaces a prefix and has another match than one of a prefix',
        'Write one rule for each prefix.',
      ],
      [backendRefs.length > 16, 'a rule has more than 16 backends', 'Write at most 16 backends.'],
      [
        durations.some((one) => !DURATION.test(one)),
        'a timeout is no duration such as 1s or 500ms',
        'Write whole numbers with h, m, s or ms, such as 1s500ms.',
      ],
      [
        isLonger(timeouts),
        'a timeout of backends is longer than that of the request',
        'Write a backendRequest of at most the request.',
      ],
    ]) ??
    filtersFault(filters) ??
    backendRefs.map(backendFault).find((fault: Fault | undefined) => fault !== undefined) ??
    matches.map(matchFault).find((fault: Fault | undefined) => fault !== undefined)
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
