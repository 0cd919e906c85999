import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { describeWithReference, examples, expectedOf, reference, referenceFiles, yaml } from './reference';
import { Validator } from './validator';
import {
  Application, GlooDelegation, GlooProvider, GlooRoutes, HttpPath, IngressNginxProvider, IngressTls, IProvider, OnEmpty, PodSecurity,
  RolloutDeployer, RolloutPlan, StagedRollout, StepKind, Version, VoyagerApiVersion, VoyagerNaming, VoyagerProvider,
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
      routes: fc.constantFrom(GlooRoutes.routeTable({ labels: { apiGroup: 'example' }, weight: -1 }), GlooRoutes.virtualService({ namespace: 'gloo-system' })),
      onEmpty: fc.constantFrom(...Object.values(OnEmpty)),
      routeOptions: fc.constantFrom(undefined, { timeout: '5s', prefixRewrite: '/' }),
    });
    holds(fc.property(plan, options, fc.constantFrom(...Object.values(PodSecurity)), (one, gloo, podSecurity) => {
      const container = { image: 'i', configFiles: [{ mountPath: '/x', files: { a: 'b' } }], resources: { limits: { cpu: '1' } } };
      const application = new Application({
        name: 'echo',
        namespace: 'echo',
        containerPort: 8080,
        podSecurity,
        labels: { team: 'web' },
        paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')],
        versions: { v1: Version.container(container), v2: Version.container({ ...container, podAnnotations: { a: 'b' } }) },
      });
      const app = Testing.app();
      const rollout = new StagedRollout(app, 'echo', { application, plan: one, provider: new GlooProvider(gloo) });
      const platform = new Chart(app, 'platform');
      if (gloo.routes.table) {
        new GlooDelegation(platform, 'delegation', { labels: { apiGroup: 'example' } });
      }
      const objects = [...platform.toJson(), ...rollout.stages.flatMap(({ id }) => rollout.chart(id).toJson())];
      expect(objects.flatMap((object) => validator.faults(object))).toEqual([]);
    }), 100);
  });

  const container = { image: 'i', configFiles: [{ mountPath: '/x', files: { a: 'b' } }] };
  const versions = { v1: Version.container(container), v2: Version.container({ ...container, podAnnotations: { a: 'b' }, replicas: 3 }) };

  test('the output for random plans over ingress-nginx is valid', () => {
    const options = fc.record({
      tls: fc.constantFrom<IngressTls[] | undefined>(undefined, [{ secretName: 'tls' }], [{ secretName: 'tls', hosts: ['app.example'] }]),
      annotations: fc.constantFrom(undefined, { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }),
      choiceCookie: fc.constantFrom(undefined, 'canary'),
    });
    holds(fc.property(plan, options, (one, nginx) => {
      const application = new Application({ name: 'echo', namespace: 'echo', containerPort: 8080, hosts: ['app.example', '*.b.example'], paths: [HttpPath.prefix('/a'), HttpPath.exact('/b')], versions });
      expect(outputFaults(application, one, new IngressNginxProvider(nginx))).toEqual([]);
    }), 100);
  });

  test('the output for random plans over Voyager is valid', () => {
    const options = fc.record({
      apiVersion: fc.constantFrom(...Object.values(VoyagerApiVersion)),
      naming: fc.constantFrom(...Object.values(VoyagerNaming)),
      weightTolerance: fc.constant(100),
    });
    holds(fc.property(plan, options, fc.constantFrom<string[]>([], ['app.example']), (one, voyager, hosts) => {
      const application = new Application({ name: 'echo', namespace: 'echo', containerPort: 8080, hosts, versions });
      expect(outputFaults(application, one, new VoyagerProvider(voyager))).toEqual([]);
    }), 100);
  });

  /** What is wrong with the stages of a plan, without the steps that the router refuses, and with the deployer of it. */
  function outputFaults(application: Application, one: RolloutPlan, provider: IProvider): string[] {
    const steps = one.steps.filter((step) => step.features.every((feature) => provider.support(feature).isSupported));
    const firstLane = steps.findIndex(({ kind }) => kind === StepKind.HEADER_ROUTE);
    const kept = steps.filter(({ kind }, index) => kind !== StepKind.HEADER_ROUTE || index === firstLane);
    const app = Testing.app();
    const target = new Chart(app, 'target');
    new RolloutDeployer(target, 'deployer', { application, provider });
    const rollout = new StagedRollout(app, 'echo', { application, plan: RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: kept }), provider });
    expect(rollout.stages.length).toBeGreaterThan(3);
    return [...target.toJson(), ...rollout.stages.flatMap(({ id }) => rollout.chart(id).toJson())].flatMap((object) => validator.faults(object));
  }

  test('what is accepted of hostile input is valid', () => {
    for (const { input, router, key, odd } of hostile()) {
      const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
      try {
        synthesize(input, folder, router);
      } catch {
        continue;
      }
      const faults = readdirSync(folder).flatMap((name) => yaml(join(folder, name))).flatMap((object) => validator.faults(object));
      // The contents of route options are documented as printed unchecked.
      expect([router, key, odd, faults.filter((fault) => !fault.includes('/options/'))]).toEqual([router, key, odd, []]);
    }
  });

  test('the validator refuses what it should', () => {
    const table = (route: any) => ({ apiVersion: 'gateway.solo.io/v1', kind: 'RouteTable', metadata: { name: 'a' }, spec: { routes: [route] } });
    expect(validator.faults(table({ matchers: [{ prefix: '/', headers: [{ name: 'a', valu: 'b' }] }] }))).toEqual([expect.stringContaining('must NOT have additional properties {"additionalProperty":"valu"}')]);
    expect(validator.faults(table({ matchers: [{ prefix: '/', exact: '/' }] }))).toEqual(['spec.routes.0.matchers.0 sets prefix and exact of the oneof Matcher.path_specifier']);
    expect(validator.faults({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' }, spec: { port: 80 } })).toEqual([expect.stringContaining('"additionalProperty":"port"')]);
    expect(validator.faults({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { template: {} } })).toEqual([expect.stringContaining('must have required property \'selector\'')]);
    expect(validator.faults({ apiVersion: 'v2', kind: 'Service' })).toEqual(['v2 Service is no known kind']);
  });

  test.each(referenceFiles('golden', /^00[01].*(?<!tpl|values)\.yaml$/))('the reference manifest %s is valid, so the validator is not too strict', (name) => {
    expect(reference('golden', name).flatMap((object) => validator.faults(object))).toEqual([]);
  });
});
