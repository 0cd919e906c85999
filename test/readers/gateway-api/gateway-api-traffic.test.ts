import { Entry, HttpRequest, NoteKind, PodReadiness, Split, Traffic } from '../../../src';
import { BOTH, exact, gateway, header, httpRoute, prefix, to, versionService } from '../../support/gateway-objects';

function split(
  objects: any[],
  url = 'http://a.example/',
  headers: { [name: string]: string } = {},
  readiness = PodReadiness.allReady(),
): Split {
  return Traffic.of([...BOTH, ...objects]).split(HttpRequest.to(url, { headers }), readiness);
}

const codesOf = ({ notes }: Split) => notes.map(({ code }) => code);
const answer = (objects: any[], url?: string, headers?: { [name: string]: string }) =>
  split(objects, url, headers).toString();
const rule = (version: string, ...matches: any[]) => ({
  matches: matches.length > 0 ? matches : undefined,
  backendRefs: [to(version)],
});

describe('rules of an HTTPRoute', () => {
  test('E1: a longer path beats a header', () => {
    const route = httpRoute([
      rule('v2', prefix('/', { headers: [header('stage', 'canary')] })),
      rule('v1', prefix('/api')),
    ]);
    expect([
      answer([route], 'http://a.example/api/x', { stage: 'canary' }),
      answer([route], 'http://a.example/x', { stage: 'canary' }),
      answer([route], 'http://a.example/x'),
    ]).toEqual(['v1 1', 'v2 1', '404 1']);
  });

  test.each<[string, any, any]>([
    ['an exact path before a prefix', exact('/a/b'), prefix('/a/b')],
    ['a longer prefix before a shorter one', prefix('/a/b'), prefix('/a')],
    [
      'a method before headers',
      prefix('/a', { method: 'GET' }),
      prefix('/a', { headers: [header('x', '1'), header('y', '1')] }),
    ],
    [
      'more headers before fewer',
      prefix('/a', { headers: [header('x', '1'), header('y', '1')] }),
      prefix('/a', { headers: [header('x', '1')] }),
    ],
    [
      'headers before parameters',
      prefix('/a', { headers: [header('x', '1')] }),
      prefix('/a', {
        queryParams: [
          { name: 'q', value: '1' },
          { name: 'r', value: '2' },
        ],
      }),
    ],
    ['more parameters before fewer', prefix('/a', { queryParams: [{ name: 'q', value: '1' }] }), prefix('/a')],
  ])('count by how specific they are, not by their order: %s', (_, first, second) => {
    const request: [string, { [name: string]: string }] = ['http://a.example/a/b?q=1&r=2', { x: '1', y: '1' }];
    expect([
      answer([httpRoute([rule('v1', first), rule('v2', second)])], ...request),
      answer([httpRoute([rule('v2', second), rule('v1', first)])], ...request),
    ]).toEqual(['v1 1', 'v1 1']);
  });

  test('that are alike count by their order', () => {
    expect(answer([httpRoute([rule('v1', prefix('/')), rule('v2', prefix('/'))])])).toBe('v1 1');
  });

  test('take whole path elements, with or without a slash at the end', () => {
    const route = httpRoute([rule('v1', prefix('/foo/'))]);
    expect(
      ['/foo', '/foo/', '/foo/x', '/foobar', '/Foo'].map((path) => answer([route], `http://a.example${path}`)),
    ).toEqual(['v1 1', 'v1 1', 'v1 1', '404 1', '404 1']);
  });

  test('without matches take everything, and several matches are OR', () => {
    expect(answer([httpRoute([rule('v1')])], 'http://a.example/x')).toBe('v1 1');
    const either = httpRoute([rule('v1', exact('/a'), exact('/b'))]);
    expect(['/a', '/b', '/c'].map((path) => answer([either], `http://a.example${path}`))).toEqual([
      'v1 1',
      'v1 1',
      '404 1',
    ]);
  });

  test('compare names of headers without case, values with it, all together, and of one name the first', () => {
    const both = httpRoute([
      rule(
        'v2',
        prefix('/', { headers: [header('X-User', 'qa'), header('x-region', 'eu'), header('x-user', 'other')] }),
      ),
      rule('v1'),
    ]);
    const asked = (headers: { [name: string]: string }) => answer([both], undefined, headers);
    expect([
      asked({ 'x-user': 'qa', 'X-Region': 'eu' }),
      asked({ 'x-user': 'qa' }),
      asked({ 'x-user': 'QA', 'x-region': 'eu' }),
    ]).toEqual(['v2 1', 'v1 1', 'v1 1']);
  });

  test('divide by relative weights, 1 where none is given', () => {
    expect(answer([httpRoute([{ backendRefs: [to('v1', 3), to('v2', 1)] }])])).toBe('v1 3/4, v2 1/4');
    expect(answer([httpRoute([{ backendRefs: [to('v1'), to('v2', 3)] }])])).toBe('v1 1/4, v2 3/4');
    expect(answer([httpRoute([{ backendRefs: [to('v1', 1), to('v2', 0)] }])])).toBe('v1 1');
  });

  test('E11: weights that are all 0 are nothing that the standard defines', () => {
    const found = split([httpRoute([{ backendRefs: [to('v1', 0), to('v2', 0)] }])]);
    expect([found.toString(), found.shares[0].undetermined?.code]).toEqual([
      'undetermined 1',
      'gateway-api-weights-zero',
    ]);
  });

  test('that redirect answer by themselves', () => {
    expect(
      answer([
        httpRoute([{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }]),
      ]),
    ).toBe('301 1');
    expect(answer([httpRoute([{ filters: [{ type: 'RequestRedirect', requestRedirect: {} }] }])])).toBe('302 1');
  });

  test('with other filters answer as without them', () => {
    const filters = [
      { type: 'RequestHeaderModifier', requestHeaderModifier: { add: [{ name: 'a', value: 'b' }] } },
      { type: 'RequestMirror', requestMirror: { backendRef: to('v2'), percent: 5 } },
    ];
    expect(answer([httpRoute([{ filters, backendRefs: [to('v1')] }])])).toBe('v1 1');
  });
});

