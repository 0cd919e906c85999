import { Entry, HttpRequest, NoteKind, Traffic } from '../../../src';
import { codesOf } from '../../support/gloo-answers';
import { ask, echo, routeTable, to, upstream, virtualService } from '../../support/gloo-objects';

describe('hosts', () => {
  const one = (domain: string, version: string) =>
    virtualService([{ matchers: [{ prefix: '/' }], ...to(version) }], [domain], domain.replace(/[^a-z]/g, 'x'));
  const objects = [...echo(), upstream(), one('*', 'v1'), one('app.example', 'v2')];

  test.each([
    ['http://app.example/', 'v2 1'],
    ['http://APP.example/', 'v2 1'],
    ['http://other.example/', 'v1 1'],
    ['http://app.example:8080/', 'v1 1'],
  ])('%s is served by the best domain, the port being part of it', (url, expected) => {
    expect(ask(objects, url).toString()).toBe(expected);
  });

  test('exact beats suffix beats prefix beats any', () => {
    const all = [
      one('*', 'a'),
      one('api.*', 'b'),
      one('*.example', 'c'),
      one('*.app.example', 'd'),
      one('api.app.example', 'e'),
    ];
    const chosen = (host: string) => ask(all, `http://${host}/`).toString();
    expect(['api.app.example', 'x.app.example', 'x.example', 'api.other', 'other'].map(chosen)).toEqual([
      'e 1',
      'd 1',
      'c 1',
      'b 1',
      'a 1',
    ]);
  });

  test('without a VirtualService get 404', () => {
    expect(ask([...echo(), upstream(), one('app.example', 'v1')], 'http://other.example/').toString()).toBe('404 1');
  });

  test('that two VirtualServices claim are rejected', () => {
    const twice = { ...one('app.example', 'v1'), metadata: { name: 'second', namespace: 'gloo-system' } };
    const split = ask([...objects, twice], 'http://app.example/');
    expect([split.toString(), split.notes]).toMatchObject([
      'no listener 1',
      [
        {
          code: 'gloo-domain-repeated',
          kind: NoteKind.REJECTED,
          objects: ['VirtualService gloo-system/appxexample', 'VirtualService gloo-system/second'],
          field: 'app.example',
        },
      ],
    ]);
  });

  test('over TLS are served by VirtualServices with sslConfig only', () => {
    const secure = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['app.example'], 'secure', {
      sslConfig: { secretRef: { name: 'tls', namespace: 'gloo-system' } },
    });
    const both = [...echo(), upstream(), one('app.example', 'v1'), secure];
    expect([ask(both, 'https://app.example/').toString(), ask(both, 'http://app.example/').toString()]).toEqual([
      'v2 1',
      'v1 1',
    ]);
  });

  test('are served by VirtualServices that a Gateway selects, where Gateways are among the objects', () => {
    const gateway = {
      apiVersion: 'gateway.solo.io/v1',
      kind: 'Gateway',
      metadata: { name: 'gateway-proxy', namespace: 'gloo-system' },
      spec: { httpGateway: { virtualServiceSelector: { team: 'web' } } },
    };
    expect(ask([...objects, gateway], 'http://app.example/').toString()).toBe('404 1');
  });

  test('of a folder without VirtualService are served over http and https', () => {
    const team = [...echo(), upstream(), routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }])];
    expect([ask(team, 'http://app.example/').toString(), ask(team, 'https://app.example/').toString()]).toEqual([
      'v1 1',
      'v1 1',
    ]);
  });

  const gatewayFor = (name: string, spec: any) => ({
    apiVersion: 'gateway.solo.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace: 'gloo-system' },
    spec,
  });
  const labelled = (version: string, domain: string, team: string) => {
    const bound = virtualService([{ matchers: [{ prefix: '/' }], ...to(version) }], [domain], team);
    return { ...bound, metadata: { ...bound.metadata, labels: { team } } };
  };

  test('may be claimed twice on two Gateways, and then it depends on the port', () => {
    const gateways = ['public', 'internal'].map((team, index) => {
      return gatewayFor(team, { bindPort: 8080 + index, httpGateway: { virtualServiceSelector: { team } } });
    });
    const both = [
      ...echo(),
      upstream(),
      labelled('v1', 'app.example', 'public'),
      labelled('v2', 'app.example', 'internal'),
      ...gateways,
    ];
    expect(ask(both, 'http://app.example/').shares[0].undetermined?.code).toBe('gloo-gateways-differ');
    const at = (name: string) =>
      Traffic.of(both)
        .at(Entry.gateway(`gloo-system/${name}`))
        .split(HttpRequest.to('http://app.example/'));
    expect([at('public'), at('internal')].map(String)).toEqual(['v1 1', 'v2 1']);
  });

  test('are served by hybrid Gateways too', () => {
    const hybrid = gatewayFor('hybrid', {
      hybridGateway: {
        matchedGateways: [
          { matcher: {}, httpGateway: { virtualServices: [{ name: 'public', namespace: 'gloo-system' }] } },
        ],
      },
    });
    expect(
      ask([...echo(), upstream(), labelled('v1', 'app.example', 'public'), hybrid], 'http://app.example/').toString(),
    ).toBe('v1 1');
  });

  test('lose their port where the Gateway strips it', () => {
    const strips = gatewayFor('g', {
      httpGateway: { options: { httpConnectionManagerSettings: { stripAnyHostPort: true } } },
    });
    expect(ask([...objects, strips], 'http://app.example:8080/').toString()).toBe('v2 1');
  });

  test('that one VirtualService lists twice, or that differ in case only, are rejected', () => {
    const twice = virtualService([{ ...to('v1') }], ['a.example', 'a.example'], 'a');
    const split = ask([...echo(), upstream(), twice], 'http://a.example/');
    expect([split.toString(), codesOf(split)]).toEqual(['no listener 1', ['gloo-domain-repeated']]);
    const [lower, upper] = [
      virtualService([{ ...to('v1') }], ['a.example'], 'a'),
      virtualService([{ ...to('v2') }], ['A.example'], 'b'),
    ];
    const folded = ask([...echo(), upstream(), lower, upper], 'http://a.example/');
    expect([folded.toString(), codesOf(folded)]).toEqual(['no listener 1', ['gloo-domain-case']]);
  });

  test('of no Gateway for the scheme get 404, since another Gateway may be elsewhere', () => {
    const insecure = {
      apiVersion: 'gateway.solo.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'gloo-system' },
      spec: { httpGateway: {} },
    };
    const split = ask([...objects, insecure], 'https://app.example/');
    expect([split.toString(), codesOf(split)]).toEqual(['404 1', ['gloo-no-gateway']]);
  });

  test.each<[string, any, string]>([
    ['its namespaces', { virtualServiceNamespaces: ['other'] }, '404 1'],
    ['all namespaces', { virtualServiceNamespaces: ['*'] }, 'v2 1'],
    [
      'expressions',
      { virtualServiceExpressions: { expressions: [{ key: 'team', operator: 'DoesNotExist' }] } },
      'v2 1',
    ],
    [
      'expressions that Kubernetes does not take',
      { virtualServiceExpressions: { expressions: [{ key: 'team', operator: 'DoesNotExist', values: ['x'] }] } },
      'no listener 1',
    ],
    ['references', { virtualServices: [{ name: 'appxexample', namespace: 'gloo-system' }] }, 'v2 1'],
  ])('are selected by %s of a Gateway', (_, httpGateway, expected) => {
    const selecting = {
      apiVersion: 'gateway.solo.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'gloo-system' },
      spec: { httpGateway },
    };
    expect(ask([...objects, selecting], 'http://app.example/').toString()).toBe(expected);
  });

  test('that two VirtualServices claim take the whole listener away, with the hosts of others', () => {
    const a = virtualService([{ matchers: [{ prefix: '/' }], ...to('v1') }], ['x.example', 'a.example'], 'a');
    const b = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['x.example'], 'b');
    const c = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['c.example'], 'c');
    for (const host of ['a', 'c', 'x']) {
      const split = ask([...echo(), upstream(), a, b, c], `http://${host}.example/`);
      expect([split.toString(), codesOf(split)]).toEqual(['no listener 1', ['gloo-domain-repeated']]);
    }
  });
});
