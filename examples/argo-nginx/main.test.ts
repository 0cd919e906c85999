import { HttpRequest, RolloutMoment, RolloutPhase } from 'cdk8s-rollouts';
import { committed, objectsOf, synthesized, trafficDuring, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const plain = HttpRequest.to('http://canary.auto/');
const tester = plain.withHeader('X-Canary', 'always');
const before = objectsOf(files, 'canary-demo-00-baseline');

function at(step: number, phase?: RolloutPhase): [string, string] {
  const traffic = trafficDuring(
    files,
    ['canary-demo-01-rollout'],
    RolloutMoment.at({ rollout: 'default/canary-demo', before, step, phase }),
  );
  return [traffic.split(plain).toString(), traffic.split(tester).toString()];
}

describe('the example of Argo Rollouts over ingress-nginx', () => {
  test('prints the YAML that is committed beside it', () => {
    expect(files).toEqual(committed(__dirname));
  });

  test('what is committed for the release differs from what was there in the version alone', () => {
    const [now, was] = ['canary-demo-01-rollout', 'canary-demo-00-baseline'].map((name) => objectsOf(files, name));
    expect(JSON.stringify(now).replaceAll('green', 'blue')).toBe(JSON.stringify(was));
  });

  test.each<[number, RolloutPhase, string, string]>([
    [0, RolloutPhase.PROGRESSING, 'blue 1', 'green 1'],
    [1, RolloutPhase.PAUSED, 'blue 4/5, green 1/5', 'green 1'],
    [3, RolloutPhase.PAUSED, 'blue 1/2, green 1/2', 'green 1'],
    [5, RolloutPhase.PAUSED, 'blue 3/10, green 7/10', 'green 1'],
    [6, RolloutPhase.PAUSED, 'green 1', 'green 1'],
    [3, RolloutPhase.ABORTED, 'blue 1', 'blue 1'],
    [6, RolloutPhase.PROMOTED, 'green 1', 'green 1'],
  ])('at step %s, %s: everybody %s, testers %s', (step, phase, everybody, testers) => {
    expect(at(step, phase)).toEqual([everybody, testers]);
  });

  test('a client that says never stays with blue, one that says anything else is divided like all others', () => {
    const traffic = trafficDuring(
      files,
      ['canary-demo-01-rollout'],
      RolloutMoment.at({ rollout: 'default/canary-demo', before, step: 3 }),
    );
    expect(traffic.split(plain.withHeader('X-Canary', 'never')).toString()).toBe('blue 1');
    expect(traffic.split(plain.withHeader('X-Canary', 'true')).toString()).toBe('blue 1/2, green 1/2');
  });

  test('before the release everybody gets blue', () => {
    expect(trafficOf(files, 'canary-demo-00-baseline').split(plain).toString()).toBe('blue 1');
  });
});