describe('what the standard leaves to implementations is undetermined', () => {
  test.each<[string, any[], string, { [name: string]: string }]>([
    [
      'whether an expression is anchored',
      [rule('v2', prefix('/', { headers: [header('x', 'qa', 'RegularExpression')] })), rule('v1')],
      '/',
      { x: 'my-qa' },
    ],
    [
      'an expression that RE2 does not know',
      [rule('v2', prefix('/', { headers: [header('x', '(?=a)', 'RegularExpression')] })), rule('v1')],
      '/',
      { x: 'a' },
    ],
    [
      'the place of a path that is an expression',
      [rule('v2', { path: { type: 'RegularExpression', value: '/a.*' } }), rule('v1', prefix('/'))],
      '/ab',
      {},
    ],
    ['a rule without backends', [{}], '/', {}],
    [
      'a filter of the implementation',
      [
        {
          filters: [{ type: 'ExtensionRef', extensionRef: { group: 'a.example', kind: 'Limit', name: 'a' } }],
          backendRefs: [to('v1')],
        },
      ],
      '/',
      {},
    ],
    ['whether dots in a path are resolved', [rule('v2', prefix('/a')), rule('v1', prefix('/'))], '/b/../a', {}],
    [
      'a backend that is no Service',
      [{ backendRefs: [{ group: 'multicluster.x-k8s.io', kind: 'ServiceImport', name: 'a' }] }],
      '/',
      {},
    ],
  ])('%s', (_, rules, path, headers) => {
    expect(answer([httpRoute(rules)], `http://a.example${path}`, headers)).toBe('undetermined 1');
  });

  test('how several lines of a header are compared', () => {
    const route = httpRoute([rule('v2', prefix('/', { headers: [header('x', 'a')] })), rule('v1')]);
    const request = HttpRequest.to('http://a.example/').withHeader('x', 'a').withHeader('x', 'b');
    expect(
      Traffic.of([...BOTH, route])
        .split(request)
        .toString(),
    ).toBe('undetermined 1');
  });

  test('but not where every reading gives the same answer', () => {
    const anchored = [rule('v2', prefix('/', { headers: [header('x', '^(?:qa)$', 'RegularExpression')] })), rule('v1')];
    expect([
      answer([httpRoute(anchored)], undefined, { x: 'qa' }),
      answer([httpRoute(anchored)], undefined, { x: 'my-qa' }),
    ]).toEqual(['v2 1', 'v1 1']);
    expect(
      answer(
        [httpRoute([rule('v1', { path: { type: 'RegularExpression', value: '/a.*' } }), rule('v1', prefix('/'))])],
        'http://a.example/ab',
      ),
    ).toBe('v1 1');
  });
});

