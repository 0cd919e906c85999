import { ApplyMethod, Finding, Transition } from '../../src';
import * as gloo from '../support/gloo-objects';
import * as nginx from '../support/ingress-objects';
import * as istio from '../support/istio-objects';
import { rolloutObject } from '../support/rollout-objects';
import * as voyager from '../support/voyager-objects';

/** A finding as one line: what, how bad, for whom. */
function told({ rule, severity, request, message }: Finding): string {
  return `${severity} ${rule}, ${request}: ${message}`;
}

function findings(from: any[], to: any[], ...methods: ApplyMethod[]): string[] {
  return new Transition({ from, to, methods: methods.length === 0 ? undefined : methods }).findings.map(told);
}

describe('Gloo', () => {
  const [v1, v2, service] = gloo.echo();
  const routed = (route: any) => gloo.virtualService([{ matchers: [{ prefix: '/' }], ...route }]);
  const others = [service, gloo.upstream()];

  test(
    'a chart that retires a version in the release in which it stops routing to it takes pods away that still have ' +
      'half of the requests',
    () => {
      const from = [v1, v2, ...others, routed(gloo.weighted({ v1: 50, v2: 50 }))];
      const to = [v2, ...others, routed(gloo.to('v2'))];
      const [finding] = new Transition({ from, to, methods: [ApplyMethod.FLUX] }).findings;
      expect(told(finding)).toBe(
        'error no-ready-pod, GET http://any.example/: 50 % of these requests are meant for v1, which has no ready pod; ' +
          'v2 answers instead, and requests in flight to the pods that are removed fail',
      );
      // Argo CD prunes before it applies, so there it needs no lagging router.
      const [certain] = new Transition({ from, to, methods: [ApplyMethod.ARGO_CD] }).findings;
      expect(certain).toMatchObject({
        rule: 'no-ready-pod',
        severity: 'error',
        order: ['Deployment echo/echo-v1 deleted', 'VirtualService gloo-system/app changed'],
        moment: 'visible: Deployment echo/echo-v1 deleted; not yet: VirtualService gloo-system/app changed',
        objects: ['Deployment echo/echo-v1', 'VirtualService gloo-system/app'],
        methods: ['Argo CD'],
        fix:
          'Split it in two: first route all requests away from the objects that are removed and wait until the ' +
          'routers have the change, then remove them in a stage of its own.',
      });
    },
  );

  test('without a fallback the same is an error for the half that is still routed to the version', () => {
    const strict = [
      service,
      gloo.upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], fallbackPolicy: 'NO_FALLBACK' } }),
    ];
    const from = [v1, v2, ...strict, routed(gloo.weighted({ v1: 50, v2: 50 }))];
    const to = [v2, ...strict, routed(gloo.to('v2'))];
    expect(findings(from, to, ApplyMethod.ARGO_CD)).toEqual([
      'error no-ready-pod, GET http://any.example/: 50 % of these requests are answered with 503: they are meant for ' +
        'v1, which has no ready pod',
    ]);
  });

  test('a route that is pinned only together with the first pods of a new version sends requests to it', () => {
    const from = [v1, ...others, routed(gloo.to())];
    const to = [v1, v2, ...others, routed(gloo.to('v1'))];
    expect(findings(from, to, ApplyMethod.KUBECTL)).toEqual([
      'error foreign-version, GET http://any.example/: 50 % of these requests go to v2, which gets none of them in ' +
        'either stage',
    ]);
  });

  test('a route to a version that is only being deployed falls back to the other one, which is told', () => {
    const from = [v1, ...others, routed(gloo.to('v1'))];
    const to = [v1, v2, ...others, routed(gloo.to('v2'))];
    expect(findings(from, to, ApplyMethod.KUBECTL)).toEqual([
      'warning no-ready-pod, GET http://any.example/: 100 % of these requests are meant for v2, which has no ready ' +
        'pod; v1 answers instead',
    ]);
  });
});

describe('ingress-nginx', () => {
  const pods = (name: string, version: string, replicas = 1) =>
    nginx.deployment(name, replicas, { app: name, version });
  const [stable, canary] = [
    [pods('echo', 'v1'), nginx.service()],
    [pods('echo-canary', 'v2'), nginx.service('echo-canary')],
  ];
  const ingresses = [
    nginx.ingress({ created: '2024-01-01T00:00:00Z' }),
    nginx.canary({ 'canary-weight': '100' }, { created: '2024-01-02T00:00:00Z' }),
  ];

  test.each([
    ['deleted', [nginx.service(), ...canary, ...ingresses]],
    ['scaled to nothing', [pods('echo', 'v1', 0), nginx.service(), ...canary, ...ingresses]],
  ])('a main backend whose pods are %s takes the canary down with it, though that one gets everything', (_, to) => {
    const from = [...stable, ...canary, ...ingresses];
    expect(findings(from, to, ApplyMethod.HELM)[0]).toBe(
      'error no-ready-pod, GET http://a.example/: 100 % of these requests are answered with 503: they are meant for ' +
        'v2, which has no ready pod',
    );
  });

  test('a canary that comes together with its pods is told, though stable answers until they are ready', () => {
    const [main, weighted] = [
      ingresses[0],
      nginx.canary({ 'canary-weight': '20' }, { created: '2024-01-02T00:00:00Z' }),
    ];
    expect(findings([...stable, main], [...stable, ...canary, main, weighted], ApplyMethod.KUBECTL)).toEqual([
      'warning no-ready-pod, GET http://a.example/: 20 % of these requests are meant for v2, which has no ready pod; ' +
        'v1 answers instead',
    ]);
  });
});

