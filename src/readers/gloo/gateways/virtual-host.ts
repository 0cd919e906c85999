import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';
import { Clusters, clustersOf } from '../destinations/clusters';
import { GlooObjects } from '../objects/gloo-objects';
import { resolvedRoutes } from '../routes/delegation';
import { refusalNote, refusalOf } from '../routes/envoy-refusals';
import { FlatRoute } from '../routes/flat-route';
import { actionKind } from '../routes/matchers';
import { withReferredOptions } from '../routes/options';

/** A VirtualService as Gloo translates it: all that can be known before a request comes. @internal */
export interface VirtualHost {
  readonly service: KubernetesObject;
  /** Its options, with those that it refers to. */
  readonly options: any;
  /** In the order in which Envoy tries them. */
  readonly routes: FlatRoute[];
  /** What Envoy gets for each route that forwards. */
  readonly clusters: Map<FlatRoute, Clusters>;
  /** What delegation drops, and what it takes in another way than it is written. */
  readonly notes: Note[];
  /** Why Gloo holds it back. */
  readonly faults: Note[];
  /** Why Envoy refuses it. */
  readonly refusals: Note[];
  /** Why some routes are not read. */
  readonly limit?: Note;
}

/** A VirtualService as Gloo translates it: the same for every request. @internal */
export const virtualHostIn = memoizeByObject((objects: GlooObjects) =>
  memoizeByObject((service: KubernetesObject): VirtualHost => {
    const { routes, notes, faults, limit } = resolvedRoutes(service, objects);
    const options = withReferredOptions(service.spec?.virtualHost, 'VirtualHostOption', service, objects, notes);
    const known = routes.filter(({ unknown }) => unknown === undefined);
    const forwarding = known.filter(({ route }) => actionKind(route) === 'routeAction');
    const clusters = new Map(forwarding.map((route) => [route, clustersOf(route, objects)]));
    const refusals = known.flatMap((route) => {
      const refusal = refusalOf(route) ?? clusters.get(route)?.refusal;
      return refusal === undefined ? [] : [refusalNote(route, refusal)];
    });
    return { service, options, routes, clusters, notes, faults, refusals, limit };
  }),
);
