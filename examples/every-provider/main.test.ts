import { HttpRequest, RolloutMoment, Traffic } from 'cdk8s-rollouts';
import { committed, objectsOf, synthesized, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const folders = [...new Set([...files.keys()].map((name) => name.split('/')[0]))];
const refusing = folders.filter((folder) => files.has(`${folder}/refused.txt`));
const plain = HttpRequest.to('http://app.example/');
const tester = plain.withHeader('stage', 'canary');

/** What everybody and testers get when the header lane is open, at 20 % and at half. */
const PLANNED = [['v1 1', 'v2 1'], ['v1 4/5, v2 1/5', 'v2 1'], ['v1 1/2, v2 1/2', 'v2 1']];

function answers(traffic: Traffic): string[] {
  return [plain, tester].map((request) => traffic.split(request).toString());
}

describe('the example of every provider', () => {
  test('prints the YAML that is committed beside it', () => {
    expect(files).toEqual(committed(__dirname));
  });

  test.each(folders.filter((folder) => !refusing.includes(folder)))('%s gives everybody and testers what the plan says', (folder) => {
    if (files.has(`${folder}/echo-02-header-test.k8s.yaml`)) {
      expect(['02-header-test', '03-weight-20', '04-weight-50'].map((stage) => answers(trafficOf(files, `${folder}/echo-${stage}`)))).toEqual(PLANNED);
    } else {
      const before = objectsOf(files, `${folder}/echo-00-baseline`);
      const now = objectsOf(files, `${folder}/echo-01-rollout`);
      expect([1, 3, 5].map((step) => answers(Traffic.during(now, RolloutMoment.at({ rollout: 'echo/echo', before, step }))))).toEqual(PLANNED);
    }
  });

  test('those that cannot say why, and what to write instead', () => {
    expect(refusing).toEqual(['argo-nginx', 'argo-no-router', 'voyager']);
    for (const folder of refusing) {
      expect(files.get(`${folder}/refused.txt`)).toMatch(/^plan v1 → v2: step 1, headerRoute\(stage: canary\): .*\. (Leave|Use) .*\n$/);
    }
  });
});
