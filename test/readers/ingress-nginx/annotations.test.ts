import { HttpRequest, Split, Traffic } from '../../../src';
import { ask, canary, deployment, ingress, service } from '../../support/ingress-objects';

const pods = [
  deployment('echo-v1', 3, { app: 'echo', version: 'v1' }),
  deployment('echo-v2', 3, { app: 'echo-canary', version: 'v2' }),
  service(),
  service('echo-canary'),
];

function read(objects: any[], headers: { [name: string]: string } = {}, method = 'GET'): Split {
  return Traffic.of([...pods, ...objects], { complete: true }).split(
    HttpRequest.to('http://a.example/', { headers, method }),
  );
}

function withAnnotations(nginx: { [name: string]: string }, ...others: any[]): Split {
  return read([ingress({ nginx }), ...others]);
}

function codes({ notes }: Split): string[] {
  return notes.map(({ code }) => code);
}

describe('an Ingress is dropped as a whole', () => {
  test.each<[string, string]>([
    ['auth-type', 'form'],
    ['auth-url', 'https://a.example/{x}'],
    ['auth-tls-secret', 'a;b'],
    ['client-body-buffer-size', '8kb'],
    ['connection-proxy-header', 'upgrade'],
    ['custom-http-errors', '200'],
    ['default-backend', 'Echo'],
    ['fastcgi-index', 'a b;'],
    ['fastcgi-params-configmap', 'a;b'],
    ['from-to-www-redirect', 'yes'],
    ['http2-push-preload', 'on'],
    ['limit-allowlist', 'here'],
    ['limit-whitelist', '10.0.0.0/33'],
    ['limit-connections', 'ten'],
    ['limit-rpm', '1.5'],
    ['limit-rps', '1/s'],
    ['load-balance', 'least_conn'],
    ['permanent-redirect', 'https://b.example/$1'],
    ['permanent-redirect-code', 'moved'],
    ['proxy-ssl-secret', 'a b;c'],
    ['relative-redirects', 'on'],
    ['server-alias', 'www.example;x'],
    ['ssl-ciphers', 'HIGH;'],
    ['ssl-passthrough', 'on'],
    ['temporal-redirect', '/#a'],
    ['upstream-hash-by', 'a b;'],
    ['upstream-hash-by-subset', 'some'],
    ['upstream-vhost', 'a;b'],
    ['x-forwarded-prefix', '/{a}'],
    ['x-forwarded-prefix', '/a\n/b'],
  ])('by the value of %s: %j', (name, value) => {
    const split = withAnnotations({ [name]: value });
    expect([split.toString(), split.notes[0].code, split.notes[0].field]).toEqual([
      '404 1',
      'ingress-nginx-annotation-invalid',
      name,
    ]);
  });

  test.each(['configuration-snippet', 'server-snippet', 'stream-snippet', 'modsecurity-snippet', 'auth-snippet'])(
    'by %s, whatever it says',
    (name) => {
      const split = withAnnotations({ [name]: '' });
      expect([split.toString(), split.notes[0].code]).toEqual(['404 1', 'ingress-nginx-annotation-risk']);
    },
  );

  test('also by the bare name of a snippet', () => {
    expect(read([ingress({ annotations: { 'server-snippet': 'x' } })]).toString()).toBe('404 1');
  });

  test('not by a snippet where the controller allows critical annotations', () => {
    const settings = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'controller', namespace: 'ingress-nginx' },
      data: { 'annotations-risk-level': 'Critical' },
    };
    const split = withAnnotations({ 'configuration-snippet': 'return 200;' }, settings);
    expect([split.toString(), ...codes(split)]).toEqual(['v1 1', 'ingress-nginx-may-answer']);
  });

  test('by an annotation of a canary, too', () => {
    expect(read([ingress(), canary({ 'canary-weight': '50', 'load-balance': 'random' })]).toString()).toBe('v1 1');
  });

  test.each<[string, string]>([
    ['proxy-body-size', 'much'],
    ['enable-cors', 'yes'],
    ['ssl-redirect', 'no'],
    ['affinity', 'ip'],
    ['mirror-target', 'a;b'],
    ['backend-protocol', 'tcp'],
    ['rewrite-target', '/{a}'],
    ['limit-rate', 'fast'],
    ['upstream-hash-by', ''],
    ['auth-secret-type', 'other'],
    ['proxy-buffering', 'maybe'],
  ])('not by %s %j, which counts as not written', (name, value) => {
    expect(withAnnotations({ [name]: value }).toString()).toBe('v1 1');
  });

  test.each<[string, any]>([
    ['a path', { path: '/x/etc/nginx' }],
    ['a path with a directive', { path: '/alias x;', pathType: 'ImplementationSpecific' }],
  ])('by the deep inspection of %s', (_, parts) => {
    const split = read([ingress({ host: 'a.example', ...parts })]);
    expect([split.toString(), split.notes[0].code]).toEqual(['404 1', 'ingress-nginx-inspection']);
  });
});

