import { Construct } from 'constructs';
import { Application } from '../../../application';
import { AppRegistry } from '../../registry/app-registry';
import { Claim, ClaimKind } from '../../registry/claim';

/** Why weights finer than 1 % and an autoscaler exclude each other. @internal */
export const FINE_AND_AUTOSCALED =
  "with weights finer than 1 % the canary's size is a number of pods, " +
    'which an autoscaler would change: write whole percentages, or omit the autoscaler';

/** What decides about an application's number of pods. @internal */
export interface Scaling {
  /** Whether the plan has a weight finer than 1 %. */
  readonly isFine: boolean;
  /** Whether an autoscaler was added after the stage was written. */
  readonly isAutoscaledLate: () => boolean;
}

interface ScalingClaim extends Claim {
  readonly scaling: Scaling;
}

/** An autoscaler may be added after the stage, so every validation checks again. */
const SCALINGS: ClaimKind<ScalingClaim> = {
  readsConstructs: true,
  collisions(claims) {
    const refused = claims.filter(({ scaling }) => scaling.isFine && scaling.isAutoscaledLate());
    return [...new Set(refused.map(({ owner }) => owner))].map((owner) => ({
      owner,
      fault: `Argo Rollouts: ${FINE_AND_AUTOSCALED}`,
    }));
  },
};

/** @internal */
export function claimScaling(scope: Construct, { id: owner }: Application, scaling: Scaling): void {
  if (scaling.isFine) {
    AppRegistry.of(scope).claim(SCALINGS, scaling, { owner, scaling });
  }
}
