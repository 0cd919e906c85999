import { Chart } from 'cdk8s';
import { ConstructTree } from './construct-tree';
import { ObjectTexts } from './object-text';
import { StageChart } from './stage-chart';
import { yamlText } from './yaml-text';

/** The YAML documents of a chart. @internal */
export function documentsOf(chart: Chart, tree: ConstructTree, texts: ObjectTexts): string[] {
  return hasOwnJson(chart)
    ? manifestsOf(chart, tree).map((manifest) => yamlText(manifest))
    : tree.objectsOf(chart).map((object) => texts.of(object));
}

/** The manifests of a chart as JSON. @internal */
export function manifestsOf(chart: Chart, tree: ConstructTree): any[] {
  return hasOwnJson(chart) ? Object.values(chart.toJson()) : tree.objectsOf(chart).map((object) => object.toJson());
}

/** Whether a chart overrides `toJson()`. */
function hasOwnJson(chart: Chart): boolean {
  return chart.toJson !== Chart.prototype.toJson && chart.toJson !== StageChart.prototype.toJson;
}
