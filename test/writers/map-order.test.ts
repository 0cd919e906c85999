import { App, Chart, Testing } from 'cdk8s';
import {
  AnalysisMetric,
  AnalysisTemplate,
  ApplicationProps,
  ArgoRolloutsOptions,
  ArgoRolloutsProvider,
  ConfigFiles,
  EnvironmentVariable,
  GatewayApiProvider,
  GlooApp,
  GlooProvider,
  GlooRoutes,
  HttpRequest,
  IngressNginxProvider,
  IProvider,
  RolloutPlan,
  StagedRollout,
  Step,
  TrafficRouting,
  Version,
  VoyagerProvider,
} from '../../src';
import { echoApplication, httpEcho } from '../support/rollouts';

/** Gives a map its order. */
type Order = <T extends object>(map: T) => T;

const asWritten: Order = (map) => map;
const reversed: Order = (map) => Object.fromEntries(Object.entries(map).reverse()) as typeof map;

const plan = (...steps: Step[]) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });

/** All that an app prints, or the faults that it reports. */
function printed(build: (app: App) => void): string {
  const app = Testing.app();
  build(app);
  try {
    app.synth();
  } catch (error) {
    return (error as Error).message;
  }
  const charts = app.node.children.filter((one) => Chart.isChart(one)) as Chart[];
  return JSON.stringify(charts.map((chart) => Testing.synth(chart)));
}

function rollout(provider: IProvider, props: Partial<ApplicationProps> = {}, ...steps: Step[]): string {
  return printed((app) => {
    new StagedRollout(app, 'echo', { application: echoApplication(props), plan: plan(...steps), provider });
  });
}

const gateway = new GatewayApiProvider({ gateways: [{ name: 'public' }] });
const version = (props: any) =>
  rollout(gateway, { versions: { v1: httpEcho('v1'), v2: Version.container({ image: 'echo:2', ...props }) } });
const argo = (options: ArgoRolloutsOptions, ...steps: Step[]) =>
  rollout(new ArgoRolloutsProvider(options), {}, ...steps);
const annotations = (order: Order) => order({ 'a.example/b': 'x', 'a.example/a': 'y' });
const wrongAnnotations = (order: Order) => order({ 'b b': 'x', 'a a': 'y' });
const gloo = (order: Order, labels: { [key: string]: string }) =>
  new GlooProvider({ routes: GlooRoutes.routeTable({ labels: order(labels) }), lifeCycleNotice: false });

const chartValues = (values: any) =>
  printed((app) => {
    GlooApp.fromValues(new Chart(app, 'c'), 'echo', { releaseName: 'echo', namespace: 'echo', values });
  });

