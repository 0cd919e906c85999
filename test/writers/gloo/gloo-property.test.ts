import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Application,
  Fraction,
  GlooDelegation,
  GlooOptions,
  GlooProvider,
  GlooRoutes,
  HttpPath,
  HttpRequest,
  OnEmpty,
  RolloutPlan,
  Split,
  Stage,
  StagedRollout,
  Traffic,
  PodReadiness,
} from '../../../src';
import { plan, requestTo } from '../../support/arbitraries';
import { momentsBetween } from '../../support/moments';
import { holds, runs } from '../../support/property';
import { httpEcho } from '../../support/rollouts';

const PATHS = [
  HttpPath.prefix('/'),
  HttpPath.prefix('/echo'),
  HttpPath.prefix('/echo/admin'),
  HttpPath.exact('/about'),
  HttpPath.prefix('/e%20o'),
];
const URLS = [
  '/echo',
  '/echoes?v=2',
  '/echo/admin/x',
  '/about',
  '/about/',
  '/e%20o',
  'http://app.example/echo',
  'http://other.example:8080/about',
  '/',
];

interface Case {
  readonly plan: RolloutPlan;
  readonly application: Application;
  readonly options: GlooOptions;
  /** Pods of v1 and v2 at full size. */
  readonly replicas: number[];
  /** Ready pods of v1 and v2, where the readiness is not the wanted one. */
  readonly ready: (number | undefined)[];
  readonly requests: HttpRequest[];
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    plan,
    replicas: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    paths: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 4, selector: String }),
    hosts: fc.constantFrom<string[]>([], ['app.example'], ['*.example']),
    delegated: fc.boolean(),
    onEmpty: fc.constantFrom(undefined, OnEmpty.STABLE, OnEmpty.ERROR, OnEmpty.ANY),
    upstreamNamespace: fc.constantFrom(undefined, 'gloo-system'),
    ready: fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), { minLength: 2, maxLength: 2 }),
    requests: fc.array(requestTo(URLS), { minLength: 8, maxLength: 8 }),
  })
  .map(({ plan: one, replicas, paths, hosts, delegated, onEmpty, upstreamNamespace, ready, requests }) => ({
    plan: one,
    application: new Application({
      name: 'echo',
      namespace: 'echo',
      containerPort: 8080,
      servicePort: 8000,
      paths,
      hosts: delegated ? [] : hosts,
      versions: { v1: httpEcho('v1', replicas[0]), v2: httpEcho('v2', replicas[1]) },
    }),
    options: {
      routes: delegated ? GlooRoutes.routeTable({ labels: { apiGroup: 'example' } }) : GlooRoutes.virtualService(),
      onEmpty,
      upstreamNamespace,
    },
    replicas,
    ready,
    requests,
  }));

/** What Gloo is documented to do for a request that the application's hosts and paths claim, or not. */
function expected({ application, options, replicas, ready }: Case, stage: Stage, request: HttpRequest): string {
  const isHost = (host: string) =>
    host.startsWith('*') ? request.authority.endsWith(host.slice(1)) : request.authority === host;
  const onHost = application.hosts.length === 0 || application.hosts.some(isHost);
  const onPath = application.paths.some((path) =>
    path.kind === 'exact' ? request.path === path.path : request.path.startsWith(path.path),
  );
  if (!onHost || !onPath) {
    return '404 1';
  }
  const pods = (version: string) => {
    const index = version === 'v1' ? 0 : 1;
    return ready[index] ?? stage.runs.find((run) => run.version === version)!.scale.replicasOf(replicas[index]);
  };
  const running = stage.versions.filter((version) => pods(version) > 0);
  const shares = new Map<string, Fraction>();
  const give = (outcome: string, fraction: Fraction) =>
    shares.set(outcome, (shares.get(outcome) ?? Fraction.ZERO).plus(fraction));
  const intended = stage.intendedSplit(request);
  for (const version of intended.versions) {
    const fraction = intended.fractionOf(version);
    const fallback = options.onEmpty ?? OnEmpty.STABLE;
    const total = running.reduce((sum, one) => sum + pods(one), 0);
    if (running.includes(version)) {
      give(version, fraction);
    } else if (fallback === OnEmpty.STABLE && running.includes(stage.routing.primary)) {
      give(stage.routing.primary, fraction);
    } else if (fallback === OnEmpty.ANY && total > 0) {
      running.forEach((one) => give(one, fraction.times(Fraction.of(pods(one), total))));
    } else {
      give('503', fraction);
    }
  }
  return [...shares].map(([outcome, fraction]) => `${outcome} ${fraction}`).sort().join(', ');
}

