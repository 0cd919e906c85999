import { Entry, GatewayImplementation, HttpRequest, Traffic } from '../../../src';
import { BOTH, header, httpRoute, prefix, to } from '../../support/gateway-objects';
import { ask, Question } from '../../support/gateway-questions';

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'echo', namespace: 'echo' },
  spec: {
    selector: { app: 'echo', version: 'v1' },
    ports: [
      { name: 'http', port: 80 },
      { name: 'tcp-db', port: 5432 },
    ],
  },
};
const forService = (rules: any[], parent: any = {}, metadata: any = {}) =>
  httpRoute(rules, { parentRefs: [{ group: '', kind: 'Service', name: 'echo', ...parent }] }, metadata);
const half = { backendRefs: [to('v1'), to('v2')] };

function answer(objects: any[], url: string, question: Question = {}): string {
  return ask([SERVICE, ...objects], {
    url,
    options: { implementation: GatewayImplementation.ISTIO, complete: true },
    from: Entry.mesh('echo'),
    ...question,
  }).toString();
}

describe('an HTTPRoute for a Service', () => {
  test('divides the requests of clients in the mesh, by every name of the Service', () => {
    const hosts = ['echo', 'echo.echo', 'echo.echo.svc', 'echo.echo.svc.cluster.local', 'ECHO.echo'];
    expect(hosts.map((host) => answer([forService([half])], `http://${host}/`))).toEqual(
      hosts.map(() => 'v1 1/2, v2 1/2'),
    );
  });

  test('answers 404 where no rule takes a request', () => {
    const route = forService([
      { matches: [prefix('/a', { headers: [header('stage', 'canary')] })], backendRefs: [to('v2')] },
    ]);
    expect([
      answer([route], 'http://echo/a', { headers: [['stage', 'canary']] }),
      answer([route], 'http://echo/a'),
    ]).toEqual(['v2 1', '404 1']);
  });

  test('that names a port leaves the others of the Service alone, and a port of TCP has no routes', () => {
    expect([
      answer([forService([{ backendRefs: [to('v2')] }], { port: 8080 })], 'http://echo/'),
      answer([forService([{ backendRefs: [to('v2')] }])], 'http://echo:5432/'),
    ]).toEqual(['v1 1', 'v1 1']);
  });

  test('needs no grant, and counts for clients of its own namespace where the Service is in another one', () => {
    const own = forService([{ backendRefs: [to('v1')] }]);
    const consumer = forService(
      [{ backendRefs: [{ ...to('v2'), namespace: 'echo' }] }],
      { namespace: 'echo' },
      { namespace: 'shop', name: 'shop' },
    );
    const from = (namespace: string) => answer([own, consumer], 'http://echo.echo/', { from: Entry.mesh(namespace) });
    expect([from('shop'), from('echo'), from('other')]).toEqual(['v2 1', 'v1 1', 'v1 1']);
    expect(answer([own, consumer], 'http://echo.echo/', { from: Entry.mesh() })).toBe('undetermined 1');
  });

  test('with a port stands apart from one without: only the older counts, at one age that with a port', () => {
    const at = (month?: number) =>
      month === undefined ? undefined : { creationTimestamp: `2026-0${month}-01T00:00:00Z` };
    const both = (month?: number, otherMonth?: number) => [
      forService([{ matches: [prefix('/a')], backendRefs: [to('v1')] }], { port: 80 }, { ...at(month), name: 'a' }),
      forService([{ matches: [prefix('/b')], backendRefs: [to('v2')] }], {}, { ...at(otherMonth), name: 'b' }),
    ];
    const answers = (routes: any[]) => ['a', 'b'].map((path) => answer(routes, `http://echo/${path}`));
    expect([answers(both(1, 2)), answers(both(2, 1)), answers(both(1, 1)), answers(both())]).toEqual([
      ['v1 1', '404 1'],
      ['404 1', 'v2 1'],
      ['v1 1', '404 1'],
      ['undetermined 1', 'undetermined 1'],
    ]);
  });

  test('is sorted together with others of the Service, whatever hostnames they write', () => {
    const named = httpRoute(
      [{ matches: [prefix('/a')], backendRefs: [to('v1')] }],
      { parentRefs: [{ group: '', kind: 'Service', name: 'echo' }], hostnames: ['web.example'] },
      { name: 'named', creationTimestamp: '2026-01-01T00:00:00Z' },
    );
    const younger = forService([{ matches: [prefix('/a/b')], backendRefs: [to('v2')] }], {}, { name: 'younger' });
    expect(answer([named, younger], 'http://echo/a/b')).toBe('v2 1');
  });

  test('says nothing of other hosts: a sidecar lets them through, other Services answer themselves', () => {
    expect([
      answer([forService([half])], 'http://other.example.com/'),
      answer([forService([half])], 'http://echo-v2/'),
    ]).toEqual(['passthrough 1', 'v2 1']);
  });

  test('is asked at the mesh where only it knows the host, and is not at any Gateway', () => {
    const traffic = Traffic.of([...BOTH, SERVICE, forService([half])], { implementation: GatewayImplementation.ISTIO });
    expect(traffic.entries().map(String)).toEqual(['mesh']);
    expect(traffic.split(HttpRequest.to('http://echo.echo/')).toString()).toBe('v1 1/2, v2 1/2');
    expect(Traffic.of([...BOTH, SERVICE, forService([half])]).split(HttpRequest.to('http://echo.echo/')).notes).toEqual(
      [],
    );
  });

  test('may be for a Gateway too, and each is an entry', () => {
    const route = httpRoute([half], {
      parentRefs: [{ name: 'public' }, { group: '', kind: 'Service', name: 'echo' }],
      hostnames: ['app.example'],
    });
    const traffic = Traffic.of([...BOTH, SERVICE, route]);
    expect(traffic.entries().map(String)).toEqual(['gateway echo/public', 'mesh']);
    expect(
      ['http://app.example/', 'http://echo.echo/'].map((url) => traffic.entries(HttpRequest.to(url)).map(String)),
    ).toEqual([['gateway echo/public'], ['mesh']]);
    expect(
      ['http://app.example/', 'http://echo.echo/'].map((url) => traffic.split(HttpRequest.to(url)).toString()),
    ).toEqual(['v1 1/2, v2 1/2', 'v1 1/2, v2 1/2']);
  });

  test('is nothing to Envoy Gateway, which has no mesh', () => {
    const traffic = Traffic.of([...BOTH, SERVICE, forService([half])], {
      implementation: GatewayImplementation.ENVOY_GATEWAY,
      complete: true,
    });
    expect([traffic.entries(), traffic.at(Entry.mesh()).split(HttpRequest.to('http://echo.echo/')).toString()]).toEqual(
      [[], 'undetermined 1'],
    );
  });

  test('is among the requests that tell routes apart, under the name of the Service', () => {
    const traffic = Traffic.of([...BOTH, SERVICE, forService([half], { port: 8080 })]);
    expect(traffic.requests().map(String)).toEqual(['GET http://echo.echo:8080/']);
  });
});
