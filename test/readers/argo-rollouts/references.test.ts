import { Traffic } from '../../../src';
import { BOTH, named, rolloutObject, SERVICES, to, virtualService } from '../../support/rollout-objects';

const MAIN = { name: 'main', route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] };
const MESH = virtualService({ hosts: ['echo'], http: [MAIN] });
const ISTIO = { istio: { virtualService: { name: 'echo', routes: ['main'] } } };
const NGINX = { nginx: { stableIngress: 'web' } };
const canary = (trafficRouting: any, more: any = {}) => ({
  ...BOTH,
  steps: [{ setWeight: 20 }],
  trafficRouting,
  ...more,
});

/** The field for which a Rollout is rejected; undefined where it is accepted. */
function field(
  strategy: any,
  others: any[],
  { complete = true, spec = {}, before = [] as any[] } = {},
): string | undefined {
  const traffic = Traffic.of([...before, rolloutObject('v1', strategy, 4, spec), ...others, named('echo')], {
    complete,
  });
  const [split] = traffic.routers.length === 0 ? [] : traffic.requests().map((request) => traffic.split(request));
  return split?.notes.find(({ code, objects }) => code === 'argo-rejected' && objects[0] === 'Rollout echo/echo')
    ?.field;
}

const at = (path: string) => `spec.strategy.canary.${path}`;
const ingress = (service: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', namespace: 'echo' },
  spec: {
    ingressClassName: 'nginx',
    rules: [
      {
        host: 'a.example',
        http: {
          paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }],
        },
      },
    ],
  },
});
const selecting = (name: string, selector: any, annotations?: any) => ({
  ...named(name),
  metadata: { name, namespace: 'echo', annotations },
  spec: { ...named(name).spec, selector },
});

describe('in a whole cluster the controller rejects a Rollout', () => {
  test.each<[string, any, any[], string | undefined]>([
    ['with all that it names: no', canary(ISTIO), [...SERVICES, MESH], undefined],
    ['whose stable Service is not there', canary(ISTIO), [SERVICES[1], MESH], at('stableService')],
    ['whose canary Service is not there', canary(ISTIO), [SERVICES[0], MESH], at('canaryService')],
    [
      'whose VirtualService is not there',
      canary({ istio: { virtualService: { name: 'other' } } }),
      [...SERVICES, MESH],
      at('trafficRouting.istio'),
    ],
    [
      "whose VirtualService is another namespace's",
      canary({ istio: { virtualService: { name: 'echo.other' } } }),
      [...SERVICES, MESH],
      at('trafficRouting.istio'),
    ],
    [
      'whose Ingress is not there',
      canary({ nginx: { stableIngress: 'other' } }),
      [...SERVICES, ingress('echo-stable')],
      at('trafficRouting.nginx'),
    ],
    ['whose Ingress leads elsewhere', canary(NGINX), [...SERVICES, ingress('echo')], at('trafficRouting')],
    ['whose Ingress leads to stable: no', canary(NGINX), [...SERVICES, ingress('echo-stable')], undefined],
    [
      'whose analysis template is not there',
      canary(ISTIO, { steps: [{ analysis: { templates: [{ templateName: 'rate' }] } }] }),
      [...SERVICES, MESH],
      at('steps[0].analysis.templates'),
    ],
  ])('%s', (_, strategy, others, expected) => {
    expect(field(strategy, others)).toBe(expected);
  });

  test('and only there: in a part of one what is missing is taken as there', () => {
    expect(field(canary(ISTIO), [MESH], { complete: false })).toBeUndefined();
  });

  test('whose workload is not there, or of a kind that has no template', () => {
    const spec = (kind: string, apiVersion = 'apps/v1') => ({
      template: undefined,
      workloadRef: { apiVersion, kind, name: 'nobody' },
    });
    const found = (kind: string, apiVersion?: string, complete = true) =>
      field(canary(ISTIO), [...SERVICES, MESH], { complete, spec: spec(kind, apiVersion) });
    expect([found('Deployment'), found('Pod', 'v1', false), found('Deployment', 'apps/v1', false)]).toEqual([
      'spec.workloadRef',
      'spec.workloadRef',
      undefined,
    ]);
  });
});

describe('a Service', () => {
  test('has to select what the template carries; labels of a version alone do not count', () => {
    const role = [selecting('echo-stable', { app: 'echo', role: 'stable' }), SERVICES[1], MESH];
    expect(field(canary(ISTIO, { stableMetadata: { labels: { role: 'stable' } } }), role)).toBe(at('stableService'));
    const hashed = [
      selecting('echo-stable', { 'app': 'echo', 'rollouts-pod-template-hash': 'aaa' }),
      SERVICES[1],
      MESH,
    ];
    expect(field(canary(ISTIO), hashed)).toBeUndefined();
  });

  test('belongs to one Rollout: by its annotation, or to the oldest or first that names it', () => {
    const owned = (owner: string) => [
      selecting('echo-stable', { app: 'echo' }, { 'argo-rollouts.argoproj.io/managed-by-rollouts': owner }),
      SERVICES[1],
      MESH,
    ];
    expect([field(canary(ISTIO), owned('other')), field(canary(ISTIO), owned('echo'))]).toEqual([
      at('stableService'),
      undefined,
    ]);
    const other = (creationTimestamp?: string) => ({
      ...rolloutObject('v1', canary(ISTIO)),
      metadata: { name: 'other', namespace: 'echo', creationTimestamp },
    });
    expect(field(canary(ISTIO), [...SERVICES, MESH], { before: [other()] })).toBe(at('stableService'));
    expect(field(canary(ISTIO), [...SERVICES, MESH, other()])).toBeUndefined();
  });
});

describe('an analysis', () => {
  const template = (spec: any) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: 'rate', namespace: 'echo' },
    spec,
  });
  const metric = (more: any = {}) => ({ name: 'rate', provider: { job: {} }, ...more });
  const found = (spec: any, analysis: any = {}) =>
    field(canary(ISTIO, { steps: [{ analysis: { templates: [{ templateName: 'rate' }], ...analysis } }] }), [
      ...SERVICES,
      MESH,
      template(spec),
    ]);
  const rejected = at('steps[0].analysis.templates');

  test.each<[string, any, any, string | undefined]>([
    ['that ends', { metrics: [metric({ interval: '1m', count: 3 })] }, {}, undefined],
    ['that never ends', { metrics: [metric({ interval: '1m' })] }, {}, rejected],
    ['with two metrics of one name', { metrics: [metric(), metric()] }, {}, rejected],
    ['without a value for an argument', { args: [{ name: 'service' }], metrics: [metric()] }, {}, rejected],
    [
      'with a value for each',
      { args: [{ name: 'service' }], metrics: [metric()] },
      { args: [{ name: 'service', value: 'echo' }] },
      undefined,
    ],
    [
      'with an argument that the template does not have',
      { metrics: [metric({ provider: { job: { text: '{{args.service}}' } } })] },
      {},
      rejected,
    ],
  ])('%s', (_, spec, analysis, expected) => {
    expect(found(spec, analysis)).toBe(expected);
  });
});
