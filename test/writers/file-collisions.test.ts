import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, YamlOutputType } from 'cdk8s';
import { GatewayApiCanary, RolloutPlan } from '../../src';
import { echoApplication, faultsOf } from '../support/rollouts';

/** Two teams with an application of one name, each in a namespace and a chart of its own. */
function teams(yamlOutputType: YamlOutputType, names = ['echo', 'echo']): App {
  const app = new App({ yamlOutputType, outdir: mkdtempSync(join(tmpdir(), 'files-')) });
  ['red', 'blue'].forEach((team, place) => {
    new GatewayApiCanary(new Chart(app, team), 'echo', {
      application: echoApplication({ name: names[place], namespace: team, hosts: [`${team}.example`] }),
      plan: RolloutPlan.steady('v1'),
      stage: 'baseline',
      gateways: [{ name: 'public', namespace: 'infra' }],
    });
  });
  return app;
}

describe('a file for each object, which cdk8s names by kind and name', () => {
  test('is refused where objects of two namespaces have one name', () => {
    const app = teams(YamlOutputType.FILE_PER_RESOURCE);
    const meeting = (object: string, name: string, id: string, file: string) =>
      `[] with this yamlOutputType ${object} red/${name} (red/echo/${id}) and ${object} blue/${name} (blue/echo/${id}) ` +
      `would be written into one file, ${file}.k8s.yaml, which would keep only the last of them: ` +
      'use YamlOutputType.FILE_PER_CHART, or give one of them another name';
    expect(faultsOf(app)).toEqual([
      meeting('apps Deployment', 'echo-v1', 'deployment-echo-v1', 'Deployment.echo-v1'),
      meeting('core Service', 'echo-v1', 'service-echo-v1', 'Service.echo-v1'),
      meeting('gateway.networking.k8s.io HTTPRoute', 'echo', 'httproute-echo', 'HTTPRoute.echo'),
    ]);
    expect(readdirSync(app.outdir)).toEqual([]);
  });

  test('is fine where every name is another one, and where each chart has a folder', () => {
    for (const app of [
      teams(YamlOutputType.FILE_PER_RESOURCE, ['red', 'blue']),
      teams(YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE),
      teams(YamlOutputType.FILE_PER_CHART),
    ]) {
      expect(faultsOf(app)).toEqual([]);
    }
  });
});
