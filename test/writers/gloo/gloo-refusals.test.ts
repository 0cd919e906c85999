import { App, Chart, Testing } from 'cdk8s';
import {
  Application,
  GlooApp,
  GlooDelegation,
  GlooOptions,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  HttpPath,
  RolloutPlan,
  StagedRollout,
  Step,
} from '../../../src';
import { echoApplication, faultsOf, httpEcho } from '../../support/rollouts';

const labels = { apiGroup: 'example' };
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [] });

function rollout(
  app: App,
  application: Application,
  options: Partial<GlooOptions> = {},
  steps: Step[] = [],
): StagedRollout {
  const provider = new GlooProvider({ routes: GlooRoutes.routeTable({ labels }), ...options });
  return new StagedRollout(app, application.name, {
    application,
    plan: RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps }),
    provider,
  });
}

function faults(application: Application, options: Partial<GlooOptions> = {}, steps: Step[] = []): string[] {
  const app = Testing.app();
  rollout(app, application, options, steps);
  return faultsOf(app);
}

function named(name: string, ...paths: HttpPath[]): Application {
  return echoApplication({ name, namespace: name, paths });
}

const ENTERPRISE =
  'Gloo routes on JWT claims only in its Enterprise edition, and this provider writes for the open-source edition: ' +
    'let the component that verifies the token copy the claim into a request header, and match that header';

