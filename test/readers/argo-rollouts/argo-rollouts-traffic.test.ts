import { HttpRequest, RolloutMoment, RolloutPhase, Traffic, PodReadiness } from '../../../src';
import { at, deployment, destinationRule, Question, rolloutObject, service, to, virtualService } from '../../support/rollout-objects';

const WEIGHTS = [{ setWeight: 20 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: '30s' } }];
const named = (name: string) => ({ ...service('echo'), metadata: { name, namespace: 'echo' } });
const SERVICES = [named('echo-stable'), named('echo-canary')];
const BOTH = { stableService: 'echo-stable', canaryService: 'echo-canary' };

describe('Argo Rollouts over ingress-nginx', () => {
  const path = (name: string, at_ = '/') => ({ path: at_, pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } });
  const ingress = (paths = [path('echo-stable')]) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'echo' },
    spec: { ingressClassName: 'nginx', rules: [{ host: 'a.example', http: { paths } }] },
  });
  const canary = (steps: any[] = WEIGHTS, nginx: any = {}, more: any = {}) => ({ ...BOTH, steps, ...more, trafficRouting: { nginx: { stableIngress: 'web', ...nginx }, ...more.trafficRouting } });
  const on = (step: number, question: Question = {}, one: any = canary(), others: any[] = [...SERVICES, ingress()]) => at(step, one, others, { url: 'http://a.example/', ...question });

  test('gives the canary the weight of the last setWeight, and everything after the last step', () => {
    expect([0, 1, 2, 3, 4].map((step) => on(step).toString())).toEqual(['v1 4/5, v2 1/5', 'v1 4/5, v2 1/5', 'v1 1/2, v2 1/2', 'v1 1/2, v2 1/2', 'v2 1']);
  });

  test('stays at the weight before until the pods of a step are there', () => {
    expect([0, 1, 2, 4].map((step) => on(step, { phase: RolloutPhase.PROGRESSING }).toString())).toEqual(['v1 1', 'v1 4/5, v2 1/5', 'v1 4/5, v2 1/5', 'v1 1/2, v2 1/2']);
  });

  test('gives everything back to stable on an abort, and to the new version when it is stable', () => {
    expect(on(2, { phase: RolloutPhase.ABORTED }).toString()).toBe('v1 1');
    expect(on(4, { phase: RolloutPhase.PROMOTED }).toString()).toBe('v2 1');
    expect(on(2, { phase: RolloutPhase.FULL_PROMOTION }).toString()).toBe('v1 1/2, v2 1/2');
  });

  test('gives a canary without ready pods nothing', () => {
    expect(on(2, { ready: 0 }).toString()).toBe('v1 1');
  });

  test('without steps gives the canary nothing until it is stable', () => {
    expect(on(0, {}, canary([])).toString()).toBe('v1 1');
  });

  test('hard case 6: a total below 100 is none to ingress-nginx, whatever the controller believes', () => {
    const limited = canary([{ setWeight: 5 }, { pause: {} }], {}, { trafficRouting: { maxTrafficWeight: 10 } });
    expect([0, 2].map((step) => on(step, {}, limited).toString())).toEqual(['v1 19/20, v2 1/20', 'v1 9/10, v2 1/10']);
    const fine = canary([{ setWeight: 5 }, { pause: {} }], {}, { trafficRouting: { maxTrafficWeight: 1000 } });
    expect(on(0, {}, fine).toString()).toBe('v1 199/200, v2 1/200');
  });

  test('hard case 7: a stable version that shrinks with its share is empty at 100, which is 503 for everybody', () => {
    expect([1, 4].map((step) => on(step, {}, canary(WEIGHTS, {}, { dynamicStableScale: true })).toString())).toEqual(['v1 4/5, v2 1/5', '503 1']);
  });

  test('has annotations of its own for the whole life of the canary Ingress', () => {
    const byHeader = canary([{ setCanaryScale: { replicas: 1 } }, { pause: {} }, ...WEIGHTS], { additionalIngressAnnotations: { 'canary-by-header': 'X-Canary' } });
    expect(on(1, { headers: { 'X-Canary': 'always' } }, byHeader).toString()).toBe('v2 1');
    expect(on(1, { headers: { 'X-Canary': 'yes' } }, byHeader).toString()).toBe('v1 1');
    expect(on(6, { headers: { 'X-Canary': 'never' }, phase: RolloutPhase.PROMOTED }, byHeader).toString()).toBe('v2 1');
    const full = canary(WEIGHTS, { additionalIngressAnnotations: { 'nginx.ingress.kubernetes.io/canary-by-header': 'X-A' }, canaryIngressAnnotations: { 'nginx.ingress.kubernetes.io/canary-by-header': 'X-B' } });
    expect(on(0, { headers: { 'X-B': 'always' } }, full).toString()).toBe('v2 1');
  });

  test('copies whole rules, and those of other Services stay with them', () => {
    const admin = [service('admin'), deployment('admin', 1, { app: 'admin', version: 'admin' })];
    const found = (url: string) => on(2, { url }, canary(), [...SERVICES, ...admin, ingress([path('echo-stable'), path('admin', '/admin')])]).toString();
    expect([found('http://a.example/'), found('http://a.example/admin')]).toEqual(['v1 1/2, v2 1/2', 'admin 1']);
  });

  test('writes no canary Ingress where the stable one has no rule for the stable Service', () => {
    const found = on(2, {}, canary(), [...SERVICES, service('echo'), ingress([path('echo')])]);
    expect(found.notes).toContain('Rollout echo/echo: the Ingress web has no rules using the Service echo-stable, so the controller fails and writes no canary');
  });

  test('takes several stable Ingresses', () => {
    const second = { ...ingress(), metadata: { name: 'second', namespace: 'echo' }, spec: { ingressClassName: 'nginx', rules: [{ host: 'b.example', http: { paths: [path('echo-stable')] } }] } };
    const both = canary(WEIGHTS, { stableIngress: undefined, stableIngresses: ['web', 'second'] });
    expect(['http://a.example/', 'http://b.example/'].map((url) => on(0, { url }, both, [...SERVICES, ingress(), second]).toString())).toEqual(['v1 4/5, v2 1/5', 'v1 4/5, v2 1/5']);
  });
});

