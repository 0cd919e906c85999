import { PlanFiles } from './plan-files';
import { FleetApp } from '../synthesis/fleet-app';

/**
 * The cdk8s `App` for everyday use. It writes the same manifests as an `App`, and beside them the plan file of each
 * StagedRollout, which `cdk8s-rollouts status`, `next` and `report` read. Faults of constructs come without a stack
 * trace, since that would show where a fault is noticed and not where it is made.
 *
 * It is a FleetApp, so its time grows with the number of applications and not with its square.
 */
export class RolloutApp extends FleetApp {
  /**
   * Writes all manifests and plan files to the output directory.
   *
   * @throws an error with all faults of all constructs; then nothing is written
   */
  public synth(): void {
    super.synth();
    PlanFiles.write(this);
  }
}
