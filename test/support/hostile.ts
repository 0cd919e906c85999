import { App, Chart, Duration } from 'cdk8s';
import {
  AnalysisMetric,
  AnalysisTemplate,
  AntiAffinity,
  Application,
  ArgoRolloutsProvider,
  CanaryScale,
  ContainerProbe,
  EnvironmentVariable,
  GatewayApiProvider,
  GlooApp,
  GlooDelegation,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  HttpPath,
  IngressNginxProvider,
  IProvider,
  RolloutDeployer,
  RolloutPlan,
  RouterMetrics,
  StagedRollout,
  Step,
  TrafficRouting,
  Version,
  VoyagerProvider,
  WorkloadReference,
} from '../../src';

/** Everything that a user types, as plain data, so that any piece can be replaced by something else. */
export const SOUND = {
  application: {
    name: 'echo',
    namespace: 'echo',
    containerPort: 8080,
    servicePort: 80,
    labels: { team: 'web' },
    podSecurity: 'restricted',
  },
  hosts: [] as any,
  hostsOfIngresses: ['app.example'],
  paths: ['/echo'],
  container: {
    image: 'i',
    args: ['a'],
    command: ['c'],
    imagePullPolicy: 'Always',
    containerName: 'echo',
    replicas: 2,
    podAnnotations: { a: 'b' },
    envFromSecrets: ['s'],
    envFromConfigMaps: ['c'],
    resources: { limits: { cpu: '1' } },
    configFiles: [{ mountPath: '/x', files: { a: 'b' }, name: 'n' }],
    serviceAccountName: 's',
  },
  env: { value: 'x', secret: 'db', key: 'k', field: 'metadata.name' },
  probe: { path: '/', failureThreshold: 3, command: ['true'] },
  versions: { stable: 'v1', canary: 'v2' },
  steps: {
    weight: 20,
    mirror: 5,
    header: 'stage',
    value: 'canary',
    regex: 'a|b',
    prefix: 'p',
    replicas: 1,
    percent: 50,
    templates: ['t'],
    args: { a: 'b' },
  },
  gloo: {
    labels: { apiGroup: 'example' },
    weight: 1,
    onEmpty: 'stable',
    upstreamNamespace: 'gloo-system',
    routeOptions: { timeout: '1s' },
    acceptPrefixOverlap: true,
  },
  nginx: {
    ingressClassName: 'nginx',
    ingressName: 'web',
    canaryIngressName: 'web-canary',
    choiceCookie: 'choice',
    choiceHeader: undefined as any,
    annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' },
    tls: [{ secretName: 's', hosts: ['app.example'] }],
  },
  voyager: {
    apiVersion: 'v1',
    naming: 'by role',
    ingressName: 'web',
    weightTolerance: 1,
    annotations: { 'ingress.appscode.com/type': 'NodePort' },
  },
  argoNginx: {
    routing: {
      ingressClassName: 'nginx',
      ingressName: 'web',
      choiceHeader: 'x-choice',
      choiceCookie: 'choice',
      canaryAnnotations: { 'a.example/b': 'c' },
      maxTrafficWeight: 1000,
      tls: [{ secretName: 's' }],
    },
    lane: { name: 'x-lane', value: 'yes' },
    options: {
      rolloutName: 'web',
      stableServiceName: 'web',
      canaryServiceName: 'web-canary',
      canaryMetadata: { labels: { role: 'canary' }, annotations: { a: 'b' } },
      backgroundAnalysis: { templates: ['t'], args: { a: 'b' }, startingStep: 1 },
      revisionHistoryLimit: 3,
      rollbackWindow: 3,
      minPodsPerReplicaSet: 1,
      progressDeadlineAbort: true,
    },
    seconds: { scaleDownDelay: 30, abortScaleDownDelay: 30, progressDeadline: 600, minReady: 5 },
  },
  argoIstio: {
    routing: {
      split: 'by Service',
      gateways: ['mesh', 'istio-system/public', 'gate'],
      gateway: { name: 'gate', port: 80, selector: { istio: 'ingressgateway' }, credentialName: 'tls' },
      virtualServiceName: 'web',
      routeName: 'main',
    },
    options: { dynamicStableScale: true, autoscaled: true },
  },
  argoSubset: {
    routing: {
      split: 'by subset',
      virtualService: { name: 'web', namespace: 'echo', routes: ['main'] },
      stableSubset: 'a',
      canarySubset: 'b',
      destinationRuleName: 'rule',
    },
    options: {
      antiAffinity: undefined as any,
      workload: { name: 'old', scaleDown: 'never', selector: { app: 'echo' } },
    },
  },
  argoGateway: {
    routing: {
      gateways: [{ name: 'public', namespace: 'infra', sectionName: 'http' }],
      httpRouteName: 'web',
      acceptRegularExpressions: true,
    },
    options: { stableMetadata: { labels: { role: 'stable' } } },
  },
  gatewayApi: {
    gateways: [{ name: 'web', namespace: 'infra', sectionName: 'http' }],
    gateway: { className: 'any', name: 'web', port: 80, tlsSecretName: 'tls' },
    httpRouteName: 'web',
    acceptRegularExpressions: true,
    naming: 'by role',
    routeNamespace: 'infra',
  },
  argoPods: { options: { maxSurge: '1', maxUnavailable: '25%', weight: 50 } },
  analysis: {
    name: 'ok',
    namespace: 'echo',
    address: 'http://prometheus:9090',
    atLeast: 0.9,
    args: [{ name: 'more', value: 'x' }],
    count: 3,
    url: 'http://a/{{args.more}}',
    successCondition: 'true',
    job: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'smoke', image: 'smoke:1' }] } } },
  },
  deployer: { name: 'deployer', createNamespace: true },
  delegation: {
    labels: { apiGroup: 'example' },
    name: 'app',
    namespace: 'gloo-system',
    domains: ['*'],
    prefix: '/',
    namespaces: ['*'],
  },
  values: {
    deployment: { v1: {}, v2: {} },
    routes: {
      apiGroup: 'example',
      primary: { version: 'v1' },
      canary: { version: 'v2', weight: 5, headers: { a: 'b' } },
    },
  },
  release: { releaseName: 'foxtrot', namespace: 'foxtrot' },
};

