import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { ApplyMethod, Delivery, RolloutPlan, StagedRollout, Step, Transition } from '../../src';
import { plan as anyPlan } from '../support/arbitraries';
import { everyProvider } from '../support/every-provider';
import { holds } from '../support/property';
import { echoApplication, httpEcho } from '../support/rollouts';

const application = echoApplication({
  hosts: ['app.example'],
  versions: { v1: httpEcho('v1', 2), v2: httpEcho('v2', 2) },
});
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(50)] });

function states(name: string, chosen: RolloutPlan, delivery?: Delivery): any[][] {
  const rollout = new StagedRollout(Testing.app(), 'echo', {
    application,
    plan: chosen,
    provider: everyProvider().get(name)!,
    delivery,
  });
  return rollout.stages.map(({ id }) => {
    const constructs = rollout.chartsOf(id).flatMap((chart) => chart.node.findAll());
    return constructs.filter(ApiObject.isApiObject).map((object) => (object as ApiObject).toJson());
  });
}

const marks = (objects: any[]) =>
  Object.fromEntries(
    objects.map(({ kind, metadata }) => [
      `${kind} ${metadata.name}`,
      metadata.annotations?.['argocd.argoproj.io/sync-wave'],
    ]),
  );

test('Argo CD is told to make what is routed to before what routes to it, and to prune last', () => {
  const [baseline] = states('Gloo', plan, Delivery.argoCd());
  expect(marks(baseline)).toEqual({
    'Deployment echo-v1': '0',
    'Service echo': '0',
    'Upstream echo': '0',
    'VirtualService echo': '1',
  });
  expect(
    baseline.every(({ metadata }) => metadata.annotations['argocd.argoproj.io/sync-options'] === 'PruneLast=true'),
  ).toBe(true);
});

test('a Rollout comes after the routes that its controller has to find', () => {
  const [baseline] = states('Argo Rollouts over Istio', plan, Delivery.argoCd({ firstWave: -3 }));
  expect(marks(baseline)).toMatchObject({ 'Rollout echo': '-1', 'VirtualService echo': '-2', 'Service echo': '-3' });
});

test('a first wave that is no whole number is refused', () => {
  const rollout = new StagedRollout(Testing.app(), 'echo', {
    application,
    plan,
    provider: everyProvider().get('Gloo')!,
    delivery: Delivery.argoCd({ firstWave: 0.5 }),
  });
  expect(rollout.node.validate()).toEqual(['delivery: the first wave must be a whole number, given 0.5']);
});

test('without a delivery nothing is told', () => {
  expect(Object.values(marks(states('Gloo', plan)[0])).every((wave) => wave === undefined)).toBe(true);
});

test.each(['Gloo', 'Gateway API'])(
  '%s: with it Argo CD may go over any number of stages at once, forwards, for random plans',
  (name) => {
    holds(
      fc.property(anyPlan, fc.nat(), fc.nat(), (chosen, one, other) => {
        const all = states(name, chosen, Delivery.argoCd());
        if (all.length > 0) {
          const [from, to] = [one % all.length, other % all.length].sort((left, right) => left - right);
          const { findings } = new Transition({ from: all[from], to: all[to], methods: [ApplyMethod.ARGO_CD] });
          expect(findings).toEqual([]);
        }
      }),
      40,
    );
  },
);

test('without it Argo CD removes pods that a route still leads to, when it goes over a stage', () => {
  const [, , weight, , retired] = states('Gloo', plan);
  expect(
    new Transition({ from: weight, to: retired, methods: [ApplyMethod.ARGO_CD] }).errors.map(({ rule }) => rule),
  ).toContain('no-ready-pod');
});

