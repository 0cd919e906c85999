import { Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Application, Fraction, HttpPath, HttpRequest, IngressNginxOptions, IngressNginxProvider, RolloutPlan, Split, Stage, StagedRollout, Step, StepKind, Traffic, World } from '../../../src';
import { plan, requestTo, withoutJoinedLines } from '../../support/arbitraries';
import { momentsBetween } from '../../support/moments';
import { holds } from '../../support/property';
import { httpEcho } from '../../support/rollouts';

const PATHS = [HttpPath.prefix('/'), HttpPath.prefix('/echo'), HttpPath.prefix('/echo/admin/'), HttpPath.exact('/about'), HttpPath.exact('/echo')];
const URLS = ['/echo', '/echoes?v=2', '/echo/admin', '/echo/admin/x', '/about', '/about/', '/a/../echo/x', '/%65cho', 'http://app.example/echo', 'http://app.example:8080/about', 'http://other.example/about', '/'];

/** What ingress-nginx can do: one header route of one header that does not need a comma in a repetition, no mirror. */
const anyPlan: fc.Arbitrary<RolloutPlan> = plan.map(({ steps }) => {
  let lanes = 0;
  const kept = steps.flatMap((step) => {
    if (step.kind === StepKind.MIRROR_ROUTE || (step.kind === StepKind.HEADER_ROUTE && ++lanes > 1)) {
      return [];
    }
    return step.kind === StepKind.HEADER_ROUTE ? [Step.headerRoute(step.matches![0])] : [step];
  });
  return RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: kept });
});

interface Case {
  readonly plan: RolloutPlan;
  readonly application: Application;
  readonly options: IngressNginxOptions;
  readonly replicas: number[];
  readonly ready: (number | undefined)[];
  readonly requests: HttpRequest[];
}

const anyCase: fc.Arbitrary<Case> = fc.record({
  plan: anyPlan,
  replicas: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
  paths: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 4, selector: String }),
  hosts: fc.constantFrom<string[]>([], ['app.example'], ['*.example'], ['app.example', 'localhost']),
  ready: fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), { minLength: 2, maxLength: 2 }),
  options: fc.record({
    ingressClassName: fc.constantFrom(undefined, 'nginx'),
    annotations: fc.constantFrom(undefined, { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }),
    choiceCookie: fc.constantFrom(undefined, 'choice'),
  }),
  requests: fc.array(requestTo(URLS), { minLength: 8, maxLength: 8 }),
}).map(({ plan: one, replicas, paths, hosts, ready, options, requests }) => ({
  plan: one,
  application: new Application({ name: 'echo', namespace: 'echo', containerPort: 8080, servicePort: 8000, paths, hosts, versions: { v1: httpEcho('v1', replicas[0]), v2: httpEcho('v2', replicas[1]) } }),
  options,
  replicas,
  ready,
  requests: requests.map((request) => withoutJoinedLines(one.steps.flatMap((step) => step.matches ?? []), request)),
}));

/** What ingress-nginx is documented to do for a request that the application's hosts and paths claim, or not. */
function expected({ application, replicas, ready }: Case, stage: Stage, request: HttpRequest): string {
  const isHost = (host: string) => (host.startsWith('*') ? request.host.endsWith(host.slice(1)) : request.host === host);
  if (application.hosts.length > 0 && !application.hosts.some(isHost)) {
    return '404 1';
  }
  const path = request.path.replace('/a/../', '/').replace('%65', 'e');
  const exact = application.paths.some((one) => one.kind === 'exact' && one.path === path);
  const elements = application.paths.some((one) => one.kind === 'prefix' && (path === one.path || path.startsWith(one.path.replace(/\/?$/, '/'))));
  const isSlashMissing = application.paths.some((one) => one.path === `${path}/`) && !application.paths.some((one) => one.path === path);
  if (!exact && isSlashMissing) {
    return '301 1';
  }
  if (!exact && !elements) {
    return '404 1';
  }
  const pods = (version: string) => {
    const index = version === 'v1' ? 0 : 1;
    return ready[index] ?? stage.runs.find((run) => run.version === version)!.scale.replicasOf(replicas[index]);
  };
  const { primary } = stage.routing;
  if (pods(primary) === 0) {
    return '503 1';
  }
  const intended = stage.intendedSplit(request);
  const shares = new Map<string, Fraction>();
  for (const version of intended.versions) {
    const answering = pods(version) > 0 ? version : primary;
    shares.set(answering, (shares.get(answering) ?? Fraction.ZERO).plus(intended.fractionOf(version)));
  }
  return [...shares].map(([outcome, fraction]) => `${outcome} ${fraction}`).sort().join(', ');
}

