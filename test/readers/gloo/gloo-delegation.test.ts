import { HttpRequest, NoteKind, Traffic } from '../../../src';
import { codesOf } from '../../support/gloo-answers';
import { ask, delegating, echo, routeTable, to, upstream, virtualService } from '../../support/gloo-objects';

const CANARY = { stage: 'canary' };

describe('delegation', () => {
  const table = (matcher: any, extra: any = {}) => routeTable('t', [{ matchers: [matcher], ...to('v1'), ...extra }]);
  const split =
    (delegation: any, ...tables: any[]) =>
      (url: string, headers = {}) =>
        ask([...echo(), upstream(), delegation, ...tables], url, headers);
  const under = (prefix: string, extra: any = {}, route: any = {}) => delegating([{ prefix, ...extra }], route);

  test('drops a route outside of its prefix and serves the rest', () => {
    const both = routeTable('t', [
      { matchers: [{ prefix: '/other' }], ...to('v2') },
      { matchers: [{ prefix: '/api/x' }], ...to('v1') },
    ]);
    expect(split(under('/api'), both)('/api/x').toString()).toBe('v1 1');
    expect(split(under('/api'), both)('/other').toString()).toBe('404 1');
    expect(split(under('/api'), both)('/api/x').notes).toMatchObject([
      { code: 'gloo-route-dropped', kind: NoteKind.IGNORED, objects: ['RouteTable echo/t'], field: 'spec.routes[0]' },
    ]);
  });

  test('drops a route without matchers under a longer prefix unless the path is inherited', () => {
    const bare = routeTable('t', [to('v1')]);
    expect(split(under('/api'), bare)('/api').toString()).toBe('404 1');
    expect(split(under('/api', {}, { inheritablePathMatchers: true }), bare)('/api/x').toString()).toBe('v1 1');
  });

  test("asks children for the parent's header unless it is inherited", () => {
    const header = { headers: [{ name: 'stage', value: 'canary' }] };
    expect(split(under('/api', header), table({ prefix: '/api' }))('/api', CANARY).toString()).toBe('404 1');
    expect(split(under('/api', header), table({ prefix: '/api', ...header }))('/api', CANARY).toString()).toBe(
      'v1 1',
    );
    const inherited = split(under('/api', header, { inheritableMatchers: true }), table({ prefix: '/api' }));
    expect([inherited('/api', CANARY).toString(), inherited('/api').toString()]).toEqual(['v1 1', '404 1']);
  });

  test('asks children for the same case sensitivity, unset being another than true', () => {
    expect(split(under('/api', { caseSensitive: true }), table({ prefix: '/api' }))('/api').toString()).toBe('404 1');
    expect(
      split(
        under('/api', { caseSensitive: true }),
        table({ prefix: '/api', caseSensitive: true }),
      )('/api').toString(),
    ).toBe('v1 1');
  });

  test('looks in its own namespace unless it names others', () => {
    const own = virtualService([
      { matchers: [{ prefix: '/' }], delegateAction: { selector: { labels: { apiGroup: 'example' } } } },
    ]);
    expect(split(own, table({ prefix: '/' }))('/').toString()).toBe('404 1');
    expect(codesOf(split(own, table({ prefix: '/' }))('/'))).toEqual(['gloo-delegation-nowhere']);
  });

  test('looks in the namespaces that it names', () => {
    const named = (...namespaces: string[]) =>
      virtualService([{ delegateAction: { selector: { labels: { apiGroup: 'example' }, namespaces } } }]);
    expect(split(named('other', 'echo'), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    expect(split(named('other', 'third'), table({ prefix: '/' }))('/').toString()).toBe('404 1');
  });

  test('selects by expressions, and not by labels and expressions at once', () => {
    const by = (selector: any) =>
      virtualService([
        { matchers: [{ prefix: '/' }], delegateAction: { selector: { namespaces: ['*'], ...selector } } },
      ]);
    const expressions = [{ key: 'apiGroup', operator: 'In', values: ['example'] }];
    expect(split(by({ expressions }), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    expect(split(by({ expressions, labels: { apiGroup: 'example' } }), table({ prefix: '/' }))('/').toString()).toBe(
      '404 1',
    );
    expect(
      split(
        by({ expressions: [{ key: 'apiGroup', operator: 'DoesNotExist' }] }),
        table({ prefix: '/' }),
      )('/').toString(),
    ).toBe('404 1');
  });

  test.each<[any, boolean]>([
    [{ operator: 'Equals', values: ['example'] }, true],
    [{ operator: 'DoubleEquals', values: ['other'] }, false],
    [{ operator: 'NotEquals', values: ['other'] }, true],
    [{ operator: 'In', values: ['other', 'example'] }, true],
    [{ operator: 'NotIn', values: ['example'] }, false],
    [{ operator: 'Exists' }, true],
    [{ operator: 'DoesNotExist' }, false],
    [{ key: 'rank', operator: 'GreaterThan', values: ['4'] }, true],
    [{ key: 'rank', operator: 'LessThan', values: ['4'] }, false],
    [{ key: 'none', operator: 'NotIn', values: ['x'] }, true],
    [{ key: 'rank', operator: 'LessThan', values: ['four'] }, false],
  ])('selects by the expression %j', (expression, selected) => {
    const by = virtualService([
      { delegateAction: { selector: { namespaces: ['*'], expressions: [{ key: 'apiGroup', ...expression }] } } },
    ]);
    const ranked = routeTable(
      't',
      [{ matchers: [{ prefix: '/' }], ...to('v1') }],
      {},
      { apiGroup: 'example', rank: '5' },
    );
    expect(split(by, ranked)('/').toString()).toBe(selected ? 'v1 1' : '404 1');
  });

  test("asks children for the parent's query parameters and methods too", () => {
    const query = { queryParameters: [{ name: 'a', value: '1' }] };
    expect(split(under('/api', query), table({ prefix: '/api' }))('/api?a=1').toString()).toBe('404 1');
    expect(split(under('/api', query), table({ prefix: '/api', ...query }))('/api?a=1').toString()).toBe('v1 1');
    const methods = split(under('/api', { methods: ['POST'] }), table({ prefix: '/api', methods: ['GET'] }))('/api');
    expect([methods.toString(), codesOf(methods)]).toEqual(['404 1', ['gloo-route-dropped']]);
  });

  test('to nothing at all leads nowhere', () => {
    expect(codesOf(split(virtualService([{ delegateAction: {} }]))('/'))).toEqual(['gloo-delegation-nowhere']);
  });

  test('selects nothing by an expression that Kubernetes does not take', () => {
    const by = (expressions: any[]) =>
      virtualService([
        { matchers: [{ prefix: '/' }], delegateAction: { selector: { namespaces: ['*'], expressions } } },
      ]);
    expect(split(by([{ key: 'apiGroup', values: ['example'] }]), table({ prefix: '/' }))('/').toString()).toBe(
      'v1 1',
    );
    const refused = split(
      by([{ key: 'apiGroup', operator: 'Exists', values: ['example'] }]),
      table({ prefix: '/' }),
    )('/');
    expect(codesOf(refused)).toEqual(['gloo-delegation-nowhere']);
  });

  test("leaves a child's own options in force", () => {
    const faults = (httpStatus: number, percentage: number) => ({
      options: { faults: { abort: { httpStatus, percentage } } },
    });
    expect(
      split(under('/api', {}, faults(503, 100)), table({ prefix: '/api' }, faults(418, 10)))('/api').toString(),
    ).toBe('v1 9/10, 418 1/10');
    expect(split(under('/api', {}, faults(503, 100)), table({ prefix: '/api' }))('/api').toString()).toBe('503 1');
  });

  test('by reference finds one table', () => {
    const by = (action: any) => virtualService([{ matchers: [{ prefix: '/' }], delegateAction: action }]);
    expect(split(by({ ref: { name: 't', namespace: 'echo' } }), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    expect(split(by({ name: 't', namespace: 'echo' }), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    const missing = by({ ref: { name: 'u', namespace: 'echo' } });
    expect(Traffic.of([...echo(), missing], { complete: true }).split(HttpRequest.to('/')).toString()).toBe('404 1');
    // Where the objects are not the whole cluster, the table may be elsewhere.
    const open = split(missing, table({ prefix: '/' }))('/');
    expect([open.toString(), codesOf(open)]).toEqual(['undetermined 1', ['gloo-delegation-unknown']]);
  });

  test('in a cycle holds the VirtualService back', () => {
    const first = routeTable('first', [
      { matchers: [{ prefix: '/a' }], delegateAction: { ref: { name: 'second', namespace: 'echo' } } },
    ]);
    const second = routeTable(
      'second',
      [
        { matchers: [{ prefix: '/a/b' }], ...to('v2') },
        { matchers: [{ prefix: '/a' }], delegateAction: { ref: { name: 'first', namespace: 'echo' } } },
      ],
      {},
      {},
    );
    const chain = split(delegating(), first, second);
    const answer = chain('/a/b');
    expect([answer.toString(), answer.notes]).toMatchObject([
      '404 1',
      [
        {
          code: 'gloo-delegation-cycle',
          kind: NoteKind.REJECTED,
          objects: ['RouteTable echo/first', 'VirtualService gloo-system/app'],
        },
        { code: 'gloo-no-virtual-service' },
      ],
    ]);
  });

  test('is rejected with several matchers or without a prefix', () => {
    const refused = (matchers: any[]) => codesOf(split(delegating(matchers), table({ prefix: '/' }))('/'));
    const several = refused([{ prefix: '/' }, { prefix: '/a' }]);
    expect(several).toEqual(['gloo-delegation-matchers', 'gloo-no-virtual-service']);
    expect(refused([{ exact: '/' }])).toEqual(['gloo-delegation-prefix', 'gloo-no-virtual-service']);
    expect(refused([{ prefix: '' }])).toEqual(['gloo-delegation-prefix', 'gloo-no-virtual-service']);
  });

  test("is assumed where a team's folder has route tables and no VirtualService", () => {
    const alone = ask([...echo(), upstream(), table({ prefix: '/echo' })]);
    expect([alone.toString(), alone.notes]).toMatchObject([
      'v1 1',
      [{ code: 'gloo-virtual-service-assumed', kind: NoteKind.ASSUMED }],
    ]);
  });
});
