import { HttpRequest, StateCheck, Traffic, Transition } from '../../src';

const request = HttpRequest.to('http://app.example/');

function objects(weight: number): any[] {
  const pods = (version: string) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `echo-${version}`, namespace: 'echo' },
    spec: {
      selector: { matchLabels: { app: 'echo', version } },
      template: { metadata: { labels: { app: 'echo', version } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    },
  });
  const service = (version: string) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `echo-${version}`, namespace: 'echo' },
    spec: { selector: { app: 'echo', version }, ports: [{ port: 80 }] },
  });
  const backendRefs = [
    { name: 'echo-v1', port: 80, weight: 100 - weight },
    { name: 'echo-v2', port: 80, weight },
  ];
  const route = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'echo', namespace: 'echo' },
    spec: { parentRefs: [{ name: 'public' }], hostnames: ['app.example'], rules: [{ backendRefs }] },
  };
  return [pods('v1'), pods('v2'), service('v1'), service('v2'), route];
}

describe("objects of one's own may change between two questions", () => {
  test('and are read anew', () => {
    const own = objects(20);
    expect(Traffic.of(own).split(request).toString()).toBe('v1 4/5, v2 1/5');
    own[4].spec.rules[0].backendRefs[1].weight = 80;
    expect(Traffic.of(own).split(request).toString()).toBe('v1 1/2, v2 1/2');
    own.pop();
    expect(() => Traffic.of(own).split(request)).toThrow('no routes of a known router');
  });

  test('also by checks of states and of ways', () => {
    const [from, to] = [objects(0), objects(50)];
    expect(new Transition({ from, to }).errors).toEqual([]);
    expect(new StateCheck({ objects: to }).errors).toEqual([]);
    to[4].spec.rules[0].backendRefs[1].weight = 'half';
    expect(new StateCheck({ objects: to }).errors.map(({ rule }) => rule)).toEqual(['rejected-by-api-server']);
    to[4].spec.rules[0].backendRefs[1].weight = 50;
    to[1].spec.template.metadata.labels.version = 'v3';
    expect(new StateCheck({ objects: to }).errors.map(({ rule }) => rule)).toEqual(['rejected-by-api-server']);
    expect(new Transition({ from, to }).errors.length).toBeGreaterThan(0);
    to[1].spec.template.metadata.labels.version = 'v2';
    expect(new Transition({ from, to }).errors).toEqual([]);
  });
});
