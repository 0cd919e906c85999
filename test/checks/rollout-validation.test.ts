import { ValidationContext } from 'cdk8s-cli/plugins';
import { RolloutValidation } from '../../src/checks';
import { Folder } from '../support/command-line';
import * as gloo from '../support/gloo-objects';

const [v1, v2, service] = gloo.echo();
const routed = (route: any) => gloo.virtualService([{ matchers: [{ prefix: '/' }], ...route }], ['app.example']);
const stage = (...objects: any[]) => [service, gloo.upstream(), ...objects];

const folder = new Folder({
  'echo-00-weight-50.k8s.yaml': stage(v1, v2, routed(gloo.weighted({ v1: 50, v2: 50 }))),
  'echo-01-retire.k8s.yaml': stage(v2, routed(gloo.to('v2'))),
});
afterAll(() => folder.remove());

/** What the cdk8s CLI does after synthesis. */
async function validated(files: string[], properties?: any): Promise<any> {
  const context = new ValidationContext(files, 'cdk8s-rollouts', '0.0.0', { 'echo-v1': { path: 'echo/v1' } } as any);
  await new RolloutValidation(properties).validate(context);
  return context.report.toJson();
}

const stages = ['echo-00-weight-50.k8s.yaml', 'echo-01-retire.k8s.yaml'].map((name) => folder.file(name));

test('synthesis fails where the way from one stage to the next is not safe, and names constructs', async () => {
  const { summary, violations } = await validated(stages);
  expect(summary.status).toBe('failure');
  expect(violations).toHaveLength(1);
  expect(violations[0]).toMatchObject({
    ruleName: 'no-ready-pod',
    recommendation: expect.stringMatching(
      /^50 % of these requests are meant for v1, which has no ready pod; .*\(stage 00-weight-50 → 01-retire; request GET http:\/\/app\.example\/; /,
    ),
    violatingConstructs: [
      { resourceName: 'echo-v1', constructPath: 'echo/v1', locations: ['Deployment echo/echo-v1'] },
      { resourceName: 'app', locations: ['VirtualService gloo-system/app'] },
    ],
  });
});

test('notes do not make it fail, unless that is asked for', async () => {
  expect((await validated(stages.slice(1))).summary).toMatchObject({ status: 'success', metadata: { notes: '1' } });
  expect((await validated(stages.slice(1), { failOn: 'note' })).summary.status).toBe('failure');
  expect((await validated(stages, { appliedBy: ['KUBECTL'] })).summary.status).toBe('success');
  expect((await validated([])).summary.status).toBe('success');
});

test('a manifest that cannot be read is a violation, not a crash', async () => {
  const broken = folder.write('broken.yaml', 'a: [');
  const { summary, violations } = await validated([broken]);
  expect([summary.status, violations[0].ruleName]).toEqual(['failure', 'unreadable']);
});

test.each<[any, string]>([
  [
    { appliedBy: ['FTP'] },
    "appliedBy is a list of some of KUBECTL, KUBECTL_PRUNE, HELM, ARGO_CD, FLUX, given 'FTP': leave it out for all of " +
      'them',
  ],
  [
    { appliedBy: [] },
    'appliedBy is a list of some of KUBECTL, KUBECTL_PRUNE, HELM, ARGO_CD, FLUX, given an empty list: leave it out ' +
      'for all of them',
  ],
  [
    { appliedBy: 'HELM' as any },
    "appliedBy is a list of some of KUBECTL, KUBECTL_PRUNE, HELM, ARGO_CD, FLUX, given 'HELM': leave it out for all " +
      'of them',
  ],
  [{ failOn: 'never' }, "failOn is one of error, warning, note, given 'never'"],
])('properties that are not known are refused: %p', (properties, message) => {
  expect(() => new RolloutValidation(properties)).toThrow(message);
});