describe('Argo Rollouts over Istio', () => {
  const admin = [service('admin'), deployment('admin', 1, { app: 'admin', version: 'admin' })];
  const bySubset = (steps: any[], managed: string[] = [], istio: any = {}) => ({
    steps,
    trafficRouting: {
      managedRoutes: managed.map((name) => ({ name })),
      istio: { virtualService: { name: 'echo', routes: ['main'] }, destinationRule: { name: 'echo-rule', stableSubsetName: 'stable', canarySubsetName: 'canary' }, ...istio },
    },
  });
  const rule = destinationRule('echo', { stable: { app: 'echo' }, canary: { app: 'echo' } });
  const mesh = (...http: any[]) => virtualService({ hosts: ['echo'], http });
  const MAIN = { name: 'main', route: [to('echo', 'stable', 100), to('echo', 'canary', 0)] };
  const on = (step: number, canary: any, others: any[], question: Question = {}) => at(step, canary, [...others, ...admin], { url: 'http://echo/', ...question });
  const HEADER = { setHeaderRoute: { name: 'lane', match: [{ headerName: 'x-user', headerValue: { exact: 'qa' } }, { headerName: 'x-region', headerValue: { exact: 'eu' } }] } };

  test('tells subsets with the same labels apart by the hash that the controller adds', () => {
    const steps = [{ setWeight: 5 }, { pause: { duration: '10m' } }, { setWeight: 50 }, { pause: { duration: '10m' } }];
    const found = (step: number, question: Question = {}) => on(step, bySubset(steps), [service(), rule, mesh(MAIN)], question).toString();
    expect([0, 2, 4].map((step) => found(step))).toEqual(['v1 19/20, v2 1/20', 'v1 1/2, v2 1/2', 'v2 1']);
    expect(found(2, { phase: RolloutPhase.ABORTED })).toBe('v1 1');
    expect(found(4, { phase: RolloutPhase.PROMOTED })).toBe('v2 1');
    expect(found(2, { ready: 0 })).toBe('v1 1');
  });

  test('hard case 10: headers of a header route are OR, and it takes every path of the VirtualService', () => {
    const steps = [{ setCanaryScale: { weight: 100 } }, HEADER, { pause: {} }];
    const echo = { name: 'main', match: [{ uri: { prefix: '/echo' } }], route: MAIN.route };
    const other = { name: 'other', match: [{ uri: { prefix: '/admin' } }], route: [to('admin')] };
    const found = (step: number, url: string, headers = {}) => on(step, bySubset(steps, ['lane']), [service(), rule, mesh(echo, other)], { url, headers }).toString();
    expect(found(2, 'http://echo/echo', { 'x-user': 'qa' })).toBe('v2 1');
    expect(found(2, 'http://echo/admin', { 'x-user': 'qa' })).toBe('v2 1');
    expect(found(2, 'http://echo/echo')).toBe('v1 1');
    expect(found(0, 'http://echo/echo', { 'x-user': 'qa' })).toBe('v1 1');
    expect(found(3, 'http://echo/echo')).toBe('v2 1');
  });

  test('E12: an abort takes the lanes away, and so does a canary without pods, or a full promotion', () => {
    const steps = [{ setWeight: 20 }, HEADER, { pause: {} }];
    const found = (question: Question) => on(2, bySubset(steps, ['lane']), [service(), rule, mesh(MAIN)], { headers: { 'x-user': 'qa' }, ...question }).toString();
    expect(found({})).toBe('v2 1');
    expect([found({ phase: RolloutPhase.ABORTED }), found({ ready: 0 }), found({ phase: RolloutPhase.FULL_PROMOTION })]).toEqual(['v1 1', 'v1 1', 'v1 4/5, v2 1/5']);
  });

  test('an abort leaves the canary\'s subset without pods, for routes that are not the controller\'s', () => {
    const direct = { name: 'direct', match: [{ uri: { prefix: '/canary' } }], route: [to('echo', 'canary')] };
    const found = (phase: RolloutPhase) => on(0, bySubset([{ setWeight: 20 }]), [service(), rule, mesh(direct, MAIN)], { url: 'http://echo/canary', phase }).toString();
    expect([RolloutPhase.PAUSED, RolloutPhase.ABORTED, RolloutPhase.PROMOTED].map(found)).toEqual(['v2 1', '503 1', 'v2 1']);
  });

  test('a step without match closes a lane, and an empty list of matches sends everybody to the canary', () => {
    const closed = [{ setWeight: 20 }, HEADER, { setHeaderRoute: { name: 'lane' } }];
    expect(on(2, bySubset(closed, ['lane']), [service(), rule, mesh(MAIN)], { headers: { 'x-user': 'qa' } }).toString()).toBe('v1 4/5, v2 1/5');
    const everybody = [{ setWeight: 20 }, { setHeaderRoute: { name: 'lane', match: [] } }];
    expect(on(1, bySubset(everybody, ['lane']), [service(), rule, mesh(MAIN)]).toString()).toBe('v2 1');
  });

  test('opens lanes in the order of managedRoutes, a mirror with the weights of the route beside it', () => {
    const mirror = { setMirrorRoute: { name: 'shadow', percentage: 35, match: [{ method: { exact: 'GET' }, path: { prefix: '/' } }] } };
    const steps = [{ setWeight: 20 }, mirror, HEADER, { setWeight: 50 }];
    const found = (managed: string[]) => on(3, bySubset(steps, managed), [service(), rule, mesh(MAIN)], { headers: { 'x-user': 'qa' } }).toString();
    expect([found(['lane', 'shadow']), found(['shadow', 'lane'])]).toEqual(['v2 1', 'v1 1/2, v2 1/2']);
  });

  test('E5 and text 003: a header-only plan has weight 0 in its pause, and only lane test-v1 is split by weights', () => {
    const headers = { setHeaderRoute: { name: 'test-v2', match: [{ headerName: 'lane', headerValue: { exact: 'test-v2' } }] } };
    const canary = (extra: any[] = []) => ({
      ...BOTH,
      steps: [{ setCanaryScale: { weight: 100 } }, headers, ...extra, { pause: {} }],
      trafficRouting: { managedRoutes: [{ name: 'test-v2' }], istio: { virtualService: { name: 'echo', routes: ['test-v1'] } } },
    });
    const service1 = mesh(
      { name: 'test-v1', match: [{ headers: { lane: { exact: 'test-v1' } } }], route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] },
      { route: [to('echo-stable')] },
    );
    const found = (step: number, lane: string | undefined, extra: any[] = []) => on(step, canary(extra), [...SERVICES, service1, named('echo')], { headers: lane ? { lane } : {} }).toString();
    expect([found(2, 'test-v2'), found(2, 'test-v1'), found(2, undefined)]).toEqual(['v2 1', 'v1 1', 'v1 1']);
    expect([found(3, 'test-v1'), found(3, undefined)]).toEqual(['v2 1', 'v1 1']);
    expect([found(3, undefined, [{ setWeight: 50 }]), found(3, 'test-v1', [{ setWeight: 50 }]), found(3, 'test-v2', [{ setWeight: 50 }])]).toEqual(['v1 1', 'v1 1/2, v2 1/2', 'v2 1']);
  });

  test.each<[string, any[], number, string]>([
    ['after both', [to('echo', 'stable', 90), to('echo', 'canary', 0), to('admin', undefined, 10)], 20, 'v1 4/5, v2 1/5'],
    ['before both, by the place that the others had: the canary is there twice at last', [to('admin', undefined, 10), to('echo', 'stable', 90), to('echo', 'canary', 0)], 20, 'v1 4/5, v2 1/5'],
    ['between them', [to('echo', 'stable', 90), to('admin', undefined, 10), to('echo', 'canary', 0)], 20, 'v1 4/5, v2 1/5'],
  ])('deletes a third destination %s', (_, route, weight, expected) => {
    expect(on(0, bySubset([{ setWeight: weight }]), [service(), rule, mesh({ name: 'main', route })]).toString()).toBe(expected);
  });

  test('between Services deletes by places too, and adds the canary a second time', () => {
    const canary = { ...BOTH, steps: [{ setWeight: 20 }], trafficRouting: { istio: { virtualService: { name: 'echo', routes: ['main'] } } } };
    const routes = mesh({ name: 'main', route: [to('admin', undefined, 10), to('echo-stable', undefined, 90), to('echo-canary', undefined, 0)] });
    expect(on(0, canary, [...SERVICES, named('echo'), routes]).toString()).toBe('v1 2/3, v2 1/3');
  });

  test('sets no weight on a route that does not lead to both versions', () => {
    const found = on(0, bySubset([{ setWeight: 20 }]), [service(), rule, mesh({ name: 'main', route: [to('echo', 'stable', 100)] })]);
    expect([found.toString(), found.notes]).toEqual(['v1 1', [expect.stringContaining('the HTTP route main of the VirtualService echo does not lead to both versions, so the controller fails and sets no weight')]]);
  });

  test('says that a VirtualService is not there', () => {
    const found = on(0, bySubset([{ setWeight: 20 }], [], { virtualService: { name: 'other', routes: ['main'] } }), [service(), rule, mesh(MAIN)]);
    expect(found.notes).toContain('Rollout echo/echo names the VirtualService other, which is not among the objects');
  });

  test('gives the canary\'s subset the new pods\' hash as long as there is a release, also when none of them is ready', () => {
    const direct = { name: 'direct', match: [{ uri: { prefix: '/canary' } }], route: [to('echo', 'canary')] };
    expect(on(0, bySubset([{ setWeight: 20 }]), [service(), rule, mesh(direct, MAIN)], { url: 'http://echo/canary', ready: 0 }).toString()).toBe('503 1');
  });

  test('has the weight of the step before while pods of a step are missing', () => {
    const steps = [{ setWeight: 25 }, { setWeight: 50 }, { pause: {} }];
    const found = (step: number, ready: number) => on(step, bySubset(steps), [service(), rule, mesh(MAIN)], { ready }).toString();
    expect([found(1, 2), found(1, 1), found(2, 1), found(3, 4), found(3, 3)]).toEqual(['v1 1/2, v2 1/2', 'v1 3/4, v2 1/4', 'v1 1/2, v2 1/2', 'v2 1', 'v1 1/2, v2 1/2']);
  });

  test('says that an abort goes back to a first step which opens a lane', () => {
    const found = on(1, bySubset([HEADER, { setWeight: 20 }], ['lane']), [service(), rule, mesh(MAIN)], { phase: RolloutPhase.ABORTED, headers: { 'x-user': 'qa' } });
    expect([found.toString(), found.notes]).toEqual(['v1 1', [expect.stringContaining('an abort goes back to the first step, which opens a route')]]);
  });

  test('hard case 11: a destination that is neither stable nor canary is deleted when it has a weight', () => {
    const three = { name: 'main', route: [to('echo', 'stable', 90), to('echo', 'canary', 0), to('admin', undefined, 10)] };
    expect(on(0, bySubset([{ setWeight: 20 }]), [service(), rule, mesh(three)]).toString()).toBe('v1 4/5, v2 1/5');
  });

  test('keeps the weights of additional subsets, and loses the subsets themselves, as all others', () => {
    const withOld = destinationRule('echo', { stable: {}, canary: {}, old: { version: 'v0' } });
    const old = deployment('echo-v0', 1, { app: 'echo', version: 'v0' });
    const main = { name: 'main', route: [to('echo', 'stable', 90), to('echo', 'canary', 0), to('echo', 'old', 10)] };
    const kept = { destinationRule: { name: 'echo-rule', stableSubsetName: 'stable', canarySubsetName: 'canary', additionalSubsetNames: ['old'] } };
    expect(on(0, bySubset([{ setWeight: 20 }], [], kept), [service(), withOld, old, mesh(main)]).toString()).toBe('v1 7/10, v2 1/5, 503 1/10');
    const lost = mesh({ ...main, match: [{ uri: { prefix: '/a' } }] }, { route: [to('echo', 'old')] });
    expect(on(0, bySubset([{ setWeight: 20 }]), [service(), withOld, old, lost]).toString()).toBe('503 1');
  });

  test('sets no weight where the route is not found, or several are there and none is named', () => {
    expect(on(0, bySubset([{ setWeight: 20 }], [], { virtualService: { name: 'echo', routes: ['primary'] } }), [service(), rule, mesh(MAIN)]).notes)
      .toContain('Rollout echo/echo: the HTTP route primary is not found in the VirtualService echo, so the controller fails and sets no weight');
    expect(on(0, bySubset([{ setWeight: 20 }], [], { virtualService: { name: 'echo' } }), [service(), rule, mesh(MAIN, MAIN)]).notes)
      .toContain('Rollout echo/echo: the VirtualService echo has 2 HTTP routes and the Rollout names none of them, so the controller fails and sets no weight');
    expect(on(0, bySubset([{ setWeight: 20 }], [], { virtualService: { name: 'echo.echo' } }), [service(), rule, mesh(MAIN)]).toString()).toBe('v1 4/5, v2 1/5');
  });
});

