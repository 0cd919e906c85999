import { App, Chart, Duration } from 'cdk8s';
import {
  AnalysisMetric,
  AnalysisTemplate,
  Application,
  ArgoRolloutsProvider,
  CanaryScale,
  RolloutPlan,
  RouterMetrics,
  StagedRollout,
  Step,
  TrafficRouting,
  Version,
} from 'cdk8s-rollouts';

const app = new App();

function color(name: string): Version {
  return Version.container({
    image: `argoproj/rollouts-demo:${name}`,
    imagePullPolicy: 'Always',
    containerName: 'canary-demo',
    resources: { requests: { memory: '32Mi', cpu: '5m' } },
  });
}

const demo = new Application({
  name: 'canary-demo',
  namespace: 'default',
  containerPort: 8080,
  hosts: ['canary.auto'],
  versions: { blue: color('blue'), green: color('green') },
});

// The controller goes on by itself, but for the first step, after which a person looks.
const steps = [
  Step.canaryScale(CanaryScale.matchWeight()),
  Step.weight(20),
  Step.pause(),
  Step.weight(50),
  Step.pause(Duration.seconds(30)),
  Step.weight(70),
  Step.pause(Duration.seconds(30)),
];
const release = RolloutPlan.canary({ stable: 'blue', canary: 'green', steps });
const roles = {
  canaryMetadata: { labels: { deployment: 'canary' } },
  stableMetadata: { labels: { deployment: 'stable' } },
};
const trafficRouting = TrafficRouting.nginx({ choiceHeader: 'X-Canary' });

new StagedRollout(app, 'canary-demo', {
  application: demo,
  plan: release,
  provider: new ArgoRolloutsProvider({ trafficRouting, ...roles }),
});

// The same release with nobody watching: it goes on only while the canary's answers are good.
const measured = RolloutPlan.canary({
  stable: 'blue',
  canary: 'green',
  steps: [
    Step.weight(20),
    Step.analysis({
      templates: ['success-rate'],
      args: { namespace: 'default', service: 'canary-demo-canary', port: '80' },
    }),
    Step.weight(50),
  ],
});
new StagedRollout(app, 'canary-demo-measured', {
  application: demo,
  plan: measured,
  provider: new ArgoRolloutsProvider({ trafficRouting, ...roles }),
});
new AnalysisTemplate(new Chart(app, 'analysis'), 'success-rate', {
  name: 'success-rate',
  namespace: 'default',
  metrics: [AnalysisMetric.successRate({
    address: 'http://prometheus.monitoring:9090',
    metrics: RouterMetrics.ingressNginx(),
    atLeast: 0.99,
    interval: Duration.minutes(1),
    count: 5,
  })],
});

app.synth();
