import { Entry } from '../../../src';
import { deployment, service, to, virtualService } from '../../support/istio-objects';
import { answer, answerOf, codesOf, ECHO, toVersion } from '../../support/istio-traffic';

const shop = Entry.mesh('echo');
const inMesh = (hosts: string[], http: any[], name = 'mesh', metadata: any = {}) =>
  virtualService({ hosts, http }, name, metadata);
const pods = (name: string) => deployment(name, 1, { app: name, version: name });

describe('ports of sidecars', () => {
  test('a destination without a port is called on the port of the listener', () => {
    const other = [service('canary', [{ name: 'http', port: 8080 }]), pods('canary')];
    const found = answerOf(
      [...ECHO, ...other, inMesh(['echo'], [{ route: [to('echo', 'v1', 90), to('canary', undefined, 10)] }])],
      'http://echo/',
      shop,
    );
    expect([found.toString(), codesOf(found)]).toEqual(['v1 9/10, 503 1/10', ['istio-service-port-missing']]);
    const named = inMesh(['echo'], [{ route: [to('echo', 'v1', 90), to('canary', undefined, 10, 8080)] }]);
    expect(answer([...ECHO, ...other, named], 'http://echo/', shop)).toBe('v1 9/10, canary 1/10');
  });

  test('a port that is named for TCP goes to all pods of the Service, whatever http routes say', () => {
    const tcp = [service('db', [{ name: 'tcp-db', port: 80 }]), pods('db')];
    const found = answerOf([...ECHO, ...tcp, inMesh(['db'], [toVersion('v2')])], 'http://db/', shop);
    expect([found.toString(), codesOf(found)]).toEqual(['db 1', ['istio-opaque-port']]);
  });

  test.each<[string, any, string]>([
    ['an appProtocol stands above the name', { name: 'tcp-a', appProtocol: 'http', port: 80 }, 'v2 1'],
    ['a port without a name is looked into', { port: 80 }, 'v2 1'],
    ['a port of UDP is none', { name: 'http', protocol: 'UDP', port: 80 }, 'passthrough 1'],
  ])('%s', (_, port, expected) => {
    expect(
      answer([...ECHO, service('app', [port]), pods('app'), inMesh(['app'], [toVersion('v2')])], 'http://app/', shop),
    ).toBe(expected);
  });

  test('besides port 80 a VirtualService counts only where a Service has its host and the port', () => {
    const outside = [
      service('eight', [{ name: 'http', port: 8080 }]),
      pods('eight'),
      inMesh(['app.example'], [toVersion('v2')]),
    ];
    expect(answer([...ECHO, ...outside], 'http://app.example:8080/', shop)).toBe('passthrough 1');
    expect(answer([...ECHO, ...outside], 'http://app.example/', shop)).toBe('v2 1');
  });
});

