import { App, Duration } from 'cdk8s';
import {
  Application,
  ArgoRolloutsProvider,
  CanaryScale,
  ContainerProbe,
  IstioSplit,
  RolloutPlan,
  StagedRollout,
  Step,
  TrafficRouting,
  Version,
} from 'cdk8s-rollouts';

const app = new App();

function build(version: string): Version {
  return Version.container({
    image: `registry.example/dubbo3-provider:${version}`,
    replicas: 2,
    readinessProbe: ContainerProbe.httpGet('/health'),
  });
}

const provider = new Application({
  name: 'dubbo3-provider',
  namespace: 'dubbo',
  containerPort: 8081,
  versions: { v1: build('v1'), v2: build('v2') },
});

// 5 % for ten minutes, half for ten minutes, then everybody: nobody has to do anything.
const release = RolloutPlan.canary({
  stable: 'v1',
  canary: 'v2',
  steps: [
    Step.canaryScale(CanaryScale.matchWeight()),
    Step.weight(5),
    Step.pause(Duration.minutes(10)),
    Step.weight(50),
    Step.pause(Duration.minutes(10)),
  ],
});

// One Service, whose pods a DestinationRule divides into those of stable and those of the canary.
const trafficRouting = TrafficRouting.istio({
  split: IstioSplit.BY_SUBSET,
  virtualServiceName: 'provider',
  routeName: 'test-v1',
  destinationRuleName: 'dubbo-provider',
});

new StagedRollout(app, 'dubbo3-provider', {
  application: provider,
  plan: release,
  provider: new ArgoRolloutsProvider({ trafficRouting }),
});

app.synth();
