import { JsonPatch, Testing } from 'cdk8s';
import {
  Application,
  HeaderMatch,
  HttpPath,
  HttpRequest,
  IngressNginxCanary,
  IngressNginxOptions,
  IngressNginxProvider,
  RolloutPlan,
  Step,
  Traffic,
} from '../../../src';
import { echoApplication, find, httpEcho, stages } from '../../support/rollouts';

const application = echoApplication({
  hosts: ['app.example', 'www.example'],
  paths: [HttpPath.prefix('/'), HttpPath.exact('/about')],
});

function plan(...steps: Step[]): RolloutPlan {
  return RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
}

function objectsOf(stage: string, steps: Step[], options: IngressNginxOptions = {}): any[] {
  return stages(application, plan(...steps), new IngressNginxProvider(options)).get(stage)!;
}

function canaryAnnotations(stage: string, steps: Step[], options: IngressNginxOptions = {}): any {
  const { annotations } = find(objectsOf(stage, steps, options), 'Ingress', 'echo-canary').metadata;
  return Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [name.replace('nginx.ingress.kubernetes.io/', ''), value]),
  );
}

describe('a stage over ingress-nginx', () => {
  const steps = [Step.headerRoute(HeaderMatch.exact('X-Canary', 'always')), Step.weight(20), Step.weight(50)];
  const all = stages(application, plan(...steps), new IngressNginxProvider());
  const backends = (stage: string, name: string) => {
    const found = all.get(stage)!.filter(({ kind, metadata }) => kind === 'Ingress' && metadata.name === name);
    const paths = found.flatMap(({ spec }) => spec.rules).flatMap(({ http }: any) => http.paths);
    return [...new Set(paths.map((path: any) => path.backend.service.name))].join();
  };

  test.each([
    ['baseline', 'echo-v1', ''],
    ['deploy', 'echo-v1', 'echo-v2'],
    ['header-test', 'echo-v1', 'echo-v2'],
    ['weight-20', 'echo-v1', 'echo-v2'],
    ['weight-50', 'echo-v1', 'echo-v2'],
    ['promote', 'echo-v2', 'echo-v2'],
    ['retire', 'echo-v2', ''],
  ])('%s: the main Ingress leads to %s, the canary Ingress to %s', (stage, main, canary) => {
    expect([backends(stage, 'echo'), backends(stage, 'echo-canary')]).toEqual([main, canary]);
  });

  test('consists of a Deployment and a Service per running version and its Ingresses', () => {
    expect(all.get('weight-20')!.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual(
      [
        'Deployment echo/echo-v1',
        'Deployment echo/echo-v2',
        'Service echo/echo-v1',
        'Service echo/echo-v2',
        'Ingress echo/echo',
        'Ingress echo/echo-canary',
      ],
    );
    expect(find(all.get('weight-20')!, 'Service', 'echo-v2').spec).toEqual({
      ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
      selector: { app: 'echo', version: 'v2' },
    });
  });

  test('changes annotations only from one routing stage to the next', () => {
    const without = (stage: string) =>
      all.get(stage)!.map(({ metadata: { annotations, ...metadata }, ...object }) => ({ ...object, metadata }));
    expect(without('weight-20')).toEqual(without('deploy'));
    expect(without('weight-50')).toEqual(without('deploy'));
  });

  test('has the same host, paths, types and class in both Ingresses', () => {
    const shape = (name: string) => {
      const { ingressClassName, rules } = find(all.get('weight-20')!, 'Ingress', name).spec;
      const pathsOf = (http: any) => http.paths.map(({ path, pathType }: any) => [path, pathType]);
      return { ingressClassName, rules: rules.map(({ host, http }: any) => ({ host, paths: pathsOf(http) })) };
    };
    const paths = [['/', 'Prefix'], ['/about', 'Exact']];
    expect(shape('echo')).toEqual({
      ingressClassName: 'nginx',
      rules: [
        { host: 'app.example', paths },
        { host: 'www.example', paths },
      ],
    });
    expect(shape('echo-canary')).toEqual(shape('echo'));
  });

  test('gives the canary no requests before a routing step, and all requests in promote', () => {
    expect(canaryAnnotations('deploy', steps)).toEqual({ 'canary': 'true', 'canary-weight': '0' });
    expect(canaryAnnotations('promote', steps)).toEqual({ 'canary': 'true', 'canary-weight': '100' });
  });

  test('is right whichever of the Ingresses is older, since they call the port differently', () => {
    const promoted = all.get('promote')!;
    const aged = (main: string, canary: string) =>
      promoted.map((object) =>
        object.kind === 'Ingress'
          ? {
            ...object,
            metadata: { ...object.metadata, creationTimestamp: object.metadata.name === 'echo' ? main : canary },
          }
          : object,
      );
    for (const [main, canary] of [
      ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
      ['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'],
      ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ]) {
      expect(Traffic.of(aged(main, canary)).split(HttpRequest.to('http://app.example/')).toString()).toBe('v2 1');
    }
  });

  test('is put together with other constructs and patched', () => {
    const chart = Testing.chart();
    const stage = new IngressNginxCanary(chart, 'echo', {
      application,
      plan: plan(...steps),
      stage: 'weight-20',
      ingressClassName: 'internal',
    });
    stage.apiObjects
      .find(({ name, kind }) => name === 'echo' && kind === 'Ingress')!
      .addJsonPatch(JsonPatch.add('/metadata/labels', { a: 'b' }));
    const main = find(Testing.synth(chart), 'Ingress', 'echo');
    expect([main.metadata.labels, main.spec.ingressClassName]).toEqual([{ a: 'b' }, 'internal']);
  });

  test('leads back in stages of its own, whichever object the controller sees first', () => {
    const back = stages(application, plan(...steps), new IngressNginxProvider(), 'retire');
    expect([...back.keys()]).toEqual(['rollback-restore', 'rollback-route', 'rollback-remove']);
    const [restore, route] = [back.get('rollback-restore')!, back.get('rollback-route')!];
    const plain = HttpRequest.to('http://app.example/');
    const ofBoth = (main: any[], canary: any[]) => [
      ...restore.filter(({ kind }) => kind !== 'Ingress'),
      find(main, 'Ingress', 'echo'),
      find(canary, 'Ingress', 'echo-canary'),
    ];
    expect(
      [
        [restore, restore],
        [route, restore],
        [restore, route],
        [route, route],
      ].map(([main, canary]) => Traffic.of(ofBoth(main, canary)).split(plain).toString()),
    ).toEqual(['v2 1', 'v2 1', 'v2 1', 'v1 1']);
  });

  test('for every host has a rule without one', () => {
    const everywhere = stages(echoApplication(), plan(), new IngressNginxProvider()).get('baseline')!;
    expect(find(everywhere, 'Ingress').spec.rules).toEqual([
      {
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'echo-v1', port: { number: 80 } } } }],
        },
      },
    ]);
  });

  test('has certificates and annotations on the main Ingress', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' };
    const main = find(
      objectsOf('weight-20', steps, {
        tls: [{ secretName: 'app-tls' }, { secretName: 'www-tls', hosts: ['www.example'] }],
        annotations,
      }),
      'Ingress',
      'echo',
    );
    expect(main.metadata.annotations).toEqual(annotations);
    expect(main.spec.tls).toEqual([
      { secretName: 'app-tls', hosts: ['app.example', 'www.example'] },
      { secretName: 'www-tls', hosts: ['www.example'] },
    ]);
  });

  test('has names of its own', () => {
    const named = objectsOf('weight-20', steps, { ingressName: 'main', canaryIngressName: 'other' });
    expect(named.filter(({ kind }) => kind === 'Ingress').map(({ metadata }) => metadata.name)).toEqual([
      'main',
      'other',
    ]);
  });
});