describe('Flux', () => {
  const flux = Delivery.flux({ sourceName: 'apps', path: './prod/echo/' });

  function synthesized(name: string, delivery: Delivery): Map<string, any[]> {
    const app = Testing.app();
    const rollout = new StagedRollout(app, 'echo', {
      application,
      plan,
      provider: everyProvider().get(name)!,
      delivery,
    });
    expect(rollout.node.validate()).toEqual([]);
    const charts = app.node.children.filter((child): child is Chart => Chart.isChart(child));
    return new Map(charts.map((chart) => [chart.node.id, chart.toJson()]));
  }

  const named = (objects: any[]) => objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

  test('gets the parts of a stage as charts of their own, and a Kustomization for each', () => {
    const charts = synthesized('Gloo', flux);
    expect([...charts.keys()].sort()).toEqual([
      ...['00-baseline', '01-deploy', '02-weight-50', '03-promote', '04-retire'].flatMap((stage) => [
        `echo-${stage}-routes`,
        `echo-${stage}-workloads`,
      ]),
      'echo-flux',
    ]);
    expect([named(charts.get('echo-01-deploy-workloads')!), named(charts.get('echo-01-deploy-routes')!)]).toEqual([
      ['Deployment echo-v1', 'Deployment echo-v2', 'Service echo', 'Upstream echo'], ['VirtualService echo'],
    ]);
    expect(charts.get('echo-flux')).toEqual([
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'echo-workloads', namespace: 'flux-system' },
        spec: {
          interval: '600s',
          path: './prod/echo/workloads',
          prune: true,
          sourceRef: { kind: 'GitRepository', name: 'apps' },
          wait: true,
        },
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'echo-routes', namespace: 'flux-system' },
        spec: {
          dependsOn: [{ name: 'echo-workloads' }],
          interval: '600s',
          path: './prod/echo/routes',
          prune: true,
          sourceRef: { kind: 'GitRepository', name: 'apps' },
          wait: true,
        },
      },
    ]);
  });

  test('gets a Rollout after its routes', () => {
    const charts = synthesized('Argo Rollouts over Istio', flux);
    expect(named(charts.get('echo-00-baseline-rollout')!)).toEqual(['Rollout echo']);
    expect(named(charts.get('echo-flux')!)).toEqual([
      'Kustomization echo-workloads',
      'Kustomization echo-routes',
      'Kustomization echo-rollout',
    ]);
  });

  test('waits for new pods before it routes to them, when stages are skipped; without Kustomizations not', () => {
    const charts = synthesized('Gloo', flux);
    const stage = (name: string) => [...charts.get(`echo-${name}-workloads`)!, ...charts.get(`echo-${name}-routes`)!];
    const found = (more: any[]) =>
      new Transition({
        from: [...stage('00-baseline'), ...more],
        to: [...stage('02-weight-50'), ...more],
        methods: [ApplyMethod.FLUX],
      }).findings.map(({ rule }) => rule);
    expect(found(charts.get('echo-flux')!)).toEqual([]);
    expect(found([])).toContain('no-ready-pod');
    const hasty = charts.get('echo-flux')!.map((object) => ({ ...object, spec: { ...object.spec, wait: false } }));
    expect(found(hasty)).toContain('no-ready-pod');
  });

  test('is still told that pods go before routes do, when the last stages are taken at once', () => {
    const charts = synthesized('Gloo', flux);
    const stage = (name: string) => [
      ...charts.get(`echo-${name}-workloads`)!,
      ...charts.get(`echo-${name}-routes`)!,
      ...charts.get('echo-flux')!,
    ];
    expect(
      new Transition({ from: stage('02-weight-50'), to: stage('04-retire'), methods: [ApplyMethod.FLUX] }).errors.map(
        ({ rule }) => rule,
      ),
    ).toContain('no-ready-pod');
  });

  test('finds every stage, one by one, as safe as it is without', () => {
    for (const name of everyProvider().keys()) {
      const all = states(name, plan, flux);
      all
        .slice(1)
        .forEach((to, index) =>
          expect(new Transition({ from: all[index], to, methods: [ApplyMethod.FLUX] }).errors).toEqual([]),
        );
    }
  });

  test('is refused with faults, all of them at once', () => {
    const delivery = Delivery.flux({
      sourceName: 'A',
      sourceKind: 'git repository',
      path: '../x',
      namespace: 'B',
      interval: Duration.millis(10),
    });
    expect(delivery.validate()).toEqual([
      "delivery: the source 'A' is not an object name: use at most 253 lower-case letters, " +
        'digits, dashes and dots, with a letter or digit at both ends',
      "delivery: the namespace 'B' is not a DNS label: " +
        'use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
      'delivery: sourceKind must be the kind of a Flux source, ' +
        "given 'git repository': write for example 'GitRepository'",
      "delivery: the path must be a folder in the source, given '../x': write for example './apps/echo'",
      expect.stringMatching(
        /^delivery: the interval must be a Duration of whole seconds, given .*: write .* Duration\.minutes\(10\)$/,
      ),
    ]);
    expect(Delivery.flux(undefined as any).validate()).toEqual(
      expect.arrayContaining([expect.stringContaining('the source')]),
    );
  });
});
