import { HttpRequest } from 'cdk8s-rollouts';
import { committed, synthesized, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const plain = HttpRequest.to('http://canary.demo/');
const tester = plain.withHeader('X-Canary', 'always');

describe('the ingress-nginx example', () => {
  test('prints the YAML that is committed beside it', () => {
    expect(files).toEqual(committed(__dirname));
  });

  test.each([
    ['demo-00-baseline', 'blue 1', 'blue 1'],
    ['demo-01-deploy', 'blue 1', 'blue 1'],
    ['demo-02-header-test', 'blue 1', 'green 1'],
    ['demo-03-weight-20', 'blue 4/5, green 1/5', 'green 1'],
    ['demo-04-weight-50', 'blue 1/2, green 1/2', 'green 1'],
    ['demo-05-weight-100', 'green 1', 'green 1'],
    ['demo-06-promote', 'green 1', 'green 1'],
    ['demo-07-retire', 'green 1', 'green 1'],
    ['demo-next-02-weight-20', 'green 4/5, yellow 1/5', 'green 4/5, yellow 1/5'],
  ])('%s', (stage, everybody, testers) => {
    const traffic = trafficOf(files, stage);
    expect([traffic.split(plain).toString(), traffic.split(tester).toString()]).toEqual([everybody, testers]);
  });

  test('a header with another value does not lead to the canary', () => {
    expect(trafficOf(files, 'demo-03-weight-20').split(plain.withHeader('X-Canary', 'true')).toString()).toBe(
      'blue 4/5, green 1/5',
    );
  });

  test('the next release begins where this one ends', () => {
    expect(files.get('demo-next-00-baseline.k8s.yaml')).toBe(files.get('demo-07-retire.k8s.yaml'));
  });
});
