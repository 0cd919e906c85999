import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Application,
  Fraction,
  HttpPath,
  HttpRequest,
  RolloutPlan,
  Split,
  Stage,
  StagedRollout,
  Step,
  StepKind,
  Traffic,
  VoyagerApiVersion,
  VoyagerNaming,
  VoyagerOptions,
  VoyagerProvider,
  PodReadiness,
} from '../../../src';
import { plan, requestTo } from '../../support/arbitraries';
import { momentsBetween } from '../../support/moments';
import { holds, runs } from '../../support/property';
import { faultsOf, httpEcho } from '../../support/rollouts';

const PATHS = [
  HttpPath.prefix('/'),
  HttpPath.prefix('/echo'),
  HttpPath.prefix('/echo/admin'),
  HttpPath.prefix('/about/'),
];
const URLS = [
  '/echo',
  '/echoes?v=2',
  '/echo/admin/x',
  '/about',
  '/about/',
  '/ECHO',
  'http://app.example/echo',
  'http://app.example:80/about/',
  'http://other.example/echo',
  '/',
];

/** What Voyager can do: weights and sizes. */
const anyPlan: fc.Arbitrary<RolloutPlan> = plan.map(({ steps }) => {
  const kept = steps.filter((step: Step) => step.kind !== StepKind.HEADER_ROUTE && step.kind !== StepKind.MIRROR_ROUTE);
  return RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: kept });
});

/** Percentage points by which a mixture of old and new pods of up to 12 may be beyond the shares before and after. */
const SLACK = 6;

interface Case {
  readonly plan: RolloutPlan;
  readonly application: Application;
  readonly options: VoyagerOptions;
  readonly replicas: number[];
  readonly ready: (number | undefined)[];
  readonly requests: HttpRequest[];
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    plan: anyPlan,
    replicas: fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 })),
    paths: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 4, selector: String }),
    hosts: fc.constantFrom<string[]>([], ['app.example'], ['*.example', 'localhost']),
    ready: fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), { minLength: 2, maxLength: 2 }),
    options: fc.record({
      apiVersion: fc.constantFrom(undefined, ...Object.values(VoyagerApiVersion)),
      naming: fc.constantFrom(undefined, ...Object.values(VoyagerNaming)),
      weightTolerance: fc.constantFrom(undefined, 0, 5, 100),
    }),
    requests: fc.array(requestTo(URLS), { minLength: 5, maxLength: 5 }),
  })
  .map(({ plan: one, replicas, paths, hosts, ...rest }) => ({
    plan: one,
    application: new Application({
      name: 'echo',
      namespace: 'echo',
      containerPort: 8080,
      servicePort: 80,
      paths,
      hosts,
      versions: { v1: httpEcho('v1', replicas[0]), v2: httpEcho('v2', replicas[1]) },
    }),
    replicas,
    ...rest,
  }));

function isServed({ application }: Case, request: HttpRequest): boolean {
  const isHost = (host: string) =>
    host.startsWith('*') ? request.host.endsWith(host.slice(1)) : request.host === host;
  const onHost = application.hosts.length === 0 || application.hosts.some(isHost);
  return onHost && application.paths.some(({ path }) => request.path.startsWith(path));
}

/** The rollout, unless a share is further off than it may be. */
function rolloutOf(one: Case, id = 'echo', rollbackFrom?: string): StagedRollout | undefined {
  const app = Testing.app();
  const provider = new VoyagerProvider(one.options);
  const rollout = new StagedRollout(app, id, { application: one.application, plan: one.plan, provider, rollbackFrom });
  if (rollout.stages.length === 0) {
    expect(faultsOf(app).filter((fault) => !fault.includes('accept the difference with weightTolerance'))).toEqual([]);
    return undefined;
  }
  return rollout;
}

function sorted(split: Split): string {
  return split.toString().split(', ').sort().join(', ');
}

