import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Application,
  ArgoRolloutsProvider,
  Feature,
  Fraction,
  HeaderMatch,
  HeaderMatchKind,
  HttpPath,
  HttpRequest,
  IstioGatewayOptions,
  IstioSplit,
  RolloutMoment,
  RolloutPhase,
  RolloutPlan,
  StagedRollout,
  Step,
  StepKind,
  Traffic,
  TrafficRouting,
  PodReadiness,
} from '../../../src';
import { headerMatch, plan, requestTo, withoutJoinedLines } from '../../support/arbitraries';
import { holds, runs } from '../../support/property';
import { httpEcho } from '../../support/rollouts';

interface Case {
  readonly routing: TrafficRouting;
  readonly plan: RolloutPlan;
  readonly application: Application;
  readonly requests: HttpRequest[];
  /** The header that is open all the time, where there is one. */
  readonly lane?: HeaderMatch;
}

/** A plan without what a router refuses. */
function planFor(routing: TrafficRouting, one: RolloutPlan): RolloutPlan {
  const provider = new ArgoRolloutsProvider({ trafficRouting: routing });
  const steps = one.steps.flatMap((step) => {
    const isAnd = step.kind === StepKind.HEADER_ROUTE && !provider.support(Feature.HEADERS_AND).isSupported;
    const kept = isAnd ? Step.headerRoute(step.matches![0]) : step;
    return kept.features.every((feature) => provider.support(feature).isSupported) ? [kept] : [];
  });
  return RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
}

function applicationFor(hosts: string[], paths: HttpPath[], sizes: number[]): Application {
  const versions = { v1: httpEcho('v1', sizes[0]), v2: httpEcho('v2', sizes[1]) };
  return new Application({
    name: 'echo',
    namespace: 'echo',
    containerPort: 8080,
    servicePort: 8000,
    hosts,
    paths,
    versions,
  });
}

const replicas = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
const requests = (urls: string[]) => fc.array(requestTo(urls), { minLength: 6, maxLength: 6 });

interface Where {
  readonly gateways?: string[];
  readonly gateway?: IstioGatewayOptions;
  readonly hosts: string[];
  readonly urls: string[];
}

const istio: fc.Arbitrary<Case> = fc
  .record({
    split: fc.constantFrom(...Object.values(IstioSplit)),
    where: fc.constantFrom<Where>(
      {
        hosts: [],
        urls: ['http://echo.echo.svc.cluster.local:8000/a', 'http://echo.echo.svc.cluster.local:8000/b?c=d'],
      },
      { gateway: {}, hosts: [], urls: ['http://app.example/', 'http://other.example/a'] },
      {
        gateways: ['istio-system/public', 'echo'],
        gateway: {},
        hosts: ['app.example', '*.b.example'],
        urls: ['http://app.example/a', 'http://x.b.example/'],
      },
    ),
    one: plan,
    replicas,
  })
  .chain(({ split, where, one, replicas: sizes }) =>
    requests(where.urls).map((asked) => {
      const routing = TrafficRouting.istio({ split, gateways: where.gateways, gateway: where.gateway });
      const planned = planFor(routing, one);
      // How lines of one header are compared depends on the version of Istio.
      const joined = asked.map((request) =>
        withoutJoinedLines(
          planned.steps.flatMap(({ matches }) => matches ?? []),
          request,
        ),
      );
      return {
        routing,
        plan: planned,
        application: applicationFor(where.hosts, [HttpPath.prefix('/')], sizes),
        requests: joined,
      };
    }),
  );

const nginx: fc.Arbitrary<Case> = fc
  .record({
    one: plan,
    replicas,
    lane: fc.option(
      headerMatch.filter(({ kind, value }) => kind !== HeaderMatchKind.REGEX || !value!.includes(',')),
      { nil: undefined },
    ),
    paths: fc.constantFrom<HttpPath[]>([HttpPath.prefix('/')], [HttpPath.prefix('/a'), HttpPath.exact('/b')]),
    requests: requests(['http://app.example/a', 'http://app.example/a/x', 'http://app.example/b']),
  })
  .map(({ one, replicas: sizes, lane, paths, requests: asked }) => {
    const routing = TrafficRouting.nginx({ lane });
    const planned = planFor(routing, one);
    const joined = asked.map((request) => withoutJoinedLines(lane ? [lane] : [], request));
    return {
      routing,
      plan: planned,
      application: applicationFor(['app.example'], paths, sizes),
      lane,
      requests: joined,
    };
  });

