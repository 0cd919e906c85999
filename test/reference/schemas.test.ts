import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { describeWithReference, examples, expectedOf, reference, referenceFiles, yaml } from './reference';
import { Validator } from './validator';
import {
  AnalysisMetric,
  AnalysisTemplate,
  AntiAffinity,
  Application,
  ArgoRolloutsProvider,
  BackgroundAnalysisProps,
  GatewayApiNaming,
  GatewayApiOptions,
  GatewayApiProvider,
  GlooDelegation,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  HttpPath,
  IngressNginxProvider,
  IngressTls,
  IProvider,
  IstioSplit,
  OnEmpty,
  PodSecurity,
  RolloutDeployer,
  RolloutPlan,
  RouterMetrics,
  StagedRollout,
  Step,
  StepKind,
  TrafficRouting,
  Version,
  VoyagerApiVersion,
  VoyagerNaming,
  VoyagerProvider,
  WorkloadReference,
} from '../../src';
import { plan } from '../support/arbitraries';
import { hostile, synthesize } from '../support/hostile';
import { holds } from '../support/property';

describeWithReference('against the upstream CRDs and Kubernetes 1.27, unknown fields being errors', () => {
  let validator: Validator;

  beforeAll(() => {
    validator = new Validator();
  });

  test.each(examples())('the output of examples/%s is valid', (example) => {
    for (const [file, objects] of expectedOf(example)) {
      expect([file, objects.flatMap((object) => validator.faults(object))]).toEqual([file, []]);
    }
  });

  test('the output for random plans over Gloo is valid', () => {
    const options = fc.record({
      routes: fc.constantFrom(
        GlooRoutes.routeTable({ labels: { apiGroup: 'example' }, weight: -1 }),
        GlooRoutes.virtualService({ namespace: 'gloo-system' }),
      ),
      onEmpty: fc.constantFrom(...Object.values(OnEmpty)),
      routeOptions: fc.constantFrom(undefined, { timeout: '5s', prefixRewrite: '/' }),
    });
    holds(
      fc.property(plan, options, fc.constantFrom(...Object.values(PodSecurity)), (one, gloo, podSecurity) => {
        const container = {
          image: 'i',
          configFiles: [{ mountPath: '/x', files: { a: 'b' } }],
          resources: { limits: { cpu: '1' } },
        };
        const application = new Application({
          name: 'echo',
          namespace: 'echo',
          containerPort: 8080,
          podSecurity,
          labels: { team: 'web' },
          paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')],
          versions: {
            v1: Version.container(container),
            v2: Version.container({ ...container, podAnnotations: { a: 'b' } }),
          },
        });
        const app = Testing.app();
        const rollout = new StagedRollout(app, 'echo', { application, plan: one, provider: new GlooProvider(gloo) });
        const platform = new Chart(app, 'platform');
        if (gloo.routes.table) {
          new GlooDelegation(platform, 'delegation', { labels: { apiGroup: 'example' } });
        }
        const objects = [...platform.toJson(), ...rollout.stages.flatMap(({ id }) => rollout.chart(id).toJson())];
        expect(objects.flatMap((object) => validator.faults(object))).toEqual([]);
      }),
      100,
    );
  });

  const container = { image: 'i', configFiles: [{ mountPath: '/x', files: { a: 'b' } }] };
  const versions = {
    v1: Version.container(container),
    v2: Version.container({ ...container, podAnnotations: { a: 'b' }, replicas: 3 }),
  };

  test('the output for random plans over ingress-nginx is valid', () => {
    const options = fc.record({
      tls: fc.constantFrom<IngressTls[] | undefined>(
        undefined,
        [{ secretName: 'tls' }],
        [{ secretName: 'tls', hosts: ['app.example'] }],
      ),
      annotations: fc.constantFrom(undefined, { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }),
      choiceCookie: fc.constantFrom(undefined, 'canary'),
    });
    holds(
      fc.property(plan, options, (one, nginx) => {
        const application = new Application({
          name: 'echo',
          namespace: 'echo',
          containerPort: 8080,
          hosts: ['app.example', '*.b.example'],
          paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')],
          versions,
        });
        expect(outputFaults(application, one, new IngressNginxProvider(nginx))).toEqual([]);
      }),
      100,
    );
  });

  test('the output for random plans over Voyager is valid', () => {
    const options = fc.record({
      apiVersion: fc.constantFrom(...Object.values(VoyagerApiVersion)),
      naming: fc.constantFrom(...Object.values(VoyagerNaming)),
      weightTolerance: fc.constant(100),
    });
    holds(
      fc.property(plan, options, fc.constantFrom<string[]>([], ['app.example']), (one, voyager, hosts) => {
        const application = new Application({ name: 'echo', namespace: 'echo', containerPort: 8080, hosts, versions });
        expect(outputFaults(application, one, new VoyagerProvider(voyager))).toEqual([]);
      }),
      100,
    );
  });

  test('the output for random plans over the Gateway API is valid', () => {
    const options = fc.constantFrom<GatewayApiOptions>(
      { gateways: [{ name: 'public', namespace: 'infra', sectionName: 'http' }] },
      { gateway: { className: 'any', tlsSecretName: 'tls' }, naming: GatewayApiNaming.BY_ROLE },
      { gateway: { className: 'any' }, routeNamespace: 'infra' },
    );
    holds(
      fc.property(plan, options, (one, gateway) => {
        const application = new Application({
          name: 'echo',
          namespace: 'echo',
          containerPort: 8080,
          hosts: ['app.example', '*.b.example'],
          paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')],
          versions,
        });
        const provider = new GatewayApiProvider({ ...gateway, acceptRegularExpressions: true });
        const app = Testing.app();
        const target = new Chart(app, 'target');
        new RolloutDeployer(target, 'deployer', { application, provider });
        const rollout = new StagedRollout(app, 'echo', { application, plan: one, provider });
        expect(rollout.stages.length).toBeGreaterThan(3);
        const objects = [...target.toJson(), ...rollout.stages.flatMap(({ id }) => rollout.chart(id).toJson())];
        expect(objects.flatMap((object) => validator.faults(object))).toEqual([]);
      }),
      100,
    );
  });

  test('the output for random plans over every router of Argo Rollouts is valid', () => {
    const routings = fc.constantFrom(
      TrafficRouting.none(),
      TrafficRouting.nginx({
        tls: [{ secretName: 'tls' }],
        canaryAnnotations: { a: 'b' },
        choiceCookie: 'c',
        lane: HeaderMatch.regex('x', 'a|b'),
      }),
      TrafficRouting.istio({ split: IstioSplit.BY_SUBSET, gateways: ['mesh', 'istio-system/public'] }),
      TrafficRouting.istio({ gateway: { credentialName: 'tls' } }),
      TrafficRouting.istio({
        virtualService: { name: 'a', namespace: 'b', routes: ['c'] },
        split: IstioSplit.BY_SUBSET,
        destinationRule: { name: 'd' },
      }),
      TrafficRouting.gatewayApi({
        gateways: [{ name: 'a', namespace: 'b', sectionName: 'c' }],
        acceptRegularExpressions: true,
      }),
    );
    const options = fc.record({
      canaryMetadata: fc.constantFrom(undefined, { labels: { a: 'b' }, annotations: { c: 'd' } }),
      backgroundAnalysis: fc.constantFrom<BackgroundAnalysisProps | undefined>(undefined, {
        templates: ['a'],
        args: { b: 'c' },
        startingStep: 0,
        clusterScoped: true,
      }),
      abortScaleDownDelay: fc.constantFrom(undefined, Duration.seconds(0)),
      progressDeadline: fc.constantFrom(undefined, Duration.minutes(5)),
      progressDeadlineAbort: fc.constantFrom(undefined, true),
      minReady: fc.constantFrom(undefined, Duration.seconds(5)),
      revisionHistoryLimit: fc.constantFrom(undefined, 3),
      rollbackWindow: fc.constantFrom(undefined, 3),
      antiAffinity: fc.constantFrom(undefined, AntiAffinity.required(), AntiAffinity.preferred(5)),
      workload: fc.constantFrom(undefined, WorkloadReference.deployment({ name: 'old' })),
      autoscaled: fc.constantFrom(undefined, true),
    });
    let valid = 0;
    holds(
      fc.property(plan, routings, options, (one, trafficRouting, rest) => {
        const provider = new ArgoRolloutsProvider({ trafficRouting, ...rest });
        const application = new Application({
          name: 'echo',
          namespace: 'echo',
          containerPort: 8080,
          hosts: ['app.example', '*.b.example'],
          versions,
        });
        const steps = one.steps
          .map((step) => (step.matches ? Step.headerRoute(step.matches[0]) : step))
          .filter((step) => step.features.every((feature) => provider.support(feature).isSupported));
        const measured = RolloutPlan.canary({
          stable: 'v1',
          canary: 'v2',
          steps: [...steps, Step.analysis({ templates: ['a'], args: { b: 'c' } })],
        });
        const app = Testing.app();
        const rollout = new StagedRollout(app, 'echo', { application, plan: measured, provider });
        // What is left without stages is refused for one of the reasons that the tests of refusals name.
        valid += rollout.stages.length > 0 ? 1 : 0;
        const target = new Chart(app, 'target');
        new RolloutDeployer(target, 'deployer', { application, provider });
        const constructs = [target, ...rollout.stages.map(({ id }) => rollout.chart(id))].flatMap((chart) =>
          chart.node.findAll(),
        );
        const objects = constructs.filter(ApiObject.isApiObject).map((object) => (object as ApiObject).toJson());
        expect(objects.flatMap((object) => validator.faults(object))).toEqual([]);
      }),
      200,
    );
    expect(valid).toBeGreaterThan(100);
  });

  test('the output for templates of all kinds of measurements is valid', () => {
    const chart = Testing.chart();
    const limits = {
      failureLimit: 1,
      inconclusiveLimit: 1,
      consecutiveErrorLimit: 1,
      initialDelay: Duration.seconds(5),
    };
    const [address, interval] = ['http://prometheus:9090', Duration.minutes(1)];
    const sources = [
      RouterMetrics.ingressNginx(),
      RouterMetrics.istioService(),
      RouterMetrics.istioVersion(),
      RouterMetrics.envoy(),
    ];
    sources.forEach(
      (metrics, index) =>
        new AnalysisTemplate(chart, `template-${index}`, {
          name: `template-${index}`,
          namespace: 'echo',
          args: [{ name: 'more', value: 'x' }],
          metrics: [
            AnalysisMetric.successRate({ address, metrics, interval, count: 3, ...limits }),
            AnalysisMetric.latency({ address, metrics, atMost: Duration.millis(500) }),
            AnalysisMetric.prometheus({
              name: 'own',
              address,
              query: 'up{a="{{args.more}}"}',
              successCondition: 'result[0] > 0',
              failureCondition: 'result[0] < 1',
            }),
            AnalysisMetric.web({
              name: 'web',
              url: 'http://echo/{{args.more}}',
              jsonPath: '{$.ok}',
              successCondition: 'result',
              headers: { a: 'b' },
              timeout: Duration.seconds(5),
            }),
            AnalysisMetric.job({
              name: 'job',
              spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'b' }] } } },
            }),
          ],
        }),
    );
    expect(Testing.synth(chart).flatMap((object) => validator.faults(object))).toEqual([]);
  });

  /**
   * What is wrong with the stages of a plan, without the steps that the router refuses, and with the deployer of it.
   */
  function outputFaults(application: Application, one: RolloutPlan, provider: IProvider): string[] {
    const steps = one.steps.filter((step) => step.features.every((feature) => provider.support(feature).isSupported));
    const firstLane = steps.findIndex(({ kind }) => kind === StepKind.HEADER_ROUTE);
    const kept = steps.filter(({ kind }, index) => kind !== StepKind.HEADER_ROUTE || index === firstLane);
    const app = Testing.app();
    const target = new Chart(app, 'target');
    new RolloutDeployer(target, 'deployer', { application, provider });
    const rollout = new StagedRollout(app, 'echo', {
      application,
      plan: RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: kept }),
      provider,
    });
    expect(rollout.stages.length).toBeGreaterThan(3);
    return [...target.toJson(), ...rollout.stages.flatMap(({ id }) => rollout.chart(id).toJson())].flatMap((object) =>
      validator.faults(object),
    );
  }

  test('what is accepted of hostile input is valid', () => {
    const invalid: any[] = [];
    for (const { input, router, key, odd } of hostile()) {
      const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
      try {
        synthesize(input, folder, router);
      } catch {
        continue;
      }
      const faults = readdirSync(folder)
        .flatMap((name) => yaml(join(folder, name)))
        .flatMap((object) => validator.faults(object));
      // The contents of route options are documented as printed unchecked.
      invalid.push(...faults.filter((fault) => !fault.includes('/options/')).map((fault) => [router, key, odd, fault]));
    }
    expect(invalid).toEqual([]);
  });

  test('the validator refuses what it should', () => {
    const table = (route: any) => ({
      apiVersion: 'gateway.solo.io/v1',
      kind: 'RouteTable',
      metadata: { name: 'a' },
      spec: { routes: [route] },
    });
    expect(validator.faults(table({ matchers: [{ prefix: '/', headers: [{ name: 'a', valu: 'b' }] }] }))).toEqual([
      expect.stringContaining('must NOT have additional properties {"additionalProperty":"valu"}'),
    ]);
    expect(validator.faults(table({ matchers: [{ prefix: '/', exact: '/' }] }))).toEqual([
      'spec.routes.0.matchers.0 sets prefix and exact of the oneof Matcher.path_specifier',
    ]);
    expect(
      validator.faults({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { port: 80 } }),
    ).toEqual([expect.stringContaining('"additionalProperty":"port"')]);
    expect(
      validator.faults({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { template: {} } }),
    ).toEqual([expect.stringContaining("must have required property 'selector'")]);
    expect(validator.faults({ apiVersion: 'v2', kind: 'Service' })).toEqual(['v2 Service is no known kind']);
  });

  test.each(referenceFiles('golden', /^00[0-3].*(?<!tpl|values|fragment)\.yaml$/))(
    'the reference manifest %s is valid, so the validator is not too strict',
    (name) => {
      expect(reference('golden', name).flatMap((object) => validator.faults(object))).toEqual([]);
    },
  );
});
