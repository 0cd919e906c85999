import { buildConfiguration } from './build';
import { Configuration, Location, Server, Upstream } from './configuration';
import { Controller } from './controllers';
import { isAgeKnown, watchedIngresses } from './watched-ingresses';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { memoizeByObject } from '../../engine/memoize-by-object';
import { ObjectIndex } from '../../engine/object-index';
import { annotation } from '../annotations/values';
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

function possibleOrders(ingresses: KubernetesObject[], untimed: KubernetesObject[]): KubernetesObject[][] {
  const eldest = ingresses.length > 1 ? untimed.slice(0, MAX_ORDERS) : [];
  return [ingresses, ...eldest.map((ingress) => [ingress, ...ingresses.filter((other) => other !== ingress)])];
}

/** What the first Ingress of an upstream decides for all of them. */
const BALANCING = ['service-upstream', 'upstream-hash-by', 'load-balance'];

/** All that requests are decided by. */
function fingerprint({ upstreams, servers, broken }: Configuration): string {
  const ofLocation = ({ path, pathType, upstream, ingress }: Location) => [
    path,
    pathType,
    upstream,
    ingress && idOf(ingress),
  ];
  const ofServer = ([host, { locations, aliases, hasCertificate, redirectsWww, denied }]: [string, Server]) => {
    return [host, locations.map(ofLocation), aliases, hasCertificate, redirectsWww, denied?.code];
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
  return left < right ? -1 : 1;
}
