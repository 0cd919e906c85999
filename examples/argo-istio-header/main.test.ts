import { HttpRequest, RolloutMoment, RolloutPhase, Traffic } from 'cdk8s-rollouts';
import { committed, objectsOf, synthesized } from '../../test/support/example';

const files = synthesized(__dirname);
const before = objectsOf(files, 'cluster-1/dubbo3-provider-00-baseline');
const provider = HttpRequest.to('http://dubbo3-provider.dubbo/hello');

function at(step: number, phase?: RolloutPhase): Traffic {
  return Traffic.during(
    objectsOf(files, 'cluster-1/dubbo3-provider-01-rollout'),
    RolloutMoment.at({ rollout: 'dubbo/dubbo3-provider', before, step, phase }),
  );
}

describe('the example of Argo Rollouts over Istio by header', () => {
  test('prints the YAML that is committed beside it', () => {
    expect(files).toEqual(committed(__dirname));
  });

  test.each<[number, RolloutPhase, string, string]>([
    [0, RolloutPhase.PAUSED, 'v1 1', 'v1 1'],
    [1, RolloutPhase.PAUSED, 'v1 1', 'v2 1'],
    [2, RolloutPhase.PAUSED, 'v1 1', 'v2 1'],
    [2, RolloutPhase.ABORTED, 'v1 1', 'v1 1'],
    [3, RolloutPhase.PAUSED, 'v2 1', 'v2 1'],
    [3, RolloutPhase.PROMOTED, 'v2 1', 'v2 1'],
  ])('at step %s, %s: everybody %s, testers %s', (step, phase, everybody, testers) => {
    const traffic = at(step, phase);
    expect(
      [provider, provider.withHeader('lane', 'test-v1')].map((request) => traffic.split(request).toString()),
    ).toEqual([everybody, everybody]);
    expect(traffic.split(provider.withHeader('lane', 'test-v2')).toString()).toBe(testers);
  });

  test('the consumer\'s route names the lane, so that the second hop follows the first one', () => {
    const consumer = objectsOf(files, 'cluster-1/dubbo3-consumer');
    const routes = consumer.find(({ kind }) => kind === 'VirtualService').spec.http;
    for (const [url, everybody] of [
      ['http://app.example/hello?name=test-v2', 'v2 1'],
      ['http://app.example/hello?name=test-v1', 'v1 1'],
      ['http://app.example/hello', 'v1 1'],
    ]) {
      const [share] = Traffic.of(consumer).split(HttpRequest.to(url)).shares;
      expect([share.service, share.fraction.toString()]).toEqual(['dubbo/dubbo3-consumer', '1']);
      // The evaluator does not follow a request from hop to hop, so the header is taken from the route that it took.
      const { lane } = routes.find(({ match }: any) => !match || url.endsWith(match[0].queryParams.name.exact)).route[0]
        .headers.request.set;
      expect([url, at(2).split(provider.withHeader('lane', lane)).toString()]).toEqual([url, everybody]);
    }
  });

  test('each cluster has a folder of its own with the same files, and is promoted by itself', () => {
    const of = (cluster: string) =>
      [...files]
        .filter(([name]) => name.startsWith(`${cluster}/`))
        .map(([name, text]) => [name.slice(cluster.length), text]);
    expect(of('cluster-1').map(([name]) => name)).toEqual([
      '/dubbo3-consumer.k8s.yaml',
      '/dubbo3-provider-00-baseline.k8s.yaml',
      '/dubbo3-provider-01-rollout.k8s.yaml',
    ]);
    expect(of('cluster-2')).toEqual(of('cluster-1'));
  });
});
