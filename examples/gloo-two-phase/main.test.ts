import { HttpRequest } from 'cdk8s-rollouts';
import { committed, synthesized, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const plain = HttpRequest.to('http://app.example/');
const tester = plain.withHeader('stage', 'canary');

describe('the gloo-two-phase example', () => {
  test('prints the YAML that is committed beside it', () => {
    expect(files).toEqual(committed(__dirname));
  });

  test.each([
    ['echo-00-baseline', 'v1 1', 'v1 1'],
    ['echo-01-deploy', 'v1 1', 'v1 1'],
    ['echo-02-header-test', 'v1 1', 'v2 1'],
    ['echo-03-weight-0', 'v1 1', 'v2 1'],
    ['echo-04-weight-50', 'v1 1/2, v2 1/2', 'v2 1'],
    ['echo-05-weight-100', 'v2 1', 'v2 1'],
    ['echo-06-promote', 'v2 1', 'v2 1'],
    ['echo-07-retire', 'v2 1', 'v2 1'],
    ['echo-rollback-00-rollback-route', 'v1 1', 'v1 1'],
    ['echo-rollback-01-rollback-remove', 'v1 1', 'v1 1'],
  ])('%s', (stage, everybody, testers) => {
    const traffic = trafficOf(files, stage);
    expect([traffic.split(plain).toString(), traffic.split(tester).toString()]).toEqual([everybody, testers]);
  });

  test('the way back ends where the release began', () => {
    expect(files.get('echo-rollback-01-rollback-remove.k8s.yaml')).toBe(files.get('echo-00-baseline.k8s.yaml'));
  });
});
