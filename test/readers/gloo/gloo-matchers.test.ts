import { HttpRequest, NoteKind, Traffic } from '../../../src';
import { codesOf } from '../../support/gloo-answers';
import { ask, echo, to, upstream, virtualService } from '../../support/gloo-objects';

describe('matchers', () => {
  const objects = (...matchers: any[]) => [
    ...echo(),
    upstream(),
    virtualService([
      { matchers, ...to('v2') },
      ...(matchers.length ? [{ matchers: [{ prefix: '/' }], ...to('v1') }] : []),
    ]),
  ];

  test.each<[string, any, HttpRequest, boolean]>([
    ['exact path', { exact: '/echo' }, HttpRequest.to('/echo?x=1'), true],
    ['exact path, longer', { exact: '/echo' }, HttpRequest.to('/echo/'), false],
    ['expression for the whole path', { regex: '/e.*o' }, HttpRequest.to('/echo'), true],
    ['expression for part of the path', { regex: '/e' }, HttpRequest.to('/echo'), false],
    ['path in another case', { prefix: '/Echo' }, HttpRequest.to('/echo'), false],
    [
      'path in another case, caseSensitive off',
      { prefix: '/Echo', caseSensitive: false },
      HttpRequest.to('/echo'),
      true,
    ],
    [
      'header present',
      { prefix: '/', headers: [{ name: 'X-A' }] },
      HttpRequest.to('/', { headers: { 'x-a': '' } }),
      true,
    ],
    ['header absent', { prefix: '/', headers: [{ name: 'X-A', value: '' }] }, HttpRequest.to('/'), false],
    [
      'header expression for the whole value',
      { prefix: '/', headers: [{ name: 'a', value: 'can', regex: true }] },
      HttpRequest.to('/', { headers: { a: 'canary' } }),
      false,
    ],
    [
      'header lines joined by a comma',
      { prefix: '/', headers: [{ name: 'a', value: 'b,c' }] },
      HttpRequest.to('/').withHeader('a', 'b').withHeader('a', 'c'),
      true,
    ],
    [
      'all headers together',
      {
        prefix: '/',
        headers: [
          { name: 'a', value: '1' },
          { name: 'b', value: '2' },
        ],
      },
      HttpRequest.to('/', { headers: { a: '1' } }),
      false,
    ],
    [
      'query parameter',
      { prefix: '/', queryParameters: [{ name: 'v', value: '2' }] },
      HttpRequest.to('/?u=1&v=2'),
      true,
    ],
    ['query parameter present', { prefix: '/', queryParameters: [{ name: 'v' }] }, HttpRequest.to('/?v'), true],
    [
      'query parameter expression',
      { prefix: '/', queryParameters: [{ name: 'v', value: '\\d', regex: true }] },
      HttpRequest.to('/?v=22'),
      false,
    ],
    ['method', { prefix: '/', methods: ['POST', 'PUT'] }, HttpRequest.to('/', { method: 'PUT' }), true],
    ['other method', { prefix: '/', methods: ['POST', 'PUT'] }, HttpRequest.to('/'), false],
    ['no CONNECT', { connectMatcher: {} }, HttpRequest.to('/'), false],
    ['method as a header', { prefix: '/', headers: [{ name: ':method', value: 'GET' }] }, HttpRequest.to('/'), true],
    [
      'path as a header, normalised',
      { prefix: '/', headers: [{ name: ':path', value: '/a?b=c' }] },
      HttpRequest.to('/x/../a?b=c'),
      true,
    ],
    [
      'scheme as a header',
      { prefix: '/', headers: [{ name: ':scheme', value: 'https' }] },
      HttpRequest.to('/'),
      false,
    ],
    [
      'authority as a header',
      { prefix: '/', headers: [{ name: ':authority', value: 'app.example' }] },
      HttpRequest.to('http://app.example/'),
      true,
    ],
  ])('%s', (_, matcher, request, expected) => {
    expect(Traffic.of(objects(matcher)).split(request).toString()).toBe(expected ? 'v2 1' : 'v1 1');
  });

  test('of one route are alternatives', () => {
    expect(ask(objects({ exact: '/a' }, { exact: '/b' }), '/b').toString()).toBe('v2 1');
  });

  test('that are missing mean every path', () => {
    expect(ask(objects(), '/anything').toString()).toBe('v2 1');
  });

  test('that match nothing give 404', () => {
    expect(
      ask([...echo(), upstream(), virtualService([{ matchers: [{ exact: '/a' }], ...to('v1') }])], '/b').toString(),
    ).toBe('404 1');
  });

  test.each<[string, any]>([
    ['gloo-condition-without-name', { prefix: '/', headers: [{ value: 'x' }] }],
    ['gloo-condition-expression-invalid', { prefix: '/', queryParameters: [{ name: 'a', value: '[', regex: true }] }],
    ['gloo-condition-expression-invalid', { prefix: '/', headers: [{ name: 'a', value: '(', regex: true }] }],
    ['gloo-condition-expression-invalid', { prefix: '/', methods: ['GET', '('] }],
    ['gloo-matcher-without-path', { headers: [{ name: 'stage', value: 'canary' }] }],
    ['gloo-expression-empty', { regex: '' }],
  ])('make Envoy refuse all routes of the listener: %s %j', (code, matcher) => {
    const split = ask(objects(matcher), '/other');
    expect([split.toString(), split.notes]).toMatchObject([
      'no listener 1',
      [
        {
          code,
          kind: NoteKind.REJECTED,
          objects: ['VirtualService gloo-system/app'],
          field: 'spec.virtualHost.routes[0]',
        },
      ],
    ]);
  });

  test('whose path is no expression hold the VirtualService back', () => {
    const split = ask(objects({ regex: '(' }), '/other');
    expect([split.toString(), codesOf(split)]).toEqual([
      '404 1',
      ['gloo-expression-invalid', 'gloo-no-virtual-service'],
    ]);
  });

  test.each<[any, string]>([
    [{ prefix: '/a b' }, '/a%20b'],
    [{ exact: '/a/..' }, '/'],
    [{ prefix: '/a//b' }, '/a//b'],
    [{ prefix: '/a%2Fb' }, '/a%2Fb'],
  ])('with a path that Gloo does not accept are served, and only their own requests are told: %j', (matcher, url) => {
    const own = ask(
      [...echo(), upstream(), virtualService([{ matchers: [matcher, { prefix: '/' }], ...to('v2') }])],
      url,
    );
    expect([own.toString(), own.notes]).toMatchObject([
      'v2 1',
      [{ code: 'gloo-path-invalid', kind: NoteKind.REJECTED }],
    ]);
    expect(ask(objects(matcher), '/other').notes).toEqual([]);
  });

  test('with several paths have the last of prefix, exact and regex', () => {
    const of = (matcher: any) => ['/a', '/a/b', '/x'].map((url) => ask(objects(matcher), url).toString());
    expect(of({ prefix: '/a', exact: '/a' })).toEqual(['v2 1', 'v1 1', 'v1 1']);
    expect(of({ regex: '/x', exact: '/a' })).toEqual(['v1 1', 'v1 1', 'v2 1']);
  });

  test('that Envoy refuses in one VirtualService take those of the others on the listener away', () => {
    const matchers = [{ prefix: '/', headers: [{ name: 'a', value: '(', regex: true }] }];
    const broken = virtualService([{ matchers, ...to('v2') }], ['b.example'], 'broken');
    const sound = virtualService([{ matchers: [{ prefix: '/' }], ...to('v1') }], ['a.example'], 'sound');
    const secure = {
      ...broken,
      metadata: { name: 'secure', namespace: 'gloo-system' },
      spec: { ...broken.spec, sslConfig: {} },
    };
    expect(ask([...echo(), upstream(), secure, sound], 'http://a.example/').toString()).toBe('v1 1');
    expect(ask([...echo(), upstream(), broken, sound], 'http://a.example/').toString()).toBe('no listener 1');
  });
});

