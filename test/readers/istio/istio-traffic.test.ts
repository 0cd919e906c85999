import { Entry, HttpRequest, PodReadiness, Split, Traffic } from '../../../src';
import {
  ask,
  deployment,
  destinationRule,
  gateway,
  server,
  service,
  to,
  virtualService,
} from '../../support/istio-objects';

const PODS = [
  deployment('echo-v1', 3, { app: 'echo', version: 'v1' }),
  deployment('echo-v2', 1, { app: 'echo', version: 'v2' }),
];
const OTHER = [service('admin'), deployment('admin', 1, { app: 'admin', version: 'admin' })];
const base = [service(), ...PODS, ...OTHER, destinationRule('echo', { v1: { version: 'v1' }, v2: { version: 'v2' } })];

/** The objects that Istio's webhook rejects, as an answer tells. */
function rejected({ notes }: Split): string[] {
  return notes.filter(({ code }) => code === 'istio-rejected').flatMap(({ objects }) => objects);
}

function codes({ notes }: Split): string[] {
  return notes.map(({ code }) => code);
}

/** A VirtualService for clients in the mesh. */
function inMesh(...http: any[]): (url: string, headers?: any, readiness?: PodReadiness) => any {
  return (url, headers, readiness) =>
    ask([...base, virtualService({ hosts: ['echo'], http })], url, headers, readiness);
}

/** A VirtualService behind a gateway for all hosts. */
function atGateway(http: any[], servers = [server(['*'])], hosts = ['*']): (url: string, headers?: any) => any {
  return (url, headers) =>
    ask([...base, gateway(servers), virtualService({ hosts, gateways: ['web'], http })], url, headers);
}

describe('hard case 11: weights in Istio', () => {
  test.each<[string, any[], string]>([
    ['a single destination gets everything, whatever its weight', [to('echo', 'v2', 0)], 'v2 1'],
    ['weights are relative', [to('echo', 'v1', 30), to('echo', 'v2', 30)], 'v1 1/2, v2 1/2'],
    ['an empty subset is none', [to('echo', '')], 'v1 3/4, v2 1/4'],
    ['of any sum', [to('echo', 'v1', 1), to('echo', 'v2', 3)], 'v1 1/4, v2 3/4'],
    ['those of 0 are dropped', [to('echo', 'v1', 0), to('echo', 'v2', 5)], 'v2 1'],
    ['a Service without subset is all its pods', [to('echo')], 'v1 3/4, v2 1/4'],
    [
      'a subset that nobody defines is 503 for its share',
      [to('echo', 'v1', 80), to('echo', 'v3', 20)],
      'v1 4/5, 503 1/5',
    ],
    ['so is a name that nothing has', [to('echo', 'v1', 80), to('echo.nowhere', undefined, 20)], 'v1 4/5, 503 1/5'],
    ['and a port that the Service has not', [to('echo', 'v1', 80), to('echo', 'v2', 20, 81)], 'v1 4/5, 503 1/5'],
  ])('%s', (_, route, expected) => {
    expect(inMesh({ route })('http://echo/').toString()).toBe(expected);
  });

  test('a subset without ready pods is 503 for its share, and nobody steps in', () => {
    const readiness = PodReadiness.allReady().withReadyPods('echo/echo-v2', 0);
    expect(
      inMesh({ route: [to('echo', 'v1', 80), to('echo', 'v2', 20)] })('http://echo/', {}, readiness).toString(),
    ).toBe('v1 4/5, 503 1/5');
  });

  test.each<[string, any]>([
    ['several weights of 0', { route: [to('echo', 'v1', 0), to('echo', 'v2', 0)] }],
    ['a weight below 0', { route: [to('echo', 'v1', 110), to('echo', 'v2', -10)] }],
    ['no action', { match: [{ uri: { prefix: '/' } }] }],
    ['two actions', { route: [to()], redirect: { uri: '/x' } }],
    ['a mirror of more than all', { route: [to()], mirror: { host: 'echo' }, mirrorPercentage: { value: 150 } }],
    [
      'a fault beside a redirect',
      { redirect: { uri: '/x' }, fault: { abort: { httpStatus: 500, percentage: { value: 10 } } } },
    ],
    ['a redirect to nowhere', { redirect: { redirectCode: 302 } }],
    [
      'an abort of more than all',
      { route: [to()], fault: { abort: { httpStatus: 500, percentage: { value: 101 } } } },
    ],
    ['a redirect that rewrites', { redirect: { uri: '/x' }, rewrite: { uri: '/y' } }],
    ['a delegation beside a route', { route: [to()], delegate: { name: 'x' } }],
    ['presence as an expression', { match: [{ headers: { stage: { regex: '*' } } }], route: [to()] }],
    ['a header name that is none', { match: [{ headers: { 'a b': { exact: 'c' } } }], route: [to()] }],
  ])('the webhook rejects %s', (_, http) => {
    const found = inMesh(http)('http://echo/');
    expect(rejected(found)).toEqual(['VirtualService echo/echo']);
    expect(found.toString()).toBe('v1 3/4, v2 1/4');
  });

  test.each<[string, any]>([
    ['a condition of two kinds', { match: [{ uri: { prefix: '/a', exact: '/b' } }], route: [to()] }],
    ['a destination without host', { route: [{ destination: {} }] }],
    ['a response without status', { directResponse: {} }],
  ])('the schema of the API server refuses %s before the webhook does', (_, http) => {
    const found = inMesh(http)('http://echo/');
    expect(found.notes).toMatchObject([{ code: 'object-rejected', objects: ['VirtualService echo/echo'] }]);
    expect(found.toString()).toBe('v1 3/4, v2 1/4');
  });

  test.each<[string, any]>([
    ['every host for sidecars', { hosts: ['*'] }],
    ['a host twice', { hosts: ['a.example', 'a.example'], gateways: ['web'] }],
    ['two hosts that overlap', { hosts: ['a.example', '*.example'], gateways: ['web'] }],
    ['gateways without hosts', { hosts: [], gateways: ['web'] }],
    ['a gateway of its own namespace by a dot', { hosts: ['a.example'], gateways: ['./web'] }],
    ['a namespace twice in exportTo', { hosts: ['echo'], exportTo: ['.', 'echo'] }],
    ['exportTo for nobody', { hosts: ['echo'], exportTo: ['~'] }],
  ])('the webhook rejects %s', (_, spec) => {
    const found = ask([...base, virtualService({ http: [{ route: [to()] }], ...spec })], 'http://echo/');
    expect(rejected(found)).toEqual(['VirtualService echo/echo']);
  });
});