describe('Argo Rollouts over the Gateway API', () => {
  const admin = [service('admin'), deployment('admin', 1, { app: 'admin', version: 'admin' })];
  const backends = (stable = 100, canary = 0) => [{ name: 'echo-stable', port: 80, weight: stable }, { name: 'echo-canary', port: 80, weight: canary }];
  const path = (value: string) => ({ path: { type: 'PathPrefix', value } });
  const route = (rules: any[]) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'web', namespace: 'echo' }, spec: { parentRefs: [{ name: 'public' }], rules } });
  const canary = (steps: any[], plugin: any = { httpRoutes: [{ name: 'web', useHeaderRoutes: true }], namespace: 'echo' }) =>
    ({ ...BOTH, steps, trafficRouting: { managedRoutes: [{ name: 'lane' }], plugins: { 'argoproj-labs/gatewayAPI': plugin } } });
  const on = (step: number, one: any, routes: any, question: Question = {}) => at(step, one, [...SERVICES, ...admin, routes], { url: 'http://a.example/', ...question });
  const RULES = [{ matches: [path('/echo')], backendRefs: backends() }, { matches: [path('/admin')], backendRefs: [{ name: 'admin', port: 80 }] }];

  test('sets weights on rules that lead to both Services, and on no others', () => {
    const found = (url: string) => on(0, canary([{ setWeight: 20 }]), route(RULES), { url }).toString();
    expect([found('http://a.example/echo'), found('http://a.example/admin')]).toEqual(['v1 4/5, v2 1/5', 'admin 1']);
  });

  test('hard case 10: headers of a header route are AND, with the paths of the rule', () => {
    const headers = [{ headerName: 'x-user', headerValue: { exact: 'qa' } }, { headerName: 'x-region', headerValue: { exact: 'eu' } }];
    const steps = [{ setCanaryScale: { weight: 100 } }, { setHeaderRoute: { name: 'lane', match: headers } }, { pause: {} }];
    const found = (url: string, asked: any, plugin?: any) => on(2, canary(steps, plugin), route(RULES), { url, headers: asked }).toString();
    expect(found('http://a.example/echo', { 'x-user': 'qa' })).toBe('v1 1');
    expect(found('http://a.example/echo', { 'x-user': 'qa', 'x-region': 'eu' })).toBe('v2 1');
    expect(found('http://a.example/admin', { 'x-user': 'qa', 'x-region': 'eu' })).toBe('admin 1');
    expect(found('http://a.example/echo', { 'x-user': 'qa', 'x-region': 'eu' }, { httpRoutes: [{ name: 'web' }], namespace: 'echo' })).toBe('v1 1');
    expect(found('http://a.example/echo', { 'x-user': 'qa', 'x-region': 'eu' }, { httpRoute: 'web', namespace: 'echo' })).toBe('v2 1');
  });

  test('makes an expression of a prefix, which an implementation may anchor or not', () => {
    const steps = [{ setWeight: 20 }, { setHeaderRoute: { name: 'lane', match: [{ headerName: 'x', headerValue: { prefix: 'qa' } }] } }];
    const found = (value: string) => on(1, canary(steps), route(RULES), { url: 'http://a.example/echo', headers: { x: value } }).toString();
    expect([found('qa-1'), found('my-qa'), found('none')]).toEqual(['v2 1', 'undetermined 1', 'v1 4/5, v2 1/5']);
  });

  test('sets no weight where no rule leads to one of both', () => {
    const found = on(0, canary([{ setWeight: 20 }]), route([{ backendRefs: [{ name: 'echo-stable', port: 80 }] }]));
    expect([found.toString(), found.notes.join()]).toEqual(['v1 1', expect.stringContaining('no rule of the HTTPRoute web leads to the Service echo-canary, so the plugin fails and sets no weight')]);
  });

  test('sets the weight of stable in rules that lead to stable alone, too', () => {
    const rules = [{ matches: [path('/echo')], backendRefs: backends() }, { matches: [path('/mixed')], backendRefs: [{ name: 'echo-stable', port: 80 }, { name: 'admin', port: 80, weight: 20 }] }];
    expect(on(0, canary([{ setWeight: 20 }]), route(rules), { url: 'http://a.example/mixed' }).toString()).toBe('v1 4/5, admin 1/5');
    expect(on(0, canary([{ setWeight: 100 }]), route(rules), { url: 'http://a.example/mixed' }).toString()).toBe('admin 1');
  });
});