describe('the canary annotations', () => {
  test.each<[string, HeaderMatch, any]>([
    ['a value', HeaderMatch.exact('X-Canary', 'always'), { 'canary-by-header-value': 'always' }],
    ['a value with blanks', HeaderMatch.exact('X-Canary', 'two words'), { 'canary-by-header-value': 'two words' }],
    [
      'a value with a comma, which the controller would drop',
      HeaderMatch.exact('X-Canary', 'a,b'),
      { 'canary-by-header-pattern': '^a\\x2cb$' },
    ],
    [
      'a value like an expression',
      HeaderMatch.exact('X-Canary', '(a+b)=1@c'),
      { 'canary-by-header-pattern': '^\\(a\\+b\\)=1\\x40c$' },
    ],
    ['an expression, anchored', HeaderMatch.regex('X-Canary', 'a|b'), { 'canary-by-header-pattern': '^(?:a|b)$' }],
    [
      'an expression with what must not be printed',
      HeaderMatch.regex('X-Canary', '[a, ]\\,\\\\@\\.'),
      { 'canary-by-header-pattern': '^(?:[a\\x2c\\x20]\\x2c\\\\\\x40\\.)$' },
    ],
    ['a beginning', HeaderMatch.prefix('X-Canary', 'qa.'), { 'canary-by-header-pattern': '^qa\\.' }],
    ['presence', HeaderMatch.present('X-Canary'), { 'canary-by-header-pattern': '.*' }],
  ])('for %s', (_, match, expected) => {
    expect(canaryAnnotations('header-test', [Step.headerRoute(match)])).toEqual({
      'canary': 'true',
      'canary-weight': '0',
      'canary-by-header': 'X-Canary',
      ...expected,
    });
  });

  test.each([
    [20, { 'canary-weight': '20' }],
    [0.5, { 'canary-weight': '5', 'canary-weight-total': '1000' }],
    [33.333, { 'canary-weight': '33333', 'canary-weight-total': '100000' }],
  ])('for a weight of %d', (weight, expected) => {
    const [id] = [...stages(application, plan(Step.weight(weight)), new IngressNginxProvider()).keys()].slice(2);
    expect(canaryAnnotations(id, [Step.weight(weight)])).toEqual({ canary: 'true', ...expected });
  });

  test('let clients choose while a routing step is in force, and not before or after', () => {
    const options = { choiceHeader: 'X-Canary', choiceCookie: 'canary' };
    const choice = { 'canary-by-header': 'X-Canary', 'canary-by-cookie': 'canary' };
    expect(canaryAnnotations('weight-20', [Step.weight(20)], options)).toEqual({
      'canary': 'true',
      'canary-weight': '20',
      ...choice,
    });
    for (const stage of ['deploy', 'promote']) {
      expect(canaryAnnotations(stage, [Step.weight(20)], options)).toEqual({
        'canary': 'true',
        'canary-weight': expect.any(String),
      });
    }
    const traffic = Traffic.of(objectsOf('weight-20', [Step.weight(20)], options));
    const ask = (headers: { [name: string]: string }) =>
      traffic.split(HttpRequest.to('http://app.example/', { headers })).toString();
    expect(
      [
        {},
        { 'X-Canary': 'always' },
        { 'X-Canary': 'never' },
        { Cookie: 'a=b; canary=always' },
        { Cookie: 'canary=never' },
        { 'X-Canary': 'never', 'Cookie': 'canary=always' },
      ].map((headers) => ask(headers as any)),
    ).toEqual(['v1 4/5, v2 1/5', 'v2 1', 'v1 1', 'v2 1', 'v1 1', 'v1 1']);
  });

  test('mean what the plan means, where it takes a pattern to say it', () => {
    const header = (match: HeaderMatch, value: string) =>
      Traffic.of(objectsOf('header-test', [Step.headerRoute(match)]))
        .split(HttpRequest.to('http://app.example/', { headers: { 'x-user': value } }))
        .toString();
    expect(header(HeaderMatch.regex('X-User', 'beta'), 'alphabeta')).toBe('v1 1');
    expect(header(HeaderMatch.exact('X-User', 'a,b'), 'a,b')).toBe('v2 1');
    expect(header(HeaderMatch.prefix('X-User', 'a.'), 'abc')).toBe('v1 1');
  });

  test('see a header of several lines as nginx joins it, by a comma and a blank', () => {
    const request = HttpRequest.to('http://app.example/').withHeader('x-user', 'a').withHeader('x-user', 'b');
    const traffic = Traffic.of(objectsOf('header-test', [Step.headerRoute(HeaderMatch.regex('x-user', 'a.b'))]));
    expect(traffic.split(request).toString()).toBe('v1 1');
  });
});