/** What it is replaced by. */
export const ODD: any[] = [
  undefined,
  null,
  0,
  -1,
  1.5,
  NaN,
  Infinity,
  2 ** 40,
  '',
  ' ',
  'a b',
  'a\n  b: c',
  'null',
  '0o17',
  '\u0000',
  'ü',
  '*',
  '..',
  '__proto__',
  'x'.repeat(300),
  true,
  [],
  [undefined],
  ['a', 'a'],
  {},
  { constructor: 1 },
  { ['a b']: 1 },
  () => 1,
  10n,
  new Date(0),
];

export type Router =
  'gloo' | 'nginx' | 'voyager' | 'argoNginx' | 'argoIstio' | 'argoSubset' | 'argoGateway' | 'argoPods' | 'gatewayApi';

export const ROUTERS: Router[] = [
  'gloo',
  'nginx',
  'voyager',
  'argoNginx',
  'argoIstio',
  'argoSubset',
  'argoGateway',
  'argoPods',
  'gatewayApi',
];

/** A router, and what of the steps it can do. */
function routing(input: typeof SOUND, router: Router): { provider: IProvider; routes: Step[] } {
  const { nginx, voyager, steps } = input;
  const { labels, weight, ...gloo } = input.gloo ?? {};
  const header = HeaderMatch.exact(steps?.header, steps?.value);
  const two = Step.headerRoute(HeaderMatch.regex('r', steps?.regex), HeaderMatch.prefix('p', steps?.prefix));
  switch (router) {
    case 'gloo':
      return {
        provider: new GlooProvider({ ...gloo, routes: GlooRoutes.routeTable({ labels, weight }) } as any),
        routes: [Step.mirrorRoute(steps?.mirror), Step.headerRoute(header), two],
      };
    case 'nginx':
      return {
        provider: new IngressNginxProvider(nginx as any),
        routes: [
          Step.headerRoute(
            steps?.regex === SOUND.steps.regex ? header : HeaderMatch.regex(steps?.header, steps?.regex),
          ),
        ],
      };
    case 'voyager':
      return { provider: new VoyagerProvider(voyager as any), routes: [] };
    case 'argoNginx': {
      const { routing: own, lane, options, seconds } = input.argoNginx ?? {};
      const duration = (value: any) => (Number.isFinite(value) && value >= 0 ? Duration.seconds(value) : value);
      const durations = Object.fromEntries(
        Object.entries(seconds ?? {}).map(([name, value]) => [name, duration(value)]),
      );
      const open = {
        ...own,
        choiceHeader: lane ? undefined : own?.choiceHeader,
        lane: lane && HeaderMatch.exact(lane.name, lane.value),
      };
      return argo({ ...options, ...durations }, TrafficRouting.nginx(open as any), []);
    }
    case 'argoIstio': {
      const { routing: own, options } = input.argoIstio ?? {};
      return argo(options, TrafficRouting.istio(own as any), [
        Step.mirrorRoute(steps?.mirror),
        Step.headerRoute(header),
      ]);
    }
    case 'argoSubset': {
      const { routing: own, options } = input.argoSubset ?? {};
      const workload = WorkloadReference.deployment(options?.workload as any);
      const antiAffinity = AntiAffinity.preferred(50);
      return argo({ antiAffinity, workload }, TrafficRouting.istio(own as any), [Step.headerRoute(header)]);
    }
    case 'argoGateway': {
      const { routing: own, options } = input.argoGateway ?? {};
      return argo(options, TrafficRouting.gatewayApi(own as any), [Step.headerRoute(header), two]);
    }
    case 'gatewayApi':
      return {
        provider: new GatewayApiProvider(input.gatewayApi as any),
        routes: [Step.mirrorRoute(steps?.mirror), Step.headerRoute(header), two],
      };
    case 'argoPods': {
      const { weight: podWeight, ...options } = input.argoPods?.options ?? {};
      return argo(options, TrafficRouting.none(), [Step.weight(podWeight)]);
    }
  }
}

