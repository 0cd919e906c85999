import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { IConstruct } from 'constructs';
import { objectIdentity } from './object-claims';
import { resourceName } from '../../synthesis/app-files';

/**
 * Objects of one app that cdk8s writes into one file, of which only the last one is left, one sentence each. A file of
 * one object is named by kind and name only, so objects of two namespaces meet.
 *
 * Source: https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/app.ts (`synth`)
 *
 * @internal
 */
export function fileCollisions(app: IConstruct): string[] {
  const { yamlOutputType, outputFileExtension } = app as App;
  const isOneFolder = yamlOutputType === YamlOutputType.FILE_PER_RESOURCE;
  if (!isOneFolder && yamlOutputType !== YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE) {
    return [];
  }
  const byFile = new Map<string, ApiObject[]>();
  for (const object of app.node.findAll().filter((one) => ApiObject.isApiObject(one)) as ApiObject[]) {
    const folder = isOneFolder ? '' : `${Chart.of(object).node.path}/`;
    const file = `${folder}${resourceName(object)}${outputFileExtension}`;
    byFile.set(file, [...(byFile.get(file) ?? []), object]);
  }
  return [...byFile].flatMap(([file, objects]) => {
    const identities = [...new Set(objects.map((object) => `${objectIdentity(object)} (${object.node.path})`))];
    return identities.length < 2
      ? []
      : [
        `with this yamlOutputType ${identities.join(' and ')} would be written into one file, ${file}, which would keep ` +
            'only the last of them: use YamlOutputType.FILE_PER_CHART, or give one of them another name',
      ];
  });
}