describe('Istio', () => {
  const pods = ['v1', 'v2'].map((version) => istio.deployment(`echo-${version}`, 1, { app: 'echo', version }));
  const rule = (...versions: string[]) =>
    istio.destinationRule('echo', Object.fromEntries(versions.map((version) => [version, { version }])));
  const routed = (weights: [string, number][]) =>
    istio.virtualService({
      hosts: ['echo'],
      http: [{ route: weights.map(([version, weight]) => istio.to('echo', version, weight)) }],
    });

  test('a subset that goes before the route to it leaves the route without a destination', () => {
    const from = [
      ...pods,
      istio.service(),
      rule('v1', 'v2'),
      routed([
        ['v1', 90],
        ['v2', 10],
      ]),
    ];
    const to = [...pods, istio.service(), rule('v1'), routed([['v1', 100]])];
    const [finding] = new Transition({ from, to, methods: [ApplyMethod.KUBECTL] }).findings;
    expect(told(finding)).toBe('error error-share, GET http://echo/: 10 % of these requests are answered with 503');
    expect(finding.moment).toBe(
      'visible: DestinationRule echo/echo-rule changed; not yet: VirtualService echo/echo changed',
    );
  });

  test('in the other order it lasts only as long as the router has seen only the route late, which is a warning', () => {
    const from = [
      ...pods,
      istio.service(),
      routed([
        ['v1', 90],
        ['v2', 10],
      ]),
      rule('v1', 'v2'),
    ];
    const to = [...pods, istio.service(), routed([['v1', 100]]), rule('v1')];
    const [finding] = new Transition({ from, to, methods: [ApplyMethod.KUBECTL] }).findings;
    expect(told(finding)).toBe('warning error-share, GET http://echo/: 10 % of these requests are answered with 503');
    expect(finding.moment).toBe(
      'the router has seen only DestinationRule echo/echo-rule changed; not yet: VirtualService echo/echo changed',
    );
  });
});

describe('Voyager', () => {
  const weighted = (version: string, weight: string, type: string) => {
    const deployment = voyager.weightedDeployment(version, 1, weight);
    return {
      ...deployment,
      spec: {
        ...deployment.spec,
        strategy: type === 'Recreate' ? { type } : { type, rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      },
    };
  };
  const state = (old: string, canary: string, type: string) => [
    weighted('previous', old, type),
    weighted('new', canary, type),
    voyager.service('httpd', [{ port: 80 }], 'httpd'),
    voyager.voyager({ rules: [{ host: 'app.example', http: { paths: [{ path: '/', backend: voyager.to() }] } }] }),
  ];

  test('pods that are recreated for a new weight leave everything to the other version for a while', () => {
    expect(findings(state('75', '25', 'Recreate'), state('25', '75', 'Recreate'), ApplyMethod.KUBECTL)).toEqual([
      'error share-out-of-bounds, GET http://app.example/: 100 % of these requests go to new, which gets between 25 % ' +
        'and 75 % in the two stages',
      'error no-ready-pod, GET http://app.example/: 100 % of these requests are answered with 503: they are meant for ' +
        'previous and new, which has no ready pod',
    ]);
  });

  test('pods that are replaced one by one only go a little beyond both weights, which is told', () => {
    expect(
      findings(state('75', '25', 'RollingUpdate'), state('25', '75', 'RollingUpdate'), ApplyMethod.KUBECTL),
    ).toEqual([
      'note share-out-of-bounds, GET http://app.example/: 80 % of these requests go to previous, which gets between 25 ' +
        '% and 75 % in the two stages',
    ]);
  });
});

describe('pods without a version label', () => {
  test('are known by their workload, so that replacing them is no other version', () => {
    const deployment = (weight: string) => {
      const written = voyager.weightedDeployment('v1', 2, weight);
      const { version: _, ...labels } = written.spec.template.metadata.labels;
      const metadata = { ...written.spec.template.metadata, labels };
      return { ...written, spec: { ...written.spec, template: { ...written.spec.template, metadata } } };
    };
    const others = [
      voyager.service('httpd', [{ port: 80 }], 'httpd'),
      voyager.voyager({ rules: [{ host: 'app.example', http: { paths: [{ path: '/', backend: voyager.to() }] } }] }),
    ];
    expect(findings([deployment('10'), ...others], [deployment('20'), ...others])).toEqual([]);
  });
});

describe('what people do every day is no finding', () => {
  const app = (name: string, image = 'i', extra: any = {}) => {
    const deployment = nginx.deployment(name, 2, { app: name });
    const template = { ...deployment.spec.template, spec: { containers: [{ name: 'c', image, ...extra }] } };
    return [
      { ...deployment, spec: { ...deployment.spec, template } },
      nginx.service(name),
      nginx.ingress({ name, service: name, host: `${name}.example`, created: '2024-01-01T00:00:00Z' }),
    ];
  };
  const configMap = (value: string) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', namespace: 'echo' },
    data: { a: value },
  });

  test.each<[string, any[], any[]]>([
    ['another image', app('one'), app('one', 'j')],
    ['another application beside', app('one'), [...app('one'), ...app('two')]],
    ['an application that goes altogether', [...app('one'), ...app('two')], app('one')],
    ['another value in a ConfigMap', [...app('one'), configMap('1')], [...app('one'), configMap('2')]],
    ['the very first application', [configMap('1')], app('one')],
  ])('%s', (_, from, to) => {
    expect(findings(from, to)).toEqual([]);
  });
});