describe("Istio's matches", () => {
  const on = (match: any) =>
    inMesh(
      { match: Array.isArray(match) ? match : [match], route: [to('echo', 'v2')] },
      { route: [to('echo', 'v1')] },
    );
  const takes = (match: any, url: string, headers: any = {}) =>
    on(match)(`http://echo${url}`, headers).toString() === 'v2 1';

  test('are AND in one entry, OR between entries', () => {
    const both = { headers: { stage: { exact: 'canary' }, region: { exact: 'eu' } } };
    expect([takes(both, '/', { stage: 'canary' }), takes(both, '/', { stage: 'canary', region: 'eu' })]).toEqual([
      false,
      true,
    ]);
    const either = [{ headers: { stage: { exact: 'canary' } } }, { headers: { region: { exact: 'eu' } } }];
    expect([takes(either, '/', { region: 'eu' }), takes(either, '/', {})]).toEqual([true, false]);
  });

  test('compare paths as text: a prefix is one of characters', () => {
    expect(['/a', '/ab', '/A', '/x/../a'].map((url) => takes({ uri: { prefix: '/a' } }, url))).toEqual([
      true,
      true,
      false,
      true,
    ]);
    expect(['/a', '/ab'].map((url) => takes({ uri: { exact: '/a' } }, url))).toEqual([true, false]);
    expect(['/a1', '/a1x'].map((url) => takes({ uri: { regex: '/a\\d' } }, url))).toEqual([true, false]);
    expect(['/A', '/AB'].map((url) => takes({ uri: { exact: '/a' }, ignoreUriCase: true }, url))).toEqual([
      true,
      false,
    ]);
  });

  test('compare values with regard to case, and expressions with the whole value', () => {
    const regex = { headers: { stage: { regex: 'can.*' } } };
    expect([
      takes(regex, '/', { Stage: 'canary' }),
      takes(regex, '/', { stage: 'Canary' }),
      takes(regex, '/', { stage: 'a canary' }),
    ]).toEqual([true, false, false]);
    expect(takes({ headers: { stage: { prefix: 'can' } } }, '/', { stage: 'canary' })).toBe(true);
  });

  test('take lines of a header one by one from Istio 1.31, joined by commas before', () => {
    const request = HttpRequest.to('http://echo/').withHeader('stage', 'a').withHeader('stage', 'b');
    const objects = (value: string) => [
      ...base,
      virtualService({
        hosts: ['echo'],
        http: [
          { match: [{ headers: { stage: { exact: value } } }], route: [to('echo', 'v2')] },
          { route: [to('echo', 'v1')] },
        ],
      }),
    ];
    const istiod = (version: string) => {
      const pods = deployment('istiod', 1, { app: 'istiod' }, 'istio-system');
      pods.spec.template.spec.containers[0].image = `registry.example/istio/pilot:${version}`;
      return pods;
    };
    const found = (value: string, ...more: any[]) =>
      Traffic.of([...objects(value), ...more])
        .split(request)
        .toString();
    expect([found('a,b', istiod('1.30.2')), found('a', istiod('1.30.2'))]).toEqual(['v2 1', 'v1 1']);
    expect([found('a,b', istiod('1.31.0')), found('a', istiod('1.31.0'))]).toEqual(['v1 1', 'v2 1']);
    expect([found('a'), found('c')]).toEqual(['undetermined 1', 'v1 1']);
  });

  test('take an empty condition for presence', () => {
    expect([takes({ headers: { stage: {} } }, '/', { stage: '' }), takes({ headers: { stage: {} } }, '/')]).toEqual([
      true,
      false,
    ]);
  });

  test('let a missing header pass where it shall be lacking or different', () => {
    const without = { withoutHeaders: { stage: { exact: 'canary' } } };
    expect([
      takes(without, '/'),
      takes(without, '/', { stage: 'canary' }),
      takes(without, '/', { stage: 'x' }),
    ]).toEqual([true, false, true]);
    const absent = { withoutHeaders: { stage: { regex: '*' } } };
    expect([takes(absent, '/'), takes(absent, '/', { stage: 'x' })]).toEqual([true, false]);
  });

  test('know method, authority, scheme, port and parameters', () => {
    expect([takes({ method: { exact: 'GET' } }, '/'), takes({ method: { exact: 'POST' } }, '/')]).toEqual([
      true,
      false,
    ]);
    expect([takes({ authority: { exact: 'echo' } }, '/'), takes({ scheme: { exact: 'https' } }, '/')]).toEqual([
      true,
      false,
    ]);
    expect([takes({ port: 80 }, '/'), takes({ port: 81 }, '/')]).toEqual([true, false]);
    expect([
      takes({ queryParams: { beta: { exact: '1' } } }, '/?beta=1'),
      takes({ queryParams: { beta: {} } }, '/?beta'),
      takes({ queryParams: { beta: {} } }, '/'),
    ]).toEqual([true, true, false]);
  });

  test('cannot be judged where they ask for claims of a token, or for the labels of the client', () => {
    const claims = { headers: { '@request.auth.claims.group': { exact: 'beta' } } };
    const public_ = atGateway([
      { match: [{ ...claims, uri: { prefix: '/a' } }], route: [to('echo', 'v2')] },
      { route: [to('echo', 'v1')] },
    ]);
    expect(['/a', '/b'].map((path) => public_(`http://app.example${path}`).toString())).toEqual([
      'undetermined 1',
      'v1 1',
    ]);
    expect(rejected(on(claims)('http://echo/'))).toEqual(['VirtualService echo/echo']);
    expect(on({ sourceLabels: { app: 'web' } })('http://echo/').toString()).toBe('undetermined 1');
  });

  test('for claims hold for nobody where all objects are given and none checks tokens', () => {
    const http = [
      { match: [{ headers: { '@request.auth.claims.group': { exact: 'beta' } } }], route: [to('echo', 'v2')] },
      { route: [to('echo', 'v1')] },
    ];
    const objects = [...base, gateway([server(['*'])]), virtualService({ hosts: ['*'], gateways: ['web'], http })];
    expect(Traffic.of(objects, { complete: true }).split(HttpRequest.to('http://app.example/')).toString()).toBe(
      'v1 1',
    );
  });

  test('are tried in order, the first one counts, and after a catch-all nothing does', () => {
    const first = inMesh(
      { match: [{ uri: { prefix: '/' } }], route: [to('echo', 'v1')] },
      { match: [{ headers: { stage: { exact: 'canary' } } }], route: [to('echo', 'v2')] },
    );
    expect(first('http://echo/', { stage: 'canary' }).toString()).toBe('v1 1');
  });

  test('that nobody fulfils are answered with 404', () => {
    expect(inMesh({ match: [{ uri: { prefix: '/a' } }], route: [to()] })('http://echo/b').toString()).toBe('404 1');
  });
});

