import { HttpRequest, RolloutMoment, Traffic } from 'cdk8s-rollouts';
import { committed, objectsOf, synthesized, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const folders = [...new Set([...files.keys()].map((name) => name.split('/').slice(0, 2).join('/')))];
const refusing = folders.filter((folder) => files.has(`${folder}/refused.txt`));
const plain = HttpRequest.to('http://app.example/');
const tester = plain.withHeader('stage', 'canary');

/** What everybody and testers get at the stages of each plan, and at which steps of a Rollout. */
const PLANNED: { [plan: string]: { stages: string[]; steps: number[]; answers: string[][] } } = {
  testers: {
    stages: ['02-header-test', '03-weight-20', '04-weight-50'],
    steps: [1, 3, 5],
    answers: [['v1 1', 'v2 1'], ['v1 4/5, v2 1/5', 'v2 1'], ['v1 1/2, v2 1/2', 'v2 1']],
  },
  weights: {
    stages: ['02-weight-25', '03-weight-50'],
    steps: [1, 3],
    answers: [['v1 3/4, v2 1/4', 'v1 3/4, v2 1/4'], ['v1 1/2, v2 1/2', 'v1 1/2, v2 1/2']],
  },
};

function answers(traffic: Traffic): string[] {
  return [plain, tester].map((request) => traffic.split(request).toString());
}

describe('the example of every provider', () => {
  test('prints the YAML that is committed beside it', () => {
    expect(files).toEqual(committed(__dirname));
  });

  // Without a router there are no routes to read.
  test.each(folders.filter((folder) => !refusing.includes(folder) && !folder.endsWith('argo-no-router')))(
    '%s gives everybody and testers what the plan says',
    (folder) => {
      const { stages, steps, answers: planned } = PLANNED[folder.split('/')[0]];
      if (files.has(`${folder}/echo-01-deploy.k8s.yaml`)) {
        expect(stages.map((stage) => answers(trafficOf(files, `${folder}/echo-${stage}`)))).toEqual(planned);
      } else {
        const before = objectsOf(files, `${folder}/echo-00-baseline`);
        const now = objectsOf(files, `${folder}/echo-01-rollout`);
        expect(
          steps.map((step) => answers(Traffic.during(now, RolloutMoment.at({ rollout: 'echo/echo', before, step })))),
        ).toEqual(planned);
      }
    },
  );

  test('those that cannot say why, and what to write instead', () => {
    expect(refusing).toEqual(['testers/argo-nginx', 'testers/argo-no-router', 'testers/voyager']);
    for (const folder of refusing) {
      expect(files.get(`${folder}/refused.txt`)).toMatch(
        /^plan v1 → v2: step 1, headerRoute\(stage: canary\): .*\. (Omit|Use) .*\n$/,
      );
    }
  });
});
