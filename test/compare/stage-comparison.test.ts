import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Application, GatewayApiProvider, GlooProvider, GlooRoutes, HeaderMatch, HttpPath, IngressNginxProvider, IProvider,
  RequestSpace, RolloutPlan, StageComparison, StagedRollout, Step, Traffic, TrafficComparison,
} from '../../src';
import { plan as anyPlan } from '../support/arbitraries';
import { everyProvider } from '../support/every-provider';
import { holds } from '../support/property';
import { echoApplication, httpEcho } from '../support/rollouts';

const providers = everyProvider();
const pairs = [...providers.keys()].flatMap((from, index) =>
  [...providers.keys()].slice(index + 1).map((to): [string, string] => [from, to]),
);
const wholeHost = echoApplication({
  hosts: ['app.example'],
  versions: { v1: httpEcho('v1', 2), v2: httpEcho('v2', 2) },
});

function rollout(provider: IProvider, plan: RolloutPlan, application: Application = wholeHost): StagedRollout {
  return new StagedRollout(Testing.app(), 'echo', { application, plan, provider });
}

/** The same plan on two routers, or nothing where one of them refuses it. */
function compared(
  from: IProvider,
  to: IProvider,
  plan: RolloutPlan,
  application?: Application,
): StageComparison | undefined {
  const [one, other] = [from, to].map((provider) => rollout(provider, plan, application));
  return one.stages.length > 0 && other.stages.length > 0 ? new StageComparison({ from: one, to: other }) : undefined;
}

const canary = (...steps: Step[]) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });

describe.each<[string, RolloutPlan, number]>([
  ['weights', canary(Step.weight(25), Step.pause(), Step.weight(50)), 36],
  ['a header test and weights', canary(Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(50)), 21],
])('a plan of %s gives every request the same on two routers that both take it', (_, plan, expected) => {
  const taken = pairs.filter(([from, to]) => compared(providers.get(from)!, providers.get(to)!, plan) !== undefined);

  test('which are as many as can take it', () => {
    expect(taken).toHaveLength(expected);
  });

  test.each(taken)('from %s to %s', (from, to) => {
    const comparison = compared(providers.get(from)!, providers.get(to)!, plan)!;
    const differences = comparison.points.flatMap((point) => point.comparison.differences);
    // HAProxy answers 503 where others answer 404: when nobody is meant.
    const isVoyager = [from, to].includes('Voyager');
    expect(
      differences
        .filter(({ request }) => !isVoyager || request.host !== 'other.invalid')
        .map(({ request, ...splits }) => `${request}: ${splits.from} → ${splits.to}`),
    ).toEqual([]);
    expect(comparison.isSame).toBe(!isVoyager);
    expect(comparison.points.map(({ name }) => name)).toEqual([
      'before the release',
      ...plan.steps.map((step, index) => `after step ${index + 1}, ${step}`),
      'after the release',
    ]);
  });
});

test('any plan that two routers both take is the same on both, for random plans', () => {
  let comparisons = 0;
  holds(fc.property(anyPlan, fc.constantFrom(...pairs), (plan, [from, to]) => {
    const comparison = compared(providers.get(from)!, providers.get(to)!, plan);
    if (comparison) {
      comparisons += 1;
      // Where the plan lets a canary match its weight, Argo gives it no pod at 0, and so nobody gets it: like
      // everybody.
      const claimed = comparison.points.map((point) => [
        point.name,
        point.comparison.differences
          .filter(({ request }) => request.host !== 'other.invalid')
          .map(({ request, from: now, to: then }) => `${request}: ${now} → ${then}`),
      ]);
      expect([from, to, ...claimed]).toEqual([from, to, ...comparison.points.map(({ name }) => [name, []])]);
    }
  }), 120);
  process.stderr.write(`    ${comparisons} comparisons\n`);
  expect(comparisons).toBeGreaterThan(20);
});

