import { Testing } from 'cdk8s';
import { GlooApp } from '../../../src';
import {
  ask,
  delegating,
  deployment,
  destination,
  echo,
  routeTable,
  service,
  to,
  upstream,
  virtualService,
  weighted,
} from '../../support/gloo-objects';

const CANARY = { stage: 'canary' };
const headerRoute = { matchers: [{ prefix: '/echo', headers: [{ name: 'stage', value: 'canary' }] }], ...to('v2') };
const half = { matchers: [{ prefix: '/echo' }], ...weighted({ v1: 50, v2: 50 }) };

describe('case 1: a canary with weight 50 and no headers', () => {
  const values = {
    deployment: { v1: {}, v2: {} },
    routes: { apiGroup: 'example', primary: { version: 'v1' }, canary: { version: 'v2', weight: 50 } },
  };

  test("the chart's header-less first route takes everything", () => {
    const chart = [
      ...echo(),
      upstream(),
      virtualService([{ matchers: [{ headers: [], prefix: '/echo' }], ...to('v2') }, half]),
    ];
    expect(ask(chart).toString()).toBe('v2 1');
  });

  test('the same values give the split alone when they are read here', () => {
    const chart = Testing.chart();
    GlooApp.fromValues(chart, 'echo', { releaseName: 'echo', namespace: 'echo', values });
    expect(ask(Testing.synth(chart)).toString()).toBe('v1 1/2, v2 1/2');
  });
});

describe('case 2: a pinned version without ready pods', () => {
  const policy = (subsetSpec: any) => [
    upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], ...subsetSpec } }),
    virtualService([headerRoute, half]),
  ];
  const emptyCanary = (subsetSpec: any) => [...echo(3, 0), ...policy(subsetSpec)];

  test.each<[string, any, string, string]>([
    ['ANY_ENDPOINT by default', {}, 'v1 1', 'v1 1'],
    ['ANY_ENDPOINT as a number', { fallbackPolicy: 0 }, 'v1 1', 'v1 1'],
    ['NO_FALLBACK', { fallbackPolicy: 'NO_FALLBACK' }, '503 1', 'v1 1/2, 503 1/2'],
    ['NO_FALLBACK as a number', { fallbackPolicy: 2 }, '503 1', 'v1 1/2, 503 1/2'],
    [
      'DEFAULT_SUBSET',
      { fallbackPolicy: 'DEFAULT_SUBSET', defaultSubset: { values: { version: 'v1' } } },
      'v1 1',
      'v1 1',
    ],
    [
      'DEFAULT_SUBSET that is empty too',
      { fallbackPolicy: 1, defaultSubset: { values: { version: 'v2' } } },
      '503 1',
      'v1 1/2, 503 1/2',
    ],
  ])('%s', (_, subsetSpec, header, plain) => {
    expect(ask(emptyCanary(subsetSpec), '/echo', CANARY).toString()).toBe(header);
    expect(ask(emptyCanary(subsetSpec)).toString()).toBe(plain);
  });

  test('stable without pods leaks everything to the canary under ANY_ENDPOINT', () => {
    const objects = [...echo(0, 2), upstream(), virtualService([{ matchers: [{ prefix: '/' }], ...to('v1') }])];
    expect(ask(objects).toString()).toBe('v2 1');
  });
});

describe("case 3: the Upstream names the container's port", () => {
  const routes = virtualService([half]);

  test('everything gets 503, and a note says why', () => {
    const split = ask([...echo(), upstream({ servicePort: 8080 }), routes]);
    expect(split.toString()).toBe('503 1');
    expect(split.notes).toMatchObject([
      { code: 'gloo-upstream-port', objects: ['Upstream echo/echo', 'Service echo/echo'] },
    ]);
  });

  test("with the Service's port it is as routed", () => {
    expect(ask([...echo(), upstream(), routes]).toString()).toBe('v1 1/2, v2 1/2');
  });
});