function argo(options: any, trafficRouting: TrafficRouting, routes: Step[]): { provider: IProvider; routes: Step[] } {
  return { provider: new ArgoRolloutsProvider({ ...options, trafficRouting }), routes };
}

/** An app made from such data, synthesized. */
export function synthesize(input: typeof SOUND, outdir: string, router: Router = 'gloo'): void {
  const { application, container, env, probe, steps, versions } = input;
  const app = new App({ outdir });
  const container2 =
    container && typeof container === 'object'
      ? {
        ...container,
        env: {
          A: EnvironmentVariable.value(env?.value),
          B: EnvironmentVariable.fromSecret(env?.secret, env?.key),
          C: EnvironmentVariable.fromPodField(env?.field),
        },
        readinessProbe: ContainerProbe.httpGet(probe?.path, {
          failureThreshold: probe?.failureThreshold,
          period: Duration.seconds(1),
        }),
        livenessProbe: ContainerProbe.command(probe?.command),
      }
      : container;
  const version = () => Version.container(container2 as any);
  const one = new Application({
    ...(application as any),
    hosts: ['gloo', 'argoSubset', 'argoPods'].includes(router) ? input.hosts : input.hostsOfIngresses,
    paths: Array.isArray(input.paths)
      ? input.paths.map((path) => HttpPath.prefix(path === '/echo' && router === 'argoIstio' ? '/' : path))
      : input.paths,
    versions: { [String(versions?.stable)]: version(), [String(versions?.canary)]: version() },
  });
  const { provider, routes } = routing(input, router);
  const sizes =
    router === 'argoPods'
      ? []
      : [
        Step.canaryScale(CanaryScale.replicas(steps?.replicas)),
        Step.canaryScale(CanaryScale.percent(steps?.percent)),
      ];
  const measured = router.startsWith('argo') ? [Step.analysis({ templates: steps?.templates, args: steps?.args })] : [];
  const all = [
    ...sizes.slice(0, 1),
    Step.weight(steps?.weight),
    Step.pause(),
    ...routes,
    ...measured,
    ...sizes.slice(1),
  ];
  const plan = RolloutPlan.canary({ ...versions, steps: all });
  new StagedRollout(app, 'echo', { application: one, plan, provider });
  const chart = new Chart(app, 'platform');
  new RolloutDeployer(chart, 'deployer', { ...input.deployer, application: one, provider });
  new GlooDelegation(chart, 'delegation', input.delegation);
  GlooApp.fromValues(chart, 'values', { ...input.release, values: input.values });
  addAnalysis(chart, input.analysis);
  app.synth();
}

function addAnalysis(chart: Chart, analysis: typeof SOUND.analysis): void {
  const { name, namespace, args, address, atLeast, count, url, successCondition, job } = analysis ?? {};
  const metrics = [
    AnalysisMetric.successRate({
      address,
      metrics: RouterMetrics.envoy(),
      atLeast,
      count,
      interval: Duration.minutes(1),
    }),
    AnalysisMetric.web({ name: 'web', url, successCondition }),
    AnalysisMetric.job({ name: 'job', spec: job as any }),
  ];
  new AnalysisTemplate(chart, 'analysis', { name, namespace, args, metrics });
}

/** Every place of a document: its holder and its key. */
export function places(value: any): [any, string][] {
  return typeof value !== 'object' || value === null
    ? []
    : Object.keys(value).flatMap((key) => [[value, key] as [any, string], ...places(value[key])]);
}

/**
 * A quarter of all ways to replace one piece, another quarter by each seed: the data, what was replaced by what, and a
 * router that reads it, for most of the data any. `RUNS=4` takes all of them.
 */
export function* hostile(): Generator<{ input: typeof SOUND; router: Router; key: string; odd: any }> {
  const every = Math.max(1, 4 / Number(process.env.RUNS ?? 1));
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  process.stderr.write(`    seed ${seed}: ${expect.getState().currentTestName}\n`);
  const all = places(SOUND);
  const sections = Object.entries(SOUND).flatMap(([section, value]) => [section, ...places(value).map(() => section)]);
  for (let position = 0; position < all.length; position++) {
    for (const [index, odd] of ODD.entries()) {
      if ((index + position + seed) % every < 1) {
        const input = structuredClone(SOUND);
        const [holder, key] = places(input)[position];
        holder[key] = odd;
        const own = ROUTERS.find((router) => router === sections[position]);
        yield { input, router: own ?? ROUTERS[(index * 7 + position + seed) % ROUTERS.length], key, odd };
      }
    }
  }
}
