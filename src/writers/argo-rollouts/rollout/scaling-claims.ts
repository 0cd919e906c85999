import { Construct } from 'constructs';
import { Application } from '../../../application';
import { AppRegistry } from '../../registry/app-registry';
import { Claim, ClaimKind } from '../../registry/claim';

/** Why weights finer than 1 % and an autoscaler exclude each other. @internal */
export const FINE_AND_AUTOSCALED = 'with weights finer than 1 % the canary\'s size is written as a number of pods, and an autoscaler decides about that: write whole percentages, or leave the autoscaler out';

/** How the size of an application's pods is decided. @internal */
export interface Scaling {
  /** Whether some weight is not a whole percentage. */
  readonly isFine: boolean;
  /** Whether an autoscaler was added after the stage was written. */
  readonly isAutoscaledLate: () => boolean;
}

interface ScalingClaim extends Claim {
  readonly scaling: Scaling;
}

/** An autoscaler may be added after the stage, so it is looked for when the app is validated. */
const SCALINGS: ClaimKind<ScalingClaim> = {
  readsConstructs: true,
  collisions(claims) {
    const refused = claims.filter(({ scaling }) => scaling.isFine && scaling.isAutoscaledLate());
    return [...new Set(refused.map(({ owner }) => owner))].map((owner) => ({ owner, fault: `Argo Rollouts: ${FINE_AND_AUTOSCALED}` }));
  },
};

/** @internal */
export function claimScaling(scope: Construct, { id: owner }: Application, scaling: Scaling): void {
  if (scaling.isFine) {
    AppRegistry.of(scope).claim(SCALINGS, scaling, { owner, scaling });
  }
}