/** What is printed of every map that somebody may give, right and wrong ones. */
const MAPS: { [name: string]: (order: Order) => string } = {
  "an application's versions": (order) =>
    rollout(gateway, { versions: order({ v3: httpEcho('v3'), v2: httpEcho('v2'), v1: httpEcho('v1') }) }),
  "an application's versions, wrong": (order) => rollout(gateway, { versions: order({ v1: 1, v2: 2, B_: 3, A_: 4 } as any) }),
  "an application's labels": (order) => rollout(gateway, { labels: order({ team: 'a', area: 'b' }) }),
  "an application's labels, wrong": (order) => rollout(gateway, { labels: order({ 'b b': 'a', 'a a': 'b' }) }),
  'unknown properties': (order) => rollout(gateway, order({ zwei: 1, eins: 2 }) as any),
  'variables': (order) =>
    version({ env: order({ A: EnvironmentVariable.value('$(B)'), B: EnvironmentVariable.value('b'), C: EnvironmentVariable.value('c') }) }),
  'variables, wrong': (order) => version({ env: order({ '2': EnvironmentVariable.value('b'), '1 A': EnvironmentVariable.value('c') }) }),
  'variables that are texts': (order) => version({ env: order({ b: 'b', a: 'a' }) }),
  'annotations of pods': (order) => version({ podAnnotations: annotations(order) }),
  'annotations of pods, wrong': (order) => version({ podAnnotations: wrongAnnotations(order) }),
  'amounts': (order) =>
    version({ resources: { requests: order({ memory: '1Mi', cpu: '1' }), limits: order({ memory: '1Mi', cpu: '2' }) } }),
  'amounts, wrong': (order) => version({ resources: { requests: order({ memory: '1MB', cpu: 'x' }), limits: order({ b: '!', a: '!' }) } }),
  'files': (order) => version({ configFiles: [{ mountPath: '/a', files: order({ b: '1', a: '2' }) } as ConfigFiles] }),
  'files, wrong': (order) => version({ configFiles: [{ mountPath: '/a', files: order({ 'b/': '1', 'a/': '2' }) } as ConfigFiles] }),
  'annotations of an Ingress': (order) => rollout(new IngressNginxProvider({ annotations: annotations(order), lifeCycleNotice: false })),
  'annotations of an Ingress, wrong': (order) =>
    rollout(new IngressNginxProvider({ annotations: wrongAnnotations(order), lifeCycleNotice: false })),
  'annotations of a Voyager Ingress': (order) => rollout(new VoyagerProvider({ annotations: annotations(order), lifeCycleNotice: false })),
  'annotations of a Voyager Ingress, wrong': (order) =>
    rollout(new VoyagerProvider({ annotations: wrongAnnotations(order), lifeCycleNotice: false })),
  'labels of a route table': (order) => rollout(gloo(order, { b: 'x', a: 'y' })),
  'route options': (order) =>
    rollout(new GlooProvider({ routes: GlooRoutes.virtualService({ namespace: 'a' }), routeOptions: order({ timeout: '5s', retries: { numRetries: 1 } }), lifeCycleNotice: false } as any)),
  'route options, wrong': (order) =>
    rollout(new GlooProvider({ routes: GlooRoutes.virtualService({ namespace: 'a' }), routeOptions: order({ zwei: 1, eins: 2, jwtB: 1, jwtA: 1 }), lifeCycleNotice: false } as any)),
  'values of a chart': (order) =>
    chartValues({
      deployment: order({ v2: {}, v1: {} }),
      routes: order({ primary: { version: 'v1' }, apiGroup: 'example' }),
    }),
  'values of a chart, wrong': (order) => chartValues(order({ zwei: 1, eins: 2, deployment: order({ B_: {}, A_: {} }) })),
  'labels of the pods of a release': (order) =>
    argo({ trafficRouting: TrafficRouting.none(), canaryMetadata: { labels: order({ b: 'x', a: 'y' }), annotations: annotations(order) } }),
  'labels of the pods of a release, wrong': (order) =>
    argo({ trafficRouting: TrafficRouting.none(), canaryMetadata: { labels: order({ 'b b': 'x', 'a a': 'y' }), annotations: wrongAnnotations(order) } }),
  'annotations of a canary Ingress, wrong': (order) =>
    argo({ trafficRouting: TrafficRouting.nginx({ canaryAnnotations: wrongAnnotations(order) }) }),
  'the selector of a Gateway': (order) =>
    argo({ trafficRouting: TrafficRouting.istio({ gateway: { selector: order({ b: 'x', a: 'y' }) } }) }),
  'arguments of an analysis': (order) =>
    argo({ trafficRouting: TrafficRouting.none() }, Step.analysis({ templates: ['t'], args: order({ b: 'x', a: 'y' }) })),
  'arguments of an analysis, wrong': (order) =>
    argo({ trafficRouting: TrafficRouting.none() }, Step.analysis({ templates: ['t'], args: order({ b: 1, a: 2 } as any) })),
  'headers of a web metric': (order) =>
    printed((app) => {
      new AnalysisTemplate(new Chart(app, 'c'), 't', {
        name: 't',
        namespace: 'a',
        metrics: [AnalysisMetric.web({ name: 'web', url: 'http://a/', headers: order({ b: 'x', a: 'y' }) })],
      });
    }),
  'names of stages, wrong': (order) =>
    printed((app) => {
      new StagedRollout(app, 'echo', {
        application: echoApplication(), plan: plan(), provider: gateway, stageNames: order({ zwei: 'x', eins: 'y', baseline: '25' }),
      });
    }),
  'headers of a request': (order) => String(HttpRequest.to('http://a/', { headers: order({ b: 'x', a: 'y' }) })),
  'headers of a request, wrong': (order) => {
    try {
      return String(HttpRequest.to('http://a/', { headers: order({ 'b b': 'x', 'a a': 'y' }) }));
    } catch (error) {
      return (error as Error).message;
    }
  },
};

test.each(Object.entries(MAPS))('%s: any order of names gives the same', (_, make) => {
  expect(make(reversed)).toBe(make(asWritten));
});