describe("Istio's other answers", () => {
  test('are redirects, responses of its own and injected faults', () => {
    expect(inMesh({ redirect: { uri: '/x' } })('http://echo/').toString()).toBe('301 1');
    expect(inMesh({ redirect: { uri: '/x', redirectCode: 307 } })('http://echo/').toString()).toBe('307 1');
    expect(inMesh({ directResponse: { status: 418 } })('http://echo/').toString()).toBe('418 1');
    expect(
      inMesh({ fault: { abort: { httpStatus: 500, percentage: { value: 25 } } }, route: [to('echo', 'v1')] })(
        'http://echo/',
      ).toString(),
    ).toBe('500 1/4, v1 3/4');
    expect(
      inMesh({ fault: { abort: { httpStatus: 500 } }, route: [to('echo', 'v1')] })('http://echo/').toString(),
    ).toBe('v1 1');
    expect(
      inMesh({
        fault: { abort: { grpcStatus: 'UNAVAILABLE', percentage: { value: 50 } } },
        route: [to('echo', 'v1')],
      })('http://echo/').toString(),
    ).toBe('200 1/2, v1 1/2');
  });

  test('are no certain ones where Envoy keeps clients on pods of several versions', () => {
    const sticky = destinationRule('echo', {}, 'echo', {
      trafficPolicy: { loadBalancer: { consistentHash: { useSourceIp: true } } },
    });
    const objects = [
      service(),
      ...PODS,
      sticky,
      virtualService({ hosts: ['echo'], http: [{ route: [to('echo', undefined)] }] }),
    ];
    // Without a subset no rule is asked for by the route, but it counts for the Service's pods all the same.
    expect(ask(objects, 'http://echo/').toString()).toBe('undetermined 1');
  });
});