describe('case 4: two RouteTables of equal weight', () => {
  const tableA = (spec = {}) => routeTable('a', [{ matchers: [{ prefix: '/echo' }], ...to('v1') }], spec);
  const tableB = (spec = {}) =>
    routeTable('b', [headerRoute, { matchers: [{ prefix: '/echo/admin' }], ...to(undefined, 'admin') }], spec);
  const admin = [
    deployment('admin', 1, { app: 'admin', version: 'a1' }),
    service('admin'),
    upstream({ subsetSpec: undefined }, 'admin'),
  ];
  const others = [...echo(), ...admin, upstream(), delegating()];

  test('the order of equal paths is undefined, and the evaluator says so', () => {
    const split = ask([...others, tableA(), tableB()], '/echo', CANARY);
    expect(split.undetermined.toString()).toBe('1');
    expect(split.notes).toMatchObject([
      {
        code: 'gloo-equal-weight-order',
        kind: 'ambiguous',
        message:
          'route 1 of RouteTable echo/a (v1 1) or route 1 of RouteTable echo/b (v2 1) may come first: these ' +
          'routes have the same path and their tables the same weight, and Gloo does not sort by headers',
      },
    ]);
  });

  test('the longer path comes first although it is written last', () => {
    expect(ask([...others, tableA(), tableB()], '/echo/admin').toString()).toBe('a1 1');
  });

  test('a prefix is a string and takes /echoes', () => {
    expect(ask([...others, tableA(), tableB()], '/echoes').toString()).toBe('v1 1');
  });

  test('a lower weight settles the order', () => {
    expect(ask([...others, tableA(), tableB({ weight: -1 })], '/echo', CANARY).toString()).toBe('v2 1');
    expect(ask([...others, tableA({ weight: -1 }), tableB()], '/echo', CANARY).toString()).toBe('v1 1');
    expect(ask([...others, tableA({ weight: -1 }), tableB()], '/echo/admin').toString()).toBe('v1 1');
  });

  test('nothing is ambiguous where both orders lead to the same', () => {
    const same = routeTable('c', [{ matchers: [{ prefix: '/echo' }], ...to('v1') }]);
    expect(ask([...others, tableA(), same], '/echo', CANARY).toString()).toBe('v1 1');
  });
});

describe('E4: an inverted header match', () => {
  const objects = (header: any) => [
    ...echo(),
    upstream(),
    virtualService([
      { matchers: [{ prefix: '/', headers: [header] }], ...to('v2') },
      { matchers: [{ prefix: '/' }], ...to('v1') },
    ]),
  ];
  const inverted = { name: 'stage', value: 'canary', invertMatch: true };

  test('does not match a request without the header', () => {
    expect(ask(objects(inverted)).toString()).toBe('v1 1');
    expect(ask(objects(inverted), '/', CANARY).toString()).toBe('v1 1');
    expect(ask(objects(inverted), '/', { stage: 'other' }).toString()).toBe('v2 1');
  });

  test('of presence matches a request without the header', () => {
    const absent = { name: 'stage', invertMatch: true };
    expect(ask(objects(absent)).toString()).toBe('v2 1');
    expect(ask(objects(absent), '/', CANARY).toString()).toBe('v1 1');
  });
});

describe('E7: a delegating matcher with headers and no path', () => {
  test('delegates everything, and a note says that its headers are lost', () => {
    const delegation = delegating([{ headers: [{ name: 'stage', value: 'canary' }] }]);
    const split = ask([
      ...echo(),
      upstream(),
      delegation,
      routeTable('a', [{ matchers: [{ prefix: '/echo' }], ...to('v1') }]),
    ]);
    expect(split.toString()).toBe('v1 1');
    expect(split.notes).toMatchObject([{ code: 'gloo-delegation-matcher-ignored', kind: 'ignored' }]);
  });
});

describe('E9: subset keys that no selector has', () => {
  test('are reported, and the fallback policy applies; there is no partial match', () => {
    const route = {
      matchers: [{ prefix: '/' }],
      routeAction: { single: { ...destination(), subset: { values: { version: 'v1', track: 'a' } } } },
    };
    const split = ask([...echo(), upstream(), virtualService([route])]);
    expect(split.toString()).toBe('v1 1/2, v2 1/2');
    expect(split.notes).toMatchObject([{ code: 'gloo-subset-keys', kind: 'rejected' }]);
  });
});