function worldOf({ ready }: Case, stage: Stage): World {
  return stage.versions.reduce((world, version) => {
    const pods = ready[version === 'v1' ? 0 : 1];
    return pods === undefined ? world : world.withReadyPods(`echo/echo-${version}`, pods);
  }, World.allReady());
}

function sorted(split: Split): string {
  return split.toString().split(', ').sort().join(', ');
}

describe('what a plan promises is what the evaluator reads from the YAML', () => {
  test('over ingress-nginx, for random plans, stages, requests and worlds', () => {
    let cases = 0;
    holds(fc.property(anyCase, (one) => {
      const rollout = new StagedRollout(Testing.app(), 'echo', { application: one.application, plan: one.plan, provider: new IngressNginxProvider(one.options) });
      for (const stage of rollout.stages) {
        const traffic = Traffic.of(rollout.chart(stage.id).toJson());
        for (const request of one.requests) {
          const where = `${stage.id}: ${request}`;
          expect([where, sorted(traffic.split(request, worldOf(one, stage)))]).toEqual([where, expected(one, stage, request)]);
          cases += 1;
        }
      }
    }), 300);
    process.stderr.write(`    ${cases} cases\n`);
    expect(cases).toBeGreaterThanOrEqual(1000);
  });

  test('over ingress-nginx, also between two stages, in whatever order the objects change', () => {
    let moments = 0;
    holds(fc.property(anyCase, fc.infiniteStream(fc.nat()), fc.boolean(), (one, order, isBack) => {
      const app = Testing.app();
      const provider = new IngressNginxProvider(one.options);
      const ids = one.plan.stages().map(({ id }) => id);
      const rollbackFrom = isBack ? ids[1 + (order.next().value! % (ids.length - 1))] : undefined;
      const start = new StagedRollout(app, 'echo', { application: one.application, plan: one.plan, provider });
      const way = rollbackFrom === undefined ? start : new StagedRollout(app, 'back', { application: one.application, plan: one.plan, provider, rollbackFrom });
      const states = [
        ...(rollbackFrom === undefined ? [] : [{ stage: one.plan.stage(rollbackFrom), objects: start.chart(rollbackFrom).toJson() }]),
        ...way.stages.map((stage) => ({ stage, objects: way.chart(stage.id).toJson() })),
      ];
      states.slice(1).forEach((after, index) => {
        const before = states[index];
        for (const objects of momentsBetween(before.objects, after.objects, order)) {
          const traffic = Traffic.of(objects);
          for (const request of one.requests.slice(0, 3)) {
            const split = traffic.split(request);
            const where = `${before.stage.id} to ${after.stage.id}: ${request}: ${split}`;
            // With all pods ready a request has the same end without any version, 404 or 301, before and after.
            if (/^v/.test(expected({ ...one, ready: [] }, before.stage, request))) {
              const shares = [before, after].map(({ stage }) => stage.intendedSplit(request).fractionOf('v2')).sort((left, right) => left.compareTo(right));
              const share = split.fractionOf('v2');
              expect([where, split.fractionOf('v1').plus(share).toString()]).toEqual([where, '1']);
              expect([where, share.compareTo(shares[0]) >= 0 && share.compareTo(shares[1]) <= 0]).toEqual([where, true]);
            }
            moments += 1;
          }
        }
      });
    }), 200);
    process.stderr.write(`    ${moments} moments\n`);
    expect(moments).toBeGreaterThan(1000);
  });
});