describe('hosts of sidecars', () => {
  test('an unknown host passes through', () => {
    const found = answerOf([...ECHO, inMesh(['echo'], [toVersion('v1')])], 'http://nothing.example/', shop);
    expect([found.toString(), codesOf(found)]).toEqual(['passthrough 1', ['istio-passthrough']]);
  });

  test('a name with a dot is complete: it catches requests that name it so, and not the Service', () => {
    const objects = [...ECHO, inMesh(['echo.echo'], [toVersion('v2')])];
    expect(['http://echo.echo/', 'http://echo/'].map((url) => answer(objects, url, shop))).toEqual([
      'v2 1',
      'v1 1/2, v2 1/2',
    ]);
  });

  test("a short name is a Service of the client's own namespace", () => {
    const objects = [...ECHO, inMesh(['echo'], [toVersion('v2')])];
    expect(['echo', 'web'].map((namespace) => answer(objects, 'http://echo/', Entry.mesh(namespace)))).toEqual([
      'v2 1',
      'passthrough 1',
    ]);
    expect(answer(objects, 'http://echo.echo/', Entry.mesh('web'))).toBe('v2 1');
    expect(answer(objects, 'http://echo.echo.svc.cluster.local./', Entry.mesh('web'))).toBe('v2 1');
  });

  test('a wildcard is about the Services that no other VirtualService names', () => {
    const wide = inMesh(['*.echo.svc.cluster.local'], [toVersion('v2')], 'wide');
    const narrow = inMesh(['echo'], [toVersion('v1')], 'narrow');
    expect(answer([...ECHO, wide], 'http://echo/', shop)).toBe('v2 1');
    expect(answer([...ECHO, wide, narrow], 'http://echo/', shop)).toBe('v1 1');
  });

  test('a VirtualService without a route for the client leaves the Service as it is', () => {
    const elsewhere = inMesh(['echo'], [toVersion('v2', { gateways: ['echo/web'] })]);
    expect(answer([...ECHO, elsewhere], 'http://echo/', shop)).toBe('v1 1/2, v2 1/2');
  });

  test('namespace and labels of the client decide where a match asks for them', () => {
    const bySource = (match: any) => [...ECHO, inMesh(['echo'], [toVersion('v2', match), toVersion('v1')])];
    const from = (namespace: string) =>
      answer(bySource({ sourceNamespace: 'web' }), 'http://echo.echo/', Entry.mesh(namespace));
    expect([from('web'), from('echo')]).toEqual(['v2 1', 'v1 1']);
    const open = answerOf(bySource({ sourceLabels: { app: 'web' } }), 'http://echo/', shop);
    expect(open.shares[0].undetermined?.code).toBe('istio-clients-differ');
  });

  test('a headless Service is called by the addresses of its pods', () => {
    const headless = { ...service('hl', [{ name: 'http', port: 80 }]) };
    headless.spec.clusterIP = 'None';
    expect(
      answer([...ECHO, headless, pods('hl'), inMesh(['echo'], [{ route: [to('hl')] }])], 'http://echo/', shop),
    ).toBe('passthrough 1');
    expect(answer([...ECHO, headless, pods('hl'), inMesh(['hl'], [toVersion('v2')])], 'http://hl/', shop)).toBe('v2 1');
  });

  test('sidecars add x-request-id before routes are matched', () => {
    const objects = [
      ...ECHO,
      inMesh(['echo'], [toVersion('v2', { headers: { 'x-request-id': { regex: '.+' } } }), toVersion('v1')]),
    ];
    expect(answer(objects, 'http://echo/', shop)).toBe('v2 1');
  });
});

describe('VirtualServices of one host in sidecars', () => {
  const two = (ages: (string | undefined)[]) => [
    ...ECHO,
    inMesh(['echo'], [toVersion('v1')], 'b', { creationTimestamp: ages[0] }),
    inMesh(['echo'], [toVersion('v2')], 'a', { creationTimestamp: ages[1] }),
  ];

  test('the oldest one counts; of one age the one whose name comes first', () => {
    expect(answer(two(['2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z']), 'http://echo/', shop)).toBe('v1 1');
    expect(answer(two([undefined, undefined]), 'http://echo/', shop)).toBe('v2 1');
  });

  test('the others have no effect, and a note says so', () => {
    const found = answerOf(two([undefined, undefined]), 'http://echo/', shop);
    expect(found.notes.map(({ code, objects }) => [code, objects[0]])).toEqual([
      ['istio-host-taken', 'VirtualService echo/b'],
    ]);
  });
});

test('an ExternalName for a Service is another name of it', () => {
  const alias = {
    ...service('alias'),
    spec: { type: 'ExternalName', externalName: 'echo.echo.svc.cluster.local', ports: [{ name: 'http', port: 80 }] },
  };
  const objects = [...ECHO, alias, inMesh(['echo'], [toVersion('v2')])];
  expect(['http://alias/', 'http://alias.echo/'].map((url) => answer(objects, url, shop))).toEqual(['v2 1', 'v2 1']);
  expect(
    answer(
      [...ECHO, alias, inMesh(['web'], [{ route: [to('alias', 'v2')] }])],
      'http://web.echo.svc.cluster.local/',
      shop,
    ),
  ).toBe('v2 1');
});

test('what Envoy refuses takes the whole listener, also for hosts that would pass through', () => {
  const abort = { httpStatus: 600, percentage: { value: 1 } };
  const refused = inMesh(['app.example'], [{ ...toVersion('v1'), fault: { abort } }]);
  expect(answer([...ECHO, refused], 'http://nothing.example/', shop)).toBe('no listener 1');
});
