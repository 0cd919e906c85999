import { PodReadiness } from '../../../src';
import { ask, service, to, voyager, weightedDeployment } from '../../support/voyager-objects';

const shared = [
  service('httpd', [{ port: 80, targetPort: 80, name: 'http' }], 'httpd'),
  voyager({ defaultBackend: to() }),
];

function split(...deployments: any[]): string {
  return ask([...shared, ...deployments], '/').toString();
}

describe('hard case 12: weights of pods', () => {
  test.each<[string, any[], string]>([
    [
      "a weight is a pod's, not a version's",
      [weightedDeployment('previous', 1, '25'), weightedDeployment('new', 3, '75')],
      'previous 1/10, new 9/10',
    ],
    [
      'equal numbers of pods',
      [weightedDeployment('previous', 2, '75'), weightedDeployment('new', 2, '25')],
      'previous 3/4, new 1/4',
    ],
    [
      'what is no number is nothing',
      [weightedDeployment('previous', 1, '75'), weightedDeployment('new', 1, '25%')],
      'previous 1',
    ],
    [
      'without a weight a pod has 1',
      [weightedDeployment('previous', 1, '25'), weightedDeployment('new', 1)],
      'previous 25/26, new 1/26',
    ],
    [
      'as below zero',
      [weightedDeployment('previous', 1, '25'), weightedDeployment('new', 1, '-7')],
      'previous 25/26, new 1/26',
    ],
    [
      'above 256 HAProxy keeps what it had',
      [weightedDeployment('previous', 1, '25'), weightedDeployment('new', 1, '300')],
      'undetermined 1',
    ],
    ['nobody has a weight', [weightedDeployment('previous', 1, '0'), weightedDeployment('new', 1, '0')], '503 1'],
    [
      'one alone has everything, whatever its weight',
      [weightedDeployment('previous', 0, '0'), weightedDeployment('new', 1, '75')],
      'new 1',
    ],
  ])('%s', (_, deployments, expected) => {
    expect(split(...deployments)).toBe(expected);
  });

  test('a weight below 0 is told', () => {
    const { notes } = ask(
      [...shared, weightedDeployment('previous', 1, '25'), weightedDeployment('new', 1, '-7')],
      '/',
    );
    expect(notes).toMatchObject([{ code: 'voyager-weight-negative', kind: 'ignored', objects: ['httpd/httpd-new'] }]);
  });

  test('a weight that is no text is rejected by the API server', () => {
    const found = ask(
      [...shared, weightedDeployment('previous', 1, '75'), weightedDeployment('new', 1, 25 as any)],
      '/',
    );
    expect(found.toString()).toBe('previous 1');
    expect(found.notes).toMatchObject([{ code: 'object-rejected', objects: ['Deployment httpd/httpd-new'] }]);
  });
});

describe('hard case 12: what happens between the stages when pods are recreated', () => {
  const stage75 = [weightedDeployment('previous', 1, '25'), weightedDeployment('new', 1, '75')];
  const stage25 = [weightedDeployment('previous', 1, '75'), weightedDeployment('new', 1, '25')];
  const readiness = (previous: number, next: number) =>
    PodReadiness.allReady().withReadyPods('httpd/httpd-previous', previous).withReadyPods('httpd/httpd-new', next);

  test.each<[string, any[], PodReadiness, string]>([
    ['stable at 25', stage25, readiness(1, 1), 'previous 3/4, new 1/4'],
    ['previous is being recreated', stage25, readiness(0, 1), 'new 1'],
    ['previous is back with 25', [stage75[0], stage25[1]], readiness(1, 1), 'previous 1/2, new 1/2'],
    ['new is being recreated', stage75, readiness(1, 0), 'previous 1'],
    ['stable at 75', stage75, readiness(1, 1), 'previous 1/4, new 3/4'],
    [
      'at 100, previous scaled down and new being recreated',
      [weightedDeployment('previous', 0, '0'), weightedDeployment('new', 1, '100')],
      readiness(0, 0),
      '503 1',
    ],
  ])('%s', (_, deployments, ready, expected) => {
    expect(ask([...shared, ...deployments], '/', {}, ready).toString()).toBe(expected);
  });
});

