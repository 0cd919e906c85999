import { join } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import {
  Application,
  ArgoRolloutsProvider,
  CanaryScale,
  HeaderMatch,
  RolloutPlan,
  StagedRollout,
  Step,
  TrafficRouting,
  Version,
} from 'cdk8s-rollouts';

const NAMESPACE = 'dubbo';

function build(version: string): Version {
  return Version.container({ image: `registry.example/dubbo3-provider:${version}`, replicas: 2 });
}

const provider = new Application({
  name: 'dubbo3-provider',
  namespace: NAMESPACE,
  containerPort: 8081,
  versions: { v1: build('v1'), v2: build('v2') },
});

// The canary at full size, for testers only, until a person promotes it for everybody.
const release = RolloutPlan.canary({
  stable: 'v1',
  canary: 'v2',
  steps: [
    Step.canaryScale(CanaryScale.full()),
    Step.headerRoute(HeaderMatch.exact('lane', 'test-v2')),
    Step.pause(),
  ],
});

// The provider is called in the mesh only: by the consumer.
const trafficRouting = TrafficRouting.istio({ virtualServiceName: 'provider', routeName: 'test-v1' });

/**
 * The consumer, which is not released here, behind a gateway. Its VirtualService turns what a tester can type into an
 * address into the header that the next hop looks at, and the consumer has to send that header on.
 */
function addConsumer(scope: Chart): void {
  const name = 'dubbo3-consumer';
  const labels = { app: name };
  const lane = (value: string) => [{ destination: { host: name }, headers: { request: { set: { lane: value } } } }];
  const metadata = { name, namespace: NAMESPACE };
  new ApiObject(scope, 'deployment', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name, image: 'registry.example/dubbo3-consumer:v1', ports: [{ containerPort: 8080 }] }],
        },
      },
    },
  });
  new ApiObject(scope, 'service', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }], selector: labels },
  });
  new ApiObject(scope, 'gateway', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata,
    spec: {
      selector: { istio: 'ingressgateway' },
      servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts: ['*'] }],
    },
  });
  new ApiObject(scope, 'virtual-service', {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata,
    spec: {
      hosts: ['*'],
      gateways: [name],
      http: [
        { name: 'testers', match: [{ queryParams: { name: { exact: 'test-v2' } } }], route: lane('test-v2') },
        { name: 'everybody', route: lane('test-v1') },
      ],
    },
  });
}

// One folder a cluster: each has a controller of its own, and is moved on and promoted by itself.
for (const cluster of ['cluster-1', 'cluster-2']) {
  const app = new App({ outdir: join(process.env.CDK8S_OUTDIR ?? 'dist', cluster) });
  new StagedRollout(app, 'dubbo3-provider', {
    application: provider,
    plan: release,
    provider: new ArgoRolloutsProvider({ trafficRouting }),
  });
  addConsumer(new Chart(app, 'dubbo3-consumer'));
  app.synth();
}
