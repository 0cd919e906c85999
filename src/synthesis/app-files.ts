import { App, Chart, Names, YamlOutputType } from 'cdk8s';
import { documentsOf, manifestsOf } from './chart-documents';
import { ConstructTree } from './construct-tree';
import { ObjectTexts } from './object-text';
import { OutputFiles } from './output-files';
import { yamlText } from './yaml-text';

/** What the files of an app are made from. @internal */
export interface AppContents {
  readonly tree: ConstructTree;
  /** In the order in which they are printed. */
  readonly charts: Chart[];
  /** Whether the names of files begin with the number of their chart, as they do when charts depend on charts. */
  readonly isNumbered: boolean;
}

/**
 * Adds all manifests of an app to its files, divided by its `yamlOutputType`.
 *
 * Source: https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/app.ts (`synth`)
 *
 * @internal
 */
export function addManifests(files: OutputFiles, app: App, contents: AppContents): void {
  switch (app.yamlOutputType) {
    case YamlOutputType.FILE_PER_APP: return addFileOfApp(files, app, contents);
    case YamlOutputType.FILE_PER_CHART: return addFilesOfCharts(files, app, contents);
    case YamlOutputType.FILE_PER_RESOURCE: return addFilesOfResources(files, app, contents);
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE: return addFolders(files, app, contents);
  }
}

function addFileOfApp(files: OutputFiles, app: App, { tree, charts }: AppContents): void {
  const texts = new ObjectTexts(app);
  if (charts.length > 0) {
    files.add('', `app${app.outputFileExtension}`, charts.flatMap((chart) => documentsOf(chart, tree, texts)));
  }
}

function addFilesOfCharts(files: OutputFiles, app: App, contents: AppContents): void {
  const texts = new ObjectTexts(app);
  contents.charts.forEach((chart, index) => {
    const name = `${chartName(chart, index, contents)}${app.outputFileExtension}`;
    files.add('', name, documentsOf(chart, contents.tree, texts));
  });
}

function addFilesOfResources(files: OutputFiles, app: App, { tree, charts }: AppContents): void {
  for (const chart of charts) {
    for (const manifest of manifestsOf(chart, tree).filter((json) => json !== undefined)) {
      files.add('', `${resourceName(manifest)}${app.outputFileExtension}`, [yamlText(manifest)]);
    }
  }
}

function addFolders(files: OutputFiles, app: App, contents: AppContents): void {
  const texts = new ObjectTexts(app);
  contents.charts.forEach((chart, index) => {
    const folder = chartName(chart, index, contents);
    files.folder(folder);
    for (const object of contents.tree.objectsOf(chart)) {
      files.add(folder, `${resourceName(object)}${app.outputFileExtension}`, [texts.of(object)]);
    }
  });
}

function chartName(chart: Chart, index: number, { isNumbered }: AppContents): string {
  const number = isNumbered ? `${String(index).padStart(4, '0')}-` : '';
  return `${number}${Names.toDnsLabel(chart)}`;
}

/** The name of the file of one object, without its ending. @internal */
export function resourceName({ kind, metadata }: { kind: string; metadata: { name?: string } }): string {
  return `${kind}.${metadata.name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}