describe('several HTTPRoutes', () => {
  const one = (metadata: any) => httpRoute([rule('v1')], {}, { name: 'one', ...metadata });
  const other = (metadata: any) => httpRoute([rule('v2')], {}, { name: 'other', ...metadata });
  const old = { creationTimestamp: '2026-01-01T00:00:00Z' };
  const young = { creationTimestamp: '2026-02-01T00:00:00Z' };

  test('that are alike count by age, then by name, and nobody can tell where the objects have none', () => {
    expect([
      answer([one(old), other(young)]),
      answer([one(young), other(old)]),
      answer([one(old), other(old)]),
    ]).toEqual(['v1 1', 'v2 1', 'v1 1']);
    const found = split([one({}), other({})]);
    expect([found.toString(), found.shares[0].undetermined]).toEqual([
      'undetermined 1',
      expect.objectContaining({
        code: 'gateway-api-age-unknown',
        objects: ['HTTPRoute echo/one', 'HTTPRoute echo/other'],
      }),
    ]);
  });

  test('are one list of rules, the most specific of which counts', () => {
    const admin = httpRoute([rule('v2', prefix('/admin'))], {}, { name: 'admin' });
    expect([answer([one({}), admin], 'http://a.example/admin'), answer([one({}), admin], 'http://a.example/')]).toEqual(
      ['v2 1', 'v1 1'],
    );
  });

  test('count by the most specific hostname that takes the host', () => {
    const exactHost = httpRoute([rule('v2', prefix('/admin'))], { hostnames: ['a.b.example'] }, { name: 'exact' });
    const wild = httpRoute([rule('v1', prefix('/'))], { hostnames: ['*.b.example'] }, { name: 'wild' });
    const wider = httpRoute([rule('v2', prefix('/'))], { hostnames: ['*.example'] }, { name: 'wider' });
    expect(answer([exactHost, wild, wider], 'http://a.b.example/admin')).toBe('v2 1');
    expect(answer([wild, wider], 'http://x.y.b.example/')).toBe('v1 1');
    expect(answer([wild], 'http://b.example/')).toBe('404 1');
    expect(split([exactHost, wild], 'http://a.b.example/other').shares[0].undetermined?.code).toBe(
      'gateway-api-wider-host',
    );
  });
});

