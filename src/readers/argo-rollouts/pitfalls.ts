import { pitfallOf } from './hazards/hazard';
import { laneHazards } from './hazards/lanes';
import { pluginHazards } from './hazards/plugin';
import { referenceHazards, routeHazards } from './hazards/routes';
import { scaleHazards } from './hazards/scale';
import { canaryPlan } from './progress/replica-counts';
import { rejectionOf } from './validation/rejections';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

/** What goes wrong with Rollouts, those that the controller accepts included. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  return index.all('argoproj.io', 'Rollout').flatMap((rollout): Pitfall[] => {
    const rejection = rejectionOf(rollout, index);
    if (rejection) {
      const { reason, fix, source } = rejection;
      return [
        pitfallOf(rollout, [
          'argo-rejected',
          'error',
          `it ${reason}: it is rejected, and the controller does nothing with it`,
          fix,
          source,
        ]),
      ];
    }
    if (!rollout.spec.strategy.canary) {
      return [];
    }
    const input = { rollout, plan: canaryPlan(rollout.spec), index };
    return [laneHazards, pluginHazards, scaleHazards, routeHazards, referenceHazards]
      .flatMap((hazards) => hazards(input))
      .map((hazard) => pitfallOf(rollout, hazard));
  });
}
