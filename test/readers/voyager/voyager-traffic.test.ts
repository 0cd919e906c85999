import { HttpRequest, PodReadiness, Traffic } from '../../../src';
import { ask, service, to, voyager, weightedDeployment } from '../../support/voyager-objects';

const PORTS = [{ port: 80, name: 'http' }];
const shared = [service('httpd', PORTS, 'httpd'), weightedDeployment('v1', 1, '50')];
const TWO = [weightedDeployment('v2', 1, '50')];

function rule(host: string | undefined, paths: string[] = ['/'], http: any = {}): any {
  return { host, http: { ...http, paths: paths.map((path) => ({ path, backend: to() })) } };
}

function read(
  spec: any,
  url: string,
  annotations: { [name: string]: string } = {},
  headers: { [name: string]: string } = {},
): any {
  const prefixed = Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`ingress.appscode.com/${name}`, value]),
  );
  return ask([...shared, voyager(spec, 'httpd', 'v1', prefixed)], url, headers);
}

function answers(
  spec: any,
  url: string,
  annotations?: { [name: string]: string },
  headers?: { [name: string]: string },
): string {
  return read(spec, url, annotations, headers).toString();
}

describe("Voyager's redirects to HTTPS", () => {
  const tls = [{ hosts: ['app.example'], secretName: 's' }];

  test('come before the choice of a backend, for what is served in both ways', () => {
    const spec = { tls, rules: [rule('app.example', ['/']), rule('app.example', ['/plain'], { noTLS: true })] };
    expect(
      ['http://app.example/', 'http://app.example/plain', 'https://app.example/plain'].map((url) => answers(spec, url)),
    ).toEqual(['308 1', '308 1', 'v1 1']);
  });

  test('leave alone who says that HTTPS ended before', () => {
    const spec = { defaultBackend: to(), tls, rules: [rule('app.example')] };
    expect(answers(spec, 'http://app.example/', {}, { 'x-forwarded-proto': 'https' })).toBe('v1 1');
    expect(answers(spec, 'http://app.example/', {}, { 'x-forwarded-proto': 'http' })).toBe('308 1');
  });

  test('are forced for all paths of port 80, and of no other port', () => {
    const forced = { 'force-ssl-redirect': 'true' };
    expect(answers({ rules: [rule(undefined)] }, '/', forced)).toBe('308 1');
    expect(answers({ defaultBackend: to() }, '/', forced)).toBe('308 1');
    expect(answers({ rules: [rule(undefined, ['/'], { port: 8080 })] }, 'http://app.example:8080/', forced)).toBe(
      'v1 1',
    );
    expect(answers({ rules: [rule('a.example')] }, 'http://b.example/', forced)).toBe('503 1');
  });

  test('are there for TCP on port 443 too', () => {
    const spec = {
      rules: [
        { host: 'app.example', tcp: { port: 443, backend: to() } },
        rule('other.example', ['/'], { noTLS: true }),
      ],
    };
    expect(['http://app.example/', 'http://other.example/'].map((url) => answers(spec, url))).toEqual([
      '308 1',
      'v1 1',
    ]);
    expect(answers(spec, 'http://app.example/', { 'ssl-redirect': 'F' })).toBe('503 1');
  });

  test('never meet the challenges of a certificate authority, which come first of all', () => {
    const spec = { rules: [rule('app.example', ['/']), rule('', ['/.well-known/acme-challenge/'])] };
    expect(
      ['http://app.example/.well-known/acme-challenge/x', 'http://app.example/'].map((url) =>
        answers(spec, url, { 'force-ssl-redirect': '1' }),
      ),
    ).toEqual(['v1 1', '308 1']);
  });
});

describe("Voyager's webhook lets nothing into the cluster", () => {
  test.each<[string, any, { [name: string]: string }, string]>([
    [
      'with an annotation that is no bool',
      { defaultBackend: to() },
      { 'ssl-redirect': 'yes' },
      'its annotation ssl-redirect is neither true nor false',
    ],
    [
      'with a rule of both kinds',
      { rules: [{ http: { paths: [] }, tcp: { port: 1 } }] },
      {},
      'rule 1 has both http and tcp',
    ],
    ['with TCP without a port', { rules: [{ tcp: { backend: to() } }] }, {}, 'a TCP rule has no port'],
    ['with a port by name', { rules: [rule(undefined, ['/'], { port: 'web' })] }, {}, "a rule has the invalid port 'web'"],
    [
      'with HTTP and TCP on one port',
      { rules: [rule(undefined), { tcp: { port: 80 } }] },
      {},
      'port 80 has both http and tcp rules',
    ],
    [
      'with and without a certificate on one port',
      { tls: [{ hosts: ['a.example'] }], rules: [rule('a.example', ['/'], { port: 80 }), rule('b.example')] },
      {},
      'port 80 has rules with and without a certificate',
    ],
    [
      'with a path twice',
      { rules: [rule('a.example', ['/x']), rule('a.example', ['/x'])] },
      {},
      'there are two rules for /x of a.example on port 80',
    ],
    [
      'with a Service whose name is none',
      { rules: [{ http: { paths: [{ path: '/', backend: to('A_b') }] } }] },
      {},
      "'A_b' is no name of a Service",
    ],
  ])('%s', (_, spec, annotations, reason) => {
    const found = read(spec, 'http://a.example/', annotations);
    expect([found.toString(), found.notes.length]).toEqual(['undetermined 1', 1]);
    expect(found.notes[0]).toMatchObject({ code: 'voyager-rejected', message: expect.stringContaining(reason) });
  });

  test('but what is beside it is served', () => {
    const objects = [
      ...shared,
      voyager({ rules: [{ host: 'a.example' }] }, 'odd'),
      voyager({ rules: [rule('a.example')] }),
    ];
    const found = ask(objects, 'http://a.example/');
    expect(found.toString()).toBe('v1 1');
    expect(found.notes).toMatchObject([{ code: 'voyager-rejected', objects: ['Ingress httpd/odd'] }]);
  });
});

