import { Testing } from 'cdk8s';
import {
  AnalysisMetric,
  AnalysisTemplate,
  Application,
  ArgoRolloutsProvider,
  EnvironmentVariable,
  GlooDelegation,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  HttpRequest,
  IngressNginxProvider,
  RolloutPlan,
  StagedRollout,
  Step,
  Traffic,
  TrafficRouting,
  Version,
  VoyagerProvider,
  WorkloadReference,
} from '../../src';
import { echoApplication, httpEcho, stages } from '../support/rollouts';

/** Names that every JavaScript object has, and names that look like others: Cyrillic es and ie. */
const HOSTILE = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  '__defineGetter__',
  '\u0441anary',
  'v\u0435rsion',
];

/** A map with a name of its own, whatever the name. */
function mapWith<T>(name: string, value: T): { [key: string]: T } {
  return JSON.parse(`{${JSON.stringify(name)}:null}`, (key, inner) => (key === name ? value : inner)) ?? {};
}

/** The map itself, since a reviver cannot replace what is called __proto__. */
function own<T>(name: string, value: T): { [key: string]: T } {
  return Object.defineProperty(mapWith(name, value), name, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20)] });
const nginx = (options: any) => ({ provider: new IngressNginxProvider(options) });
const argo = (options: any) => ({ provider: new ArgoRolloutsProvider(options) });
const container = (props: any) => ({
  application: echoApplication({ versions: { v1: Version.container({ image: 'a', ...props }), v2: httpEcho('v2') } }),
});

/** Every map of the public API, with a name in it. */
const MAPS: [string, (name: string) => any][] = [
  ['labels of an application', (name) => ({ application: echoApplication({ labels: own(name, 'a') }) })],
  [
    'versions',
    (name) => ({
      application: echoApplication({ versions: own(name, httpEcho('a')) }),
      plan: RolloutPlan.steady(name),
    }),
  ],
  ['annotations of pods', (name) => container({ podAnnotations: own(name, 'a') })],
  ['environment variables', (name) => container({ env: own(name, EnvironmentVariable.value('a')) })],
  ['files', (name) => container({ configFiles: [{ mountPath: '/a', files: own(name, 'a') }] })],
  ['resources', (name) => container({ resources: { limits: own(name, '1') } })],
  ['names of stages', (name) => ({ stageNames: own(name, 'a') })],
  ['annotations of an Ingress', (name) => nginx({ annotations: own(name, 'a') })],
  [
    'annotations of a canary Ingress',
    (name) => argo({ trafficRouting: TrafficRouting.nginx({ canaryAnnotations: own(name, 'a') }) }),
  ],
  ['annotations for Voyager', (name) => ({ provider: new VoyagerProvider({ annotations: own(name, 'a') }) })],
  [
    'labels of a RouteTable',
    (name) => ({ provider: new GlooProvider({ routes: GlooRoutes.routeTable({ labels: own(name, 'a') }) }) }),
  ],
  [
    "options of Gloo's routes",
    (name) => ({
      provider: new GlooProvider({
        routes: GlooRoutes.routeTable({ labels: { a: 'b' } }),
        routeOptions: own(name, 'a'),
      }),
    }),
  ],
  ["labels of a canary's pods", (name) => argo({ canaryMetadata: { labels: own(name, 'a') } })],
  ["annotations of a canary's pods", (name) => argo({ canaryMetadata: { annotations: own(name, 'a') } })],
  ['a selector', (name) => argo({ workload: WorkloadReference.deployment({ name: 'a', selector: own(name, 'a') }) })],
  [
    "a gateway's selector",
    (name) => argo({ trafficRouting: TrafficRouting.istio({ gateway: { selector: own(name, 'a') } }) }),
  ],
  ['arguments of an analysis', (name) => argo({ backgroundAnalysis: { templates: ['t'], args: own(name, 'a') } })],
  [
    'a header',
    (name) => ({
      plan: RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.headerRoute(HeaderMatch.exact(name, 'a'))] }),
      ...argo({ trafficRouting: TrafficRouting.istio() }),
    }),
  ],
];

describe.each(MAPS)('in %s', (_, propsFor) => {
  test.each(HOSTILE)('the name %p is refused, or is a name like any other', (name) => {
    const app = Testing.app();
    const props = { application: echoApplication(), plan, provider: new IngressNginxProvider(), ...propsFor(name) };
    const rollout = new StagedRollout(app, 'echo', props);
    const faults = app.node.findAll().flatMap(({ node }) => node.validate());
    if (faults.length === 0) {
      const printed = JSON.stringify(rollout.stages.flatMap(({ id }) => rollout.chart(id).toJson()));
      // Envoy's header names are in lower case.
      expect(printed.toLowerCase()).toContain(JSON.stringify(name).slice(1, -1).toLowerCase());
    } else {
      expect(faults.join()).toMatch(/^[^\n]*\S[^\n]*$/);
    }
    expect(({} as any).polluted).toBeUndefined();
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });
});

test.each(HOSTILE)('a delegation and a template with %p are refused, or have a name like any other', (name) => {
  const chart = Testing.chart();
  new GlooDelegation(chart, 'a', { labels: own(name, 'b') });
  new AnalysisTemplate(chart, 'b', {
    name: 't',
    namespace: 'echo',
    metrics: [AnalysisMetric.web({ name: 'm', url: 'http://a', headers: own(name, 'b') })],
  });
  expect(() => chart.node.findAll().forEach(({ node }) => node.validate())).not.toThrow();
});

/** Label names by the rules of Kubernetes. */
const LABEL = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

test.each(HOSTILE)('manifests with %p as a label are read as any others where Kubernetes accepts it', (name) => {
  const objects = [...stages(echoApplication(), plan, new IngressNginxProvider()).get('weight-20')!];
  const labelled = objects.map((object) => ({ ...object, metadata: { ...object.metadata, labels: own(name, 'a') } }));
  const traffic = Traffic.of(labelled);
  const request = HttpRequest.to('http://a.example/');
  const rejected = traffic._indexNotes.filter(({ code }) => code === 'object-rejected');
  expect(rejected).toHaveLength(LABEL.test(name) ? 0 : objects.length);
  expect(String(traffic.split(request))).toBe(LABEL.test(name) ? String(Traffic.of(objects).split(request)) : '404 1');
});

test.each(HOSTILE)('manifests with %p as a field are rejected as with any unknown field', (name) => {
  const objects = [...stages(echoApplication(), plan, new IngressNginxProvider()).get('weight-20')!];
  const rejected = Traffic.of(objects.map((object) => ({ ...object, ...own(name, 'b') })))
    ._indexNotes.filter(({ code }) => code === 'object-rejected');
  expect(rejected).toHaveLength(objects.length);
});

test.each(HOSTILE)('an application whose version is called %p is accepted or refused in words', (name) => {
  expect(
    new Application({ ...echoApplication(), versions: own(name, httpEcho('a')) } as any)
      .validate()
      .every((fault) => typeof fault === 'string'),
  ).toBe(true);
});
