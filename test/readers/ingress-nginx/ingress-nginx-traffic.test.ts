import { createHash } from 'node:crypto';
import { HttpRequest, Split, Traffic } from '../../../src';
import { ask, backend, canary, deployment, ingress, service } from '../../support/ingress-objects';

/** v1 behind the Service `echo`, v2 behind `echo-canary`. */
const pods = [
  deployment('echo-v1', 3, { app: 'echo', version: 'v1' }),
  deployment('echo-v2', 3, { app: 'echo-canary', version: 'v2' }),
  service(),
  service('echo-canary'),
];

function on(...ingresses: any[]): (url: string, headers?: { [name: string]: string }) => Split {
  return (url, headers) => ask([...pods, ...ingresses], url, headers);
}

/** The answer, and the codes of its notes. */
function said(split: Split): string[] {
  return [split.toString(), ...split.notes.map(({ code }) => code)];
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

const tls = { tls: [{ hosts: ['a.example'], secretName: 's' }] };
const second = (parts: any) => ingress({ name: 'second', service: 'echo-canary', ...parts });

describe('hosts', () => {
  test("are exact before wildcards of one label, and all others are the catch-all's", () => {
    const traffic = on(ingress(), second({ host: '*.example' }), ingress({ name: 'all', host: '' }));
    expect(
      ['http://a.example/', 'http://A.EXAMPLE:8080/', 'http://b.example/', 'http://c.b.example/', 'http://other/'].map(
        (url) => traffic(url).toString(),
      ),
    ).toEqual(['v1 1', 'v1 1', 'v2 1', 'v1 1', 'v1 1']);
  });

  test('have other names', () => {
    const traffic = (alias: string, url: string) => on(ingress({ nginx: { 'server-alias': alias } }))(url).toString();
    expect(traffic('WWW.example, b.example', 'http://www.example/')).toBe('v1 1');
    expect(traffic('*.foo.example', 'http://x.y.foo.example/')).toBe('v1 1');
    expect(traffic('www.*', 'http://www.anything/')).toBe('v1 1');
    expect(traffic('~^www\\d+\\.example$', 'http://www1.example/')).toBe('v1 1');
    expect(traffic('~^www\\d+\\.example$', 'http://wwwx.example/')).toBe('404 1');
    expect(traffic('b.example', 'http://c.example/')).toBe('404 1');
  });

  test('share another name: the server that sorts first has it', () => {
    const nginx = { 'server-alias': 's.example' };
    expect(
      on(ingress({ host: 'z.example', nginx }), second({ host: 'a.example', nginx }))('http://s.example/').toString(),
    ).toBe('v2 1');
  });

  test('are not served at all with another name that the controller does not accept', () => {
    expect(said(on(ingress({ nginx: { 'server-alias': 'www.example;x' } }))('http://a.example/'))).toEqual(
      expect.arrayContaining(['404 1', 'ingress-nginx-annotation-invalid']),
    );
  });

  test('without www lead to those with it, and the other way round', () => {
    const nginx = { 'from-to-www-redirect': 'true' };
    expect(on(ingress({ nginx }))('http://www.a.example/').toString()).toBe('308 1');
    expect(on(ingress({ host: 'www.a.example', nginx }))('http://a.example/').toString()).toBe('308 1');
    expect(on(ingress({ nginx }), second({ host: 'www.a.example' }))('http://www.a.example/').toString()).toBe('v2 1');
  });
});

describe('paths', () => {
  const found = (url: string, ...ingresses: any[]) => on(...ingresses)(`http://a.example${url}`).toString();

  test.each([
    ['/echo', 'v1 1'],
    ['/echo/', 'v1 1'],
    ['/echo/x', 'v1 1'],
    ['/echoes', '404 1'],
    ['/ECHO', '404 1'],
    ['//echo', 'v1 1'],
    ['/x/../echo', 'v1 1'],
    ['/./echo', 'v1 1'],
    ['/%65cho', 'v1 1'],
    ['/echo%2Fx', 'v1 1'],
    ['/..', '400 1'],
    ['/%zz', '400 1'],
    ['/%00', '400 1'],
    ['/echo?a=/../b', 'v1 1'],
  ])('the prefix /echo takes %s', (url, expected) => {
    expect(found(url, ingress({ path: '/echo' }))).toBe(expected);
  });

  test('are exact before prefixes, and long before short', () => {
    const all = [
      ingress({ path: '/' }),
      second({ path: '/a', pathType: 'Exact' }),
      ingress({ name: 'third', path: '/a/b/' }),
    ];
    expect(['/a', '/a/', '/a/b/c', '/a/b'].map((url) => found(url, ...all))).toEqual(['v2 1', 'v1 1', 'v1 1', '301 1']);
  });

  test('of no particular type are prefixes, and an empty one is all', () => {
    expect(found('/x', ingress({ path: '', pathType: 'ImplementationSpecific' }))).toBe('v1 1');
  });

  test('become the beginnings of expressions, in any case, by one annotation on any path of the host', () => {
    const all = (nginx: any) => [ingress({ path: '/echo' }), second({ path: '/admin', nginx })];
    expect(['/echoes', '/ECHO'].map((url) => found(url, ...all({ 'use-regex': 'true' })))).toEqual(['v1 1', 'v1 1']);
    expect(found('/echoes', ...all({ 'rewrite-target': '/$1' }))).toBe('v1 1');
    expect(found('/echoes', ...all({ 'rewrite-target': '/;' }))).toBe('404 1');
    // The controller compares the target with /admin/, which it has made of the prefix.
    expect(found('/echoes', ...all({ 'rewrite-target': '/admin' }))).toBe('v1 1');
  });

  test.each<[string, any[]]>([
    [
      'a path twice, once with a slash',
      [ingress({ host: 'b.example', path: '/a' }), second({ host: 'b.example', path: '/a/' })],
    ],
    [
      'a broken expression',
      [ingress({ host: 'b.example', path: '/a(', pathType: 'ImplementationSpecific', nginx: { 'use-regex': 'true' } })],
    ],
    [
      'a name of a server with a star inside',
      [ingress({ host: 'b.example', nginx: { 'server-alias': 'a*b.example' } })],
    ],
    ['a negative time', [ingress({ host: 'b.example', nginx: { 'proxy-read-timeout': '-1' } })]],
  ])("that break nginx's configuration anywhere leave nobody certain: %s", (_, broken) => {
    expect(found('/', ingress(), ...broken)).toBe('undetermined 1');
  });

  test('that only PCRE can judge leave nobody certain', () => {
    expect(
      found('/aab', ingress({ path: '/(a)(?1)b', pathType: 'ImplementationSpecific', nginx: { 'use-regex': 'true' } })),
    ).toBe('undetermined 1');
  });
});

describe('redirects', () => {
  const plain = (parts: any, url = 'http://a.example/') => on(ingress(parts))(url).toString();

  test.each<[string, any, string]>([
    ['to HTTPS where there is a certificate', { spec: tls }, '308 1'],
    ['not when that is off', { spec: tls, nginx: { 'ssl-redirect': 'false' } }, 'v1 1'],
    ['but when that is no word for off', { spec: tls, nginx: { 'ssl-redirect': 'no' } }, '308 1'],
    ['when it is forced', { nginx: { 'force-ssl-redirect': 'true' } }, '308 1'],
    ['for good', { nginx: { 'permanent-redirect': 'https://b.example' } }, '301 1'],
    [
      'for good, by another code',
      { nginx: { 'permanent-redirect': 'https://b.example', 'permanent-redirect-code': '308' } },
      '308 1',
    ],
    ['for now', { nginx: { 'temporal-redirect': 'https://b.example' } }, '302 1'],
    ['for good to any text', { nginx: { 'permanent-redirect': '/foo' } }, '301 1'],
    ['not for now to what is no URL', { nginx: { 'temporal-redirect': '/foo' } }, 'v1 1'],
    ['of the root', { nginx: { 'app-root': '/app' } }, '302 1'],
    ['not of the root to what is no path', { nginx: { 'app-root': 'app' } }, 'v1 1'],
  ])('%s', (_, parts, expected) => {
    expect(plain(parts)).toBe(expected);
  });

  test('are not for HTTPS itself', () => {
    expect(plain({ spec: tls }, 'https://a.example/')).toBe('v1 1');
  });

  test('of the root belong to the host, whatever path has the annotation', () => {
    expect(on(ingress(), second({ path: '/app', nginx: { 'app-root': '/app' } }))('http://a.example/').toString()).toBe(
      '302 1',
    );
  });

  test('to HTTPS follow the certificate of a wildcard, and nobody knows for another name', () => {
    const wildcard = second({
      host: '*.example',
      spec: {
        tls: [{ hosts: ['*.example'], secretName: 's' }],
        rules: [
          { host: '*.example', http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend('echo-canary') }] } },
        ],
      },
    });
    expect(on(wildcard, ingress())('http://a.example/').toString()).toBe('308 1');
    expect(on(ingress({ nginx: { 'server-alias': 'b.example' }, spec: tls }))('http://b.example/').toString()).toBe(
      'undetermined 1',
    );
  });

  test('are none for an Ingress that is a default backend only', () => {
    const byDefault = (nginx: any) =>
      on(ingress({ nginx, spec: { rules: undefined, defaultBackend: backend('echo') } }))(
        'http://a.example/',
      ).toString();
    expect([
      byDefault({ 'permanent-redirect': 'https://b.example' }),
      byDefault({ 'force-ssl-redirect': 'true' }),
      byDefault({ 'app-root': '/x' }),
    ]).toEqual(['v1 1', 'v1 1', 'v1 1']);
  });
});

