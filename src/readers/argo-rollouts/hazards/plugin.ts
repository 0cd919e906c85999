import { Hazard, RolloutInput } from './hazard';
import { conditionsOf, routeOf } from '../progress/pass';
import { IDLE } from '../progress/passes';
import { managedRouteNames } from '../rollout';
import { pluginOf, routeReferences } from '../routers/gateway-api';
import { rulesAfter } from '../routers/http-routes';
import { isManaged } from '../routers/route-rules';

const SOURCE = 'pkg/plugin/httproute.go of argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi, 0.15';

/** What the plugin for the Gateway API does otherwise than one may think. @internal */
export function pluginHazards(input: RolloutInput): Hazard[] {
  const {
    rollout,
    plan: { total, canary },
    index,
  } = input;
  if (!pluginOf(rollout)) {
    return [];
  }
  const references = routeReferences(rollout, index.objects);
  const targets = {
    stableService: canary.stableService,
    canaryService: canary.canaryService,
    managed: managedRouteNames(rollout),
  };
  const known = references.flatMap(({ object, useHeaderRoutes }) =>
    object ? [{ object, useHeaderRoutes, rules: object.spec?.rules ?? [] }] : [],
  );
  const { failures } = rulesAfter(known, [IDLE], targets);
  const deleted = known
    .filter(({ useHeaderRoutes }) => useHeaderRoutes)
    .flatMap(({ object, rules }) => {
      return rules
        .filter((rule: any) => isManaged(rule, targets) && !targets.managed.includes(rule.name))
        .map(() => object);
    });
  return [
    ...failures.map(({ reason, fix, route }): Hazard => [
      'argo-plugin-fails',
      'error',
      `${reason}: the plugin fails, and the release never goes on`,
      fix,
      SOURCE,
      [route],
    ]),
    ...[...new Set(deleted)].map((object): Hazard => [
      'argo-plugin-deletes-rule',
      'warning',
      `the plugin deletes a rule of the HTTPRoute ${object.metadata?.name}: the rule leads to the Service ` +
        `${canary.canaryService} only, so the plugin takes it for one of its own header routes`,
      'Put the rule into an HTTPRoute that the Rollout does not name.',
      SOURCE,
      [object],
    ]),
    ...(total > 100
      ? [
        [
          'argo-plugin-total',
          'error',
          `the plugin ignores maxTrafficWeight ${total} and uses a total of 100: a weight above 100 gives stable ` +
              'a negative weight, which the API server refuses',
          'Leave maxTrafficWeight out, and write weights in percent.',
          SOURCE,
        ] as Hazard,
      ]
      : []),
    ...laneHazards(
      input,
      references.some(({ useHeaderRoutes }) => useHeaderRoutes),
    ),
  ];
}

/** Lanes are told apart by the names of their headers, and closed all together. */
function laneHazards({ plan: { steps } }: RolloutInput, hasLanes: boolean): Hazard[] {
  const open = new Map<string, string[]>();
  const hazards: Hazard[] = [];
  for (const [place, step] of steps.entries()) {
    const lane = routeOf(step);
    if (lane?.kind !== 'header') {
      continue;
    }
    const { name } = lane.route;
    const conditions = conditionsOf(lane);
    if (conditions === undefined) {
      const others = [...open.keys()].filter((one) => one !== name);
      if (others.length > 0) {
        hazards.push([
          'argo-plugin-closes-all',
          'warning',
          `step ${place} closes ${name}, and the plugin closes ${others.join(', ')} with it`,
          'Open the others again in a later step.',
          SOURCE,
        ]);
      }
      open.clear();
      continue;
    }
    const headers: string[] = conditions.map(({ headerName }) => headerName);
    const lost = [...open]
      .filter(([one, names]) => one !== name && headers.every((header) => names.includes(header)))
      .map(([one]) => one);
    if (lost.length > 0) {
      hazards.push([
        'argo-plugin-same-header',
        'warning',
        `step ${place} opens ${name} and so closes ${lost.join(', ')}: the plugin tells lanes apart by the ` +
          'names of their headers, whatever their values',
        'Use a header of another name for each lane.',
        'https://github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi/issues/215',
      ]);
    }
    lost.forEach((one) => open.delete(one));
    open.set(name, headers);
    if (!hasLanes) {
      hazards.push([
        'argo-plugin-no-lanes',
        'warning',
        `step ${place} adds the header route ${name}, but no HTTPRoute of the Rollout has useHeaderRoutes: true ` +
          '(the default is false)',
        'Write useHeaderRoutes: true beside the name of the HTTPRoute in httpRoutes.',
        SOURCE,
      ]);
    }
  }
  return hazards;
}
