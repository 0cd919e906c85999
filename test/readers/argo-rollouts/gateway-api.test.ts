import { NoteKind } from '../../../src';
import { at, BOTH, deployment, Question, service, SERVICES } from '../../support/rollout-objects';

describe('Argo Rollouts over the Gateway API', () => {
  const admin = [service('admin'), deployment('admin', 1, { app: 'admin', version: 'admin' })];
  const backends = (stable = 100, canary = 0) => [
    { name: 'echo-stable', port: 80, weight: stable },
    { name: 'echo-canary', port: 80, weight: canary },
  ];
  const path = (value: string) => ({ path: { type: 'PathPrefix', value } });
  const route = (rules: any[]) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'echo' },
    spec: { parentRefs: [{ name: 'public' }], rules },
  });
  const canary = (
    steps: any[],
    plugin: any = { httpRoutes: [{ name: 'web', useHeaderRoutes: true }], namespace: 'echo' },
  ) => ({
    ...BOTH,
    steps,
    trafficRouting: { managedRoutes: [{ name: 'lane' }], plugins: { 'argoproj-labs/gatewayAPI': plugin } },
  });
  const on = (step: number, one: any, routes: any, question: Question = {}) =>
    at(step, one, [...SERVICES, ...admin, routes], { url: 'http://a.example/', ...question });
  const RULES = [
    { matches: [path('/echo')], backendRefs: backends() },
    { matches: [path('/admin')], backendRefs: [{ name: 'admin', port: 80 }] },
  ];

  test('sets weights on rules that lead to both Services, and on no others', () => {
    const found = (url: string) => on(0, canary([{ setWeight: 20 }]), route(RULES), { url }).toString();
    expect([found('http://a.example/echo'), found('http://a.example/admin')]).toEqual(['v1 4/5, v2 1/5', 'admin 1']);
  });

  test('hard case 10: headers of a header route are AND, with the paths of the rule', () => {
    const headers = [
      { headerName: 'x-user', headerValue: { exact: 'qa' } },
      { headerName: 'x-region', headerValue: { exact: 'eu' } },
    ];
    const steps = [
      { setCanaryScale: { weight: 100 } },
      { setHeaderRoute: { name: 'lane', match: headers } },
      { pause: {} },
    ];
    const found = (url: string, asked: any, plugin?: any) =>
      on(2, canary(steps, plugin), route(RULES), { url, headers: asked }).toString();
    expect(found('http://a.example/echo', { 'x-user': 'qa' })).toBe('v1 1');
    expect(found('http://a.example/echo', { 'x-user': 'qa', 'x-region': 'eu' })).toBe('v2 1');
    expect(found('http://a.example/admin', { 'x-user': 'qa', 'x-region': 'eu' })).toBe('admin 1');
    expect(
      found(
        'http://a.example/echo',
        { 'x-user': 'qa', 'x-region': 'eu' },
        { httpRoutes: [{ name: 'web' }], namespace: 'echo' },
      ),
    ).toBe('v1 1');
    expect(
      found('http://a.example/echo', { 'x-user': 'qa', 'x-region': 'eu' }, { httpRoute: 'web', namespace: 'echo' }),
    ).toBe('v2 1');
  });

  test('makes an expression of a prefix, which an implementation may anchor or not', () => {
    const steps = [
      { setWeight: 20 },
      { setHeaderRoute: { name: 'lane', match: [{ headerName: 'x', headerValue: { prefix: 'qa' } }] } },
    ];
    const found = (value: string) =>
      on(1, canary(steps), route(RULES), { url: 'http://a.example/echo', headers: { x: value } }).toString();
    expect([found('qa-1'), found('my-qa'), found('none')]).toEqual(['v2 1', 'undetermined 1', 'v1 4/5, v2 1/5']);
  });

  test('sets no weight where no rule leads to one of both', () => {
    const found = on(0, canary([{ setWeight: 20 }]), route([{ backendRefs: [{ name: 'echo-stable', port: 80 }] }]));
    expect([found.toString(), found.notes.find(({ code }) => code === 'argo-plugin-fails')]).toEqual([
      'v1 1',
      expect.objectContaining({ kind: NoteKind.REJECTED, objects: ['Rollout echo/echo', 'HTTPRoute echo/web'] }),
    ]);
  });

  test('sets the weight of stable in rules that lead to stable alone, too', () => {
    const rules = [
      { matches: [path('/echo')], backendRefs: backends() },
      {
        matches: [path('/mixed')],
        backendRefs: [
          { name: 'echo-stable', port: 80 },
          { name: 'admin', port: 80, weight: 20 },
        ],
      },
    ];
    expect(on(0, canary([{ setWeight: 20 }]), route(rules), { url: 'http://a.example/mixed' }).toString()).toBe(
      'v1 4/5, admin 1/5',
    );
    expect(on(0, canary([{ setWeight: 100 }]), route(rules), { url: 'http://a.example/mixed' }).toString()).toBe(
      'admin 1',
    );
  });

  const lane = (name: string, headerName: string, exact: string) => ({
    setHeaderRoute: { name, match: [{ headerName, headerValue: { exact } }] },
  });
  const LANE = lane('lane', 'x-user', 'qa');
  const QA = { 'x-user': 'qa' };
  const lanes = (steps: any[], managed = ['lane', 'staff', 'beta']) => {
    const one = canary([{ setCanaryScale: { weight: 100 } }, ...steps]);
    return { ...one, trafficRouting: { ...one.trafficRouting, managedRoutes: managed.map((name) => ({ name })) } };
  };

  test('opens a lane for every rule that leads to both Services', () => {
    const both = route([
      { matches: [path('/a')], backendRefs: backends() },
      { matches: [path('/b')], backendRefs: backends() },
    ]);
    const found = (url: string) => on(2, lanes([LANE, { pause: {} }]), both, { url, headers: QA }).toString();
    expect([found('http://a.example/a'), found('http://a.example/b')]).toEqual(['v2 1', 'v2 1']);
  });

  test('keeps method and headers of the rule in its lane', () => {
    const base = {
      matches: [{ ...path('/'), method: 'GET', headers: [{ name: 'x-eu', value: '1' }] }],
      backendRefs: backends(),
    };
    const rules = [base, { matches: [path('/')], backendRefs: [{ name: 'admin', port: 80 }] }];
    const found = (headers: any) => on(1, lanes([LANE]), route(rules), { headers }).toString();
    expect([found({ ...QA, 'x-eu': '1' }), found(QA)]).toEqual(['v2 1', 'admin 1']);
  });

  test('closes a lane when another opens that asks for the same headers, and all lanes when one is closed', () => {
    const [staff, beta] = [lane('staff', 'x-group', 'staff'), lane('beta', 'x-group', 'beta')];
    const found = (steps: any[], group: string) => {
      return on(steps.length, lanes(steps), route(RULES), {
        url: 'http://a.example/echo',
        headers: { 'x-group': group },
      }).toString();
    };
    expect([found([staff, beta], 'staff'), found([staff, beta], 'beta')]).toEqual(['v1 1', 'v2 1']);
    expect([
      found([staff, LANE], 'staff'),
      found([staff, LANE, { setHeaderRoute: { name: 'lane' } }], 'staff'),
    ]).toEqual(['v2 1', 'v1 1']);
  });

  test('finds routes by labels, which get no lanes', () => {
    const plugin = { httpRouteSelector: { matchLabels: { app: 'cart' } }, namespace: 'echo' };
    const labelled = { ...route(RULES), metadata: { name: 'web', namespace: 'echo', labels: { app: 'cart' } } };
    const found = (one: any, headers = {}) =>
      on(1, canary([{ setWeight: 20 }, LANE], plugin), one, { url: 'http://a.example/echo', headers });
    expect([found(labelled).toString(), found(labelled, QA).toString()]).toEqual(['v1 4/5, v2 1/5', 'v1 4/5, v2 1/5']);
    expect(found(route(RULES)).notes).toContainEqual(expect.objectContaining({ code: 'argo-plugin-without-routes' }));
  });

  test('knows lanes that are in a route already', () => {
    const open = {
      name: 'lane',
      matches: [{ ...path('/echo'), headers: [{ name: 'x-user', value: 'qa' }] }],
      backendRefs: [{ name: 'echo-canary', port: 80 }],
    };
    const found = (step: number) =>
      on(step, lanes([{ setWeight: 20 }, LANE]), route([...RULES, open]), {
        url: 'http://a.example/echo',
        headers: QA,
      }).toString();
    expect([found(1), found(2)]).toEqual(['v1 4/5, v2 1/5', 'v2 1']);
  });

  test('takes a rule that leads to the canary alone for a lane of its own, and deletes it before the release', () => {
    const own = {
      matches: [{ ...path('/echo'), headers: [{ name: 'x-preview', value: 'yes' }] }],
      backendRefs: [{ name: 'echo-canary', port: 80 }],
    };
    const question = { url: 'http://a.example/echo', headers: { 'x-preview': 'yes' } };
    const found = (plugin?: any) =>
      on(0, canary([{ setWeight: 20 }], plugin), route([...RULES, own]), question).toString();
    expect([found(), found({ httpRoutes: [{ name: 'web' }], namespace: 'echo' })]).toEqual(['v1 4/5, v2 1/5', 'v2 1']);
  });

  test('changes the routes before one that it cannot change, and none behind it', () => {
    const web = (name: string, rules: any[]) => ({
      ...route(rules),
      metadata: { name, namespace: 'echo' },
      spec: { ...route(rules).spec, hostnames: [`${name}.example`] },
    });
    const plugin = { httpRoutes: ['one', 'two', 'three'].map((name) => ({ name })), namespace: 'echo' };
    const objects = [
      web('one', RULES),
      web('two', [{ backendRefs: [{ name: 'echo-stable', port: 80 }] }]),
      web('three', RULES),
    ];
    const found = ['one', 'two', 'three'].map((name) => {
      return at(0, canary([{ setWeight: 20 }], plugin), [...SERVICES, ...admin, ...objects], {
        url: `http://${name}.example/echo`,
      }).toString();
    });
    expect(found).toEqual(['v1 4/5, v2 1/5', 'v1 1', 'v1 1']);
  });

  test('takes 100 for all, whatever maxTrafficWeight says: a weight above it is refused, the one before stays', () => {
    const one = canary([{ setWeight: 5 }, { pause: {} }, { setWeight: 500 }]);
    const total = { ...one, trafficRouting: { ...one.trafficRouting, maxTrafficWeight: 1000 } };
    const found = [1, 2].map((step) => on(step, total, route(RULES), { url: 'http://a.example/echo' }));
    expect(found.map(String)).toEqual(['v1 19/20, v2 1/20', 'v1 19/20, v2 1/20']);
    expect(found[1].notes).toContainEqual(expect.objectContaining({ code: 'argo-plugin-fails' }));
  });

  test('opens no lane that the API server refuses: a header twice in a match, more than sixteen rules', () => {
    const twice = route([
      { matches: [{ ...path('/'), headers: [{ name: 'x-user', value: 'a' }] }], backendRefs: backends() },
    ]);
    const many = route(
      Array.from({ length: 9 }, (_, place) => ({ matches: [path(`/${place}`)], backendRefs: backends() })),
    );
    const failures = [twice, many].map(
      (one) =>
        on(1, lanes([LANE]), one, { url: 'http://a.example/1' }).notes.filter(
          ({ code }) => code === 'argo-plugin-fails',
        ).length,
    );
    expect(failures).toEqual([1, 1]);
  });
});