describe('what somebody tried to break it with', () => {
  const app = (name: string, labels: any = { app: name }, selector: any = { app: name }) => [
    nginx.deployment(name, 2, labels),
    { ...nginx.service(name), spec: { selector, ports: [{ port: 80 }] } },
    nginx.ingress({ name, service: name, host: `${name}.example`, created: '2024-01-01T00:00:00Z' }),
  ];

  test('a Service whose selector is misspelt has no pods any more', () => {
    expect(findings(app('a'), app('a', { app: 'a' }, { app: 'aa' }))[0]).toBe(
      'error error-share, GET http://a.example/: 100 % of these requests are answered with 503',
    );
  });

  test('another selector for a Deployment is refused by the API server', () => {
    const [deployment, ...others] = app('a');
    const labels = { app: 'a', track: 'x' };
    const template = { ...deployment.spec.template, metadata: { labels } };
    const other = { ...deployment, spec: { ...deployment.spec, selector: { matchLabels: labels }, template } };
    expect(
      new Transition({ from: [deployment, ...others], to: [other, ...others] }).findings.map(({ rule }) => rule),
    ).toContain('immutable-selector');
  });

  test('many updates at once are looked at, without every combination of their pods', () => {
    const image = (object: any) =>
      object.kind === 'Deployment'
        ? {
          ...object,
          spec: {
            ...object.spec,
            template: { ...object.spec.template, spec: { containers: [{ name: 'c', image: 'new' }] } },
          },
        }
        : object;
    const all = [...Array(12).keys()].flatMap((index) => app(`app-${index}`));
    expect(findings(all, all.map(image), ApplyMethod.HELM)).toEqual([]);
  }, 120_000);

  test('Helm keeps what it is told to keep', () => {
    const [deployment, ...others] = app('a');
    const kept = {
      ...deployment,
      metadata: { ...deployment.metadata, annotations: { 'helm.sh/resource-policy': 'keep' } },
    };
    expect(findings([kept, ...others], others, ApplyMethod.HELM)).toEqual([]);
    expect(findings([deployment, ...others], others, ApplyMethod.HELM)[0]).toMatch(/^error no-ready-pod/);
  });

  test('pods that are scaled behind one Service change shares that nobody has promised: a warning', () => {
    const both = (replicas: number) =>
      ['v1', 'v2'].map((version) => nginx.deployment(`a-${version}`, replicas, { app: 'a', version }));
    const others = [nginx.service('a'), nginx.ingress({ name: 'a', service: 'a', created: '2024-01-01T00:00:00Z' })];
    expect(
      findings([...both(2), ...others], [...both(4), ...others]).every((finding) => finding.startsWith('warning')),
    ).toBe(true);
  });

  test('a lane of a Rollout that takes what is meant for others is found by the requests of its steps', () => {
    const canary = {
      canaryService: 'ac',
      stableService: 'as',
      steps: [
        { setCanaryScale: { weight: 100 } },
        { setHeaderRoute: { name: 'h', match: [{ headerName: 'x-user', headerValue: { exact: 'qa' } }] } },
        { pause: {} },
      ],
      trafficRouting: { managedRoutes: [{ name: 'h' }], istio: { virtualService: { name: 'echo', routes: ['main'] } } },
    };
    const named = (name: string) => ({ ...istio.service(), metadata: { name, namespace: 'echo' } });
    const others = [
      named('as'),
      named('ac'),
      istio.service('admin'),
      istio.deployment('admin', 1, { app: 'admin', version: 'admin' }),
      istio.virtualService({
        hosts: ['a'],
        http: [
          { match: [{ uri: { prefix: '/admin' } }], route: [istio.to('admin')] },
          { name: 'main', route: [istio.to('as', undefined, 100), istio.to('ac', undefined, 0)] },
        ],
      }),
    ];
    expect(
      findings([rolloutObject('v1', canary), ...others], [rolloutObject('v2', canary), ...others], ApplyMethod.ARGO_CD),
    ).toContainEqual(
      'error foreign-version, GET http://a/admin [x-user: qa]: 100 % of these requests go to v2, which gets none of ' +
        'them in either stage',
    );
  });
});
