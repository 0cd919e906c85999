import { Entry, HttpRequest, Traffic } from '../../../src';
import { answerOf } from '../../support/gloo-answers';
import { echo, to, upstream, virtualService } from '../../support/gloo-objects';

const base = [...echo(), upstream()];
const gateway = (name: string, spec: any, namespace = 'gloo-system') => ({
  apiVersion: 'gateway.solo.io/v1',
  kind: 'Gateway',
  metadata: { name, namespace },
  spec,
});
const labelled = (version: string, team: string, sslConfig?: any) => {
  const plain = virtualService(
    [to(version)],
    [`${team}.example`],
    team,
    sslConfig === undefined ? {} : { sslConfig },
  );
  return { ...plain, metadata: { ...plain.metadata, labels: { team } } };
};
const request = (host: string, scheme = 'http') => HttpRequest.to(`${scheme}://${host}.example/`);
const names = (objects: any[], one?: HttpRequest) => Traffic.of(objects).entries(one).map(String);

describe('requests come in', () => {
  test('at one gateway where none is among the objects', () => {
    expect(names([...base, virtualService([to('v1')])])).toEqual(['gateway']);
  });

  test('at the proxy that several Gateways share: the scheme tells which one it is', () => {
    const both = [
      gateway('plain', { bindPort: 8080, httpGateway: {} }),
      gateway('secure', { bindPort: 8443, ssl: true, httpGateway: {} }),
    ];
    const objects = [...base, ...both, labelled('v1', 'a'), labelled('v2', 'a2', {})];
    expect(names(objects)).toEqual(['gateway gloo-system/plain, gloo-system/secure']);
    const traffic = Traffic.of(objects);
    expect(
      [traffic.split(request('a')), traffic.split(request('a2', 'https')), traffic.split(request('a', 'https'))].map(
        String,
      ),
    ).toEqual(['v1 1', 'v2 1', '404 1']);
    expect(traffic.at(Entry.gateway('gloo-system/secure')).split(request('a')).toString()).toBe('no listener 1');
  });

  test('at each Gateway of one scheme, and at each proxy', () => {
    const objects = (more: any) => [
      ...base,
      labelled('v1', 'a'),
      ...['x', 'y'].map((name, index) => {
        return gateway(name, { bindPort: 8080 + index, httpGateway: {}, ...more(name) });
      }),
    ];
    expect(names(objects(() => ({})))).toEqual(['gateway gloo-system/x', 'gateway gloo-system/y']);
    expect(names(objects((name: string) => ({ proxyNames: [name] })))).toEqual([
      'gateway gloo-system/x',
      'gateway gloo-system/y',
    ]);
  });

  test('only where their host is known', () => {
    const objects = [
      ...base,
      labelled('v1', 'a'),
      labelled('v2', 'b'),
      ...['a', 'b'].map((team) => {
        return gateway(team, { proxyNames: [team], httpGateway: { virtualServiceSelector: { team } } });
      }),
    ];
    expect([names(objects, request('a')), names(objects, request('c'))]).toEqual([['gateway gloo-system/a'], []]);
  });
});

describe('a Gateway', () => {
  const served = (spec: any, ...others: any[]) => {
    return Traffic.of([...base, labelled('v1', 'a'), gateway('g', spec), ...others], { complete: true }).split(
      request('a'),
    );
  };

  test.each<[string, any]>([
    [
      'gloo-gateway-reference',
      { httpGateway: { virtualServices: [{ name: 'a' }, { name: 'b', namespace: 'gloo-system' }] } },
    ],
    [
      'gloo-gateway-expression',
      { httpGateway: { virtualServiceExpressions: { expressions: [{ key: 'team', operator: 'In' }] } } },
    ],
  ])('with a fault is held back: %s', (code, spec) => {
    expect(answerOf(served(spec))).toContain(`no listener 1, ${code}`);
  });

  test('with the address of another one is held back, with it', () => {
    const other = gateway('h', { bindPort: 80, httpGateway: {} });
    expect(answerOf(served({ bindPort: 80, httpGateway: {} }, other))).toBe('no listener 1, gloo-gateway-address');
    expect(
      answerOf(
        served({ bindPort: 80, httpGateway: {} }, gateway('h', { bindPort: 80, proxyNames: ['p'], httpGateway: {} })),
      ),
    ).toBe('v1 1');
  });

  test('for TCP alone has no HTTP listener', () => {
    expect(answerOf(served({ tcpGateway: { tcpHosts: [] } }))).toBe('no listener 1');
  });

  test("outside of Gloo's namespace is not read", () => {
    const split = served(
      { httpGateway: {} },
      gateway('h', { bindPort: 1, httpGateway: { virtualServiceSelector: { team: 'none' } } }, 'web'),
    );
    expect([split.toString(), split.notes]).toMatchObject([
      'v1 1',
      [{ code: 'gloo-gateway-namespace', objects: ['Gateway web/h'] }],
    ]);
  });

  test('selects gateways that teams own', () => {
    const matchable = (team: string, labels = {}) => ({
      apiVersion: 'gateway.solo.io/v1',
      kind: 'MatchableHttpGateway',
      metadata: { name: team, namespace: 'web', labels },
      spec: { httpGateway: { virtualServiceSelector: { team } } },
    });
    const delegated = (selector: any) => ({ hybridGateway: { delegatedHttpGateways: { selector } } });
    expect(
      answerOf(served(delegated({ labels: { open: 'yes' } }), matchable('a', { open: 'yes' }), matchable('b'))),
    ).toBe('v1 1');
    expect(answerOf(served(delegated({ labels: { open: 'no' } }), matchable('a', { open: 'yes' })))).toBe(
      'no listener 1',
    );
  });

  test('answers its health check itself', () => {
    const options = { healthCheck: { path: '/healthy' } };
    const traffic = Traffic.of([...base, labelled('v1', 'a'), gateway('g', { httpGateway: { options } })]);
    expect(['/healthy', '/'].map((path) => String(traffic.split(HttpRequest.to(`http://a.example${path}`))))).toEqual(
      ['200 1', 'v1 1'],
    );
  });
});
