import { Traffic } from '../../../src';
import {
  BOTH,
  deployment,
  destinationRule,
  named,
  rolloutObject,
  service,
  SERVICES,
  to,
  virtualService,
} from '../../support/rollout-objects';

const header = (name: string, headerName = 'x-user', match?: any[]) => ({
  setHeaderRoute: { name, match: match ?? [{ headerName, headerValue: { exact: 'qa' } }] },
});
const SCALE = { setCanaryScale: { weight: 100 } };
const managedRoutes = [{ name: 'lane' }, { name: 'staff' }];
const MAIN = { name: 'main', route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] };
const MESH = [...SERVICES, named('echo'), virtualService({ hosts: ['echo'], http: [MAIN] })];
const istio = { managedRoutes, istio: { virtualService: { name: 'echo', routes: ['main'] } } };
const overIstio = (steps: any[], more: any = {}) => ({ ...BOTH, steps, trafficRouting: istio, ...more });

const backends = [
  { name: 'echo-stable', port: 80 },
  { name: 'echo-canary', port: 80 },
];
const httpRoute = (rules: any[]) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'web', namespace: 'echo' },
  spec: { parentRefs: [{ name: 'public' }], rules },
});
const ROUTE = httpRoute([{ backendRefs: backends }]);
const overPlugin = (
  steps: any[],
  more: any = {},
  plugin: any = { httpRoutes: [{ name: 'web', useHeaderRoutes: true }] },
) => ({
  ...BOTH,
  steps,
  ...more,
  trafficRouting: { managedRoutes, plugins: { 'argoproj-labs/gatewayAPI': plugin }, ...more.trafficRouting },
});

/** The pitfalls of a Rollout, each as `severity rule`. */
function pitfalls(canary: any, others: any[], spec: any = {}): string[] {
  const found = Traffic.of([rolloutObject('v1', canary, 4, spec), ...others])
    ._pitfalls()
    .filter(({ rule }) => rule.startsWith('argo-'));
  expect(found.filter(({ fix, source }) => fix === '' || source === '')).toEqual([]);
  return found.map(({ severity, rule }) => `${severity} ${rule}`);
}

describe('pitfalls of lanes', () => {
  test.each<[string, any, string[]]>([
    ['a lane after the canary has pods', overIstio([SCALE, header('lane')]), []],
    ['a lane before the canary has any', overIstio([header('lane'), { setWeight: 20 }]), ['warning argo-lane-lost']],
    [
      'a lane that is closed by an empty list',
      overIstio([SCALE, header('lane', 'x', [])]),
      ['warning argo-lane-without-conditions'],
    ],
    [
      'a lane that one of two headers opens',
      overIstio([
        SCALE,
        header(
          'lane',
          'x',
          ['a', 'b'].map((headerName) => ({ headerName, headerValue: { exact: '1' } })),
        ),
      ]),
      ['warning argo-header-or'],
    ],
    [
      'pods that stay after an abort',
      overIstio([SCALE, { setWeight: 20 }], { abortScaleDownDelaySeconds: 0 }),
      ['warning argo-abort-without-end'],
    ],
  ])('%s', (_, canary, expected) => {
    expect(pitfalls(canary, MESH)).toEqual(expected);
  });
});

