import {
  Application,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  RolloutApp,
  RolloutPlan,
  StagedRollout,
  Step,
  Version,
} from 'cdk8s-rollouts';

const app = new RolloutApp();

function httpEcho(version: string): Version {
  return Version.container({
    image: 'hashicorp/http-echo',
    args: [`-text=version:${version}`, '-listen=:8080'],
    imagePullPolicy: 'Always',
  });
}

const echo = new Application({
  name: 'echo',
  namespace: 'echo',
  containerPort: 8080,
  versions: { v1: httpEcho('v1'), v2: httpEcho('v2') },
});

// Phase one lets testers in by a header, phase two shifts everybody else.
const plan = RolloutPlan.canary({
  stable: 'v1',
  canary: 'v2',
  steps: [
    Step.headerRoute(HeaderMatch.exact('stage', 'canary')),
    Step.pause(),
    Step.weight(0),
    Step.weight(50),
    Step.pause(),
    Step.weight(100),
    Step.pause(),
  ],
});

// The application owns the gateway's only VirtualService; it and the Upstream live beside Gloo.
const provider = new GlooProvider({
  routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }),
  upstreamNamespace: 'gloo-system',
});

new StagedRollout(app, 'echo', { application: echo, plan, provider });

// The way back, should v2 disappoint at fifty percent.
new StagedRollout(app, 'echo-rollback', { application: echo, plan, provider, rollbackFrom: 'weight-50' });

app.synth();