describe('Gateways', () => {
  const http = (more: any = {}) => ({ name: 'http', port: 80, protocol: 'HTTP', ...more });

  test('that are not among the objects hear every host', () => {
    expect(codesOf(split([httpRoute([rule('v1')])]))).toEqual(['gateway-api-gateway-assumed']);
  });

  test('hear the hosts of their listeners, by the protocol of the scheme', () => {
    const objects = [gateway([http({ hostname: '*.a.example' })]), httpRoute([rule('v1')])];
    expect([
      answer(objects, 'http://x.a.example/'),
      answer(objects, 'http://a.example/'),
      answer(objects, 'https://x.a.example/'),
    ]).toEqual(['v1 1', '404 1', 'no listener 1']);
  });

  test('join hostnames of listeners and routes', () => {
    const objects = [
      gateway([http({ hostname: '*.a.example' })]),
      httpRoute([rule('v1')], { hostnames: ['x.a.example', 'other.example'] }),
    ];
    expect(
      ['http://x.a.example/', 'http://y.a.example/', 'http://other.example/'].map((url) => answer(objects, url)),
    ).toEqual(['v1 1', '404 1', '404 1']);
  });

  test('admit routes of their own namespace, unless a listener says otherwise', () => {
    const elsewhere = (from: any) => [
      gateway([http({ allowedRoutes: { namespaces: from } })], { namespace: 'infra' }),
      httpRoute([rule('v1')], { parentRefs: [{ name: 'public', namespace: 'infra' }] }),
    ];
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'echo', labels: { team: 'web' } } };
    expect([answer(elsewhere(undefined)), answer(elsewhere({ from: 'All' }))]).toEqual(['404 1', 'v1 1']);
    expect(answer([...elsewhere({ from: 'Selector', selector: { matchLabels: { team: 'web' } } }), namespace])).toBe(
      'v1 1',
    );
    expect(answer([...elsewhere({ from: 'Selector', selector: { matchLabels: { team: 'other' } } }), namespace])).toBe(
      '404 1',
    );
    expect(
      answer(elsewhere({ from: 'Selector', selector: { matchLabels: { 'kubernetes.io/metadata.name': 'other' } } })),
    ).toBe('404 1');
    expect(
      answer([gateway([http({ allowedRoutes: { kinds: [{ kind: 'GRPCRoute' }] } })]), httpRoute([rule('v1')])]),
    ).toBe('404 1');
  });

  test('take routes to one of their listeners', () => {
    const objects = (parent: any) => [
      gateway([http(), http({ name: 'other', port: 8080 })]),
      httpRoute([rule('v1')], { parentRefs: [{ name: 'public', ...parent }] }),
    ];
    expect([
      answer(objects({ sectionName: 'other' })),
      answer(objects({ sectionName: 'other' }), 'http://a.example:8080/'),
      answer(objects({ port: 80 })),
    ]).toEqual(['404 1', 'v1 1', 'v1 1']);
  });

  test('that answer differently make it undetermined where a request comes in', () => {
    const objects = [
      gateway([http()]),
      gateway([http()], { name: 'other' }),
      httpRoute([rule('v1')]),
      httpRoute([rule('v2')], { parentRefs: [{ name: 'other' }] }, { name: 'second' }),
    ];
    expect(split(objects).shares[0].undetermined?.code).toBe('gateway-api-entries-differ');
    const at = (name: string) =>
      Traffic.of([...BOTH, ...objects])
        .at(Entry.gateway(name))
        .split(HttpRequest.to('http://a.example/'))
        .toString();
    expect([at('echo/public'), at('echo/other')]).toEqual(['v1 1', 'v2 1']);
  });

  test('with listeners of several hostnames may or may not go on to a wider one', () => {
    const objects = [
      gateway([http({ hostname: 'a.example' }), http({ name: 'wide', port: 80 })]),
      httpRoute([rule('v1')], { parentRefs: [{ name: 'public', sectionName: 'wide' }] }),
    ];
    expect([answer(objects, 'http://a.example/'), answer(objects, 'http://b.example/')]).toEqual([
      'undetermined 1',
      'v1 1',
    ]);
  });
});

describe('backends', () => {
  test('without ready pods are 503 for their share, without any fallback', () => {
    const route = httpRoute([{ backendRefs: [to('v1', 4), to('v2', 1)] }]);
    expect(split([route], undefined, {}, PodReadiness.allReady().withReadyPods('echo/echo-v2', 0)).toString()).toBe(
      'v1 4/5, 503 1/5',
    );
  });

  test('that lead nowhere are 500 for their share', () => {
    const found = split([httpRoute([{ backendRefs: [to('v1'), { name: 'echo-v2', port: 81 }] }])]);
    expect([found.toString(), codesOf(found)]).toEqual([
      'v1 1/2, 500 1/2',
      expect.arrayContaining(['gateway-api-port-missing']),
    ]);
  });

  test('in another namespace need a grant', () => {
    const route = httpRoute(
      [{ backendRefs: [{ ...to('v1'), namespace: 'echo' }, to('v2')] }],
      {},
      { namespace: 'infra' },
    );
    const grant = (spec: any) => ({
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: 'a', namespace: 'echo' },
      spec,
    });
    const from = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'infra' }];
    const only = httpRoute([{ backendRefs: [{ ...to('v1'), namespace: 'echo' }] }], {}, { namespace: 'infra' });
    expect(answer([only])).toBe('500 1');
    expect(answer([only, grant({ from, to: [{ group: '', kind: 'Service' }] })])).toBe('v1 1');
    expect(answer([only, grant({ from, to: [{ group: '', kind: 'Service', name: 'other' }] })])).toBe('500 1');
    expect(
      answer([only, grant({ from: [{ ...from[0], namespace: 'other' }], to: [{ group: '', kind: 'Service' }] })]),
    ).toBe('500 1');
    expect(codesOf(split([route]))).toContain('gateway-api-service-assumed');
  });

  test('that are not among the objects are taken as ready', () => {
    const [service] = versionService('v3');
    const found = split([service, httpRoute([{ backendRefs: [to('v3')] }])]);
    expect([found.toString(), codesOf(found)]).toEqual(['v3 1', expect.arrayContaining(['gateway-api-pods-assumed'])]);
  });
});

