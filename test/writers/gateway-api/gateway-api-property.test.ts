import * as fc from 'fast-check';
import {
  Application, GatewayApiNaming, GatewayApiOptions, GatewayApiProvider, HttpPath, HttpRequest, Stage,
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
  '/echo/',
  '/echo/admin',
  '/echo/admin/x',
  '/about',
  '/about/',
  '/',
  'http://app.example/echo',
  'http://app.example:8080/about',
  'http://other.example/about',
  'http://a.b.example/echo',
];

const anyCase: fc.Arbitrary<StagedCase> = fc
  .record({
    plan,
    replicas: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
    paths: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 4, selector: String }),
    hosts: fc.constantFrom<string[]>([], ['app.example'], ['*.example'], ['app.example', 'localhost']),
    ready: fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), { minLength: 2, maxLength: 2 }),
    options: fc.constantFrom<GatewayApiOptions>(
      { gateways: [{ name: 'public', namespace: 'infra' }] },
      { gateway: { className: 'any', port: 80 } },
      { gateways: [{ name: 'public' }], routeNamespace: 'infra' },
      { gateway: { className: 'any', tlsSecretName: 'tls' }, naming: GatewayApiNaming.BY_ROLE },
    ),
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
    provider: new GatewayApiProvider({ ...options, acceptRegularExpressions: true }),
    ready,
    requests: requests.map((request) =>
      withoutJoinedLines(
        one.steps.flatMap((step) => step.matches ?? []),
        request,
      ),
    ),
  }));

function isClaimed({ hosts, paths }: Application, request: HttpRequest): boolean {
  const isHost =
    hosts.length === 0 ||
    hosts.some((host) => (host.startsWith('*') ? request.host.endsWith(host.slice(1)) : request.host === host));
  const isPath = paths.some(({ kind, path }) =>
    kind === 'exact' ? request.path === path : `${request.path}/`.startsWith(path.replace(/\/?$/, '/')),
  );
  return isHost && isPath;
}

/** What the standard says of a request: a share without ready pods is 503, and nobody falls back to anybody. */
function expected(one: StagedCase, stage: Stage, request: HttpRequest): string {
  if (!isClaimed(one.application, request)) {
    return '404 1';
  }
  return intendedText(stage.intendedSplit(request), (version) => (readyPods(one, stage, version) > 0 ? version : '503'));
}

describe('what a plan promises is what the evaluator reads from the YAML', () => {
  test('over the Gateway API, for random plans, stages, requests and readinesses', () => {
    let cases = 0;
    holds(fc.property(anyCase, (one) => {
      cases += expectStages(one, (stage, request) => expected(one, stage, request));
    }), 300);
    process.stderr.write(`    ${cases} cases\n`);
    expect(cases).toBeGreaterThanOrEqual(runs(1000));
  });

  test('over the Gateway API, also between two stages, in whatever order the objects change', () => {
    let moments = 0;
    holds(fc.property(anyCase, fc.infiniteStream(fc.nat()), fc.boolean(), (one, order, isBack) => {
      moments += expectMoments(one, order, isBack, (request) => isClaimed(one.application, request));
    }), 200);
    process.stderr.write(`    ${moments} moments\n`);
    expect(moments).toBeGreaterThan(runs(1000) - 1);
  });
});
