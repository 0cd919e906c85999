import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'cdk8s';
import {
  Application,
  ArgoRolloutsProvider,
  GatewayApiProvider,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  IngressNginxProvider,
  IProvider,
  RolloutPlan,
  StagedRollout,
  Step,
  TrafficRouting,
  Version,
  VoyagerProvider,
} from 'cdk8s-rollouts';

const echo = new Application({
  name: 'echo',
  namespace: 'echo',
  containerPort: 8080,
  hosts: ['app.example'],
  versions: {
    v1: Version.container({ image: 'registry.example/echo:1', replicas: 2 }),
    v2: Version.container({ image: 'registry.example/echo:2', replicas: 2 }),
  },
});

const plans = {
  // Testers first, then a fifth of everybody, then half.
  testers: RolloutPlan.canary({
    stable: 'v1',
    canary: 'v2',
    steps: [
      Step.headerRoute(HeaderMatch.exact('stage', 'canary')),
      Step.pause(),
      Step.weight(20),
      Step.pause(),
      Step.weight(50),
      Step.pause(),
    ],
  }),
  // Every router can divide.
  weights: RolloutPlan.canary({
    stable: 'v1',
    canary: 'v2',
    steps: [Step.weight(25), Step.pause(), Step.weight(50), Step.pause()],
  }),
};

const gateways = [{ name: 'public', namespace: 'infra' }];
const providers: { [folder: string]: IProvider } = {
  'gloo': new GlooProvider({ routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }) }),
  'ingress-nginx': new IngressNginxProvider(),
  'voyager': new VoyagerProvider(),
  'gateway-api': new GatewayApiProvider({ gateways }),
  'argo-nginx': new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.nginx() }),
  'argo-istio': new ArgoRolloutsProvider({
    trafficRouting: TrafficRouting.istio({ gateways: ['istio-system/public'] }),
  }),
  'argo-gateway-api': new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.gatewayApi({ gateways }) }),
  'argo-no-router': new ArgoRolloutsProvider(),
};

// One folder a plan and provider. Providers that cannot do what a plan asks say so, and what to write instead.
for (const [name, plan] of Object.entries(plans)) {
  for (const [folder, provider] of Object.entries(providers)) {
    const outdir = join(process.env.CDK8S_OUTDIR ?? 'dist', name, folder);
    const app = new App({ outdir });
    const rollout = new StagedRollout(app, 'echo', { application: echo, plan, provider });
    const faults = rollout.node.validate();
    if (faults.length === 0) {
      app.synth();
    } else {
      mkdirSync(outdir, { recursive: true });
      writeFileSync(join(outdir, 'refused.txt'), `${faults.join('\n')}\n`);
    }
  }
}