describe('an HTTPRoute that the API server rejects is left out', () => {
  test.each<[string, any]>([
    [
      'a redirect beside backends',
      httpRoute([{ filters: [{ type: 'RequestRedirect', requestRedirect: {} }], backendRefs: [to('v1')] }]),
    ],
    ['a path with two slashes', httpRoute([rule('v1', prefix('/a//b'))])],
    ['a path without a slash', httpRoute([rule('v1', exact('a'))])],
    ['an empty value', httpRoute([rule('v1', prefix('/', { headers: [header('x', '')] }))])],
    ['a Service without port', httpRoute([{ backendRefs: [{ name: 'echo-v1' }] }])],
    ['a weight above a million', httpRoute([{ backendRefs: [to('v1', 1_000_001)] }])],
    [
      'a mirror of more than all',
      httpRoute([
        {
          filters: [
            { type: 'RequestMirror', requestMirror: { percent: 200, backendRef: { name: 'echo-v2', port: 80 } } },
          ],
          backendRefs: [to('v1')],
        },
      ]),
    ],
    [
      'a mirror told twice',
      httpRoute([
        {
          filters: [
            {
              type: 'RequestMirror',
              requestMirror: { percent: 20, fraction: { numerator: 1 }, backendRef: { name: 'echo-v2', port: 80 } },
            },
          ],
          backendRefs: [to('v1')],
        },
      ]),
    ],
    ['a filter that is none', httpRoute([{ filters: [{ type: 'Foo' }], backendRefs: [to('v1')] }])],
    [
      'a redirect that rewrites',
      httpRoute([
        {
          filters: [
            { type: 'RequestRedirect', requestRedirect: {} },
            { type: 'URLRewrite', urlRewrite: {} },
          ],
        },
      ]),
    ],
    [
      'two headers of one name',
      httpRoute([rule('v1', prefix('/', { headers: [header('x', 'a'), header('x', 'b')] }))]),
    ],
    ['no rules', httpRoute([])],
    ['a method that is none', httpRoute([rule('v1', prefix('/', { method: 'get' }))])],
    ['a hostname with a port', httpRoute([rule('v1')], { hostnames: ['a.example:80'] })],
  ])('for %s', (_, route) => {
    const found = split([route]);
    const rejection = expect.objectContaining({
      code: 'object-rejected',
      kind: NoteKind.REJECTED,
      objects: ['HTTPRoute echo/echo'],
      field: expect.stringMatching(/^spec\.(rules|hostnames)/),
    });
    expect([found.toString(), found.notes]).toEqual(['404 1', expect.arrayContaining([rejection])]);
  });
});

test('the case of a host does not count', () => {
  const route = httpRoute([rule('v1')], { hostnames: ['app.example'] });
  expect(answer([route], 'http://any.example/', { Host: 'APP.Example' })).toBe('v1 1');
});

test('a route that the API server rejects is reported where none is left', () => {
  const wrong = httpRoute([{ backendRefs: [{ name: 'echo-v1', port: 80, weight: '3' }] }]);
  const found = split([wrong]);
  const rejection = expect.objectContaining({ code: 'object-rejected', objects: ['HTTPRoute echo/echo'] });
  expect([found.toString(), found.notes]).toEqual(['404 1', expect.arrayContaining([rejection])]);
});
