import { rulesAfter } from './http-routes';
import { RouteRules } from './route-rules';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { isSelected } from '../../engine/label-selector';
import { note, NoteKind } from '../../engine/note';
import { mayBeIn } from '../../engine/object-index';
import { Release } from '../release';
import { called, managedRouteNames } from '../rollout';

const PLUGIN = 'argoproj-labs/gatewayAPI';
const SOURCE = 'pkg/plugin/httproute.go of argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi';

/** The configuration of the plugin for the Gateway API, if a Rollout has one. @internal */
export function pluginOf({ spec }: KubernetesObject): any {
  const config = spec?.strategy?.canary?.trafficRouting?.plugins?.[PLUGIN];
  return typeof config === 'object' ? config : undefined;
}

/** An HTTPRoute that the plugin changes, and whether it gets lanes. @internal */
export interface RouteReference {
  readonly name: string;
  readonly useHeaderRoutes: boolean;
  /** Not among the objects: undefined. */
  readonly object: KubernetesObject | undefined;
}

/**
 * The HTTPRoutes of a Rollout, in the order in which the plugin changes them: those of `httpRoutes`, then
 * `httpRoute`, then those that a selector finds, which get no lanes (insertGatewayAPIRouteLists,
 * discoverRoutesBySelector in pkg/plugin/plugin.go).
 *
 * @internal
 */
export function routeReferences(rollout: KubernetesObject, objects: readonly KubernetesObject[]): RouteReference[] {
  const { httpRoute, httpRoutes, httpRouteSelector, namespace = rollout.metadata?.namespace } = pluginOf(rollout) ?? {};
  const routes = objects.filter(
    (object) => object.kind === 'HTTPRoute' && mayBeIn(object, namespace || rollout.metadata?.namespace),
  );
  const named = (Array.isArray(httpRoutes) ? httpRoutes : [])
    .filter((one) => typeof one?.name === 'string')
    .map((one) => ({ name: one.name, useHeaderRoutes: one.useHeaderRoutes === true }));
  const single = typeof httpRoute === 'string' && httpRoute !== '' ? [{ name: httpRoute, useHeaderRoutes: true }] : [];
  const found =
    httpRouteSelector && typeof httpRouteSelector === 'object'
      ? routes.filter(({ metadata }) => isSelected(metadata?.labels, httpRouteSelector))
      : [];
  return [
    ...[...named, ...single].map((one) => ({
      ...one,
      object: routes.find(({ metadata }) => metadata?.name === one.name),
    })),
    ...found.map((object) => ({ name: String(object.metadata?.name), useHeaderRoutes: false, object })),
  ];
}

/**
 * What the plugin, 0.15, makes of the HTTPRoutes of a Rollout: weights wherever a rule leads to one of both
 * Services, and for each lane a rule more at the end for every rule that leads to both. What it cannot do stops it,
 * and the release with it.
 *
 * @internal
 */
export function reweighted(
  objects: readonly KubernetesObject[],
  release: Release,
): Map<KubernetesObject, KubernetesObject> {
  const { rollout, state, notes } = release;
  const references = routeReferences(rollout, objects);
  const absent = references.filter(({ object }) => object === undefined).map(({ name }) => name);
  notes.push(
    ...absent.map((name) =>
      note(
        NoteKind.ASSUMED,
        'argo-http-route-missing',
        [rollout],
        `${called(rollout)} names the HTTPRoute ${name}, which is not among the objects`,
        { field: name },
      ),
    ),
  );
  const known = references.filter(
    (one): one is RouteReference & { object: KubernetesObject } => one.object !== undefined,
  );
  if (references.length === 0) {
    notes.push(
      note(
        NoteKind.REJECTED,
        'argo-plugin-without-routes',
        [rollout],
        `${called(rollout)} gives the plugin for the Gateway API no HTTPRoute, so the plugin fails and the ` +
          'release stands still',
        { fix: 'Name the route in plugins.argoproj-labs/gatewayAPI.httpRoutes.', source: SOURCE },
      ),
    );
  }
  const { stableService, canaryService } = rollout.spec.strategy.canary;
  const start: RouteRules[] = known.map(({ object, useHeaderRoutes }) => ({
    object,
    useHeaderRoutes,
    rules: object.spec?.rules ?? [],
  }));
  const { routes, failures } = rulesAfter(start, state.passes, {
    stableService,
    canaryService,
    managed: managedRouteNames(rollout),
  });
  notes.push(
    ...failures.map(({ route, reason, fix }) =>
      note(
        NoteKind.REJECTED,
        'argo-plugin-fails',
        [rollout, route],
        `${called(rollout)}: ${reason}, so the plugin fails, and the release stands still`,
        { field: reason, fix, source: SOURCE },
      ),
    ),
  );
  return new Map(routes.map(({ object, rules }) => [object, { ...object, spec: { ...object.spec, rules } }]));
}
