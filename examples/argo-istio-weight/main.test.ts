import { HttpRequest, RolloutMoment, RolloutPhase } from 'cdk8s-rollouts';
import { committed, objectsOf, synthesized, trafficDuring, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const request = HttpRequest.to('http://dubbo3-provider.dubbo/hello');
const before = objectsOf(files, 'dubbo3-provider-00-baseline');

describe('the example of Argo Rollouts over Istio by weight', () => {
  test('prints the YAML that is committed beside it', () => {
    expect(files).toEqual(committed(__dirname));
  });

  test.each<[number, RolloutPhase, string]>([
    [0, RolloutPhase.PROGRESSING, 'v1 1'],
    [0, RolloutPhase.PAUSED, 'v1 19/20, v2 1/20'],
    [1, RolloutPhase.PAUSED, 'v1 19/20, v2 1/20'],
    [2, RolloutPhase.PROGRESSING, 'v1 19/20, v2 1/20'],
    [3, RolloutPhase.PAUSED, 'v1 1/2, v2 1/2'],
    [3, RolloutPhase.ABORTED, 'v1 1'],
    [4, RolloutPhase.PAUSED, 'v2 1'],
    [4, RolloutPhase.PROMOTED, 'v2 1'],
  ])('at step %s, %s: %s', (step, phase, expected) => {
    const traffic = trafficDuring(
      files,
      ['dubbo3-provider-01-rollout'],
      RolloutMoment.at({ rollout: 'dubbo/dubbo3-provider', before, step, phase }),
    );
    expect(traffic.split(request).toString()).toBe(expected);
  });

  test('before the release everybody gets v1', () => {
    expect(trafficOf(files, 'dubbo3-provider-00-baseline').split(request).toString()).toBe('v1 1');
  });
});
