import { Hazard, RolloutInput } from './hazard';
import { conditionsOf, routeOf } from '../progress/pass';
import { canaryReplicasAt } from '../progress/replica-counts';

const RECONCILIATION = 'rollout/trafficrouting.go of argoproj/argo-rollouts';

/** Lanes that never open, open for more than they say, or come and go. @internal */
export function laneHazards({ plan }: RolloutInput): Hazard[] {
  const { steps, canary } = plan;
  const { trafficRouting } = canary;
  const opened = steps
    .map((step, place) => ({ place, route: routeOf(step) }))
    .filter(({ route }) => route !== undefined && conditionsOf(route) !== undefined);
  const isKept =
    canary.abortScaleDownDelaySeconds === 0 && steps[0]?.setCanaryScale !== undefined && trafficRouting !== undefined;
  return [
    ...opened
      .filter(({ place }) => canaryReplicasAt(plan, place) === 0)
      .map(({ place, route }): Hazard => [
        'argo-lane-lost',
        'warning',
        `step ${place} opens ${route!.route.name} while the canary has no pod: the next reconciliation deletes ` +
          'the route, and no later step opens it again',
        'Write setCanaryScale: { weight: 100 }, or a setWeight above 0, as the step before it.',
        RECONCILIATION,
      ]),
    ...steps.flatMap((step, place): Hazard[] => {
      const route = routeOf(step)?.route;
      return Array.isArray(route?.match) && route.match.length === 0
        ? [
          [
            'argo-lane-without-conditions',
            'warning',
            `step ${place} has an empty list of matches for ${route.name}, which closes the route`,
            'Write a match, or leave match out to close it.',
            RECONCILIATION,
          ],
        ]
        : [];
    }),
    ...opened
      .filter(({ route }) => route!.kind === 'header' && conditionsOf(route!)!.length > 1 && trafficRouting?.istio)
      .map(({ route }): Hazard => [
        'argo-header-or',
        'warning',
        `the headers of ${route!.route.name} are combined with OR: each becomes an entry of match of its own, so one ` +
          'of them is enough',
        'Write one header, or, if all must match, a route of your own in the VirtualService.',
        'utils/istio of argoproj/argo-rollouts, ' +
          'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest',
      ]),
    ...(isKept
      ? [
        [
          'argo-abort-without-end',
          'warning',
          'after an abort the canary pods of setCanaryScale in step 0 are not scaled down, and the controller ' +
              "switches the selector of the canary's Service between both pod hashes without end",
          'Write abortScaleDownDelaySeconds: 30, or remove the field.',
          'https://github.com/argoproj/argo-rollouts/issues/3078',
        ] as Hazard,
      ]
      : []),
  ];
}