describe('nginx denies the paths of an Ingress', () => {
  const secret = (name: string, data: any) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'echo' },
    data,
  });
  const config = (name: string, data: any) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'echo' },
    data,
  });

  test.each<[string, { [name: string]: string }]>([
    ['a Secret of passwords is missing', { 'auth-type': 'basic', 'auth-secret': 'nosuch' }],
    ['no Secret of passwords is named', { 'auth-type': 'basic' }],
    ['the Secret is of another namespace', { 'auth-type': 'basic', 'auth-secret': 'other/users' }],
    ['auth-url has no host', { 'auth-url': 'auth.example' }],
    ['auth-method is none', { 'auth-url': 'https://auth.example/', 'auth-method': 'FETCH' }],
    [
      'a header of auth-response-headers is none',
      { 'auth-url': 'https://auth.example/', 'auth-response-headers': 'a b' },
    ],
    ['a duration is none', { 'auth-url': 'https://auth.example/', 'auth-cache-duration': '200' }],
    [
      'headers for the authentication are missing',
      { 'auth-url': 'https://auth.example/', 'auth-proxy-set-headers': 'echo/nosuch' },
    ],
    ['headers are written without namespace', { 'custom-headers': 'headers' }],
    ['headers are missing', { 'custom-headers': 'echo/nosuch' }],
    ['headers are not allowed', { 'custom-headers': 'echo/headers' }],
    ['parameters of FastCGI are missing', { 'fastcgi-params-configmap': 'nosuch' }],
    ['a certificate for the pods is missing', { 'proxy-ssl-secret': 'echo/nosuch' }],
    ['a certificate is written without namespace', { 'proxy-ssl-secret': 'cert' }],
    ['addresses are none', { 'denylist-source-range': 'everyone' }],
    ['addresses are empty', { 'allowlist-source-range': '' }],
  ])('with 503 where %s', (_, nginx) => {
    const split = withAnnotations(nginx, secret('users', { auth: '' }), config('headers', { 'X-A': 'b' }));
    expect([split.toString(), split.notes.at(-1)?.code]).toEqual(['503 1', 'ingress-nginx-denied']);
  });

  test('with 403 for the whole host where certificates of clients cannot be checked', () => {
    const denied = ingress({ name: 'tls', path: '/other', nginx: { 'auth-tls-secret': 'echo/nosuch' } });
    expect(read([ingress(), denied]).toString()).toBe('403 1');
  });

  test('not where the canary alone asks for it', () => {
    expect(read([ingress(), canary({ 'canary-weight': '0', 'custom-headers': 'echo/nosuch' })]).toString()).toBe(
      'v1 1',
    );
  });

  test('not where an invalid value leaves the external authentication out', () => {
    const split = withAnnotations({
      'auth-url': 'https://auth.example/',
      'auth-cache-duration': '200;',
      'auth-response-headers': ';',
    });
    expect([split.toString(), ...codes(split)]).toEqual(['v1 1']);
  });

  test('nobody knows in a part of the objects, and the reader says what it takes as there', () => {
    const split = ask([...pods, ingress({ nginx: { 'proxy-ssl-secret': 'echo/cert' } })], 'http://a.example/');
    expect([split.toString(), ...split.notes.map(({ kind, code }) => `${kind} ${code}`)]).toEqual([
      'v1 1',
      'assumed ingress-nginx-reference-assumed',
    ]);
  });

  test('an expected header that global-allowed-response-headers allows is set', () => {
    const settings = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'x' },
      data: { 'global-allowed-response-headers': 'X-A, X-B' },
    };
    expect(
      withAnnotations({ 'custom-headers': 'echo/headers' }, config('headers', { 'X-A': 'b' }), settings).toString(),
    ).toBe('v1 1');
  });
});

