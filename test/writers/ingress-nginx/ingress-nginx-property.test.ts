import * as fc from 'fast-check';
import {
  Application,
  HttpPath,
  HttpRequest,
  IngressNginxProvider,
  RolloutPlan,
  Stage,
  Step,
  StepKind,
} from '../../../src';
import { plan, requestTo, withoutJoinedLines } from '../../support/arbitraries';
import { holds, runs } from '../../support/property';
import { httpEcho } from '../../support/rollouts';
import { expectMoments, intendedText, expectStages, readyPods, StagedCase } from '../../support/stage-properties';

const PATHS = [
  HttpPath.prefix('/'),
  HttpPath.prefix('/echo'),
  HttpPath.prefix('/echo/admin/'),
  HttpPath.exact('/about'),
  HttpPath.exact('/echo'),
];
const URLS = [
  '/echo',
  '/echoes?v=2',
  '/echo/admin',
  '/echo/admin/x',
  '/about',
  '/about/',
  '/a/../echo/x',
  '/%65cho',
  'http://app.example/echo',
  'http://app.example:8080/about',
  'http://other.example/about',
  '/',
];

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

const anyCase: fc.Arbitrary<StagedCase> = fc
  .record({
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
  })
  .map(({ plan: one, replicas, paths, hosts, ready, options, requests }) => ({
    plan: one,
    application: new Application({
      name: 'echo',
      namespace: 'echo',
      containerPort: 8080,
      servicePort: 8000,
      paths,
      hosts,
      versions: { v1: httpEcho('v1', replicas[0]), v2: httpEcho('v2', replicas[1]) },
    }),
    provider: new IngressNginxProvider(options),
    ready,
    requests: requests.map((request) =>
      withoutJoinedLines(
        one.steps.flatMap((step) => step.matches ?? []),
        request,
      ),
    ),
  }));

/** What ingress-nginx is documented to do for a request that the application's hosts and paths claim, or not. */
function expected(one: StagedCase, stage: Stage, request: HttpRequest): string {
  const { application } = one;
  const isHost = (host: string) =>
    host.startsWith('*') ? request.host.endsWith(host.slice(1)) : request.host === host;
  if (application.hosts.length > 0 && !application.hosts.some(isHost)) {
    return '404 1';
  }
  const path = request.path.replace('/a/../', '/').replace('%65', 'e');
  const exact = application.paths.some((claimed) => claimed.kind === 'exact' && claimed.path === path);
  const elements = application.paths.some(
    (claimed) =>
      claimed.kind === 'prefix' && (path === claimed.path || path.startsWith(claimed.path.replace(/\/?$/, '/'))),
  );
  const isSlashMissing =
    application.paths.some((claimed) => claimed.path === `${path}/`) &&
    !application.paths.some((claimed) => claimed.path === path);
  if (!exact && isSlashMissing) {
    return '301 1';
  }
  if (!exact && !elements) {
    return '404 1';
  }
  const pods = (version: string) => readyPods(one, stage, version);
  const { primary } = stage.routing;
  if (pods(primary) === 0) {
    return '503 1';
  }
  return intendedText(stage.intendedSplit(request), (version) => (pods(version) > 0 ? version : primary));
}

describe('what a plan promises is what the evaluator reads from the YAML', () => {
  test('over ingress-nginx, for random plans, stages, requests and readinesses', () => {
    let cases = 0;
    holds(fc.property(anyCase, (one) => {
      cases += expectStages(one, (stage, request) => expected(one, stage, request));
    }), 300);
    process.stderr.write(`    ${cases} cases\n`);
    expect(cases).toBeGreaterThanOrEqual(runs(1000));
  });

  test('over ingress-nginx, also between two stages, in whatever order the objects change', () => {
    let moments = 0;
    holds(fc.property(anyCase, fc.infiniteStream(fc.nat()), fc.boolean(), (one, order, isBack) => {
      const [baseline] = one.plan.stages();
      moments += expectMoments(one, order, isBack, (request) =>
        /^v/.test(expected({ ...one, ready: [] }, baseline, request)),
      );
    }), 200);
    process.stderr.write(`    ${moments} moments\n`);
    expect(moments).toBeGreaterThan(runs(1000) - 1);
  });
});
