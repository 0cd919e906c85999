import { HttpRequest, PodReadiness } from 'cdk8s-rollouts';
import { committed, synthesized, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const request = HttpRequest.to('http://app.example/');

describe('the Voyager example', () => {
  test('prints the YAML that is committed beside it', () => {
    expect(files).toEqual(committed(__dirname));
  });

  test.each([
    ['httpd-00-baseline', '2.4.18 1'],
    ['httpd-01-deploy', '2.4.18 1'],
    ['httpd-02-canary-25', '2.4.18 3/4, 2.4.20 1/4'],
    ['httpd-03-canary-75', '2.4.18 1/4, 2.4.20 3/4'],
    ['httpd-02-canary-25', '2.4.18 3/4, 2.4.20 1/4'],
    ['httpd-04-canary-100', '2.4.20 1'],
    ['httpd-05-promote', '2.4.20 1'],
    ['httpd-06-retire', '2.4.20 1'],
    ['httpd-next-00-baseline', '2.4.20 1'],
    ['httpd-next-01-deploy', '2.4.20 1'],
    ['httpd-next-02-canary-25', '2.4.20 3/4, 2.4.23 1/4'],
    ['httpd-next-03-canary-75', '2.4.20 1/4, 2.4.23 3/4'],
    ['httpd-next-06-retire', '2.4.23 1'],
  ])('%s', (stage, split) => {
    expect(trafficOf(files, stage).split(request).toString()).toBe(split);
  });

  test('the next release begins where this one ends', () => {
    expect(files.get('httpd-next-00-baseline.k8s.yaml')).toBe(files.get('httpd-06-retire.k8s.yaml'));
  });

  test('a version that is not ready leaves its share to the other', () => {
    const readiness = PodReadiness.allReady().withReadyPods('httpdcanary/httpd-new', 0);
    expect(trafficOf(files, 'httpd-03-canary-75').split(request, readiness).toString()).toBe('2.4.18 1');
  });
});
