import { StateCheck } from '../../../src';
import { delegating, echo, routeTable, to, upstream, virtualService, weighted } from '../../support/gloo-objects';

const base = [
  ...echo(),
  upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], fallbackPolicy: 'NO_FALLBACK' } }),
];
const rules = (...objects: any[]) =>
  new StateCheck({ objects: [...base, ...objects] }).findings.map(({ rule, objects: about }) => [rule, ...about]);
const at = (matcher: any, action: any) => ({ matchers: [matcher], ...action });
const stage = { headers: [{ name: 'stage', value: 'canary' }] };

describe('a route that an earlier one hides', () => {
  test('is an error where it leads elsewhere', () => {
    const service = virtualService([at({ prefix: '/' }, to('v1')), at({ prefix: '/echo' }, to('v2'))]);
    expect(rules(service)).toEqual([['route-without-requests', 'VirtualService gloo-system/app']]);
  });

  test('is none where both lead to the same', () => {
    const split = weighted({ v1: 80, v2: 20 });
    const service = virtualService([
      at({ prefix: '/', ...stage }, to('v2')),
      at({ prefix: '/' }, split),
      at({ prefix: '/echo', ...stage }, to('v2')),
      at({ prefix: '/echo' }, split),
    ]);
    expect(rules(service)).toEqual([]);
  });

  test('is found behind a prefix of its expression', () => {
    const hidden = (prefix: string, regex: string) =>
      rules(virtualService([at({ prefix }, to('v1')), at({ regex }, to('v2'))])).length;
    expect(hidden('/any/', '/any/[0-9]+')).toBe(1);
    expect(hidden('/any/', '/any/?[0-9]+')).toBe(0);
    expect(hidden('/any/', '/any/a|/b')).toBe(0);
    expect(hidden('/a.', '/a\\.[a-z]')).toBe(1);
  });

  test('is told with both tables that hold them', () => {
    const [first, second] = [
      routeTable('a', [at({ prefix: '/x' }, to('v1'))], { weight: 1 }),
      routeTable('b', [at({ prefix: '/x/y' }, to('v2'))], { weight: 2 }),
    ];
    expect(rules(delegating(), first, second)).toEqual([
      ['route-without-requests', 'RouteTable echo/b', 'RouteTable echo/a'],
    ]);
  });

  test('is none where the earlier one asks for more', () => {
    const service = virtualService([at({ prefix: '/', ...stage }, to('v2')), at({ prefix: '/echo' }, to('v1'))]);
    expect(rules(service)).toEqual([]);
  });
});

describe('a route that stands first in its table', () => {
  const own = routeTable('main', [at({ prefix: '/', ...stage }, to('v2')), at({ prefix: '/get' }, to('v1'))]);
  const other = (weight?: number) => routeTable('other', [at({ prefix: '/zzz' }, to('v1'))], { weight });

  test('is overtaken by a longer path once a second table of the same weight is selected', () => {
    expect(rules(delegating(), own)).toEqual([]);
    expect(rules(delegating(), own, other())).toEqual([
      ['gloo-overtaken-route', 'RouteTable echo/main', 'VirtualService gloo-system/app'],
    ]);
  });

  test('keeps its place beside tables of other weights', () => {
    expect(rules(delegating(), own, other(1))).toEqual([]);
  });
});

describe('what Gloo or Envoy refuses', () => {
  const severities = (...objects: any[]) => new StateCheck({ objects: [...base, ...objects] }).findings
    .map(({ rule, severity }) => `${severity} ${rule}`);

  test('is an error where it is not served', () => {
    expect(severities(virtualService([weighted({ v1: 0, v2: 0 })]))).toEqual(['error gloo-weights-zero']);
    expect(severities(virtualService([{}]))).toEqual(['error gloo-route-without-action']);
    expect(severities(virtualService([{ ...to('v1'), name: 'x', option: {} }]))).toEqual(['error gloo-unknown-field']);
    const twice = ['a', 'b'].map((name) => virtualService([to('v1')], ['app.example'], name));
    expect(severities(...twice)).toEqual(['error gloo-domain-repeated']);
  });

  test('is a warning where it is served all the same', () => {
    expect(severities(virtualService([at({ prefix: '/a//b' }, to('v1'))]))).toEqual(['warning gloo-path-invalid']);
  });
});
