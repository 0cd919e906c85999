import { HttpRequest, Split, Traffic } from '../../../src';
import { ask, canary, deployment, ingress, service } from '../../support/ingress-objects';

const pods = [
  deployment('echo-v1', 3, { app: 'echo', version: 'v1' }),
  deployment('echo-v2', 3, { app: 'echo-canary', version: 'v2' }),
  service(),
  service('echo-canary'),
];
const second = (parts: any) => ingress({ name: 'second', service: 'echo-canary', ...parts });

function on(...ingresses: any[]): (url: string) => string {
  return (url) => ask([...pods, ...ingresses], url).toString();
}

describe('nginx refuses a request', () => {
  test.each([
    ['get', '400 1'],
    ['Get', '400 1'],
    ['TRACE', '405 1'],
    ['CONNECT', '405 1'],
    ['PURGE', 'v1 1'],
    ['M-SEARCH', 'v1 1'],
  ])('with the method %s', (method, expected) => {
    expect(
      Traffic.of([...pods, ingress()])
        .split(HttpRequest.to('http://a.example/', { method }))
        .toString(),
    ).toBe(expected);
  });

  test.each([
    ['', '400 1'],
    ['a..example', '400 1'],
    ['a/example', '400 1'],
    ['A.EXAMPLE.', 'v1 1'],
    ['a.example:x', 'v1 1'],
    ['a.example:80', 'v1 1'],
    ['.', '400 1'],
  ])('with the host %j', (host, expected) => {
    expect(
      Traffic.of([...pods, ingress()])
        .split(HttpRequest.to('http://a.example/', { headers: { Host: host } }))
        .toString(),
    ).toBe(expected);
  });
});

describe('paths stand in quotes', () => {
  test.each(['/a b', '/a;b', '/a{b}', '/a"b', '/a#b', '/a\\b', "/a'b", '/ä'])(
    'so that %j is one like another',
    (path) => {
      const url = `http://a.example${encodeURI(path).replace('#', '%23').replace(';', '%3B')}`;
      const traffic = on(ingress({ path, pathType: 'ImplementationSpecific' }));
      expect([traffic(url), traffic(`${url}/c`), traffic(`${url}c`)]).toEqual(['v1 1', 'v1 1', '404 1']);
    },
  );

  test('that end with a slash take the path without it by 301, exact ones too', () => {
    expect(on(ingress({ path: '/a/', pathType: 'Exact' }))('http://a.example/a')).toBe('301 1');
    expect(
      on(ingress({ path: '/a/', pathType: 'Exact' }), second({ path: '/a', pathType: 'Exact' }))('http://a.example/a'),
    ).toBe('v2 1');
  });

  test('that are denied are not sent there', () => {
    const denied = second({ path: '/a/', pathType: 'Exact', nginx: { 'denylist-source-range': 'x' } });
    expect([on(ingress(), denied)('http://a.example/a'), on(ingress(), denied)('http://a.example/a/')]).toEqual([
      'v1 1',
      '503 1',
    ]);
  });

  test('of the same name are refused with everything else', () => {
    const objects = [
      ...pods,
      ingress({ path: '/a', host: 'b.example' }),
      second({ path: '/a/', host: 'b.example' }),
      ingress({ name: 'other' }),
    ];
    const { shares, notes } = ask(objects, 'http://a.example/');
    expect(shares[0].undetermined).toMatchObject({ code: 'ingress-nginx-configuration-refused', kind: 'rejected' });
    expect(notes.at(-1)?.objects.sort()).toEqual(['Ingress echo/echo', 'Ingress echo/second']);
  });

  test('are all expressions where one Ingress of the host rewrites: its exact neighbour takes more than itself', () => {
    const traffic = on(
      ingress({ path: '/a', pathType: 'Exact' }),
      second({ path: '/b', nginx: { 'rewrite-target': '/' } }),
    );
    expect(['/a', '/ab', '/A', '/b', '/bc'].map((path) => traffic(`http://a.example${path}`))).toEqual([
      'v1 1',
      'v1 1',
      'v1 1',
      'v2 1',
      'v2 1',
    ]);
  });
});