describe("Istio's hosts", () => {
  test('are those of Services, by any of their names', () => {
    const http = [{ route: [to('echo', 'v2')] }];
    const found = (host: string, url: string) =>
      ask([...base, virtualService({ hosts: [host], http })], url).toString();
    expect(
      ['http://echo/', 'http://echo.echo/', 'http://echo.echo.svc/', 'http://echo.echo.svc.cluster.local/'].map(
        (url) => found('echo', url),
      ),
    ).toEqual(Array(4).fill('v2 1'));
    expect(found('echo.echo.svc.cluster.local', 'http://echo/')).toBe('v2 1');
    // With a dot a name is complete, and no Service is called so.
    expect(found('echo.echo', 'http://echo.echo.svc.cluster.local/')).toBe('v1 3/4, v2 1/4');
  });

  test('of a Service that no VirtualService is about, are all its pods', () => {
    expect(inMesh({ route: [to()] })('http://admin/').toString()).toBe('admin 1');
  });

  test('have one VirtualService in sidecars: the most specific, of equals the oldest', () => {
    const about = (name: string, hosts: string[], version: string, creationTimestamp: string) =>
      virtualService({ hosts, http: [{ route: [to('echo', version)] }] }, name, { creationTimestamp });
    const older = about('b', ['echo'], 'v1', '2024-01-01T00:00:00Z');
    const younger = about('a', ['echo'], 'v2', '2025-01-01T00:00:00Z');
    const wide = about('c', ['*.svc.cluster.local'], 'v2', '2023-01-01T00:00:00Z');
    const found = ask([...base, younger, older, wide], 'http://echo/');
    expect([found.toString(), codes(found)]).toEqual(['v1 1', ['istio-host-taken']]);
    const ageless = [older, younger].map(({ metadata, ...rest }) => ({
      ...rest,
      metadata: { ...metadata, creationTimestamp: undefined },
    }));
    expect(ask([...base, ...ageless], 'http://echo/').toString()).toBe('undetermined 1');
  });

  test('at a gateway are what server and VirtualService have in common', () => {
    const http = [{ route: [to('echo', 'v2')] }];
    const found = (serverHosts: string[], hosts: string[], url: string) =>
      atGateway(http, [server(serverHosts)], hosts)(url).toString();
    expect(found(['*.example'], ['app.example'], 'http://app.example/')).toBe('v2 1');
    expect(found(['*.example'], ['app.example'], 'http://APP.example:8080/')).toBe('v2 1');
    expect(found(['app.example'], ['*.example'], 'http://other.example/')).toBe('404 1');
    expect(found(['app.example'], ['b.example'], 'http://app.example/')).toBe('404 1');
    expect(found(['echo/app.example'], ['*'], 'http://app.example/')).toBe('v2 1');
    expect(found(['web/app.example'], ['*'], 'http://app.example/')).toBe('404 1');
    expect(found(['./app.example'], ['*'], 'http://app.example/')).toBe('v2 1');
  });

  test('at a gateway are the most specific only: what others say of wider ones does not count', () => {
    const narrow = virtualService(
      {
        hosts: ['app.example'],
        gateways: ['web'],
        http: [{ match: [{ uri: { prefix: '/a' } }], route: [to('echo', 'v1')] }],
      },
      'narrow',
    );
    const wide = virtualService(
      { hosts: ['*.example'], gateways: ['web'], http: [{ route: [to('echo', 'v2')] }] },
      'wide',
    );
    const objects = [...base, gateway([server(['*'])]), narrow, wide];
    expect(
      ['http://app.example/a', 'http://app.example/b', 'http://b.example/b'].map((url) =>
        ask(objects, url).toString(),
      ),
    ).toEqual(['v1 1', '404 1', 'v2 1']);
  });

  test('at a gateway are merged from several VirtualServices, catch-alls last', () => {
    const catchAll = virtualService(
      { hosts: ['app.example'], gateways: ['web'], http: [{ route: [to('echo', 'v1')] }] },
      'all',
    );
    const path = virtualService(
      {
        hosts: ['app.example'],
        gateways: ['web'],
        http: [{ match: [{ uri: { prefix: '/a' } }], route: [to('echo', 'v2')] }],
      },
      'path',
    );
    const objects = [...base, gateway([server(['*'])]), catchAll, path];
    expect(['http://app.example/a', 'http://app.example/b'].map((url) => ask(objects, url).toString())).toEqual([
      'v2 1',
      'v1 1',
    ]);
    const longer = virtualService(
      {
        hosts: ['app.example'],
        gateways: ['web'],
        http: [{ match: [{ uri: { prefix: '/a/b' } }], route: [to('echo', 'v1')] }],
      },
      'longer',
    );
    expect(ask([...objects, longer], 'http://app.example/a/b').toString()).toBe('undetermined 1');
  });

  test('at a gateway may be sent to HTTPS', () => {
    const http = [{ route: [to('echo', 'v2')] }];
    const secured = [
      server(['app.example'], 80, 'HTTP', { httpsRedirect: true }),
      server(['app.example'], 443, 'HTTPS', { mode: 'SIMPLE', credentialName: 's' }),
    ];
    const found = atGateway(http, secured, ['app.example']);
    expect([found('http://app.example/').toString(), found('https://app.example/').toString()]).toEqual([
      '301 1',
      'v2 1',
    ]);
    expect(atGateway(http, [server(['*'])])('https://app.example/').toString()).toBe('no listener 1');
  });

  test('of a gateway that is not there, are taken as heard', () => {
    const found = ask(
      [
        ...base,
        virtualService({
          hosts: ['app.example'],
          gateways: ['istio-system/public'],
          http: [{ route: [to('echo', 'v2')] }],
        }),
      ],
      'https://app.example/',
    );
    expect([found.toString(), codes(found)]).toEqual(['v2 1', ['istio-gateway-assumed']]);
  });

  test('may be routed in one way by gateways and in another by sidecars', () => {
    const http = [
      { match: [{ gateways: ['mesh'] }], route: [to('echo', 'v1')] },
      { match: [{ gateways: ['echo/web'] }], route: [to('echo', 'v2')] },
    ];
    const both = virtualService({
      hosts: ['echo.echo.svc.cluster.local', 'app.example'],
      gateways: ['mesh', 'web'],
      http,
    });
    const objects = [...base, gateway([server(['*'])]), both];
    const request = HttpRequest.to('http://echo.echo.svc.cluster.local/');
    expect(Traffic.of(objects).split(request).shares[0].undetermined?.code).toBe('istio-entries-differ');
    expect(
      Traffic.of(objects)
        .entries(request)
        .map((entry) => [String(entry), String(Traffic.of(objects).at(entry).split(request))]),
    ).toEqual([
      ['gateway echo/web', 'v2 1'],
      ['mesh', 'v1 1'],
    ]);
  });
});