describe('pitfalls of the plugin for the Gateway API', () => {
  test.each<[string, any, any[], string[]]>([
    ['lanes of different headers', overPlugin([SCALE, header('lane'), header('staff', 'x-staff')]), [ROUTE], []],
    [
      'lanes of the same header',
      overPlugin([SCALE, header('lane'), header('staff')]),
      [ROUTE],
      ['warning argo-plugin-same-header'],
    ],
    [
      'a lane that is closed beside another',
      overPlugin([SCALE, header('lane'), header('staff', 'x-staff'), { setHeaderRoute: { name: 'lane' } }]),
      [ROUTE],
      ['warning argo-plugin-closes-all'],
    ],
    [
      'a lane that no route takes',
      overPlugin([SCALE, header('lane')], {}, { httpRoutes: [{ name: 'web' }] }),
      [ROUTE],
      ['warning argo-plugin-no-lanes'],
    ],
    [
      "a rule of one's own to the canary",
      overPlugin([{ setWeight: 20 }]),
      [httpRoute([{ backendRefs: backends }, { backendRefs: [backends[1]] }])],
      ['warning argo-plugin-deletes-rule'],
    ],
    [
      'a route without the canary',
      overPlugin([{ setWeight: 20 }]),
      [httpRoute([{ backendRefs: [backends[0]] }])],
      ['error argo-plugin-fails'],
    ],
    [
      'weights that are no percentages',
      overPlugin([{ setWeight: 20 }], { trafficRouting: { maxTrafficWeight: 1000 } }),
      [ROUTE],
      ['error argo-plugin-total'],
    ],
  ])('%s', (_, canary, routes, expected) => {
    expect(pitfalls(canary, [...SERVICES, ...routes])).toEqual(expected);
  });
});

describe('pitfalls of sizes', () => {
  const dynamic = { dynamicStableScale: true };
  const scaler = (kind: string) => ({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'echo', namespace: 'echo' },
    spec: { scaleTargetRef: { kind, name: 'echo' } },
  });

  test.each<[string, any, any[], any, string[]]>([
    [
      'stable pods that go with the weight',
      overIstio([{ setWeight: 20 }], dynamic),
      MESH,
      {},
      ['warning argo-dynamic-stable-burst'],
    ],
    [
      'more canary pods than replicas',
      overIstio([{ setCanaryScale: { replicas: 9 } }], dynamic),
      MESH,
      {},
      ['warning argo-dynamic-stable-burst', 'warning argo-scale-above-replicas'],
    ],
    [
      'an autoscaler beside replicas',
      overIstio([]),
      [...MESH, scaler('Rollout')],
      {},
      ['warning argo-replicas-beside-autoscaler'],
    ],
    ['an autoscaler without replicas', overIstio([]), [...MESH, scaler('Rollout')], { replicas: undefined }, []],
    ['an autoscaler of something else', overIstio([]), [...MESH, scaler('Deployment')], {}, []],
  ])('%s', (_, canary, others, spec, expected) => {
    expect(pitfalls(canary, others, spec)).toEqual(expected);
  });
});

test("a route of one's own to the canary's subset", () => {
  const rule = { name: 'echo-rule', stableSubsetName: 'stable', canarySubsetName: 'canary' };
  const canary = { steps: [{ setWeight: 20 }], trafficRouting: { istio: { ...istio.istio, destinationRule: rule } } };
  const main = { name: 'main', route: [to('echo', 'stable', 100), to('echo', 'canary', 0)] };
  const objects = (...http: any[]) => [
    service(),
    destinationRule('echo', { stable: {}, canary: {} }),
    virtualService({ hosts: ['echo'], http }),
  ];
  expect(pitfalls(canary, objects({ name: 'sticky', route: [to('echo', 'canary')] }, main))).toEqual([
    'warning argo-own-route-to-subset',
  ]);
  expect(pitfalls(canary, objects({ name: 'other', route: [to('echo', 'stable')] }, main))).toEqual([]);
});

test('a Service that is not there, though others are', () => {
  const others = [
    named('echo-canary'),
    named('echo'),
    deployment('other', 1, { app: 'other' }),
    virtualService({ hosts: ['echo'], http: [MAIN] }),
  ];
  expect(pitfalls(overIstio([{ setWeight: 20 }]), others)).toEqual(['warning argo-reference-missing']);
  expect(pitfalls(overIstio([{ setWeight: 20 }]), others.slice(-1))).toEqual([]);
});

test('a Rollout that is rejected has that pitfall alone', () => {
  expect(pitfalls(overIstio([header('lane'), { setWeight: 101 }]), MESH)).toEqual(['error argo-rejected']);
});