describe("Voyager's routing", () => {
  const pods = [weightedDeployment('v1', 1, '100')];
  const other = { ...weightedDeployment('other', 1), metadata: { name: 'other', namespace: 'httpd' } };
  other.spec.template.metadata.labels = { app: 'other', version: 'other' };
  other.spec.selector.matchLabels = other.spec.template.metadata.labels;
  const services = [
    service('httpd', [{ port: 80, name: 'http' }], 'httpd'),
    service('other', [{ port: 80, name: 'http' }], 'httpd'),
  ];
  const traffic = (spec: any, url: string, annotations = {}, headers = {}) =>
    ask([...services, ...pods, other, voyager(spec, 'httpd', 'v1', annotations)], url, headers);
  const rule = (host: string | undefined, ...paths: [string, string][]) => {
    return { host, http: { paths: paths.map(([path, name]) => ({ path, backend: to(name) })) } };
  };

  test('takes the beginning of a path as it is sent', () => {
    const spec = { rules: [rule(undefined, ['/echo', 'httpd'])] };
    expect(['/echo', '/echoes', '/ECHO', '/%65cho', '/'].map((url) => traffic(spec, url).toString())).toEqual([
      'v1 1',
      'v1 1',
      '503 1',
      '503 1',
      '503 1',
    ]);
  });

  test('prefers more elements to more characters, whatever the order', () => {
    const spec = { rules: [rule(undefined, ['/a', 'httpd'], ['/a/b', 'other'], ['/abcdef', 'httpd'])] };
    expect(['/a/b/c', '/a/c', '/abcdef'].map((url) => traffic(spec, url).toString())).toEqual([
      'other 1',
      'v1 1',
      'v1 1',
    ]);
  });

  test('takes paths for one where slashes and dashes are all the difference', () => {
    const spec = { rules: [rule(undefined, ['/a/b', 'other'], ['/a-b', 'httpd'])] };
    expect(traffic(spec, '/a-b').toString()).toBe('other 1');
  });

  test('prefers the host itself, then a wildcard, then every host, then the default backend', () => {
    const spec = {
      defaultBackend: to('other'),
      rules: [rule('app.example', ['/', 'httpd']), rule('*.example', ['/x', 'other']), rule('', ['/y', 'httpd'])],
    };
    expect(
      [
        'http://app.example/x',
        'http://APP.example:80/',
        'http://b.example/x',
        'http://b.example/y',
        'http://b.example/z',
        'http://app.example:81/',
      ].map((url) => traffic(spec, url).toString()),
    ).toEqual(['v1 1', 'v1 1', 'other 1', 'v1 1', 'other 1', 'no listener 1']);
  });

  test('answers 503 where nothing takes the request', () => {
    expect(traffic({ rules: [rule('app.example', ['/', 'httpd'])] }, 'http://b.example/').toString()).toBe('503 1');
  });

  test('leaves out a path whose Service lacks the port, so that another one or the default backend answers', () => {
    const spec = {
      defaultBackend: to('other'),
      rules: [{ http: { paths: [{ path: '/', backend: to('httpd', 81) }] } }],
    };
    const found = traffic(spec, '/');
    expect(found.toString()).toBe('other 1');
    expect(found.notes).toMatchObject([
      { code: 'voyager-port-missing', kind: 'ignored', objects: ['Ingress httpd/httpd', 'Service httpd/httpd'] },
    ]);
  });

  test('finds a port without a name by any number', () => {
    expect(
      ask(
        [service('httpd', [{ port: 8080 }], 'httpd'), ...pods, voyager({ defaultBackend: to('httpd', 80) })],
        '/',
      ).toString(),
    ).toBe('v1 1');
  });

  test('reads v1beta1, with the port as text', () => {
    expect(
      ask(
        [...services, ...pods, voyager({ backend: { serviceName: 'httpd', servicePort: '80' } }, 'httpd', 'v1beta1')],
        '/',
      ).toString(),
    ).toBe('v1 1');
    expect(
      ask(
        [...services, ...pods, voyager({ backend: { serviceName: 'httpd', servicePort: 'http' } }, 'httpd', 'v1beta1')],
        '/',
      ).toString(),
    ).toBe('v1 1');
  });

  test('finds a Service of another namespace by its name', () => {
    expect(
      ask(
        [
          service('httpd', [{ port: 80 }], 'web'),
          { ...pods[0], metadata: { name: 'httpd-v1', namespace: 'web' } },
          voyager({ defaultBackend: to('httpd.web') }),
        ],
        '/',
      ).toString(),
    ).toBe('v1 1');
  });

  test('listens for HTTPS where there is a certificate, and sends plain HTTP there', () => {
    const spec = { tls: [{ hosts: ['app.example'], secretName: 's' }], rules: [rule('app.example', ['/', 'httpd'])] };
    expect(['https://app.example/', 'http://app.example/'].map((url) => traffic(spec, url).toString())).toEqual([
      'v1 1',
      '308 1',
    ]);
    expect(traffic(spec, 'http://app.example/', { 'ingress.appscode.com/ssl-redirect': 'false' }).toString()).toBe(
      'no listener 1',
    );
    expect(traffic({ rules: spec.rules }, 'https://app.example/').notes).toMatchObject([
      { code: 'voyager-no-listener', kind: 'explained' },
    ]);
  });

  test('has a load balancer for every Ingress: the one that knows the host is meant', () => {
    const objects = [
      ...services,
      ...pods,
      other,
      voyager({ rules: [rule('a.example', ['/', 'httpd'])] }, 'a'),
      voyager({ rules: [rule('b.example', ['/', 'other'])] }, 'b'),
    ];
    expect(
      ['http://a.example/', 'http://b.example/', 'http://c.example/'].map((url) => ask(objects, url).toString()),
    ).toEqual(['v1 1', 'other 1', '503 1']);
    const both = [
      ...services,
      ...pods,
      other,
      voyager({ defaultBackend: to() }, 'a'),
      voyager({ defaultBackend: to('other') }, 'b'),
    ];
    expect(ask(both, '/').notes).toMatchObject([
      { code: 'voyager-load-balancers-differ', objects: ['Ingress httpd/a', 'Ingress httpd/b'] },
    ]);
  });

  test('is not certain of what only HAProxy knows', () => {
    const weighted = [...services, weightedDeployment('v1', 1, '50'), weightedDeployment('v2', 1, '50')];
    const balanced = (loadBalanceOn: string) =>
      ask([...weighted, voyager({ defaultBackend: { ...to(), loadBalanceOn } })], '/').toString();
    const ways = ['uri', 'leastconn', 'first', 'roundrobin', 'static-rr', 'random(2)'];
    expect(ways.map(balanced)).toEqual([
      'undetermined 1',
      'undetermined 1',
      'undetermined 1',
      'v1 1/2, v2 1/2',
      'v1 1/2, v2 1/2',
      'v1 1/2, v2 1/2',
    ]);
    const sticky = voyager({ defaultBackend: to() }, 'httpd', 'v1', { 'ingress.appscode.com/affinity': 'cookie' });
    expect([
      ask([...weighted, sticky], '/', { cookie: 'SERVERID=pod-1' }).toString(),
      ask([...weighted, sticky], '/').toString(),
    ]).toEqual(['undetermined 1', 'v1 1/2, v2 1/2']);
    expect(
      ask([...weighted, voyager({ defaultBackend: { ...to(), backendRules: ['acl x path /x'] } })], '/').notes,
    ).toMatchObject([{ code: 'voyager-backend-rules', kind: 'unread' }]);
  });

  test('rejects a rule that is none', () => {
    expect(traffic({ rules: [{ host: 'app.example' }] }, 'http://app.example/').notes).toMatchObject([
      { code: 'voyager-rejected', kind: 'rejected' },
    ]);
  });
});