describe('a Rollout that the controller rejects', () => {
  const istio = { virtualService: { name: 'echo', routes: ['main'] } };
  const header = (match: any[]) => ({ setHeaderRoute: { name: 'lane', match } });
  const routed = (steps: any[], more: any = {}) => ({ ...BOTH, steps, trafficRouting: { istio, managedRoutes: [{ name: 'lane' }] }, ...more });
  const routes = virtualService({ hosts: ['echo-stable'], http: [{ name: 'main', route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] }] });

  test.each<[string, any, string]>([
    ['a weight above 100', routed([{ setWeight: 101 }]), 'step 0 sets a weight that is not between 0 and 100'],
    ['a weight below 0', routed([{ pause: {} }, { setWeight: -1 }]), 'step 1 sets a weight that is not between 0 and 100'],
    ['a total for Istio', routed([{ setWeight: 20 }], { trafficRouting: { istio, maxTrafficWeight: 1000 } }), 'has a maxTrafficWeight, which is for ingress-nginx and plugins'],
    ['E10: a pause of days', routed([{ setWeight: 20 }, { pause: { duration: '1d' } }]), 'step 1 pauses for no duration that Go knows'],
    ['a pause of less than nothing', routed([{ setWeight: 20 }, { pause: { duration: -1 } }]), 'step 1 pauses for no duration that Go knows'],
    ['a step that does nothing', routed([{ setWeight: 20 }, {}]), 'step 1 does nothing'],
    ['a step that does two things', routed([{ setWeight: 20, pause: {} }]), 'step 0 does several things'],
    ['a header of two conditions', routed([{ setWeight: 20 }, header([{ headerName: 'a', headerValue: { exact: 'b', prefix: 'c' } }])]), 'step 1 has a condition that is not exactly one of exact, prefix and regex'],
    ['a header without a condition', routed([{ setWeight: 20 }, header([{ headerName: 'a', headerValue: {} }])]), 'step 1 has a condition that is not exactly one of exact, prefix and regex'],
    ['a route that is none of the managed ones', routed([{ setWeight: 20 }, { setHeaderRoute: { name: 'other' } }]), 'step 1 opens a route that is none of the managedRoutes'],
    ['a route without managed ones', routed([{ setWeight: 20 }, { setMirrorRoute: { name: 'lane' } }], { trafficRouting: { istio } }), 'step 1 opens a route, and there are no managedRoutes'],
    ['one Service for both', routed([{ setWeight: 20 }], { canaryService: 'echo-stable' }), 'has one Service for both versions, and needs two different ones'],
    ['no Services', routed([{ setWeight: 20 }], { canaryService: undefined, stableService: undefined }), 'needs a stable and a canary Service'],
    ['two ways to name the VirtualService', routed([{ setWeight: 20 }], { trafficRouting: { istio: { ...istio, virtualServices: [{ name: 'b' }] } } }), 'needs either virtualService or virtualServices'],
    ['a stable version that shrinks, and a delay', routed([{ setWeight: 20 }], { dynamicStableScale: true, scaleDownDelaySeconds: 5 }), 'has dynamicStableScale beside scaleDownDelaySeconds'],
    ['a canary scale without a router', { steps: [{ setWeight: 20 }, { setCanaryScale: { replicas: 1 } }] }, 'step 1 scales the canary, which is for traffic routing'],
    ['a delay without a router', { steps: [{ setWeight: 20 }], scaleDownDelaySeconds: 5 }, 'has scaleDownDelaySeconds, which is for traffic routing'],
  ])('for %s stays what it was', (_, canary, reason) => {
    const found = at(0, canary, [...SERVICES, routes], { url: 'http://echo-stable/' });
    expect([found.toString(), found.notes]).toEqual(['v1 1', [`Rollout echo/echo: ${reason}: the controller rejects it, and leaves everything as it is`]]);
  });

  test.each<[string, any, string]>([
    ['a deadline before pods are available', { progressDeadlineSeconds: 10, minReadySeconds: 20 }, 'has a progressDeadlineSeconds that is not longer than minReadySeconds'],
    ['a selector that its pods do not fulfil', { selector: { matchLabels: { app: 'other' } } }, 'has a selector that its own pods do not fulfil'],
    ['no selector', { selector: undefined }, 'has no selector'],
    ['a template beside workloadRef', { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'echo' } }, 'has a template beside workloadRef'],
  ])('for %s stays what it was, too', (_, spec, reason) => {
    const canary = routed([{ setWeight: 20 }]);
    const moment = RolloutMoment.at({ rollout: 'echo/echo', step: 0, before: [rolloutObject('v1', canary)] });
    const found = Traffic.during([rolloutObject('v2', canary, 4, spec), ...SERVICES, routes], moment).split(HttpRequest.to('http://echo-stable/'));
    expect([found.toString(), found.notes]).toEqual(['v1 1', [`Rollout echo/echo: ${reason}: the controller rejects it, and leaves everything as it is`]]);
  });

  test.each<[string, any]>([
    ['a pause of no time', routed([{ setWeight: 20 }, { pause: { duration: 0 } }])],
    ['a pause of parts of a second', routed([{ setWeight: 20 }, { pause: { duration: '1.5h20m' } }])],
    ['a pause in seconds as a text', routed([{ setWeight: 20 }, { pause: { duration: '10' } }])],
    ['a weight and a scale in one step', routed([{ setWeight: 20, setCanaryScale: { replicas: 1 } }])],
    ['an empty list of conditions', routed([{ setWeight: 20 }, header([])])],
  ])('is not one for %s', (_, canary) => {
    expect(at(0, canary, [...SERVICES, routes], { url: 'http://echo-stable/' }).toString()).toBe('v1 4/5, v2 1/5');
  });

  test('needs exactly one way to name the Ingress', () => {
    const nginx = (more: any) => at(0, { ...BOTH, steps: [], trafficRouting: { nginx: more } }, [...SERVICES, routes], { url: 'http://echo-stable/' }).notes.join();
    expect([nginx({}), nginx({ stableIngress: 'a', stableIngresses: ['b'] })]).toEqual([expect.stringContaining('needs either stableIngress or stableIngresses'), expect.stringContaining('needs either stableIngress or stableIngresses')]);
  });
});

