import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { objectsOf } from './construct-tree';

/** Which kinds of dependencies an app has. @internal */
export interface ChartDependencies {
  /** Whether a chart depends on a chart. Then cdk8s numbers the files. */
  readonly isBetweenCharts: boolean;
  /** Whether any construct depends on another. */
  readonly areThere: boolean;
}

/**
 * Adds the dependencies that cdk8s adds before it prints. If a construct depends on another, its chart depends on the
 * other's chart, and each of its API objects on each of the other's. A chart depends on the charts in it.
 *
 * Source: https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/app.ts (`resolveDependencies`)
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
  // The loops above added dependencies of charts.
  for (const [source, target] of dependent.length > 0 ? pairs(constructs) : []) {
    const targets = objectsBelow(target);
    for (const object of objectsBelow(source)) {
      targets.filter((other) => other !== object).forEach((other) => object.node.addDependency(other));
    }
  }
  return { isBetweenCharts, areThere: isBetweenCharts || dependent.length > 0 };
}

function pairs(constructs: IConstruct[]): [IConstruct, IConstruct][] {
  return constructs.flatMap((source) => (
    source.node.dependencies.map((target): [IConstruct, IConstruct] => [source, target])));
}

/** The API objects at and below a construct that are in the same chart. */
function objectsBelow(construct: IConstruct): IConstruct[] {
  return objectsOf(Chart.of(construct), construct.node.findAll());
}