const gatewayApi: fc.Arbitrary<Case> = fc
  .record({
    one: plan,
    replicas,
    paths: fc.constantFrom<HttpPath[]>([HttpPath.prefix('/')], [HttpPath.prefix('/a'), HttpPath.exact('/b')]),
    requests: requests(['http://app.example/a', 'http://app.example/a/x', 'http://app.example/b']),
  })
  .map(({ one, replicas: sizes, paths, requests: asked }) => {
    const routing = TrafficRouting.gatewayApi({
      gateways: [{ name: 'public', namespace: 'infra' }],
      acceptRegularExpressions: true,
    });
    const planned = planFor(routing, one);
    const joined = asked.map((request) =>
      withoutJoinedLines(
        planned.steps.flatMap(({ matches }) => matches ?? []),
        request,
      ),
    );
    return { routing, plan: planned, application: applicationFor(['app.example'], paths, sizes), requests: joined };
  })
  .filter((one) => !closesLanes(one.plan));

/**
 * The plugin closes a lane when another opens whose headers it has all: lanes are told apart by the names of their
 * headers.
 */
function closesLanes({ steps }: RolloutPlan): boolean {
  const lanes = steps
    .filter(({ kind }) => kind === StepKind.HEADER_ROUTE)
    .map(({ matches = [] }) => matches.map(({ name }) => name.toLowerCase()));
  return lanes.some((names, place) => lanes.slice(0, place).some((open) => names.every((name) => open.includes(name))));
}

/**
 * Argo gives a canary that matches a weight of 0 no pod: nothing to open a lane to, to fall to while it has requests,
 * or to write with finer weights.
 */
function isRefused({ plan: one }: Case): boolean {
  const isFine = one.steps.some(({ kind, percent }) => kind === StepKind.WEIGHT && !Number.isInteger(percent));
  let [weight, matches, opened] = [0, false, false];
  return one.steps.some((step) => {
    const before = weight;
    matches = step.scale ? step.scale.matchesWeight : matches;
    weight = step.kind === StepKind.WEIGHT ? step.percent! : weight;
    opened ||= step.kind === StepKind.HEADER_ROUTE || (step.kind === StepKind.MIRROR_ROUTE && step.percent! > 0);
    return matches && (isFine || ((opened || before > 0) && weight === 0));
  });
}

function written(one: Case): { before: any[]; now: any[] } {
  const provider = new ArgoRolloutsProvider({ trafficRouting: one.routing });
  const rollout = new StagedRollout(Testing.app(), 'echo', { application: one.application, plan: one.plan, provider });
  return { before: rollout.chart('baseline').toJson(), now: rollout.chart('rollout').toJson() };
}

/** How many steps of the plan are behind the controller when it has done its part of a step of its own. */
function taken(one: RolloutPlan, step: number): number {
  const [first] = one.steps;
  const before =
    first?.kind === StepKind.CANARY_SCALE ? (first.scale!.matchesWeight && one.steps.length > 1 ? -1 : 0) : 1;
  return Math.min(one.steps.length, Math.max(0, step + 1 - before));
}

function promised(one: Case, steps: number, request: HttpRequest): string {
  return one.lane?.matches(request) ? 'v2 1' : one.plan.routingAfter(steps).intendedSplit(request).toString();
}