describe('what a plan promises is what the evaluator reads from the YAML', () => {
  test('over Voyager, as far off as it may be, for random plans, stages, numbers of pods and requests', () => {
    let cases = 0;
    let inexact = 0;
    holds(fc.property(anyCase, (one) => {
      const rollout = rolloutOf(one);
      const tolerance = Fraction.percent(one.options.weightTolerance ?? 0.5);
      for (const stage of rollout?.stages ?? []) {
        const traffic = Traffic.of(rollout!.chart(stage.id).toJson());
        for (const request of one.requests) {
          const split = traffic.split(request);
          const where = `${stage.id}: ${request}: ${split}`;
          if (isServed(one, request)) {
            const share = split.fractionOf('v2');
            const intended = stage.intendedSplit(request).fractionOf('v2');
            const [low, high] = [intended.minus(tolerance), intended.plus(tolerance)];
            expect([where, split.fractionOf('v1').plus(share).toString()]).toEqual([where, '1']);
            expect([where, share.compareTo(low) >= 0 && share.compareTo(high) <= 0]).toEqual([where, true]);
            expect([
              where,
              new VoyagerProvider(one.options).canaryShare(one.application, stage).isEqualTo(share),
            ]).toEqual([where, true]);
            expect([where, share.isZero]).toEqual([where, intended.isZero]);
            inexact += Number(!share.isEqualTo(intended));
          } else {
            expect([where, sorted(split)]).toEqual([where, '503 1']);
          }
          cases += 1;
        }
      }
    }), 300);
    process.stderr.write(`    ${cases} cases, ${inexact} of them not exact\n`);
    expect(cases).toBeGreaterThanOrEqual(runs(1000));
  });

  test('over Voyager, with pods that are not ready the others get their share', () => {
    holds(fc.property(anyCase, (one) => {
      const rollout = rolloutOf({ ...one, options: { ...one.options, naming: VoyagerNaming.BY_VERSION } });
      for (const stage of rollout?.stages ?? []) {
        const objects = rollout!.chart(stage.id).toJson();
        const pods = (version: string, position: number) =>
          one.ready[position] ?? podsOf(objects, `echo-${version}`).replicas;
        const weight = (version: string) => podsOf(objects, `echo-${version}`).weight;
        const intended = stage.intendedSplit(one.requests[0]);
        const parts = intended.versions.map((version) => ({
          version,
          part: pods(version, version === 'v1' ? 0 : 1) * weight(version),
        }));
        const total = parts.reduce((sum, { part }) => sum + part, 0);
        const expected =
          total === 0
            ? '503 1'
            : parts
              .filter(({ part }) => part > 0)
              .map(({ version, part }) => `${version} ${Fraction.of(part, total)}`)
              .sort()
              .join(', ');
        const [request] = one.requests.filter((candidate) => isServed(one, candidate));
        if (request) {
          expect([stage.id, sorted(Traffic.of(objects).split(request, readinessOf(one, stage)))]).toEqual([
            stage.id,
            expected,
          ]);
        }
      }
    }), 200);
  });

  test(
    'over Voyager, also between two stages, in whatever order the objects change, nobody is left without an answer, ' +
      'and while the numbers of pods stay, nobody gets much more or less than before or after',
    () => {
      let moments = 0;
      let bounded = 0;
      holds(
        fc.property(anyCase, fc.infiniteStream(fc.nat()), fc.boolean(), (one, order, isBack) => {
          const start = rolloutOf(one);
          const ids = one.plan.stages().map(({ id }) => id);
          const from = ids[1 + (order.next().value! % (ids.length - 1))];
          const way = start && isBack ? rolloutOf(one, 'back', from)! : start;
          const states = [
            ...(start && isBack ? [start.chart(from).toJson()] : []),
            ...(way?.stages ?? []).map(({ id }) => way!.chart(id).toJson()),
          ];
          states.slice(1).forEach((after, index) => {
            for (const objects of momentsBetween(states[index], after, order)) {
              for (const request of one.requests.filter((candidate) => isServed(one, candidate)).slice(0, 1)) {
                const split = Traffic.of(objects).split(request);
                expect([
                  `${request}: ${split}`,
                  split.fractionOf('v1').plus(split.fractionOf('v2')).toString(),
                ]).toEqual([`${request}: ${split}`, '1']);
                const shares = [states[index], after].map(
                  (state) => Traffic.of(state).split(request).fractionOf('v2').asPercent,
                );
                const isSized = [states[index], after].map((state) =>
                  JSON.stringify(state.filter(({ kind }) => kind === 'Deployment').map(({ spec }) => spec.replicas)),
                );
                if (isSized[0] === isSized[1]) {
                  const share = split.fractionOf('v2').asPercent;
                  const isBetween = share > Math.min(...shares) - SLACK && share < Math.max(...shares) + SLACK;
                  expect([`${shares}: ${share}`, isBetween]).toEqual([`${shares}: ${share}`, true]);
                  bounded += 1;
                }
                moments += 1;
              }
            }
          });
        }),
        150,
      );
      process.stderr.write(`    ${moments} moments, ${bounded} of them without a change of size\n`);
      expect(moments).toBeGreaterThan(runs(300) - 1);
      expect(bounded).toBeGreaterThan(runs(100) - 1);
    },
  );
});

function podsOf(objects: any[], name: string): { replicas: number; weight: number } {
  const { spec } = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
  return {
    replicas: spec.replicas,
    weight: Number(spec.template.metadata.annotations['ingress.appscode.com/backend-weight']),
  };
}

function readinessOf({ ready }: Case, stage: Stage): PodReadiness {
  return stage.versions.reduce((readiness, version) => {
    const pods = ready[version === 'v1' ? 0 : 1];
    return pods === undefined ? readiness : readiness.withReadyPods(`echo/echo-${version}`, pods);
  }, PodReadiness.allReady());
}
