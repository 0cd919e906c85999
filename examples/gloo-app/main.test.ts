import { HttpRequest } from 'cdk8s-rollouts';
import { committed, synthesized, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const plain = HttpRequest.to('http://app.example/echo');
const tester = plain.withHeader('stage', 'canary');

describe('the gloo-app example', () => {
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
  ])('%s', (stage, everybody, testers) => {
    const traffic = trafficOf(files, 'platform', 'foxtrot-00-baseline', stage);
    expect([traffic.split(plain).toString(), traffic.split(tester).toString()]).toEqual([everybody, testers]);
    expect(traffic.split(HttpRequest.to('http://app.example/foxtrot')).shares[0].workload).toBe('foxtrot/foxtrot-v1');
  });

  test.each([
    [1, 'echo-00-baseline'],
    [2, 'echo-01-deploy'],
    [3, 'echo-03-weight-0'],
    [4, 'echo-04-weight-50'],
    [5, 'echo-05-weight-100'],
    [6, 'echo-07-retire'],
  ])('values file %i is the stage %s', (step, stage) => {
    expect(files.get(`echo-values-${step}.k8s.yaml`)).toBe(files.get(`${stage}.k8s.yaml`));
  });
});