describe.each<[string, fc.Arbitrary<Case>]>([
  ['Istio', istio],
  ['ingress-nginx', nginx],
  ['the Gateway API', gatewayApi],
])(
  'what a plan promises is what Argo Rollouts over %s does, for random plans, steps, requests and readinesses',
  (_, anyCase) => {
    test('at every step, and at the end', () => {
      let cases = 0;
      holds(
        fc.property(
          anyCase.filter((one) => !isRefused(one)),
          (one) => {
            const { before, now } = written(one);
            const { steps } = now.at(-1).spec.strategy.canary;
            for (let step = 0; step <= steps.length; step++) {
              const at = (phase: RolloutPhase) =>
                Traffic.during(now, RolloutMoment.at({ rollout: 'echo/echo', before, step, phase }));
              const isOver = step === steps.length;
              const [here, back] = [taken(one.plan, step), taken(one.plan, step - 1)];
              const matches = one.plan.steps
                .slice(0, here)
                .reduce((known, { scale }) => (scale ? scale.matchesWeight : known), false);
              const isEmpty = matches && !isOver && (one.plan.routingAfter(here).weight ?? 0) === 0;
              for (const request of one.requests) {
                const paused = isOver ? 'v2 1' : isEmpty ? 'v1 1' : promised(one, here, request);
                const where = `${step}: ${request}`;
                expect([where, at(RolloutPhase.PAUSED).split(request).toString()]).toEqual([where, paused]);
                expect([where, at(RolloutPhase.ABORTED).split(request).toString()]).toEqual([where, 'v1 1']);
                expect([where, at(RolloutPhase.PROMOTED).split(request).toString()]).toEqual([where, 'v2 1']);
                // Without a pod of the canary everybody is stable's again.
                expect([
                  where,
                  at(RolloutPhase.PAUSED)
                    .split(request, PodReadiness.allReady().withReadyPods('echo/echo:canary', 0))
                    .toString(),
                ]).toEqual([where, 'v1 1']);
                // On the way to a step it is as before it or as in it.
                const progressing = at(RolloutPhase.PROGRESSING).split(request).toString();
                expect([where, [promised(one, step === 0 ? 0 : back, request), paused, 'v1 1']]).toEqual([
                  where,
                  expect.arrayContaining([progressing]),
                ]);
                cases += 5;
              }
            }
          },
        ),
        40,
      );
      process.stderr.write(`    ${cases} cases\n`);
      expect(cases).toBeGreaterThanOrEqual(runs(1000));
    });

    test('before the release and after it, without a moment', () => {
      holds(
        fc.property(
          anyCase.filter((one) => !isRefused(one)),
          (one) => {
            const { before, now } = written(one);
            for (const request of one.requests) {
              expect([Traffic.of(before).split(request).toString(), Traffic.of(now).split(request).toString()]).toEqual(
                ['v1 1', 'v2 1'],
              );
            }
          },
        ),
        30,
      );
    });
  },
);

test(
  'without a router the share that is told is the share that the evaluator reads, ' +
    'for random pods, weights and surges',
  () => {
    let told = 0;
    const surge = fc.constantFrom(undefined, '0', '1', '50%');
    holds(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 0, max: 100 }),
        surge,
        (pods, weight, maxSurge) => {
          const application = applicationFor([], [HttpPath.prefix('/')], [pods, pods]);
          const provider = new ArgoRolloutsProvider({ maxSurge });
          const one = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(weight), Step.pause()] });
          const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan: one, provider });
          // Without a router anything may lead to the Service, such as this.
          const route = {
            apiVersion: 'networking.istio.io/v1',
            kind: 'VirtualService',
            metadata: { name: 'echo', namespace: 'echo' },
            spec: { hosts: ['echo'], http: [{ route: [{ destination: { host: 'echo' } }] }] },
          };
          const moment = RolloutMoment.at({
            rollout: 'echo/echo',
            before: rollout.chart('baseline').toJson(),
            step: 1,
          });
          const share = Traffic.during([...rollout.chart('rollout').toJson(), route], moment)
            .split(HttpRequest.to('http://echo.echo:8000/'))
            .fractionOf('v2');
          const [notice] = provider.notices(application, one);
          if (share.isEqualTo(Fraction.percent(weight))) {
            expect([pods, weight, maxSurge, notice]).toEqual([pods, weight, maxSurge, undefined]);
          } else {
            const [, canary, total] = /: (\d+) of (\d+) pods are v2's/.exec(notice)!;
            expect([pods, weight, maxSurge, share.toString()]).toEqual([
              pods,
              weight,
              maxSurge,
              Fraction.of(Number(canary), Number(total)).toString(),
            ]);
            told += 1;
          }
        },
      ),
      200,
    );
    expect(told).toBeGreaterThan(runs(50) - 1);
  },
);