function readinessOf({ ready }: Case, stage: Stage): PodReadiness {
  return stage.versions.reduce((readiness, version) => {
    const pods = ready[version === 'v1' ? 0 : 1];
    return pods === undefined ? readiness : readiness.withReadyPods(`echo/echo-${version}`, pods);
  }, PodReadiness.allReady());
}

function sorted(split: Split): string {
  return split.toString().split(', ').sort().join(', ');
}

describe('what a plan promises is what the evaluator reads from the YAML', () => {
  test('over Gloo, for random plans, stages, requests and readinesses', () => {
    let cases = 0;
    holds(fc.property(anyCase, (one) => {
      const app = Testing.app();
      const platform = new Chart(app, 'platform');
      if (one.options.routes.table) {
        new GlooDelegation(platform, 'delegation', { labels: { apiGroup: 'example' } });
      }
      const rollout = new StagedRollout(app, 'echo', {
        application: one.application,
        plan: one.plan,
        provider: new GlooProvider(one.options),
      });
      const shared = platform.toJson();
      for (const stage of rollout.stages) {
        const objects = [...shared, ...rollout.chart(stage.id).toJson()];
        const traffic = Traffic.of(objects);
        for (const request of one.requests) {
          const where = `${stage.id}: ${request}`;
          expect([where, sorted(traffic.split(request, readinessOf(one, stage)))]).toEqual([
            where,
            expected(one, stage, request),
          ]);
          cases += 1;
        }
      }
    }), 300);
    process.stderr.write(`    ${cases} cases\n`);
    expect(cases).toBeGreaterThanOrEqual(runs(1000));
  });

  test('over Gloo, also between two stages, in whatever order the objects change', () => {
    let moments = 0;
    holds(fc.property(anyCase, fc.infiniteStream(fc.nat()), fc.boolean(), (one, order, isBack) => {
      const app = Testing.app();
      const provider = new GlooProvider({ ...one.options, onEmpty: OnEmpty.ERROR });
      const stageIds = one.plan.stages().map(({ id }) => id);
      const rollbackFrom = isBack ? stageIds[1 + (order.next().value! % (stageIds.length - 1))] : undefined;
      const start = new StagedRollout(app, 'echo', { application: one.application, plan: one.plan, provider });
      const way =
        rollbackFrom === undefined
          ? start
          : new StagedRollout(app, 'back', { application: one.application, plan: one.plan, provider, rollbackFrom });
      const platform = new Chart(app, 'platform');
      if (one.options.routes.table) {
        new GlooDelegation(platform, 'delegation', { labels: { apiGroup: 'example' } });
      }
      const shared = platform.toJson();
      const states = [
        ...(rollbackFrom === undefined
          ? []
          : [{ stage: one.plan.stage(rollbackFrom), objects: start.chart(rollbackFrom).toJson() }]),
        ...way.stages.map((stage) => ({ stage, objects: way.chart(stage.id).toJson() })),
      ];
      states.slice(1).forEach((after, index) => {
        const before = states[index];
        for (const objects of momentsBetween(before.objects, after.objects, order)) {
          const traffic = Traffic.of([...shared, ...objects]);
          for (const request of one.requests.slice(0, 3)) {
            const split = traffic.split(request);
            const where = `${before.stage.id} to ${after.stage.id}: ${request}: ${split}`;
            if (split.fractionOfStatus(404).isZero) {
              const shares = [before, after]
                .map(({ stage }) => stage.intendedSplit(request).fractionOf('v2'))
                .sort((left, right) => left.compareTo(right));
              const share = split.fractionOf('v2');
              expect([where, split.fractionOf('v1').plus(share).toString()]).toEqual([where, '1']);
              expect([where, share.compareTo(shares[0]) >= 0 && share.compareTo(shares[1]) <= 0]).toEqual([
                where,
                true,
              ]);
            }
            moments += 1;
          }
        }
      });
    }), 200);
    process.stderr.write(`    ${moments} moments\n`);
    expect(moments).toBeGreaterThan(runs(1000) - 1);
  });
});