describe("Istio's listeners", () => {
  test("know gateways in a match by their names in the VirtualService's own namespace", () => {
    const http = [
      { match: [{ gateways: ['web'], uri: { prefix: '/' } }], route: [to('echo', 'v2')] },
      { route: [to('echo', 'v1')] },
    ];
    expect(atGateway(http)('http://app.example/').toString()).toBe('v2 1');
    expect(ask([...base, virtualService({ hosts: ['echo'], http })], 'http://echo/').toString()).toBe('v1 1');
  });

  test('of sidecars take what is no plain HTTP for the Service, and gateways that end TLS look into it', () => {
    const http = [{ route: [to('echo', 'v2')] }];
    const secured = service('echo', [{ name: 'https', port: 443, targetPort: 8443 }]);
    expect(ask([secured, ...PODS, virtualService({ hosts: ['echo'], http })], 'https://echo/').toString()).toBe(
      'v1 3/4, v2 1/4',
    );
    const both = virtualService({ hosts: ['app.example'], gateways: ['web', 'mesh'], http });
    const tls = { mode: 'SIMPLE', credentialName: 'app' };
    expect(ask([...base, gateway([server(['*'], 443, 'HTTPS', tls)]), both], 'https://app.example/').toString()).toBe(
      'v2 1',
    );
  });

  test("of sidecars are those of the Service's ports; others pass through", () => {
    const found = inMesh({ route: [to('echo', 'v2')] })('http://echo:81/');
    expect([found.toString(), codes(found)]).toEqual(['passthrough 1', ['istio-passthrough']]);
  });

  test('leave out a VirtualService without a route for them', () => {
    const elsewhere = [{ match: [{ port: 81 }], route: [to('echo', 'v2')] }];
    expect(inMesh(...elsewhere)('http://echo/').toString()).toBe('v1 3/4, v2 1/4');
    const narrow = virtualService({ hosts: ['app.example'], gateways: ['web'], http: elsewhere }, 'narrow');
    const wide = virtualService(
      { hosts: ['*.example'], gateways: ['web'], http: [{ route: [to('echo', 'v1')] }] },
      'wide',
    );
    expect(ask([...base, gateway([server(['*'])]), narrow, wide], 'http://app.example/').toString()).toBe('v1 1');
  });
});

