import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { objectsOf } from './construct-tree';

/** What of dependencies there is. @internal */
export interface ChartDependencies {
  /** Whether charts depend on charts; then cdk8s numbers their files. */
  readonly isBetweenCharts: boolean;
  /** Whether anything depends on anything. */
  readonly areThere: boolean;
}

/**
 * Makes of every dependency between constructs what cdk8s makes of it before it prints: one of the chart on the chart, and of each
 * API object on each. A chart depends on the charts in it.
 *
 * @internal
 */
export function addChartDependencies(constructs: IConstruct[]): ChartDependencies {
  let isBetweenCharts = false;
  for (const chart of constructs.filter((construct) => Chart.isChart(construct))) {
    for (const inner of chart.node.children.filter((child) => Chart.isChart(child))) {
      chart.node.addDependency(inner);
      isBetweenCharts = true;
    }
  }
  const dependent = constructs.filter(({ node }) => node.dependencies.length > 0);
  for (const [source, target] of pairs(dependent)) {
    const [from, to] = [Chart.of(source), Chart.of(target)];
    if (from !== to) {
      from.node.addDependency(to);
      isBetweenCharts = true;
    }
  }
  // Those of charts are new.
  for (const [source, target] of dependent.length > 0 ? pairs(constructs) : []) {
    const wanted = objectsBelow(target);
    for (const object of objectsBelow(source)) {
      wanted.filter((one) => one !== object).forEach((one) => object.node.addDependency(one));
    }
  }
  return { isBetweenCharts, areThere: isBetweenCharts || dependent.length > 0 };
}

function pairs(constructs: IConstruct[]): [IConstruct, IConstruct][] {
  return constructs.flatMap((source) => source.node.dependencies.map((target): [IConstruct, IConstruct] => [source, target]));
}

/** The API objects at and below a construct that are in the same chart. */
function objectsBelow(construct: IConstruct): IConstruct[] {
  return objectsOf(Chart.of(construct), construct.node.findAll());
}