describe('HAProxy goes on with what it had', () => {
  test('when pods of any path of the Ingress have a weight above 256', () => {
    const other = { ...weightedDeployment('other', 1, '300'), metadata: { name: 'other', namespace: 'httpd' } };
    other.spec.template.metadata.labels = { app: 'other' };
    other.spec.selector.matchLabels = { app: 'other' };
    const spec = {
      rules: [rule('a.example'), { host: 'b.example', http: { paths: [{ path: '/', backend: to('other') }] } }],
    };
    const found = ask([...shared, service('other', PORTS, 'httpd'), other, voyager(spec)], 'http://a.example/');
    expect(found.notes).toMatchObject([{ code: 'voyager-configuration-refused', field: 'httpd/other' }]);
  });

  test('when a path has characters that no condition can be called by', () => {
    expect(read({ rules: [rule(undefined, ['/', '/a b'])] }, '/').notes).toMatchObject([
      { code: 'voyager-configuration-refused', field: '/a b' },
    ]);
  });

  test('when two backends have one name', () => {
    const paths = ['/a', '/b'].map((path) => ({ path, backend: { ...to(), name: 'web' } }));
    expect(read({ rules: [{ http: { paths } }] }, '/a').notes).toMatchObject([
      { code: 'voyager-configuration-refused', field: 'web' },
    ]);
  });
});

describe('Voyager reads', () => {
  test('no v1beta1 fields in v1, and no v1 fields in v1beta1', () => {
    expect(ask([...shared, voyager({ backend: { serviceName: 'httpd', servicePort: 80 } })], '/').toString()).toBe(
      'no listener 1',
    );
    expect(ask([...shared, voyager({ defaultBackend: to() }, 'httpd', 'v1beta1')], '/').toString()).toBe(
      'no listener 1',
    );
  });

  test('affinity on the Service as on the Ingress', () => {
    const sticky = {
      ...service('httpd', PORTS, 'httpd'),
      metadata: {
        name: 'httpd',
        namespace: 'httpd',
        annotations: { 'ingress.appscode.com/affinity': 'cookie', 'ingress.appscode.com/session-cookie-name': 'pod' },
      },
    };
    const objects = [sticky, weightedDeployment('v1', 1, '50'), ...TWO, voyager({ defaultBackend: to() })];
    expect(
      [ask(objects, '/', { cookie: 'a=b; pod=x' }), ask(objects, '/', { cookie: 'SERVERID=x' })].map(String),
    ).toEqual(['undetermined 1', 'v1 1/2, v2 1/2']);
  });

  test('a Service of another place as a redirect, unless names are resolved', () => {
    const external = { ...service('httpd', [], 'httpd'), spec: { type: 'ExternalName', externalName: 'b.example' } };
    expect(ask([external, voyager({ defaultBackend: to() })], '/').toString()).toBe('301 1');
    const resolved = {
      ...external,
      metadata: { ...external.metadata, annotations: { 'ingress.appscode.com/use-dns-resolver': 'true' } },
    };
    expect(ask([resolved, voyager({ defaultBackend: to() })], '/').toString()).toBe('undetermined 1');
  });

  test('no choice of pods by their host names', () => {
    expect(read({ defaultBackend: { ...to(), hostNames: ['web-0'] } }, '/').notes).toMatchObject([
      { code: 'voyager-host-names', kind: 'unread' },
    ]);
  });

  test('as many pods of a DaemonSet as somebody says', () => {
    const {
      spec: { replicas: _, ...spec },
      ...rest
    } = weightedDeployment('v2', 1, '50');
    const daemons = { ...rest, kind: 'DaemonSet', spec };
    const objects = [...shared, daemons, voyager({ defaultBackend: to() })];
    expect(ask(objects, '/').notes).toMatchObject([{ code: 'pods-of-daemonset', kind: 'ambiguous' }]);
    expect(ask(objects, '/', {}, PodReadiness.allReady().withReadyPods('httpd/httpd-v2', 3)).toString()).toBe(
      'v1 1/4, v2 3/4',
    );
  });

  test('pods without a version by their workload', () => {
    const nameless = weightedDeployment('v2', 1, '50');
    nameless.spec.template.metadata.labels = { app: 'httpd' };
    nameless.spec.selector.matchLabels = { app: 'httpd' };
    const found = ask([...shared, nameless, voyager({ defaultBackend: to() })], '/');
    expect(found.shares.map(({ version, workload, fraction }) => [version, workload, String(fraction)])).toEqual([
      ['v1', 'httpd/httpd-v1', '1/2'],
      [undefined, 'httpd/httpd-v2', '1/2'],
    ]);
  });

  test("neither what may answer in place of the application, nor rules in HAProxy's words, and says so", () => {
    const spec = {
      defaultBackend: to(),
      frontendRules: [{ port: 80, rules: ['http-request deny'] }],
      rules: [rule('a.example')],
    };
    expect(read(spec, 'http://a.example/', { 'auth-type': 'basic', 'limit-rps': '1' }).notes).toMatchObject([
      { code: 'voyager-may-answer', kind: 'unread', field: 'auth-type, limit-rps' },
      { code: 'voyager-frontend-rules', kind: 'unread' },
    ]);
    expect(
      answers({ defaultBackend: to(), rules: [rule('a.example')] }, 'http://a.example/', { 'ssl-passthrough': 'true' }),
    ).toBe('undetermined 1');
    expect(
      answers({ defaultBackend: to(), rules: [rule('a.example')] }, 'http://a.example/', { 'use-node-port': 'true' }),
    ).toBe('undetermined 1');
  });
});

