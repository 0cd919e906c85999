import {
  Application,
  HeaderMatch,
  IngressNginxProvider,
  RolloutApp,
  RolloutPlan,
  StagedRollout,
  Step,
  Version,
} from 'cdk8s-rollouts';

const app = new RolloutApp();

function color(name: string): Version {
  return Version.container({
    image: `argoproj/rollouts-demo:${name}`,
    imagePullPolicy: 'Always',
    containerName: 'demo',
  });
}

const demo = new Application({
  name: 'demo',
  namespace: 'demo',
  containerPort: 8080,
  hosts: ['canary.demo'],
  versions: { blue: color('blue'), green: color('green'), yellow: color('yellow') },
});

// Testers choose green by a header; of all others 20 % get it, then half, then everybody.
const release = RolloutPlan.canary({
  stable: 'blue',
  canary: 'green',
  steps: [
    Step.headerRoute(HeaderMatch.exact('X-Canary', 'always')),
    Step.weight(20),
    Step.pause(),
    Step.weight(50),
    Step.pause(),
    Step.weight(100),
    Step.pause(),
  ],
});
const provider = new IngressNginxProvider();
new StagedRollout(app, 'demo', { application: demo, plan: release, provider });

// The next release begins with the bytes with which this one ends.
new StagedRollout(app, 'demo-next', { application: demo, plan: release.next('yellow', [Step.weight(20)]), provider });

app.synth();