describe('headers and cookies', () => {
  const traffic = (policy: any) => on(ingress(), canary({ 'canary-weight': '50', ...policy }));
  const byWeight = 'v1 1/2, v2 1/2';

  test.each([
    ['x_canary', byWeight],
    ['x.canary', byWeight],
    ['x-canary', 'v2 1'],
    ['X-CANARY', 'v2 1'],
  ])('a request header called %s, for the annotation X_Canary', (name, expected) => {
    expect(traffic({ 'canary-by-header': 'X_Canary' })('http://a.example/', { [name]: 'always' }).toString()).toBe(
      expected,
    );
  });

  test.each([
    ['canary=always', 'v2 1'],
    ['CANARY=always', 'v2 1'],
    ['a=b; canary=never', 'v1 1'],
    ['a=b;canary = always', 'v2 1'],
    ['canary=Always', byWeight],
    ['xcanary=always', byWeight],
    ['canary; canary=always', byWeight],
    ['canary;canary=always;canary=always', 'v2 1'],
    ['a=b, canary=always', 'v2 1'],
    ['canary="always"', byWeight],
  ])('the cookie line %s', (line, expected) => {
    expect(traffic({ 'canary-by-cookie': 'canary' })('http://a.example/', { Cookie: line }).toString()).toBe(expected);
  });

  test('a header comes before a cookie, and a cookie before the weight', () => {
    const both = traffic({ 'canary-by-header': 'X', 'canary-by-cookie': 'c' });
    expect(both('http://a.example/', { X: 'never', Cookie: 'c=always' }).toString()).toBe('v1 1');
    expect(both('http://a.example/', { X: 'other', Cookie: 'c=always' }).toString()).toBe('v2 1');
  });

  test.each(['^?beta', '^*a', '$*', '\\b*beta', '[:alpha:]', '[\\w-a]', '(*UTF8)canary', '(?R)?x', '(?(1)a)'])(
    "what the pattern %s means is PCRE's business",
    (pattern) => {
      expect(
        traffic({ 'canary-by-header': 'X', 'canary-by-header-pattern': pattern })('http://a.example/', {
          X: `${'a'.repeat(40)}b`,
        }).toString(),
      ).toBe('undetermined 1');
    },
  );

  test.each(['(', ')', '[a', 'a\\', '*a', '(?:', 'a(b'])('the pattern %s is none to PCRE either', (pattern) => {
    expect(
      traffic({ 'canary-by-header': 'X', 'canary-by-header-pattern': pattern })('http://a.example/', {
        X: 'a',
      }).toString(),
    ).toBe('v1 1');
  });

  test('weights are numbers of 64 bits', () => {
    expect(traffic({ 'canary-weight': '99999999999999999' })('http://a.example/').toString()).toBe('v2 1');
    expect(traffic({ 'canary-weight': '99999999999999999999' })('http://a.example/').toString()).toBe('v1 1');
    expect(traffic({ 'canary-weight': ' 20' })('http://a.example/').notes).toMatchObject([
      { code: 'ingress-nginx-weight-not-a-number', field: 'canary-weight' },
    ]);
  });
});

