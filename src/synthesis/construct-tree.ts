import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { inDependencyOrder, inTreeOrder } from './construct-order';

/**
 * The charts of an app and the API objects of each, in the order in which cdk8s prints them.
 *
 * @internal
 */
export class ConstructTree {
  /** All charts. A chart comes after the charts that it depends on. */
  public readonly charts: Chart[];

  /** Only for apps without dependencies. */
  private readonly objects?: Map<Chart, ApiObject[]>;

  /**
   * @param root an app whose charts and objects have their dependencies (`addChartDependencies`)
   * @param hasDependencies whether any construct depends on another; if none does, one walk of the tree finds every
   * order
   */
  public constructor(root: IConstruct, hasDependencies = true) {
    const constructs = hasDependencies ? inDependencyOrder(root) : inTreeOrder(root, root.node.findAll());
    this.charts = constructs.filter((construct): construct is Chart => Chart.isChart(construct));
    this.objects = hasDependencies ? undefined : objectsByChart(constructs);
  }

  /** The objects of a chart without those of the charts in it. */
  public objectsOf(chart: Chart): ApiObject[] {
    return this.objects ? this.objects.get(chart) ?? [] : ownObjects(chart);
  }
}

/** The objects of a chart without those of the charts in it, in the order in which cdk8s prints them. @internal */
export function ownObjects(chart: Chart): ApiObject[] {
  return objectsOf(chart, inDependencyOrder(chart));
}

/** The API objects among some constructs that belong to a chart. @internal */
export function objectsOf(chart: Chart, constructs: IConstruct[]): ApiObject[] {
  return constructs.filter((construct): construct is ApiObject => (
    ApiObject.isApiObject(construct) && Chart.of(construct) === chart));
}

function objectsByChart(constructs: IConstruct[]): Map<Chart, ApiObject[]> {
  const objects = new Map<Chart, ApiObject[]>();
  for (const construct of constructs) {
    if (ApiObject.isApiObject(construct)) {
      const chart = Chart.of(construct);
      const ofChart = objects.get(chart);
      if (ofChart) {
        ofChart.push(construct as ApiObject);
      } else {
        objects.set(chart, [construct as ApiObject]);
      }
    }
  }
  return objects;
}
