import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { inDependencyOrder, inTreeOrder } from './construct-order';

/**
 * The charts of an app and the objects of each, in the order in which cdk8s prints them.
 *
 * @internal
 */
export class ConstructTree {
  /** All charts, what others depend on first. */
  public readonly charts: Chart[];

  private readonly objects?: Map<Chart, ApiObject[]>;

  /**
   * @param root an app, whose dependencies are known to charts and objects already
   * @param hasDependencies whether there are any: without them all orders are that of the tree, and one walk finds them
   */
  public constructor(root: IConstruct, hasDependencies = true) {
    const constructs = hasDependencies ? inDependencyOrder(root) : inTreeOrder(root, root.node.findAll());
    this.charts = constructs.filter((construct): construct is Chart => Chart.isChart(construct));
    this.objects = hasDependencies ? undefined : objectsByChart(constructs);
  }

  /** The objects of a chart, without those of charts in it. */
  public objectsOf(chart: Chart): ApiObject[] {
    return this.objects ? this.objects.get(chart) ?? [] : ownObjects(chart);
  }
}

/** The objects of a chart in the order in which they are printed, without those of charts in it. @internal */
export function ownObjects(chart: Chart): ApiObject[] {
  return objectsOf(chart, inDependencyOrder(chart));
}

/** Those of some constructs that are API objects of a chart. @internal */
export function objectsOf(chart: Chart, constructs: IConstruct[]): ApiObject[] {
  return constructs.filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && Chart.of(construct) === chart);
}

function objectsByChart(constructs: IConstruct[]): Map<Chart, ApiObject[]> {
  const objects = new Map<Chart, ApiObject[]>();
  for (const construct of constructs) {
    if (ApiObject.isApiObject(construct)) {
      const chart = Chart.of(construct);
      const known = objects.get(chart);
      if (known) {
        known.push(construct as ApiObject);
      } else {
        objects.set(chart, [construct as ApiObject]);
      }
    }
  }
  return objects;
}
