import { App, Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import {
  Application,
  GlooApp,
  GlooDelegation,
  GlooProvider,
  GlooRoutes,
  HeaderMatch,
  HttpPath,
  RolloutPlan,
  StagedRollout,
  Step,
  Version,
} from 'cdk8s-rollouts';

const app = new App();

// What the platform team applies once: namespaces, and a VirtualService that lets teams bring their own routes.
const platform = new Chart(app, 'platform');
for (const name of ['echo', 'foxtrot']) {
  new k8s.KubeNamespace(platform, name, { metadata: { name } });
}
new GlooDelegation(platform, 'delegation', { labels: { apiGroup: 'example' } });

// What every team shares: how its routes join the platform's.
const gloo = new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { apiGroup: 'example' } }) });

function httpEcho(text: string): Version {
  return Version.container({
    image: 'hashicorp/http-echo',
    args: [`-text=version:${text}`, '-listen=:8080'],
    imagePullPolicy: 'Always',
  });
}

// The echo team releases v2: first to requests with a header, then to half of the others, then to all.
const echo = new Application({
  name: 'echo',
  namespace: 'echo',
  containerPort: 8080,
  paths: [HttpPath.prefix('/echo')],
  versions: { v1: httpEcho('echo-v1'), v2: httpEcho('echo-v2') },
});
const release = RolloutPlan.canary({
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
new StagedRollout(app, 'echo', { application: echo, plan: release, provider: gloo });

// The foxtrot team has no release under way.
const foxtrot = new Application({
  name: 'foxtrot',
  namespace: 'foxtrot',
  containerPort: 8080,
  paths: [HttpPath.prefix('/foxtrot')],
  versions: { v1: httpEcho('foxtrot-v1') },
});
new StagedRollout(app, 'foxtrot', { application: foxtrot, plan: RolloutPlan.steady('v1'), provider: gloo });

// The same release of echo again, for a team that comes from the Helm chart and keeps its values files.
for (const step of [1, 2, 3, 4, 5, 6]) {
  const chart = new Chart(app, `echo-values-${step}`);
  GlooApp.fromValues(chart, 'echo', {
    releaseName: 'echo',
    namespace: 'echo',
    valuesFile: `${__dirname}/values/values-${step}.yaml`,
  });
}

app.synth();
