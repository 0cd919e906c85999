import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { inDependencyOrder } from './construct-order';
import { SynthPass } from './synth-pass';

/**
 * A chart that orders and converts its own objects, and leaves validating the app to whoever prints the app.
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
    return SynthPass.of(this).ask(this, () => ownObjects(this).map((object) => object.toJson()), () => super.toJson());
  }
}

/** The objects of a chart in the order in which they are printed, without those of charts in it. @internal */
export function ownObjects(chart: Chart): ApiObject[] {
  return inDependencyOrder(chart).filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && Chart.of(construct) === chart);
}
