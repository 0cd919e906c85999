import { GatewayImplementation } from '../../../src';
import { exact, gateway, header, httpRoute, prefix, to } from '../../support/gateway-objects';
import { asker, codesOf, http, Question } from '../../support/gateway-questions';

const ask = asker(GatewayImplementation.ISTIO);
const answer = (objects: any[], question?: Question) => ask(objects, question).toString();
const rule = (version: string, ...matches: any[]) => ({
  matches: matches.length > 0 ? matches : undefined,
  backendRefs: [to(version)],
});
const expression = (value: string, more: any = {}) => ({ path: { type: 'RegularExpression', value }, ...more });

describe('precedence at Istio', () => {
  test.each<[string, any, any, Question]>([
    [
      'a method before headers',
      prefix('/', { method: 'GET' }),
      prefix('/', { headers: [header('x', '1'), header('y', '1')] }),
      {
        headers: [
          ['x', '1'],
          ['y', '1'],
        ],
      },
    ],
    ['a prefix before an expression', prefix('/'), expression('/a.*'), { url: 'http://a.example/ab' }],
    [
      'an exact path before a prefix',
      exact('/ab'),
      prefix('/ab', { headers: [header('x', '1')] }),
      { url: 'http://a.example/ab', headers: [['x', '1']] },
    ],
    ['the longer expression first', expression('/a[b]*c?'), expression('/a.*'), { url: 'http://a.example/ab' }],
    [
      'a header before none, with one expression for the path',
      expression('/a.*', { headers: [header('x', '1')] }),
      expression('/a.*'),
      { url: 'http://a.example/ab', headers: [['x', '1']] },
    ],
  ])('has %s', (_, first, second, question) => {
    expect([
      answer([httpRoute([rule('v1', first), rule('v2', second)])], question),
      answer([httpRoute([rule('v2', second), rule('v1', first)])], question),
    ]).toEqual(['v1 1', 'v1 1']);
  });

  test('has no difference between a prefix with and without a slash at the end', () => {
    expect(
      answer([httpRoute([rule('v1', prefix('/a')), rule('v2', prefix('/a/'))])], { url: 'http://a.example/a/b' }),
    ).toBe('v1 1');
  });
});

describe('requests at Istio', () => {
  test('keep repeated slashes and escaped ones, and lose dot segments', () => {
    const route = httpRoute([rule('v2', exact('/')), rule('v1')]);
    expect(['/', '/.', '//', '/%2F'].map((path) => answer([route], { url: `http://a.example${path}` }))).toEqual([
      'v2 1',
      'v2 1',
      'v1 1',
      'v1 1',
    ]);
  });

  test('have headers that the proxy adds', () => {
    const redirect = {
      filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }],
      matches: [prefix('/', { headers: [header('x-forwarded-proto', 'http')] })],
    };
    expect(answer([httpRoute([redirect, rule('v1')])])).toBe('302 1');
  });

  test('fulfil the expression * where the header is there', () => {
    const route = httpRoute([
      rule('v2', prefix('/', { headers: [header('x', '*', 'RegularExpression')] })),
      rule('v1'),
    ]);
    expect([answer([route], { headers: [['x', 'any']] }), answer([route])]).toEqual(['v2 1', 'v1 1']);
  });
});

describe('what Istio refuses', () => {
  test.each<[string, any]>([
    [
      'a filter of an extension',
      {
        filters: [{ type: 'ExtensionRef', extensionRef: { group: 'a.example', kind: 'A', name: 'a' } }],
        backendRefs: [to('v2')],
      },
    ],
    [
      'a backend that redirects',
      { backendRefs: [{ ...to('v2'), filters: [{ type: 'RequestRedirect', requestRedirect: {} }] }] },
    ],
    ['a host in the place of a Service', { backendRefs: [{ name: 'echo-v2.echo', port: 80 }] }],
  ])('drops all rules of the route: %s', (_, odd) => {
    const found = ask([httpRoute([{ matches: [prefix('/x')], ...odd }, rule('v1')])]);
    expect([found.toString(), codesOf(found)]).toEqual([
      '404 1',
      expect.arrayContaining(['istio-gateway-api-route-dropped']),
    ]);
  });

  test('an expression that is none takes the port with it, unless a rule for everything is before it', () => {
    const broken = rule('v2', prefix('/x', { headers: [header('x', '(', 'RegularExpression')] }));
    const found = ask(
      [httpRoute([broken, rule('v1')]), httpRoute([rule('v2')], { hostnames: ['b.example'] }, { name: 'other' })],
      { url: 'http://b.example/' },
    );
    expect([found.toString(), codesOf(found)]).toEqual(['no listener 1', ['istio-gateway-api-expression']]);
    expect(answer([httpRoute([rule('v2', expression('/a(')), rule('v1')])])).toBe('v1 1');
  });
});

describe('backends at Istio', () => {
  test('keep their shares: 500 where they lead nowhere, 503 without a ready pod, 500 without any weight', () => {
    const route = (...backendRefs: any[]) => httpRoute([{ backendRefs }]);
    expect(answer([route(to('v1', 3), { name: 'nowhere', port: 80, weight: 1 })])).toBe('v1 3/4, 500 1/4');
    expect(answer([route(to('v1', 3), to('v2', 1))], { ready: { 'echo/echo-v2': 0 } })).toBe('v1 3/4, 503 1/4');
    expect([answer([route(to('v1', 0))]), answer([route()])]).toEqual(['500 1', '500 1']);
  });

  test('of a mirror may lead nowhere', () => {
    const filters = [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'nowhere', port: 80 } } }];
    expect(answer([httpRoute([{ filters, backendRefs: [to('v1')] }])])).toBe('v1 1');
  });
});

describe('listeners at Istio', () => {
  const route = (sectionName: string, version: string, hostnames?: string[]) =>
    httpRoute([rule(version)], { parentRefs: [{ name: 'public', sectionName }], hostnames }, { name: version });

  test('leave hosts to more specific ones of the port, also where those have no routes', () => {
    const listeners = gateway([http({ name: 'one', hostname: 'a.example' }), http({ name: 'two' })]);
    expect(answer([listeners, route('two', 'v2', ['a.example', 'b.example'])])).toBe('404 1');
    expect(answer([listeners, route('two', 'v2', ['a.example', 'b.example'])], { url: 'http://b.example/' })).toBe(
      'v2 1',
    );
    expect(answer([listeners, route('two', 'v2')])).toBe('v2 1');
  });

  test('of which two conflict: the first one serves', () => {
    const both = gateway([http(), { name: 'tcp', port: 80, protocol: 'TCP' }]);
    expect([
      answer([both, httpRoute([rule('v1')])]),
      answer([gateway([{ name: 'tcp', port: 80, protocol: 'TCP' }, http()]), httpRoute([rule('v1')])]),
    ]).toEqual(['v1 1', 'no listener 1']);
  });
});