describe('backends', () => {
  test("are found by the port's number, name or target, and otherwise empty", () => {
    const named = [{ port: 80, targetPort: 8080, name: 'http' }];
    const traffic = (port: any) =>
      ask([...pods.slice(0, 2), service('echo', named), ingress({ port })], 'http://a.example/').toString();
    expect([80, 8080, 'http', 81, 'https'].map(traffic)).toEqual(['v1 1', 'v1 1', 'v1 1', '503 1', '503 1']);
  });

  test('of UDP alone are empty', () => {
    expect(
      ask(
        [...pods.slice(0, 2), service('echo', [{ port: 80, protocol: 'UDP' }]), ingress()],
        'http://a.example/',
      ).toString(),
    ).toBe('503 1');
  });

  test('that are not among the objects are taken as ready, which is told', () => {
    expect(said(ask([ingress()], 'http://a.example/'))).toEqual(['echo/echo 1', 'ingress-nginx-service-missing']);
  });

  test('that the API server rejects are not there', () => {
    expect(said(ask([...pods.slice(0, 2), service('echo', [{ port: '80' }]), ingress()], 'http://a.example/'))).toEqual(
      expect.arrayContaining(['503 1', 'object-rejected']),
    );
  });

  test('are stood in for by a default backend of their own', () => {
    const main = ingress({ service: 'empty', nginx: { 'default-backend': 'echo-canary' } });
    const empty = [deployment('empty', 0, { app: 'empty', version: 'none' }), service('empty')];
    expect(ask([...pods, ...empty, main], 'http://a.example/').toString()).toBe('v2 1');
    expect(ask([...empty, main], 'http://a.example/').toString()).toBe('echo/echo-canary 1');
  });

  test('of several versions are as their pods, unless something else decides', () => {
    const both = [
      deployment('a', 1, { app: 'echo', version: 'v1' }),
      deployment('b', 3, { app: 'echo', version: 'v2' }),
      service(),
    ];
    const traffic = (nginx: any) => ask([...both, ingress({ nginx })], 'http://a.example/').toString();
    expect(
      [{}, { 'upstream-hash-by': '$request_uri' }, { 'load-balance': 'ewma' }, { 'load-balance': 'round_robin' }].map(
        traffic,
      ),
    ).toEqual(['v1 1/4, v2 3/4', 'undetermined 1', 'undetermined 1', 'v1 1/4, v2 3/4']);
  });

  test('that clients stick to are certain by a cookie of the controller, and with any other the policy decides', () => {
    const sticky = ingress({ nginx: { affinity: 'cookie' } });
    const traffic = on(sticky, canary({ 'canary-weight': '50' }));
    const bound = (upstream: string) => ({ Cookie: `INGRESSCOOKIE=1|${md5(md5(upstream) + upstream)}` });
    const answers = [{}, { Cookie: 'INGRESSCOOKIE=1' }, bound('echo-echo-80'), bound('echo-echo-canary-80')].map(
      (headers) => traffic('http://a.example/', headers).toString(),
    );
    expect(answers).toEqual(['v1 1/2, v2 1/2', 'v1 1/2, v2 1/2', 'v1 1', 'v2 1']);
    expect(said(traffic('http://a.example/', { Cookie: 'INGRESSCOOKIE=1' }))).toContain('ingress-nginx-foreign-cookie');
  });

  test('that clients stick to are uncertain where one Service has pods of several versions', () => {
    const both = [
      deployment('a', 1, { app: 'echo', version: 'v1' }),
      deployment('b', 3, { app: 'echo', version: 'v2' }),
      service(),
    ];
    const sticky = ingress({ nginx: { affinity: 'cookie' } });
    expect(ask([...both, sticky], 'http://a.example/').toString()).toBe('v1 1/4, v2 3/4');
    expect(ask([...both, sticky], 'http://a.example/', { Cookie: 'INGRESSCOOKIE=1' }).toString()).toBe(
      'undetermined 1',
    );
  });
});