describe("Istio's gateways", () => {
  const http = [{ route: [to('echo', 'v2')] }];

  test.each(['web', 'echo/web', 'web.echo.svc.cluster.local'])('are found by the name %s', (name) => {
    expect(
      ask(
        [...base, gateway([server(['*'])]), virtualService({ hosts: ['*'], gateways: [name], http })],
        '/',
      ).toString(),
    ).toBe('v2 1');
  });

  test('of the same pods keep their routes apart where a match names one of them', () => {
    const [a, b] = [gateway([server(['a.example'])], 'a'), gateway([server(['b.example'])], 'b')];
    const both = virtualService({
      hosts: ['a.example', 'b.example'],
      gateways: ['a', 'b'],
      http: [{ match: [{ gateways: ['a'] }], route: [to('echo', 'v1')] }, ...http],
    });
    expect(
      ['http://a.example/', 'http://b.example/'].map((url) => ask([...base, a, b, both], url).toString()),
    ).toEqual(['v1 1', 'v2 1']);
  });

  test('take a wildcard with any port', () => {
    expect(atGateway(http, [server(['*.example'])], ['*.example'])('http://app.example:9999/').toString()).toBe(
      'v2 1',
    );
  });

  test('have labels, and a match for others is none of theirs', () => {
    const found = atGateway([{ match: [{ sourceLabels: { istio: 'egress' } }], route: [to('echo', 'v1')] }, ...http]);
    expect(found('http://app.example/').toString()).toBe('v2 1');
  });

  test('send only those hosts to HTTPS that a client could name', () => {
    const redirect = (host: string) =>
      atGateway(
        http,
        [server([host], 80, 'HTTP', { httpsRedirect: true })],
        ['other.example'],
      )('http://app.example/').toString();
    expect([redirect('app.example'), redirect('echo/app.example')]).toEqual(['301 1', '404 1']);
  });
});