describe('over Gloo is refused', () => {
  test.each<[string, Application, Partial<GlooOptions>, Step[], string[]]>([
    [
      'an analysis',
      echoApplication(),
      {},
      [Step.analysis({ templates: ['success-rate'] })],
      [
        'plan v1 → v2: step 1, analysis(success-rate): Gloo Edge does not measure, ' +
          'and its stages are applied by hand or by a commit. Write a Step.pause() and measure ' +
          'before the next stage, or use a controller-run provider such as ArgoRolloutsProvider',
      ],
    ],
    [
      'a version that the application lacks',
      echoApplication({ versions: { v1: httpEcho('v1') } }),
      {},
      [],
      ["plan v1 → v2: application 'echo' has no version 'v2'. Its versions are: v1."],
    ],
    [
      'a path with two slashes',
      named('echo', HttpPath.prefix('/a//b')),
      {},
      [],
      [
        "Gloo rejects the path '/a//b' because it contains '//', " +
          'and the proxy keeps its last valid configuration: write the path in its simplest form',
      ],
    ],
    [
      'a path that ends in two dots',
      named('echo', HttpPath.prefix('/a/..')),
      {},
      [],
      [
        "Gloo rejects the path '/a/..' because it contains '/..', " +
          'and the proxy keeps its last valid configuration: write the path in its simplest form',
      ],
    ],
    [
      'an escaped slash',
      named('echo', HttpPath.exact('/a%2Fb')),
      {},
      [],
      [
        "Gloo rejects the path '/a%2Fb' because it contains '%2F', " +
          'and the proxy keeps its last valid configuration: write the path in its simplest form',
      ],
    ],
    [
      'routing on a JWT claim',
      echoApplication(),
      {},
      [Step.headerRoute(HeaderMatch.exact('@request.auth.claims.group', 'beta'))],
      [
        "plan v1 → v2: step 1, headerRoute(@request.auth.claims.group: beta): '@request.auth.claims.group' " +
          "is Istio's notation for a JWT claim, not a request header: match a header that carries the claim",
        `Gloo: the header match '@request.auth.claims.group' names a JWT claim. ${ENTERPRISE}`,
      ],
    ],
    [
      'JWT verification as a route option',
      echoApplication(),
      { routeOptions: { jwtStaged: {} } },
      [],
      [`Gloo: the route option 'jwtStaged' configures JWT verification. ${ENTERPRISE}`],
    ],
    [
      'hosts in a RouteTable',
      echoApplication({ hosts: ['app.example'] }),
      {},
      [],
      [
        'Gloo: a RouteTable has no host names, so app.example would be ignored: ' +
          'put the hosts into the delegating VirtualService, or use GlooRoutes.virtualService()',
      ],
    ],
    [
      'a RouteTable without labels',
      echoApplication(),
      { routes: GlooRoutes.routeTable({ labels: {} }) },
      [],
      [
        'Gloo: the RouteTable has no labels, so no VirtualService can select it by labels: ' +
          "give the labels that the platform's VirtualService selects, for example { apiGroup: 'example' }",
      ],
    ],
    [
      'a RouteTable with a label that is none',
      echoApplication(),
      { routes: GlooRoutes.routeTable({ labels: { group: 'a b' } }) },
      [],
      [
        "Gloo: the RouteTable's label 'group': 'a b' is not a label value: " +
          'use at most 63 letters, digits, dashes, dots and underscores, with a letter or digit at both ends',
      ],
    ],
    [
      'a broken weight of a RouteTable',
      echoApplication(),
      { routes: GlooRoutes.routeTable({ labels, weight: 0.5 }) },
      [],
      [
        "Gloo: the RouteTable's weight must be a whole number of 32 bits, given 0.5: " +
          'write for example -1 to come before the others',
      ],
    ],
    [
      'routes that are none',
      echoApplication(),
      { routes: { labels } as any },
      [],
      [
        'Gloo: routes must be GlooRoutes, given {"labels":{"apiGroup":"example"}}: ' +
          "write for example GlooRoutes.routeTable({ labels: { apiGroup: 'example' } })",
      ],
    ],
    [
      'a RouteTable of nothing',
      echoApplication(),
      { routes: GlooRoutes.routeTable(undefined as any) },
      [],
      [
        'Gloo: the RouteTable has no labels, so no VirtualService can select it by labels: ' +
          "give the labels that the platform's VirtualService selects, for example { apiGroup: 'example' }",
      ],
    ],
    [
      'a policy that does not exist',
      echoApplication(),
      { onEmpty: 'ERROR' as any },
      [],
      ["Gloo: onEmpty must be an OnEmpty, given 'ERROR': write for example OnEmpty.ERROR"],
    ],
    [
      'route options that cannot be printed',
      echoApplication(),
      { routeOptions: { timeout: () => 1, constructor: 1 } as any },
      [],
      [
        "Gloo: routeOptions has the key 'constructor', which cdk8s cannot print: choose another key",
        'Gloo: routeOptions.timeout is not plain YAML, given a function: ' +
          'write plain texts, numbers, booleans, lists and maps',
      ],
    ],
    [
      'a route option that does not exist',
      echoApplication(),
      { routeOptions: { timout: '5s' } },
      [],
      [
        expect.stringMatching(
          /^\[echo\] Gloo: a route has no option 'timout', and the API server rejects it\. Its options are: .*timeout/,
        ) as any,
      ],
    ],
    [
      'an expression that is too large',
      echoApplication(),
      {},
      [
        Step.headerRoute(
          HeaderMatch.regex('x', '.{200}'),
          HeaderMatch.prefix('y', 'a'.repeat(1500)),
          HeaderMatch.regex('z', '.{100}'),
        ),
      ],
      [
        "Gloo: the header match 'x matches .{200}' may need more than the " +
          '1024 instructions that Gloo allows for an expression by default, ' +
          'and then Envoy rejects the routes: shorten it, above all its counted repetitions',
        `Gloo: the header match 'y starts with ${'a'.repeat(66)}…' may need more ` +
          'than the 1024 instructions that Gloo allows for an expression by default, ' +
          'and then Envoy rejects the routes: shorten it, above all its counted repetitions',
      ],
    ],
    [
      'a namespace that is none',
      echoApplication(),
      { upstreamNamespace: 'Gloo' },
      [],
      [
        "Gloo: the namespace 'Gloo' is not a DNS label: use at most 63 lower-case letters, " +
          'digits and dashes, with a letter or digit at both ends',
      ],
    ],
    [
      "a mirror beside a shadow target of one's own",
      echoApplication(),
      { routeOptions: { shadowing: {} } },
      [Step.mirrorRoute(5)],
      [
        "Gloo: the route option 'shadowing' and the plan's mirrorRoute step both " +
          'set the shadow target of a route, and a route has only one: omit one of them',
      ],
    ],
  ])('%s', (_, application, options, steps, expected) => {
    expect(faults(application, options, steps)).toEqual(
      expected.map((fault) => (typeof fault === 'string' ? `[echo] ${fault}` : fault)),
    );
  });

  test('a text that Kubernetes would read as a number', () => {
    const app = Testing.app();
    const application = echoApplication({ versions: { '0o17': httpEcho('a') } });
    new StagedRollout(app, 'echo', {
      application,
      plan: RolloutPlan.steady('0o17'),
      provider: new GlooProvider({ routes: GlooRoutes.virtualService() }),
    });
    expect(faultsOf(app)).toContain(
      "[echo-00-baseline] Deployment echo-0o17.spec.selector.matchLabels.version is the text '0o17', " +
        'which is printed without quotes and read as a number by Kubernetes: ' +
        'write another text, for example with a letter at the beginning',
    );
  });

  test('what is no application, plan or provider', () => {
    const app = Testing.app();
    new StagedRollout(app, 'echo', {
      application: { name: 'echo' } as any,
      plan: undefined as any,
      provider: 'gloo' as any,
    });
    expect(faultsOf(app)).toEqual([
      '[echo] application must be an Application, given {"name":"echo"}: ' +
        'write for example application: new Application({ … })',
      '[echo] plan must be a RolloutPlan, but none is given: write for example plan: RolloutPlan.canary({ … })',
      "[echo] provider must be a provider, given 'gloo': write for example provider: new GlooProvider({ … })",
    ]);
  });

  test('every fault of the whole app in one run', () => {
    const app = Testing.app();
    rollout(app, named('echo', HttpPath.prefix('/a//b')), {}, [Step.weight(101), Step.analysis({ templates: [] })]);
    rollout(app, named('Foxtrot', HttpPath.prefix('foxtrot')));
    const found = faultsOf(app);
    expect(
      found.filter((fault) => fault.startsWith('[echo]')).map((fault) => fault.split(':').slice(0, 2).join(':')),
    ).toEqual([
      '[echo] plan v1 → v2: step 1, weight(101)',
      '[echo] plan v1 → v2: step 2, analysis()',
      '[echo] plan v1 → v2: step 2, analysis()',
      "[echo] Gloo rejects the path '/a//b' because it contains '//', " +
        'and the proxy keeps its last valid configuration: write the path in its simplest form',
    ]);
    expect(
      found.filter((fault) => fault.startsWith('[Foxtrot]')).map((fault) => fault.split(': ')[1].slice(0, 30)),
    ).toEqual([
      "the name 'Foxtrot' is not a Se",
      "the namespace 'Foxtrot' is not",
      "the path 'foxtrot' does not be",
      "version 'v1'",
      "version 'v2'",
      "version 'v3'",
      'write lower-case letters, digi',
    ]);
  });
});