describe('Ingresses', () => {
  test.each<[string, any, string]>([
    [
      'a backend in the words of v1beta1',
      {
        rules: [
          {
            host: 'a.example',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { serviceName: 'echo', servicePort: 80 } }] },
          },
        ],
      },
      'spec.rules[0].http.paths[0].backend.serviceName',
    ],
    [
      'a backend without port',
      {
        rules: [
          {
            host: 'a.example',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'echo' } } }] },
          },
        ],
      },
      'spec.rules[0].http.paths[0].backend.service.port',
    ],
    ['a host in capitals', { rules: [{ host: 'A.example', http: { paths: [] } }] }, 'spec.rules[0].host'],
    ['no paths', { rules: [{ host: 'a.example', http: {} }] }, 'spec.rules[0].http.paths'],
    [
      'a type that does not exist',
      { rules: [{ host: 'a.example', http: { paths: [{ path: '/', pathType: 'Regex', backend: backend('echo') }] } }] },
      'spec.rules[0].http.paths[0].pathType',
    ],
    [
      'no type',
      { rules: [{ host: 'a.example', http: { paths: [{ path: '/', backend: backend('echo') }] } }] },
      'spec.rules[0].http.paths[0].pathType',
    ],
    ['nothing', { rules: [] }, 'spec'],
  ])('that the API server rejects are left out: %s', (_, spec, field) => {
    const split = on(ingress({ name: 'bad', spec }), second({ host: 'b.example' }))('http://a.example/');
    expect(split.toString()).toBe('404 1');
    expect(split.notes).toContainEqual(
      expect.objectContaining({ code: 'object-rejected', objects: ['Ingress echo/bad'], field }),
    );
  });

  test('of the time before Kubernetes 1.22 are read too', () => {
    const old = {
      apiVersion: 'extensions/v1beta1',
      kind: 'Ingress',
      metadata: { name: 'old', namespace: 'echo' },
      spec: {
        rules: [{ host: 'a.example', http: { paths: [{ backend: { serviceName: 'echo', servicePort: 80 } }] } }],
      },
    };
    expect(on(old)('http://a.example/x').toString()).toBe('v1 1');
  });

  test('that are canaries with a rule without paths stop the controller', () => {
    const broken = canary({ 'canary-weight': '30' });
    broken.spec.rules.push({ host: 'a.example' });
    expect(on(ingress(), broken)('http://a.example/').toString()).toBe('undetermined 1');
  });

  test('whose canaries differ by age alone are told to depend on it, whichever may be first', () => {
    const named = (name: string, weight: string, created?: string) =>
      canary({ 'canary-weight': weight }, { name, service: name === 'b' ? 'echo' : 'echo-canary', created });
    const depends = (split: Split) => split.notes.some(({ code }) => code === 'ingress-nginx-age-unknown');
    const main = ingress({ service: 'main' });
    const traffic = (...canaries: any[]) =>
      on(
        main,
        ...canaries,
        service('main'),
        deployment('main', 1, { app: 'main', version: 'v0' }),
      )('http://a.example/');
    expect(depends(traffic(named('a', '10'), named('b', '50'), named('c', '10')))).toBe(true);
    expect(depends(traffic(named('a', '10', '2026-01-01T00:00:00Z'), named('b', '50', '2026-01-02T00:00:00Z')))).toBe(
      false,
    );
    expect(
      depends(
        on(
          ingress({ service: 'main', created: '2026-01-01T00:00:00Z' }),
          service('main'),
          deployment('main', 1, { app: 'main', version: 'v0' }),
          named('a', '10', '2026-01-02T00:00:00Z'),
          named('b', '50'),
        )('http://a.example/'),
      ),
    ).toBe(true);
  });

  test("of the class annotation are compared with the controller's own class, not with IngressClass objects", () => {
    const ours = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'public' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    };
    const annotated = (value: string) =>
      canary({ 'canary-weight': '30' }, { className: null, annotations: { 'kubernetes.io/ingress.class': value } });
    expect(on(ours, ingress({ className: 'public' }), annotated('nginx'))('http://a.example/').toString()).toBe(
      'v1 7/10, v2 3/10',
    );
    expect(on(ours, ingress({ className: 'public' }), annotated('other'))('http://a.example/').toString()).toBe('v1 1');
  });

  test('with and without a namespace are told to be uncertain', () => {
    const bare = ingress({ name: 'bare', host: 'c.example' });
    delete bare.metadata.namespace;
    expect(on(ingress(), bare)('http://c.example/').notes).toMatchObject([
      { code: 'ingress-nginx-namespace-missing', objects: ['Ingress bare'] },
    ]);
  });
});