describe("Istio's webhook also rejects", () => {
  test.each<[string, any]>([
    ['a redirect that is none', { redirect: { uri: '/x', redirectCode: 418 } }],
    ['an abort that is none', { fault: { abort: { httpStatus: 99 } }, route: [to()] }],
    ['an empty prefix of a header', { match: [{ headers: { a: { prefix: '' } } }], route: [to()] }],
    ['an empty prefix of a method', { match: [{ method: { prefix: '' } }], route: [to()] }],
    ['an empty expression of a path', { match: [{ uri: { regex: '' } }], route: [to()] }],
    ['an expression of more than 1,024 characters', { match: [{ uri: { regex: 'a'.repeat(1025) } }], route: [to()] }],
    ['a subset that is no name', { route: [to('echo', 'v1.2')] }],
    ['a rewrite of nothing', { rewrite: {}, route: [to()] }],
    [
      'a percentage that is too small',
      { fault: { abort: { httpStatus: 500, percentage: { value: 0.00005 } } }, route: [to()] },
    ],
  ])('%s', (_, http) => {
    expect(rejected(inMesh(http)('http://echo/'))).toEqual(['VirtualService echo/echo']);
  });

  test('a VirtualService without routes of any kind', () => {
    expect(rejected(ask([...base, virtualService({ hosts: ['echo'] })], 'http://echo/'))).toEqual([
      'VirtualService echo/echo',
    ]);
  });

  test('an empty prefix of a path is one of every path', () => {
    expect(inMesh({ match: [{ uri: { prefix: '' } }], route: [to('echo', 'v2')] })('http://echo/').toString()).toBe(
      'v2 1',
    );
  });

  test('DestinationRules with two subsets of one name, and Gateways that end TLS without a certificate', () => {
    const rule = destinationRule('echo', { v1: { version: 'v1' } });
    rule.spec.subsets.push({ name: 'v1', labels: { version: 'v2' } });
    const web = gateway([server(['*'], 443, 'HTTPS', { mode: 'SIMPLE' })]);
    const found = ask(
      [service(), ...PODS, rule, web, virtualService({ hosts: ['echo'], http: [{ route: [to('echo', 'v1')] }] })],
      'http://echo/',
    );
    expect([found.toString(), rejected(found)]).toEqual([
      '503 1',
      ['DestinationRule echo/echo-rule', 'Gateway echo/web'],
    ]);
  });
});

describe("Istio's delegation", () => {
  test.each<[string, any, any, string]>([
    ['an expression beside a prefix', { uri: { prefix: '/a' } }, { uri: { regex: '/a/x.*' } }, 'v1 1'],
    ['a path that is no part of the other', { uri: { prefix: '/a/b' } }, { uri: { prefix: '/a' } }, 'v1 1'],
    ['a path that is part of the other', { uri: { prefix: '/a' } }, { uri: { prefix: '/a/b' } }, 'v2 1'],
    ['another case', { uri: { prefix: '/a' }, ignoreUriCase: true }, { uri: { prefix: '/a/b' } }, 'v1 1'],
    [
      'another value of one header',
      { withoutHeaders: { x: { exact: '1' } } },
      { withoutHeaders: { x: { exact: '2' } } },
      'v1 1',
    ],
  ])('leaves a route out for what contradicts: %s', (_, outer, inside, expected) => {
    const all = [
      virtualService({
        hosts: ['echo'],
        http: [{ match: [outer], delegate: { name: 'inner' } }, { route: [to('echo', 'v1')] }],
      }),
      virtualService({ http: [{ match: [inside], route: [to('echo', 'v2')] }] }, 'inner'),
    ];
    expect(ask([...base, ...all], 'http://echo/a/b/x').toString()).toBe(expected);
  });

  const root = virtualService({
    hosts: ['echo'],
    http: [{ match: [{ uri: { prefix: '/a' } }], delegate: { name: 'inner' } }, { route: [to('echo', 'v1')] }],
  });
  const inner = (spec: any = {}) =>
    virtualService(
      { http: [{ match: [{ headers: { stage: { exact: 'canary' } } }], route: [to('echo', 'v2')] }], ...spec },
      'inner',
    );

  test('asks for the conditions of both', () => {
    const found = (url: string, headers = {}) => ask([...base, root, inner()], url, headers).toString();
    expect([
      found('http://echo/a', { stage: 'canary' }),
      found('http://echo/a'),
      found('http://echo/b', { stage: 'canary' }),
    ]).toEqual(['v2 1', 'v1 1', 'v1 1']);
  });

  test('leads nowhere without a VirtualService, or with one that has hosts', () => {
    const found = (...objects: any[]) =>
      Traffic.of([...base, root, ...objects], { complete: true }).split(HttpRequest.to('http://echo.echo/a'));
    expect([found().toString(), codes(found())]).toEqual(['v1 1', ['istio-delegate-missing']]);
    expect(codes(found(inner({ hosts: ['other'] })))).toEqual(['istio-delegate-missing']);
    // In a part of the input it may be somewhere else.
    expect(ask([...base, root], 'http://echo/a').toString()).toBe('undetermined 1');
  });
});