describe('applications that share a gateway', () => {
  function together(...applications: [Application, Partial<GlooOptions>?][]): string[] {
    const app = Testing.app();
    applications.forEach(([application, options]) => rollout(app, application, options));
    return faultsOf(app);
  }
  const weight = (value: number) => ({ routes: GlooRoutes.routeTable({ labels, weight: value }) });

  test('may have paths of their own, or one below the other', () => {
    expect(
      together([named('echo', HttpPath.prefix('/echo'))], [named('foxtrot', HttpPath.prefix('/foxtrot'))]),
    ).toEqual([]);
    expect(
      together([named('echo', HttpPath.prefix('/echo'))], [named('admin', HttpPath.prefix('/echo/admin'))]),
    ).toEqual([]);
  });

  test('may not have a prefix that is the beginning of another\'s', () => {
    expect(together([named('echo', HttpPath.prefix('/echo'))], [named('echo2', HttpPath.prefix('/echo2'))])).toEqual([
      "[echo2] Gloo: the prefix '/echo' of echo/echo is the beginning of '/echo2' of echo2/echo2, and Gloo compares " +
        'prefixes as strings: while the table of echo2/echo2 is missing or comes later, echo/echo gets its requests. ' +
        'End the prefix with a slash, rename one of them, or set acceptPrefixOverlap on echo/echo',
    ]);
  });

  test('may have it when that is accepted', () => {
    expect(
      together(
        [named('echo', HttpPath.prefix('/echo')), { acceptPrefixOverlap: true }],
        [named('echo2', HttpPath.prefix('/echo2'))],
      ),
    ).toEqual([]);
  });

  test('may not expose the same path', () => {
    expect(together([named('echo', HttpPath.prefix('/'))], [named('foxtrot', HttpPath.prefix('/'))])).toEqual([
      '[foxtrot] Gloo: echo/echo and foxtrot/foxtrot both expose /… in RouteTables that Gloo merges, ' +
        'and which of them gets the requests is undefined: give each its own path',
    ]);
  });

  test('may not hide one another by their tables\' weights', () => {
    expect(
      together([named('echo', HttpPath.prefix('/echo')), weight(-1)], [named('admin', HttpPath.prefix('/echo/admin'))]),
    ).toEqual([
      '[admin] Gloo: admin/admin is never reached at /echo/admin…, because the RouteTable of echo/echo comes ' +
        'first (weight -1 before 0) and its prefix /echo takes those requests: give admin/admin the lower weight',
    ]);
    expect(
      together([named('echo', HttpPath.prefix('/echo'))], [named('admin', HttpPath.prefix('/echo/admin')), weight(-1)]),
    ).toEqual([]);
  });

  test('do not collide over groups', () => {
    const other = { routes: GlooRoutes.routeTable({ labels: { apiGroup: 'other' } }) };
    expect(together([named('echo', HttpPath.prefix('/'))], [named('foxtrot', HttpPath.prefix('/')), other])).toEqual(
      [],
    );
  });

  test('are grouped by the delegations of the app, where it has some', () => {
    const table = (own: { [key: string]: string }) => ({ routes: GlooRoutes.routeTable({ labels: own }) });
    const delegated = (...selectors: { labels: any; namespaces?: string[] }[]) => {
      const app = Testing.app();
      rollout(app, named('echo', HttpPath.prefix('/')), table({ apiGroup: 'a', team: 'x' }));
      rollout(app, named('foxtrot', HttpPath.prefix('/')), table({ apiGroup: 'b', team: 'x' }));
      selectors.forEach(
        (selector, index) =>
          new GlooDelegation(new Chart(app, `p${index}`), 'd', {
            name: `d${index}`,
            domains: [`d${index}.example`],
            ...selector,
          }),
      );
      return faultsOf(app);
    };
    expect(delegated({ labels: { apiGroup: 'a' } }, { labels: { apiGroup: 'b' } })).toEqual([]);
    expect(delegated({ labels: { apiGroup: 'a', team: 'x' } }, { labels: { apiGroup: 'b', team: 'x' } })).toEqual([]);
    expect(delegated({ labels: { team: 'x' } })).toEqual([
      expect.stringContaining('[foxtrot] Gloo: echo/echo and foxtrot/foxtrot both expose /…'),
    ]);
    expect(delegated({ labels: { team: 'x' }, namespaces: ['echo'] })).toEqual([
      '[foxtrot] Gloo: no delegation of this app selects the RouteTable of foxtrot/foxtrot, ' +
        'labelled {"apiGroup":"b","team":"x"} in foxtrot (VirtualService gloo-system/d0 selects ' +
        '{"team":"x"} in echo), so its requests get 404: use the same labels and namespaces in both, ' +
        'or write a delegation that is applied elsewhere in another app',
    ]);
  });

  test('are two when they have one name and different content', () => {
    const app = Testing.app();
    [8080, 9090].forEach(
      (containerPort) =>
        new StagedRollout(app, `echo-${containerPort}`, {
          application: echoApplication({ containerPort, versions: { v1: httpEcho(`${containerPort}`) } }),
          plan: RolloutPlan.steady('v1'),
          provider: new GlooProvider({ routes: GlooRoutes.routeTable({ labels }) }),
        }),
    );
    expect(faultsOf(app)).toEqual([
      '[echo-9090] the application echo/echo occurs twice with different containerPort, so the one ' +
        'that is applied last would overwrite the other: make both equal, or give one of them another name',
      "[echo-9090] the application echo/echo occurs twice with different pods of version 'v1', so the one " +
        'that is applied last would overwrite the other: make both equal, or give one of them another name',
    ]);
  });

  test('may not both have a VirtualService for one domain', () => {
    const own = { routes: GlooRoutes.virtualService() };
    const collision = (domain: string) =>
      `Gloo: echo/echo and foxtrot/foxtrot both have a VirtualService for the domain '${domain}', ` +
        'and Gloo rejects both: give each its own hosts, ' +
        'or share one VirtualService with GlooRoutes.routeTable() and GlooDelegation';
    expect(
      together([named('echo', HttpPath.prefix('/echo')), own], [named('foxtrot', HttpPath.prefix('/foxtrot')), own]),
    ).toEqual([`[foxtrot] ${collision('*')}`]);
    const hosted = (name: string, host: string) => echoApplication({ name, namespace: name, hosts: [host] });
    expect(together([hosted('echo', 'a.example'), own], [hosted('foxtrot', 'b.example'), own])).toEqual([]);
  });

  test('may not write the same object', () => {
    const same = { upstreamNamespace: 'gloo-system' };
    const twin = (namespace: string, path: string) => echoApplication({ namespace, paths: [HttpPath.prefix(path)] });
    const app = Testing.app();
    [twin('a', '/a'), twin('b', '/b')].forEach(
      (application) =>
        new StagedRollout(app, application.namespace, {
          application,
          plan,
          provider: new GlooProvider({ routes: GlooRoutes.routeTable({ labels }), ...same }),
        }),
    );
    expect(faultsOf(app)).toEqual([
      '[a] a/echo and b/echo both write gloo.solo.io Upstream gloo-system/echo, so one would overwrite the other: ' +
        'give one of them another name, or another namespace for this object',
    ]);
  });
});