describe('a difference', () => {
  const gloo = new GlooProvider({ routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }) });
  const gateway = new GatewayApiProvider({ gateways: [{ name: 'public' }] });
  const nginx = new IngressNginxProvider({ lifeCycleNotice: false });
  const below = echoApplication({ hosts: ['app.example'], paths: [HttpPath.prefix('/echo')] });

  test('is told by the smallest request: what a prefix is, to Gloo and to the Gateway API', () => {
    const [{ comparison }] = compared(gloo, gateway, canary(Step.weight(20)), below)!.points;
    expect(String(comparison)).toBe(
      '1 of 12 requests differ, the smallest is GET http://app.example/echox: v1 1 → 404 1',
    );
  });

  test('is none between ingress-nginx and the Gateway API, whose prefixes are whole elements', () => {
    expect(compared(nginx, gateway, canary(Step.weight(20)), below)!.isSame).toBe(true);
  });

  test('is found in manifests of any origin', () => {
    const plan = canary(Step.weight(20), Step.weight(50));
    const one = rollout(gateway, plan);
    const [from, to] = ['weight-20', 'weight-50'].map((stage) => Traffic.of(one.chart(stage).toJson()));
    const comparison = new TrafficComparison({
      from,
      to,
      space: RequestSpace.given({ urls: ['http://app.example/long', 'http://app.example/'] }),
    });
    expect([comparison.isSame, comparison.differences.length, String(comparison)]).toEqual([
      false,
      2,
      '2 of 2 requests differ, the smallest is GET http://app.example/: v1 4/5, v2 1/5 → v1 1/2, v2 1/2',
    ]);
  });

  test('is looked for in every request that the routes tell apart where none are given', () => {
    const plan = canary(Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(20));
    const one = rollout(gateway, plan);
    const states = ['header-test', 'weight-20', 'deploy'].map((stage) => Traffic.of(one.chart(stage).toJson()));
    const told = (from: Traffic, to: Traffic) => String(new TrafficComparison({ from, to }));
    expect([told(states[0], states[0]), told(states[0], states[1]), told(states[2], states[0])]).toEqual([
      '2 requests get the same',
      '1 of 2 requests differ, the smallest is GET http://app.example/: v1 1 → v1 4/5, v2 1/5',
      '1 of 2 requests differ, the smallest is GET http://app.example/ [stage: canary]: v1 1 → v2 1',
    ]);
  });

  test('cannot be found in a state without routes, or in no state at all', () => {
    const traffic = Traffic.of(rollout(gateway, canary(Step.weight(20))).chart('weight-20').toJson());
    const none = Traffic.of([]);
    expect(() => new TrafficComparison({ from: none, to: traffic })).toThrow(
      'from: there are no routes of a known router among the objects, so nothing can be compared',
    );
    expect(() => new TrafficComparison({ from: [] as any, to: traffic })).toThrow(
      'from must be a Traffic, given []: write Traffic.of(objects)',
    );
  });

  test('is what is undetermined on one side, too', () => {
    const route = {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'a', namespace: 'b' },
      spec: { parentRefs: [{ name: 'c' }], rules: [{}] },
    };
    const traffic = Traffic.of([route]);
    expect(
      new TrafficComparison({ from: traffic, to: traffic, space: RequestSpace.given({ urls: ['http://a.example/'] }) })
        .isSame,
    ).toBe(false);
  });

  test('is looked for between rollouts of one application and plan only', () => {
    expect(
      () =>
        new StageComparison({
          from: rollout(gateway, canary(Step.weight(1))),
          to: rollout(nginx, canary(Step.weight(2))),
        }),
    ).toThrow('Only the same application and plan can be compared, given echo/echo, v1 → v2 and echo/echo, v1');
  });
});

describe('what is not compared is told', () => {
  const gloo = new GlooProvider({ routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }) });
  const gateway = new GatewayApiProvider({ gateways: [{ name: 'public' }], acceptRegularExpressions: true });

  test('a condition for which no request was found: then nobody says that both are the same', () => {
    const { points, isSame } = compared(
      gloo,
      gateway,
      canary(Step.headerRoute(HeaderMatch.regex('x', '([b-d]z){3}')), Step.weight(20)),
    )!;
    expect(isSame).toBe(false);
    expect(points[0].comparison.notes).toEqual([
      "no example was found for the header condition 'x matches ([b-d]z){3}'",
    ]);
    expect(String(points[0].comparison)).toMatch(
      /requests get the same, but no example was found for the header condition/,
    );
  });

  test('another application whose versions are called alike', () => {
    const [mine, other] = [{}, { name: 'other' }].map((own) => {
      const app = Testing.app();
      const application = echoApplication({
        hosts: ['app.example'],
        versions: { v1: httpEcho('v1'), v2: httpEcho('v2') },
        ...own,
      });
      return Traffic.of(
        new StagedRollout(app, application.name, { application, plan: canary(Step.weight(20)), provider: gateway })
          .chart('baseline')
          .toJson(),
      );
    });
    expect(
      new TrafficComparison({ from: mine, to: other, space: RequestSpace.given({ urls: ['http://app.example/'] }) })
        .notes,
    ).toEqual(['v1 is answered by echo/other-v1 where it was echo/echo-v1']);
  });

  test('other hosts, which are refused', () => {
    const [one, other] = [['app.example'], ['app.example', 'b.example']].map((hosts) =>
      rollout(gloo, canary(Step.weight(20)), echoApplication({ hosts })),
    );
    expect(() => new StageComparison({ from: one, to: other })).toThrow(
      'Only the same hosts and paths can be compared, given app.example: /… and app.example, b.example: /….',
    );
  });

  test('a steady plan has one point', () => {
    const argo = everyProvider().get('Argo Rollouts over Istio')!;
    const points = (to: IProvider) =>
      new StageComparison({
        from: rollout(gloo, RolloutPlan.steady('v1')),
        to: rollout(to, RolloutPlan.steady('v1')),
      }).points.map(({ name, comparison }) => [name, comparison.differences.length]);
    expect([points(gateway), points(argo)]).toEqual([[['steady', 0]], [['steady', 0]]]);
  });
});