describe("Istio's DestinationRules", () => {
  const http = [{ route: [to('echo', 'v2')] }];
  const rules = (...all: any[]) =>
    ask([service(), ...PODS, ...all, virtualService({ hosts: ['echo'], http })], 'http://echo/');

  test("count in the Service's namespace, and in the root namespace for all", () => {
    expect(rules(destinationRule('echo', { v2: { version: 'v2' } })).toString()).toBe('v2 1');
    expect(
      rules(destinationRule('echo.echo.svc.cluster.local', { v2: { version: 'v2' } }, 'istio-system')).toString(),
    ).toBe('v2 1');
    // A rule of another namespace counts for clients of that namespace only; others know of no subset.
    const elsewhere = [
      service(),
      ...PODS,
      destinationRule('echo.echo.svc.cluster.local', { v2: { version: 'v2' } }, 'web'),
      virtualService({ hosts: ['echo'], http }),
    ];
    const from = (namespace: string) =>
      Traffic.of(elsewhere).at(Entry.mesh(namespace)).split(HttpRequest.to('http://echo.echo/')).toString();
    expect([from('web'), from('echo')]).toEqual(['v2 1', '503 1']);
  });

  test('of one host are put together, and a name stands above a wildcard', () => {
    const [one, two] = [
      destinationRule('echo', { v1: { version: 'v1' } }),
      { ...destinationRule('echo', { v2: { version: 'v2' } }), metadata: { name: 'second', namespace: 'echo' } },
    ];
    expect(rules(one, two).toString()).toBe('v2 1');
    expect(rules(destinationRule('*.svc.cluster.local', { v2: { version: 'v1' } }), two).toString()).toBe('v2 1');
    const [wide, narrow] = [
      destinationRule('*.cluster.local', { v2: { version: 'v1' } }),
      destinationRule('*.svc.cluster.local', { v2: { version: 'v2' } }),
    ];
    expect(rules(wide, narrow).toString()).toBe('v2 1');
  });

  test('for some pods only are not known to count', () => {
    expect(
      rules(
        destinationRule('echo', { v2: { version: 'v2' } }, 'echo', {
          workloadSelector: { matchLabels: { app: 'web' } },
        }),
      ).toString(),
    ).toBe('undetermined 1');
  });
});

describe("what Istio's evaluator does not read", () => {
  test('is said', () => {
    const policy = {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: 'a', namespace: 'echo' },
      spec: {},
    };
    const found = ask(
      [...base, policy, virtualService({ hosts: ['echo'], http: [{ route: [to('echo', 'v1')] }] })],
      'http://echo/',
    );
    expect(found.notes.map(({ code, kind, field }) => [code, kind, field])).toEqual([
      ['istio-unread', 'unread', 'AuthorizationPolicy'],
    ]);
  });

  test('is a Service outside of the cluster', () => {
    const entry = {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'a', namespace: 'echo' },
      spec: { hosts: ['api.b.example'], ports: [{ number: 80, protocol: 'HTTP', name: 'http' }] },
    };
    expect(
      ask(
        [...base, entry, virtualService({ hosts: ['echo'], http: [{ route: [to('api.b.example')] }] })],
        'http://echo/',
      ).toString(),
    ).toBe('undetermined 1');
  });

  test('is a Service that is not among the objects: it is taken as there', () => {
    const found = ask(
      [
        virtualService({
          hosts: ['echo'],
          http: [{ route: [to('echo', undefined, 80), to('echo-canary', undefined, 20)] }],
        }),
      ],
      'http://echo.echo.svc.cluster.local/',
    );
    expect(found.toString()).toBe('echo/echo 4/5, echo/echo-canary 1/5');
  });
});

test('pseudo-headers of HTTP/2 can be asked for as headers', () => {
  const route = virtualService({
    hosts: ['echo'],
    http: [
      { match: [{ headers: { ':authority': { exact: 'echo' } } }], route: [to('echo', 'v2')] },
      { route: [to('echo', 'v1')] },
    ],
  });
  expect(ask([...base, route], 'http://echo/').toString()).toBe('v2 1');
});

test('a server of HTTPS with tls and without a mode passes TLS through', () => {
  const route = virtualService({ hosts: ['a.example'], gateways: ['web'], http: [{ route: [to('echo', 'v1')] }] });
  const secure = (tls: any) =>
    ask([...base, route, gateway([server(['a.example'], 443, 'HTTPS', tls)])], 'https://a.example/').toString();
  expect([secure({ mode: 'SIMPLE', credentialName: 'a' }), secure({ credentialName: 'a' })]).toEqual([
    'v1 1',
    'no listener 1',
  ]);
});