describe('hostile input', () => {
  test('that refers to itself, is nested deep or repeats itself is read in no time', () => {
    const circular: any = ingress();
    circular.metadata.self = circular;
    circular.spec.rules[0].http.paths.push(circular);
    let deep: any = {};
    for (let level = 0; level < 50_000; level++) {
      deep = { deep };
    }
    let bomb: any = ['a'];
    for (let level = 0; level < 40; level++) {
      bomb = [bomb, bomb];
    }
    const objects = [
      ...pods,
      ingress(),
      circular,
      { ...ingress({ name: 'deep' }), deep },
      bomb,
      { ...ingress({ name: 'bomb', host: 'b.example' }), bomb },
    ];
    expect(Traffic.of(objects).split(HttpRequest.to('http://a.example/')).toString()).toBe('v1 1');
  });

  test('of numbers without measure is rejected as the API server does', () => {
    const odd = (replicas: any) =>
      ask([deployment('echo-v1', replicas, { app: 'echo', version: 'v1' }), service(), ingress()], 'http://a.example/');
    for (const replicas of [1e300, 2 ** 40, 10n, -1, 1.5]) {
      expect(odd(replicas).notes).toContainEqual(
        expect.objectContaining({ code: 'object-rejected', objects: ['Deployment echo/echo-v1'] }),
      );
    }
  });

  test('of long patterns takes no longer for it', () => {
    const pattern = '[a-z]*'.repeat(20_000);
    const split = on(ingress(), canary({ 'canary-by-header': 'X', 'canary-by-header-pattern': pattern }))(
      'http://a.example/',
      { X: 'a'.repeat(5000) },
    );
    expect(split.toString()).toBe('undetermined 1');
  });
});