describe('a delegation is refused', () => {
  test.each<[string, any, string]>([
    [
      'without labels',
      { labels: {} },
      'without labels the delegation selects every RouteTable of the namespaces: ' +
        "give at least one, for example { apiGroup: 'example' }",
    ],
    [
      'with an empty list of namespaces',
      { labels, namespaces: [] },
      "Gloo reads an empty list of namespaces as the VirtualService's own namespace: " +
        'omit namespaces for all of them, or list those with the RouteTables',
    ],
    [
      'with a prefix that is no path',
      { labels, prefix: 'api' },
      "the path 'api' does not begin with a slash: write '/api'",
    ],
    [
      'with an empty list of domains',
      { labels, domains: [] },
      'Gloo reads an empty list of domains as every host: omit domains for every host, or list the hosts',
    ],
    [
      'with a domain that is none',
      { labels, domains: ['http://x'] },
      "the domain 'http://x' is no domain that Envoy accepts: " +
        "write a lower-case host name, '*.example' for all hosts below it, or '*' for every host",
    ],
    [
      'with a domain twice',
      { labels, domains: ['a.example', 'a.example'] },
      "the domain 'a.example' is listed twice, which Gloo rejects: list it once",
    ],
    [
      'with domains that are no list',
      { labels, domains: 'a.example' },
      "the domains must be a list of host names, given 'a.example': write for example ['app.example']",
    ],
    [
      'with a name that is none',
      { labels, name: 'App' },
      "the name 'App' is not an object name: use at most 253 lower-case letters, " +
        'digits, dashes and dots, with a letter or digit at both ends',
    ],
  ])('%s', (_, props, fault) => {
    const app = Testing.app();
    new GlooDelegation(new Chart(app, 'platform'), 'delegation', props);
    expect(faultsOf(app)).toEqual([`[platform/delegation] Gloo delegation: ${fault}`]);
  });

  test('beside another of the same name', () => {
    const app = Testing.app();
    ['a', 'b'].forEach(
      (id) => new GlooDelegation(new Chart(app, id), 'delegation', { labels, domains: [`${id}.example`] }),
    );
    expect(faultsOf(app)).toEqual([
      '[a/delegation] GlooDelegation a/delegation and GlooDelegation b/delegation both write ' +
        'gateway.solo.io VirtualService gloo-system/app, so one would overwrite the other: ' +
        'give one of them another name, or another namespace for this object',
    ]);
  });

  test('beside an application with a VirtualService for the same domain', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'platform');
    new GlooApp(chart, 'echo', {
      application: echoApplication(),
      plan,
      stage: 'baseline',
      routes: GlooRoutes.virtualService(),
    });
    new GlooDelegation(chart, 'delegation', { labels });
    expect(faultsOf(app)).toEqual([
      expect.stringContaining(
        '[platform/delegation] Gloo: echo/echo and VirtualService ' +
          "gloo-system/app both have a VirtualService for the domain '*'",
      ),
    ]);
  });

  test('with a prefix that an application of its group does not begin with', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'platform');
    new GlooApp(chart, 'echo', {
      application: named('echo', HttpPath.prefix('/echo')),
      plan,
      stage: 'baseline',
      routes: GlooRoutes.routeTable({ labels: { ...labels, team: 'web' } }),
    });
    new GlooDelegation(chart, 'delegation', { labels, prefix: '/api' });
    expect(faultsOf(app)).toEqual([
      '[platform/echo] Gloo: VirtualService gloo-system/app delegates paths that begin with /api, so Gloo ' +
        'drops /echo… of echo/echo with only a warning: expose echo/echo below /api, or delegate a shorter prefix',
    ]);
  });
});