describe('Voyager, given all objects', () => {
  const whole = (objects: any[], url: string, method = 'GET') =>
    Traffic.of(objects, { complete: true }).split(HttpRequest.to(url, { method })).toString();
  const objects = [
    ...shared,
    voyager({
      defaultBackend: to(),
      rules: [{ host: 'a.example', http: { paths: [{ path: '/x', backend: to('nosuch') }] } }],
    }),
  ];

  test('leaves a path out whose Service is missing, and the default backend answers', () => {
    expect([whole(objects, 'http://a.example/x'), whole(objects.slice(1), 'http://a.example/x')]).toEqual([
      'v1 1',
      '503 1',
    ]);
    expect(Traffic.of(objects, { complete: true }).split(HttpRequest.to('http://a.example/x')).notes).toMatchObject([
      { code: 'voyager-service-missing' },
    ]);
  });

  test('answers 503 for a Service without pods, and leaves one out without selector and Endpoints', () => {
    const bare = { ...service('httpd', PORTS, 'httpd'), spec: { ports: PORTS } };
    expect(whole([shared[0], voyager({ defaultBackend: to() })], '/')).toBe('503 1');
    expect(whole([bare, voyager({ rules: [rule('a.example')] })], 'http://a.example/')).toBe('503 1');
    expect(
      Traffic.of([bare, voyager({ rules: [rule('a.example')] })], { complete: true }).split(
        HttpRequest.to('http://a.example/'),
      ).notes[0].code,
    ).toBe('voyager-endpoints-missing');
  });
});

test('HAProxy takes every method, one of several values of X-Forwarded-Proto, and no path but printable ASCII', () => {
  const forced = voyager({ rules: [rule('a.example')] }, 'httpd', 'v1', {
    'ingress.appscode.com/force-ssl-redirect': 'true',
  });
  const traffic = Traffic.of([...shared, forced]);
  const asked = (path: string, proto?: string) =>
    traffic
      .split(
        HttpRequest.to(`http://a.example${path}`, {
          method: 'get',
          headers: proto ? { 'x-forwarded-proto': proto } : {},
        }),
      )
      .toString();
  expect([asked('/'), asked('/', 'http, https'), asked('/', 'HTTPS'), asked('/\u00e4', 'https')]).toEqual([
    '308 1',
    'v1 1',
    '308 1',
    '400 1',
  ]);
});

test('the requests that its rules tell apart come by HTTP and by HTTPS where a rule has a certificate', () => {
  const spec = {
    tls: [{ hosts: ['a.example'], secretName: 's' }],
    rules: [rule('a.example', ['/x']), rule('a.example', ['/y'], { noTLS: true, port: 8080 }), rule('b.example')],
  };
  const requests = Traffic.of([...shared, voyager(spec)]).requests('Voyager');
  const urls = requests.map(({ scheme, authority, path }) => `${scheme}://${authority}${path}`);
  expect([...new Set(urls)].sort()).toEqual([
    'http://a.example/x',
    'http://a.example:8080/y',
    'http://b.example/',
    'https://a.example/x',
  ]);
});
