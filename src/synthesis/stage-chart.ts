import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ownObjects } from './construct-tree';
import { isTestedCdk8s } from './known-cdk8s';
import { SynthPass } from './synth-pass';

/**
 * A chart that does not validate the whole app again while cdk8s prints the app (`SynthPass`).
 *
 * @internal
 */
export class StageChart extends Chart {
  /**
   * @param scope an app, or a construct below one
   * @param id the name of its file
   */
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    SynthPass.of(this).enter(this);
  }

  public toJson(): any[] {
    if (!isTestedCdk8s()) {
      return super.toJson();
    }
    return SynthPass.of(this).ask(this, () => ownObjects(this).map((object) => object.toJson()), () => super.toJson());
  }
}