describe('what a deployer may touch', () => {
  test('is what the stages consist of', () => {
    expect(new IngressNginxProvider().resources(application)).toEqual([
      { apiGroup: '', resource: 'services', namespace: 'echo' },
      { apiGroup: 'apps', resource: 'deployments', namespace: 'echo' },
      { apiGroup: 'networking.k8s.io', resource: 'ingresses', namespace: 'echo' },
    ]);
  });
});

describe('synthesis over ingress-nginx tells', () => {
  const release = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [] });

  test('that the controller is retired, unless told not to', () => {
    expect(new IngressNginxProvider().notices(application, release)).toEqual([
      expect.stringMatching(/^ingress-nginx: .*retired.*Gateway API/),
    ]);
    expect(new IngressNginxProvider({ lifeCycleNotice: false }).notices(application, release)).toEqual([]);
  });

  test('that clients stick to their pods, whatever the weights', () => {
    const provider = new IngressNginxProvider({
      lifeCycleNotice: false,
      annotations: { 'nginx.ingress.kubernetes.io/affinity': 'cookie' },
    });
    expect(provider.notices(application, release)).toEqual([
      'ingress-nginx: clients of echo stay with their pod (session affinity), ' +
        'so the weights apply to new clients only.',
    ]);
  });

  test('that an annotation turns prefixes into the beginnings of expressions', () => {
    const provider = new IngressNginxProvider({
      lifeCycleNotice: false,
      annotations: { 'nginx.ingress.kubernetes.io/rewrite-target': '/' },
    });
    const shop = new Application({
      name: 'shop',
      namespace: 'echo',
      containerPort: 8080,
      paths: [HttpPath.prefix('/shop')],
      versions: { v1: httpEcho('v1') },
    });
    expect(provider.notices(shop, release)).toEqual([
      'ingress-nginx: an annotation of shop (rewrite-target, ' +
        'use-regex) makes all paths of its hosts case-insensitive regular expressions without an end anchor: ' +
        "'/shop' also takes '/shopx' and '/SHOP', even if they belong to another application.",
    ]);
    expect(new IngressNginxProvider({ lifeCycleNotice: false }).notices(shop, release)).toEqual([]);
  });

  test('nothing of a cookie whose name has an underscore', () => {
    expect(new IngressNginxProvider({ choiceCookie: 'shop_beta' }).validate(application, release)).toEqual([]);
  });
});
