import { buildConfiguration } from './build';
import { Configuration, Location, Server, Upstream } from './configuration';
import { allIngresses, Controller } from './controllers';
import { defaultBackendOf, rulesOf, upstreamName } from './rules';
import { isAgeKnown, watchedIngresses } from './watched-ingresses';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { annotation, annotationNames } from '../annotations/values';
import { refusedConfiguration } from '../nginx/refused-configuration';

/** What a controller makes of its Ingresses. @internal */
export interface Configurations {
  /** With the Ingresses by age; those that do not tell it are taken in the order in which they are given. */
  readonly first: Configuration;
  /** Those that result from other ages. */
  readonly others: Configuration[];
  /** The Ingresses that do not tell when they were created. */
  readonly untimed: KubernetesObject[];
}

/** The configuration of a controller, and others where its Ingresses do not tell which of them is older. @internal */
export function configurationsOf(index: ObjectIndex, controller: Controller): Configurations {
  return byController(index)(controller);
}

const byController = memoizeByObject((index: ObjectIndex) =>
  memoizeByObject((controller: Controller): Configurations => {
    const { ingresses, notes } = watchedIngresses(index, controller);
    const untimed = ingresses.filter((ingress) => !isAgeKnown(ingress));
    const [first, ...others] = possibleOrders(ingresses, untimed).map((order) => {
      const configuration = buildConfiguration(order, index);
      return {
        ...configuration,
        notes: [...notes, ...configuration.notes],
        ingresses: allIngresses(index),
        broken: configuration.broken ?? refusedConfiguration(configuration),
      };
    });
    const distinct = new Map(others.map((other) => [fingerprint(other), other]));
    distinct.delete(fingerprint(first));
    return { first, others: [...distinct.values()], untimed };
  }),
);

/** More orders would only cost time: any Ingress that does not tell its age may be the oldest of all. */
const MAX_ORDERS = 20;

/** With many Ingresses fewer orders are tried, so that all of them together have about this many. */
const MAX_INGRESSES_TRIED = 4000;

function possibleOrders(ingresses: KubernetesObject[], untimed: KubernetesObject[]): KubernetesObject[][] {
  const contested = contestedIngresses(ingresses);
  const limit = Math.min(MAX_ORDERS, Math.max(2, Math.floor(MAX_INGRESSES_TRIED / ingresses.length)));
  const eldest = untimed.filter((ingress) => contested.has(ingress)).slice(0, limit);
  return [ingresses, ...eldest.map((ingress) => [ingress, ...ingresses.filter((other) => other !== ingress)])];
}

/** Those whose age may decide something: they share a path, an upstream, or a host to which annotations apply. */
function contestedIngresses(ingresses: KubernetesObject[]): Set<KubernetesObject> {
  const byKey = new Map<string, KubernetesObject[]>();
  const annotated = new Set<string>();
  for (const ingress of ingresses) {
    const rules = rulesOf(ingress);
    const hosts = rules.map(({ host }) => `host ${host}`);
    const paths = rules.flatMap(({ host, paths: own = [] }) => own.map(({ path }) => `path ${host} ${path}`));
    const backends = [
      defaultBackendOf(ingress),
      ...rules.flatMap(({ paths: own = [] }) => own.map(({ backend }) => backend)),
    ];
    const upstreams = backends.flatMap((backend) => (backend ? `upstream ${upstreamName(ingress, backend)}` : []));
    const others = defaultBackendOf(ingress) ? ['host _'] : [];
    new Set([...hosts, ...paths, ...upstreams, ...others]).forEach((key) => {
      const sharing = byKey.get(key) ?? [];
      sharing.push(ingress);
      byKey.set(key, sharing);
    });
    if (annotationKey(ingress) !== PLAIN) {
      hosts.forEach((key) => annotated.add(key));
    }
  }
  const shared = [...byKey].filter(([key, own]) => own.length > 1 && (!key.startsWith('host ') || annotated.has(key)));
  return new Set(shared.flatMap(([, own]) => own));
}

/** What the first Ingress of an upstream decides for all of them. */
const BALANCING = ['service-upstream', 'upstream-hash-by', 'load-balance'];

/** All that requests are decided by. */
function fingerprint({ upstreams, servers, broken }: Configuration): string {
  const ofLocation = ({ path, pathType, upstream, ingress }: Location) => [
    path,
    pathType,
    upstream,
    ingress && annotationKey(ingress),
  ];
  const ofServer = ([host, { locations, aliases, hasCertificate, redirectsWww, denied }]: [string, Server]) => {
    // nginx sorts locations by their paths; of one path the first counts.
    return [host, locations.map(ofLocation).sort(byName), aliases, hasCertificate, redirectsWww, denied?.code];
  };
  const ofUpstream = ([name, { canary, alternatives, affinityCookie, ingress }]: [string, Upstream]) => {
    return [name, canary, alternatives, affinityCookie, BALANCING.map((one) => annotation(ingress, one))];
  };
  return JSON.stringify([
    [...servers].map(ofServer).sort(byName),
    [...upstreams].map(ofUpstream).sort(byName),
    broken?.field,
  ]);
}

function byName([left]: any[], [right]: any[]): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** What of an Ingress decides about requests beside its rules: its namespace, its annotations, its certificates. */
const annotationKey = memoizeByObject((ingress: KubernetesObject): string => {
  const annotations = annotationNames(ingress)
    .sort()
    .map((name) => [name, annotation(ingress, name)]);
  const byDefault = defaultBackendOf(ingress);
  const isPlain = annotations.length === 0 && !ingress.spec?.tls && !byDefault;
  return isPlain ? PLAIN : JSON.stringify([ingress.metadata?.namespace, annotations, ingress.spec?.tls, byDefault]);
});

/** The key of an Ingress with rules only. */
const PLAIN = '-';