describe('the server for all other hosts', () => {
  test('has a health check and a status page', () => {
    const traffic = on(ingress());
    expect(['/healthz', '/nginx_status', '/'].map((path) => traffic(`http://b.example${path}`))).toEqual([
      '200 1',
      '403 1',
      '404 1',
    ]);
    expect(on(ingress({ host: '', path: '/healthz' }))('http://b.example/healthz')).toBe('v1 1');
  });
});

describe('names of servers', () => {
  test('with a wildcard are expressions, and come in the order of hosts with those of aliases', () => {
    const traffic = on(ingress({ host: '*.example' }), second({ host: 'b.other', nginx: { 'server-alias': '~^.*$' } }));
    expect([traffic('http://x.example/'), traffic('http://y.z/')]).toEqual(['v1 1', 'v2 1']);
  });

  test('that are hosts of their own are no aliases', () => {
    expect(
      on(ingress({ nginx: { 'server-alias': 'b.example' } }), second({ host: 'b.example' }))('http://b.example/'),
    ).toBe('v2 1');
  });

  test('of a redirect to www are refused for a wildcard', () => {
    const traffic = on(ingress({ host: '*.example', nginx: { 'from-to-www-redirect': 'true' } }));
    expect(traffic('http://b.example/')).toBe('undetermined 1');
  });
});

describe('values that nginx refuses leave nobody certain', () => {
  test.each<[{ [name: string]: string }]>([
    [{ 'proxy-connect-timeout': '-1' }],
    [{ 'proxy-buffers-number': '2' }],
    [{ 'proxy-buffer-size': '1g' }],
    [{ 'proxy-busy-buffers-size': '1k' }],
    [{ 'proxy-busy-buffers-size': '64k' }],
    [{ 'proxy-max-temp-file-size': '1k' }],
    [{ 'proxy-cookie-path': '/a' }],
    [{ 'limit-rps': '1', 'limit-burst-multiplier': '0' }],
    [{ 'rewrite-target': '/$' }], [{ 'mirror-target': 'ftp://mirror.example' }],
  ])('%j', (nginx) => {
    expect(on(ingress({ nginx }))('http://a.example/')).toBe('undetermined 1');
  });

  test.each<[{ [name: string]: string }]>([
    [{ 'proxy-connect-timeout': '0' }],
    [{ 'proxy-buffers-number': '3' }],
    [{ 'proxy-buffer-size': '16k' }],
    [{ 'proxy-max-temp-file-size': '0' }],
    [{ 'proxy-cookie-path': '/a /b' }],
    [{ 'proxy-cookie-path': 'off' }],
    [{ 'limit-burst-multiplier': '0' }],
    [{ 'rewrite-target': '/$1' }],
  ])('%j is fine', (nginx) => {
    expect(on(ingress({ nginx }))('http://a.example/')).toBe('v1 1');
  });
});

describe('headers and cookies as nginx has them', () => {
  const decided = (policy: any, request: HttpRequest): Split =>
    Traffic.of([...pods, ingress(), canary(policy)]).split(request);
  const to = (headers: { [name: string]: string } = {}, url = 'http://a.example/') => HttpRequest.to(url, { headers });

  test('keep the tabs around a value', () => {
    const policy = { 'canary-by-header': 'X', 'canary-by-header-value': 'beta' };
    expect([decided(policy, to({ X: 'beta\t' })), decided(policy, to({ X: ' beta ' }))].map(String)).toEqual([
      'v1 1',
      'v2 1',
    ]);
  });

  test('have the host as the client has written it', () => {
    const policy = { 'canary-by-header': 'Host', 'canary-by-header-value': 'a.example' };
    expect(
      [
        decided(policy, to()),
        decided(policy, to({}, 'http://A.example/')),
        decided(policy, to({}, 'http://a.example:8080/')),
      ].map(String),
    ).toEqual(['v2 1', 'v1 1', 'v1 1']);
  });

  test('have a cookie without a name, which a canary without a cookie obeys', () => {
    const policy = { 'canary-weight': '0' };
    expect(
      [
        decided(policy, to({ Cookie: '=always' })),
        decided(policy, to({ Cookie: 'a=b; =always' })),
        decided(policy, to({ Cookie: 'a=always' })),
      ].map(String),
    ).toEqual(['v2 1', 'v2 1', 'v1 1']);
  });
});