describe('nginx answers itself', () => {
  const users = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'users', namespace: 'echo' },
    stringData: { auth: 'a:b' },
  };
  const password = { 'auth-type': 'basic', 'auth-secret': 'users' };

  test('401 without a password, and takes one as right', () => {
    expect(withAnnotations(password, users).toString()).toBe('401 1');
    const split = read([ingress({ nginx: password }), users], { authorization: 'Basic YTpi' });
    expect([split.toString(), ...codes(split)]).toEqual(['v1 1', 'ingress-nginx-password-right']);
  });

  test('404 in place of 503 where custom-http-errors hands it over to the default backend', () => {
    const empty = [deployment('empty', 0, { app: 'empty' }), service('empty')];
    expect(read([...empty, ingress({ service: 'empty', nginx: { 'custom-http-errors': '404,503' } })]).toString()).toBe(
      '404 1',
    );
    expect(read([...empty, ingress({ service: 'empty', nginx: { 'custom-http-errors': '404' } })]).toString()).toBe(
      '503 1',
    );
  });

  test.each<[{ [name: string]: string }, { [name: string]: string }, string]>([
    [{ 'enable-cors': 'true' }, {}, '204 1'],
    [{ 'enable-cors': 'true' }, { origin: 'http://x' }, '204 1'],
    [{ 'enable-cors': 'false' }, { origin: 'http://x' }, 'v1 1'],
    [{ 'enable-cors': 'true', 'cors-allow-origin': 'https://x.example' }, { origin: 'https://X.example' }, '204 1'],
    [{ 'enable-cors': 'true', 'cors-allow-origin': 'https://x.example' }, { origin: 'https://y.example' }, 'v1 1'],
    [{ 'enable-cors': 'true', 'cors-allow-origin': 'https://*.x.example' }, { origin: 'https://a.x.example' }, '204 1'],
    [
      { 'enable-cors': 'true', 'cors-allow-origin': 'https://*.x.example' },
      { origin: 'https://a.b.x.example' },
      'v1 1',
    ],
    [{ 'enable-cors': 'true', 'cors-allow-origin': 'x.example' }, { origin: 'https://x.example' }, 'v1 1'],
    [{ 'enable-cors': 'true', 'cors-allow-origin': '{}' }, { origin: 'https://x.example' }, '204 1'],
  ])('OPTIONS with %j and the headers %j', (nginx, headers, expected) => {
    expect(read([ingress({ nginx })], headers, 'OPTIONS').toString()).toBe(expected);
  });

  test('a preflight before it redirects', () => {
    const nginx = { 'enable-cors': 'true', 'permanent-redirect': 'https://b.example' };
    expect(read([ingress({ nginx })], {}, 'OPTIONS').toString()).toBe('204 1');
    expect(read([ingress({ nginx })]).toString()).toBe('301 1');
  });

  test('without a temporal redirect to what Go does not parse as a URL', () => {
    const answers = ['http://b.example:web/', 'http://b.example:8080/', 'b.example', 'HTTPS://b.example'].map((url) => {
      return withAnnotations({ 'temporal-redirect': url }).toString();
    });
    expect(answers).toEqual(['v1 1', '302 1', 'v1 1', '302 1']);
  });

  test('with the code of a redirect, within its bounds', () => {
    expect(
      withAnnotations({ 'temporal-redirect': 'https://b.example', 'temporal-redirect-code': '308' }).toString(),
    ).toBe('302 1');
    expect(withAnnotations({ 'permanent-redirect': 'b.example', 'permanent-redirect-code': '308' }).toString()).toBe(
      '308 1',
    );
    expect(withAnnotations({ 'permanent-redirect': 'b.example', 'from-to-www-redirect': '' }).toString()).toBe('v1 1');
    expect(withAnnotations({ 'permanent-redirect': 'b.example', 'temporal-redirect': 'b.example' }).toString()).toBe(
      'v1 1',
    );
  });
});