describe('the path', () => {
  const objects = [
    ...echo(),
    upstream(),
    virtualService([
      { matchers: [{ prefix: '/admin' }], ...to('v2') },
      { matchers: [{ prefix: '/' }], ...to('v1') },
    ]),
  ];

  test.each(['/admin', '/x/../admin', '/./admin/.', '/%61dmin', '/x/%2e%2e/admin'])(
    '%s is compared after normalisation',
    (path) => {
      expect(ask(objects, path).toString()).toBe('v2 1');
    },
  );

  test('keeps the case of escapes that stay, takes backslashes for slashes, and merges slashes where asked to', () => {
    const exact = (path: string) => [
      ...echo(),
      upstream(),
      virtualService([
        { matchers: [{ exact: path }], ...to('v2') },
        { matchers: [{ prefix: '/' }], ...to('v1') },
      ]),
    ];
    const settings = (httpConnectionManagerSettings: any) => ({
      apiVersion: 'gateway.solo.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'gloo-system' },
      spec: { httpGateway: { options: { httpConnectionManagerSettings } } },
    });
    expect(ask(exact('/caf%c3%a9'), '/caf%c3%a9').toString()).toBe('v2 1');
    expect(ask(exact('/caf%C3%A9'), '/caf%c3%a9').toString()).toBe('v1 1');
    expect(ask(exact('/admin/x'), '/admin\\x').toString()).toBe('v2 1');
    expect(ask([...exact('/a/b'), settings({ mergeSlashes: true })], '/a//b').toString()).toBe('v2 1');
    const escaped = (pathWithEscapedSlashesAction: any) =>
      ask([...exact('/a/b'), settings({ pathWithEscapedSlashesAction })], '/a%2fb').toString();
    const actions = ['KEEP_UNCHANGED', 'REJECT_REQUEST', 'UNESCAPE_AND_REDIRECT', 'UNESCAPE_AND_FORWARD', 4];
    expect(actions.map(escaped)).toEqual(['v1 1', '400 1', '307 1', 'v2 1', 'v2 1']);
  });

  test.each(['//admin', '/x%2F..%2Fadmin', '/admi'])('%s is not made into another', (path) => {
    expect(ask(objects, path).toString()).toBe('v1 1');
  });

  test('is compared as sent where the Gateway says so', () => {
    const gateway = {
      apiVersion: 'gateway.solo.io/v1',
      kind: 'Gateway',
      metadata: { name: 'g', namespace: 'gloo-system' },
      spec: { httpGateway: { options: { httpConnectionManagerSettings: { normalizePath: false } } } },
    };
    expect(ask([...objects, gateway], '/x/../admin').toString()).toBe('v1 1');
  });
});
