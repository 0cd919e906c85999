import { NoteKind, RolloutPhase } from '../../../src';
import {
  at,
  BOTH,
  deployment,
  destinationRule,
  named,
  Question,
  rejected,
  service,
  SERVICES,
  to,
  virtualService,
} from '../../support/rollout-objects';

describe('Argo Rollouts over Istio', () => {
  const admin = [service('admin'), deployment('admin', 1, { app: 'admin', version: 'admin' })];
  const bySubset = (steps: any[], managed: string[] = [], istio: any = {}) => ({
    steps,
    trafficRouting: {
      managedRoutes: managed.map((name) => ({ name })),
      istio: {
        virtualService: { name: 'echo', routes: ['main'] },
        destinationRule: { name: 'echo-rule', stableSubsetName: 'stable', canarySubsetName: 'canary' },
        ...istio,
      },
    },
  });
  const rule = destinationRule('echo', { stable: { app: 'echo' }, canary: { app: 'echo' } });
  const mesh = (...http: any[]) => virtualService({ hosts: ['echo'], http });
  const MAIN = { name: 'main', route: [to('echo', 'stable', 100), to('echo', 'canary', 0)] };
  const on = (step: number, canary: any, others: any[], question: Question = {}) =>
    at(step, canary, [...others, ...admin], { url: 'http://echo/', ...question });
  const HEADER = {
    setHeaderRoute: {
      name: 'lane',
      match: [
        { headerName: 'x-user', headerValue: { exact: 'qa' } },
        { headerName: 'x-region', headerValue: { exact: 'eu' } },
      ],
    },
  };

  test('tells subsets with the same labels apart by the hash that the controller adds', () => {
    const steps = [{ setWeight: 5 }, { pause: { duration: '10m' } }, { setWeight: 50 }, { pause: { duration: '10m' } }];
    const found = (step: number, question: Question = {}) =>
      on(step, bySubset(steps), [service(), rule, mesh(MAIN)], question).toString();
    expect([0, 2, 4].map((step) => found(step))).toEqual(['v1 19/20, v2 1/20', 'v1 1/2, v2 1/2', 'v2 1']);
    expect(found(2, { phase: RolloutPhase.ABORTED })).toBe('v1 1');
    expect(found(4, { phase: RolloutPhase.PROMOTED })).toBe('v2 1');
    expect(found(2, { ready: 0 })).toBe('v1 1');
  });

  test('gives the pods of each version the labels of its metadata, for a Service and for subsets that select them', () => {
    const labelled = (canary: string) => ({
      ...bySubset([{ setWeight: 20 }]),
      stableMetadata: { labels: { role: 'stable' } },
      canaryMetadata: { labels: { role: canary } },
    });
    const roles = destinationRule('echo', { stable: { role: 'stable' }, canary: { role: 'canary' } });
    const preview = { ...service('preview'), spec: { selector: { role: 'canary' }, ports: [{ port: 80 }] } };
    const direct = { name: 'direct', match: [{ uri: { prefix: '/preview' } }], route: [to('preview')] };
    const found = (canary: string, url: string) =>
      on(0, labelled(canary), [service(), preview, roles, mesh(direct, MAIN)], { url }).toString();
    expect([found('canary', 'http://echo/'), found('other', 'http://echo/')]).toEqual([
      'v1 4/5, v2 1/5',
      'v1 4/5, 503 1/5',
    ]);
    expect(found('canary', 'http://echo/preview')).toBe('v2 1');
  });

  test('hard case 10: headers of a header route are OR, and it takes every path of the VirtualService', () => {
    const steps = [{ setCanaryScale: { weight: 100 } }, HEADER, { pause: {} }];
    const echo = { name: 'main', match: [{ uri: { prefix: '/echo' } }], route: MAIN.route };
    const other = { name: 'other', match: [{ uri: { prefix: '/admin' } }], route: [to('admin')] };
    const found = (step: number, url: string, headers = {}) =>
      on(step, bySubset(steps, ['lane']), [service(), rule, mesh(echo, other)], { url, headers }).toString();
    expect(found(2, 'http://echo/echo', { 'x-user': 'qa' })).toBe('v2 1');
    expect(found(2, 'http://echo/admin', { 'x-user': 'qa' })).toBe('v2 1');
    expect(found(2, 'http://echo/echo')).toBe('v1 1');
    expect(found(0, 'http://echo/echo', { 'x-user': 'qa' })).toBe('v1 1');
    expect(found(3, 'http://echo/echo')).toBe('v2 1');
  });

  test('E12: an abort takes the lanes away, and so does a canary without pods, or a full promotion', () => {
    const steps = [{ setWeight: 20 }, HEADER, { pause: {} }];
    const found = (question: Question) =>
      on(2, bySubset(steps, ['lane']), [service(), rule, mesh(MAIN)], {
        headers: { 'x-user': 'qa' },
        ...question,
      }).toString();
    expect(found({})).toBe('v2 1');
    expect([
      found({ phase: RolloutPhase.ABORTED }),
      found({ ready: 0 }),
      found({ phase: RolloutPhase.FULL_PROMOTION }),
    ]).toEqual(['v1 1', 'v1 1', 'v1 4/5, v2 1/5']);
  });

  test("an abort leaves the canary's subset without pods, for routes that are not the controller's", () => {
    const direct = { name: 'direct', match: [{ uri: { prefix: '/canary' } }], route: [to('echo', 'canary')] };
    const found = (phase: RolloutPhase) =>
      on(0, bySubset([{ setWeight: 20 }]), [service(), rule, mesh(direct, MAIN)], {
        url: 'http://echo/canary',
        phase,
      }).toString();
    expect([RolloutPhase.PAUSED, RolloutPhase.ABORTED, RolloutPhase.PROMOTED].map(found)).toEqual([
      'v2 1',
      '503 1',
      'v2 1',
    ]);
  });

  test('a step without match closes a lane, and so does an empty list of matches', () => {
    const closed = [{ setWeight: 20 }, HEADER, { setHeaderRoute: { name: 'lane' } }];
    expect(
      on(2, bySubset(closed, ['lane']), [service(), rule, mesh(MAIN)], { headers: { 'x-user': 'qa' } }).toString(),
    ).toBe('v1 4/5, v2 1/5');
    const none = [{ setWeight: 20 }, HEADER, { setHeaderRoute: { name: 'lane', match: [] } }];
    expect(
      on(2, bySubset(none, ['lane']), [service(), rule, mesh(MAIN)], { headers: { 'x-user': 'qa' } }).toString(),
    ).toBe('v1 4/5, v2 1/5');
  });

  test('opens lanes in the order of managedRoutes, a mirror with the weights of the route beside it', () => {
    const mirror = {
      setMirrorRoute: { name: 'shadow', percentage: 35, match: [{ method: { exact: 'GET' }, path: { prefix: '/' } }] },
    };
    const steps = [{ setWeight: 20 }, mirror, HEADER, { setWeight: 50 }];
    const found = (managed: string[]) =>
      on(3, bySubset(steps, managed), [service(), rule, mesh(MAIN)], { headers: { 'x-user': 'qa' } }).toString();
    expect([found(['lane', 'shadow']), found(['shadow', 'lane'])]).toEqual(['v2 1', 'v1 1/2, v2 1/2']);
  });

  test('E5 and text 003: a header-only plan has weight 0 in its pause, and weights split lane test-v1 alone', () => {
    const headers = {
      setHeaderRoute: { name: 'test-v2', match: [{ headerName: 'lane', headerValue: { exact: 'test-v2' } }] },
    };
    const canary = (extra: any[] = []) => ({
      ...BOTH,
      steps: [{ setCanaryScale: { weight: 100 } }, headers, ...extra, { pause: {} }],
      trafficRouting: {
        managedRoutes: [{ name: 'test-v2' }],
        istio: { virtualService: { name: 'echo', routes: ['test-v1'] } },
      },
    });
    const service1 = mesh(
      {
        name: 'test-v1',
        match: [{ headers: { lane: { exact: 'test-v1' } } }],
        route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)],
      },
      { route: [to('echo-stable')] },
    );
    const found = (step: number, lane: string | undefined, extra: any[] = []) =>
      on(step, canary(extra), [...SERVICES, service1, named('echo')], { headers: lane ? { lane } : {} }).toString();
    expect([found(2, 'test-v2'), found(2, 'test-v1'), found(2, undefined)]).toEqual(['v2 1', 'v1 1', 'v1 1']);
    expect([found(3, 'test-v1'), found(3, undefined)]).toEqual(['v2 1', 'v1 1']);
    expect([
      found(3, undefined, [{ setWeight: 50 }]),
      found(3, 'test-v1', [{ setWeight: 50 }]),
      found(3, 'test-v2', [{ setWeight: 50 }]),
    ]).toEqual(['v1 1', 'v1 1/2, v2 1/2', 'v2 1']);
  });

  test.each<[string, any[], number, string]>([
    [
      'after both',
      [to('echo', 'stable', 90), to('echo', 'canary', 0), to('admin', undefined, 10)],
      20,
      'v1 4/5, v2 1/5',
    ],
    [
      'before both, by the place that the others had: the canary is there twice at last',
      [to('admin', undefined, 10), to('echo', 'stable', 90), to('echo', 'canary', 0)],
      20,
      'v1 4/5, v2 1/5',
    ],
    [
      'between them',
      [to('echo', 'stable', 90), to('admin', undefined, 10), to('echo', 'canary', 0)],
      20,
      'v1 4/5, v2 1/5',
    ],
  ])('deletes a third destination %s', (_, route, weight, expected) => {
    expect(on(0, bySubset([{ setWeight: weight }]), [service(), rule, mesh({ name: 'main', route })]).toString()).toBe(
      expected,
    );
  });

  test('between Services deletes a third one before the release, when the controller sets a weight of 0', () => {
    const canary = {
      ...BOTH,
      steps: [{ setWeight: 20 }],
      trafficRouting: { istio: { virtualService: { name: 'echo', routes: ['main'] } } },
    };
    const routes = mesh({
      name: 'main',
      route: [to('admin', undefined, 10), to('echo-stable', undefined, 90), to('echo-canary', undefined, 0)],
    });
    expect(on(0, canary, [...SERVICES, named('echo'), routes]).toString()).toBe('v1 4/5, v2 1/5');
  });

  test('is rejected where a route does not lead to both versions', () => {
    const found = on(0, bySubset([{ setWeight: 20 }]), [
      service(),
      rule,
      mesh({ name: 'main', route: [to('echo', 'stable', 100)] }),
    ]);
    expect([found.toString(), found.notes]).toEqual(['v1 1', [rejected('spec.strategy.canary.trafficRouting.istio')]]);
  });

  test('says that a VirtualService is not there', () => {
    const found = on(0, bySubset([{ setWeight: 20 }], [], { virtualService: { name: 'other', routes: ['main'] } }), [
      service(),
      rule,
      mesh(MAIN),
    ]);
    expect(found.notes).toContainEqual(
      expect.objectContaining({ code: 'argo-virtual-service-missing', kind: NoteKind.ASSUMED, field: 'other' }),
    );
  });

  test("gives the canary's subset the new pods' hash during a release, also when none of them is ready", () => {
    const direct = { name: 'direct', match: [{ uri: { prefix: '/canary' } }], route: [to('echo', 'canary')] };
    expect(
      on(0, bySubset([{ setWeight: 20 }]), [service(), rule, mesh(direct, MAIN)], {
        url: 'http://echo/canary',
        ready: 0,
      }).toString(),
    ).toBe('503 1');
  });

  test('has the weight of the step before while pods of a step are missing', () => {
    const steps = [{ setWeight: 25 }, { setWeight: 50 }, { pause: {} }];
    const found = (step: number, ready: number) =>
      on(step, bySubset(steps), [service(), rule, mesh(MAIN)], { ready }).toString();
    expect([found(1, 2), found(1, 1), found(2, 1), found(3, 4), found(3, 3)]).toEqual([
      'v1 1/2, v2 1/2',
      'v1 3/4, v2 1/4',
      'v1 1/2, v2 1/2',
      'v2 1',
      'v1 1/2, v2 1/2',
    ]);
  });

  test('hard case 11: a destination that is neither stable nor canary is deleted when it has a weight', () => {
    const three = {
      name: 'main',
      route: [to('echo', 'stable', 90), to('echo', 'canary', 0), to('admin', undefined, 10)],
    };
    expect(on(0, bySubset([{ setWeight: 20 }]), [service(), rule, mesh(three)]).toString()).toBe('v1 4/5, v2 1/5');
  });

  test('keeps the weights of additional subsets, and loses the subsets themselves, as all others', () => {
    const withOld = destinationRule('echo', { stable: {}, canary: {}, old: { version: 'v0' } });
    const old = deployment('echo-v0', 1, { app: 'echo', version: 'v0' });
    const main = { name: 'main', route: [to('echo', 'stable', 90), to('echo', 'canary', 0), to('echo', 'old', 10)] };
    const kept = {
      destinationRule: {
        name: 'echo-rule',
        stableSubsetName: 'stable',
        canarySubsetName: 'canary',
        additionalSubsetNames: ['old'],
      },
    };
    expect(on(0, bySubset([{ setWeight: 20 }], [], kept), [service(), withOld, old, mesh(main)]).toString()).toBe(
      'v1 7/10, v2 1/5, 503 1/10',
    );
    const lost = mesh({ ...main, match: [{ uri: { prefix: '/a' } }] }, { route: [to('echo', 'old')] });
    expect(on(0, bySubset([{ setWeight: 20 }]), [service(), withOld, old, lost]).toString()).toBe('503 1');
  });

  test('is rejected where the route is not found, or several are there and none is named', () => {
    expect(
      on(0, bySubset([{ setWeight: 20 }], [], { virtualService: { name: 'echo', routes: ['primary'] } }), [
        service(),
        rule,
        mesh(MAIN),
      ]).notes,
    ).toContainEqual(rejected('spec.strategy.canary.trafficRouting.istio'));
    expect(
      on(0, bySubset([{ setWeight: 20 }], [], { virtualService: { name: 'echo' } }), [
        service(),
        rule,
        mesh(MAIN, MAIN),
      ]).notes,
    ).toContainEqual(rejected('spec.strategy.canary.trafficRouting.istio'));
    expect(
      on(0, bySubset([{ setWeight: 20 }], [], { virtualService: { name: 'echo.echo' } }), [
        service(),
        rule,
        mesh(MAIN),
      ]).toString(),
    ).toBe('v1 4/5, v2 1/5');
  });

  test('with an open mirror route and no route named sets the weight of the mirror route alone', () => {
    const mirror = { setMirrorRoute: { name: 'shadow', match: [{ path: { prefix: '/copied' } }] } };
    const canary = bySubset([{ setWeight: 20 }, mirror, { setWeight: 50 }], ['shadow'], {
      virtualService: { name: 'echo' },
    });
    const found = (url: string) => on(2, canary, [service(), rule, mesh({ route: MAIN.route })], { url }).toString();
    expect([found('http://echo/copied'), found('http://echo/other')]).toEqual(['v1 1/2, v2 1/2', 'v1 4/5, v2 1/5']);
  });

  test('with an open lane and no route named does not weigh a route that has a name', () => {
    const canary = bySubset([{ setWeight: 20 }, HEADER, { setWeight: 50 }], ['lane'], {
      virtualService: { name: 'echo' },
    });
    expect(on(2, canary, [service(), rule, mesh(MAIN)]).toString()).toBe('v1 4/5, v2 1/5');
    expect(on(2, canary, [service(), rule, mesh({ route: MAIN.route })]).toString()).toBe('v1 1/2, v2 1/2');
  });
});