describe('a Rollout', () => {
  const anyRoute = virtualService({ hosts: ['echo'], http: [{ route: [to('echo')] }] });

  test('without traffic routing divides pods instead of requests', () => {
    expect([0, 2, 4].map((step) => at(step, { steps: WEIGHTS }, [service(), anyRoute], { url: 'http://echo/' }, 10).toString())).toEqual(['v1 4/5, v2 1/5', 'v1 1/2, v2 1/2', 'v2 1']);
    expect(at(0, { steps: WEIGHTS }, [service(), anyRoute], { url: 'http://echo/' }, 4).toString()).toBe('v1 4/5, v2 1/5');
    expect(at(0, { steps: [{ setWeight: 5 }] }, [service(), anyRoute], { url: 'http://echo/' }, 4).toString()).toBe('v1 4/5, v2 1/5');
  });

  test.each<[number, number, any, string]>([
    [10, 5, undefined, 'v1 10/11, v2 1/11'],
    [3, 50, 0, 'v1 1/3, v2 2/3'],
    [3, 50, undefined, 'v1 1/2, v2 1/2'],
    [1, 5, undefined, 'v1 1/2, v2 1/2'],
    [1, 50, 0, 'v2 1'],
    [1, 5, '0%', 'v1 1'],
    [2, 99, undefined, 'v1 1/3, v2 2/3'],
    [4, 0, undefined, 'v1 1'],
    [4, 100, undefined, 'v2 1'],
  ])('without traffic routing divides %s pods for %s % as nearly as a surge of %s allows: %s', (replicas, weight, maxSurge, expected) => {
    expect(at(0, { steps: [{ setWeight: weight }], maxSurge }, [service(), anyRoute], { url: 'http://echo/' }, replicas).toString()).toBe(expected);
  });

  test('outside of a release is one version', () => {
    expect(Traffic.of([rolloutObject('v1', { steps: WEIGHTS }), service(), anyRoute]).split(HttpRequest.to('http://echo/')).toString()).toBe('v1 1');
  });

  test('that was not there before skips its steps', () => {
    const moment = RolloutMoment.at({ rollout: 'echo/echo', before: [], step: 0 });
    const found = Traffic.during([rolloutObject('v1', { steps: WEIGHTS }), service(), anyRoute], moment).split(HttpRequest.to('http://echo/'));
    expect([found.toString(), found.notes]).toEqual(['v1 1', ['Rollout echo/echo is not among the objects from before, so the release is taken for its first installation, which skips all steps']]);
  });

  test('may take its pods from a Deployment', () => {
    const of = (version: string) => {
      const { spec: { template, ...spec }, ...rest } = rolloutObject(version, { steps: WEIGHTS }, 10);
      const source = { ...deployment('web', 0, { app: 'echo', version }), spec: { replicas: 10, selector: { matchLabels: { app: 'echo' } }, template } };
      return [{ ...rest, spec: { ...spec, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', scaleDown: 'onsuccess' } } }, source];
    };
    const moment = RolloutMoment.at({ rollout: 'echo/echo', before: of('v1'), step: 0 });
    expect(Traffic.during([...of('v2'), service(), anyRoute], moment).split(HttpRequest.to('http://echo/')).toString()).toBe('v1 4/5, v2 1/5');
  });

  test('has pods called after it, in a PodReadiness', () => {
    const moment = RolloutMoment.at({ rollout: 'echo/echo', before: [rolloutObject('v1', { steps: WEIGHTS })], step: 2 });
    const traffic = Traffic.during([rolloutObject('v2', { steps: WEIGHTS }), service(), anyRoute], moment);
    const split = traffic.split(HttpRequest.to('http://echo/'), PodReadiness.allReady().withReadyPods('echo/echo:stable', 1).withReadyPods('echo/echo:canary', 3));
    expect(split.shares.map(String)).toEqual(['v1 1/4', 'v2 3/4']);
    expect(split.notes).toEqual([]);
  });

  test('has to be among the objects', () => {
    const moment = RolloutMoment.at({ rollout: 'echo/other', before: [], step: 0 });
    expect(() => Traffic.during([rolloutObject('v2', {})], moment)).toThrow('There is no Rollout echo/other among the objects. The Rollouts are: echo/echo.');
    expect(() => RolloutMoment.at({ rollout: 'echo/echo', before: [], step: -1 })).toThrow('The step of echo/echo must be a whole number, at least 0, given -1.');
  });

  test('keeps its Services to its own pods, whatever other Rollouts have the same labels', () => {
    const other = { ...rolloutObject('vB', { steps: [] }), metadata: { name: 'other', namespace: 'echo' } };
    const canary = { ...BOTH, steps: WEIGHTS, trafficRouting: { istio: { virtualService: { name: 'echo' } } } };
    const routes = virtualService({ hosts: ['echo-stable'], http: [{ route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] }] });
    const found = at(0, canary, [{ ...other }, ...SERVICES, routes], { url: 'http://echo-stable/' });
    expect(found.toString()).toBe('v1 4/5, v2 1/5');
  });

  test('whose stable version shrinks, shrinks it no sooner than its share, and promotes by the canary\'s pods', () => {
    const canary = { ...BOTH, dynamicStableScale: true, steps: [{ setWeight: 50 }, { setWeight: 100 }], trafficRouting: { istio: { virtualService: { name: 'echo' } } } };
    const routes = virtualService({ hosts: ['echo-stable'], http: [{ route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] }] });
    const found = (step: number, phase: RolloutPhase) => at(step, canary, [...SERVICES, routes], { url: 'http://echo-stable/', phase }).toString();
    expect([found(1, RolloutPhase.PROGRESSING), found(0, RolloutPhase.FULL_PROMOTION)]).toEqual(['v1 1/2, v2 1/2', 'v2 1']);
  });

  test('that had no specification before has no pods to tell', () => {
    const moment = RolloutMoment.at({ rollout: 'echo/echo', before: [{ ...rolloutObject('v1', {}), spec: undefined }], step: 0 });
    expect(() => Traffic.during([rolloutObject('v2', { steps: WEIGHTS }), service(), anyRoute], moment).split(HttpRequest.to('http://echo/'))).not.toThrow();
  });

  test('of another strategy, or over another router, is said to be unread', () => {
    const blueGreen = rolloutObject('v2', {}, 4, { strategy: { blueGreen: { activeService: 'echo' } } });
    expect(Traffic.of([blueGreen, service(), anyRoute]).split(HttpRequest.to('http://echo/')).notes).toContain('Rollout echo/echo has no canary strategy, and others are not read');
    const other = rolloutObject('v2', { ...BOTH, trafficRouting: { smi: {} } });
    expect(Traffic.of([other, service(), anyRoute]).split(HttpRequest.to('http://echo/')).notes).toContain('Rollout echo/echo routes by smi, which is not read');
  });
});
