// How many requests a second are answered on one stage of one application, over each router.
import { Testing } from 'cdk8s';
import { createRequire } from 'node:module';

const {
  Application, ArgoRolloutsProvider, GatewayApiProvider, GlooProvider, GlooRoutes, HttpRequest, IngressNginxProvider, RolloutPlan, StagedRollout, Step, Traffic,
  TrafficRouting, Version, VoyagerProvider,
} = createRequire(import.meta.url)('../..');

/** Of each: first to let the code become warm, then to count. */
const SECONDS = 0.5;
const gateways = [{ name: 'public', namespace: 'infra' }];
const providers = {
  'Gloo': new GlooProvider({ routes: GlooRoutes.virtualService(), lifeCycleNotice: false }),
  'ingress-nginx': new IngressNginxProvider({ lifeCycleNotice: false }),
  'Voyager': new VoyagerProvider({ lifeCycleNotice: false }),
  'Gateway API': new GatewayApiProvider({ gateways }),
  'Argo Rollouts over Istio': new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.istio({ gateways: ['infra/public'] }) }),
};

const version = (tag) => Version.container({ image: `registry.example/echo:${tag}`, replicas: 4 });
const application = new Application({ name: 'echo', namespace: 'echo', containerPort: 8080, hosts: ['echo.example'], versions: { v1: version('1'), v2: version('2') } });
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(25), Step.weight(50)] });
const requests = Array.from({ length: 50 }, (_, index) => HttpRequest.to(`http://echo.example/${index % 5}/x`, { headers: { 'x-user': String(index) } }));

const rates = Object.fromEntries(Object.entries(providers).map(([name, provider]) => {
  const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan, provider });
  const traffic = Traffic.of(rollout.chart(rollout.stages.some(({ id }) => id === 'weight-25') ? 'weight-25' : 'baseline').toJson());
  const ask = () => {
    const start = performance.now();
    let count = 0;
    while (performance.now() < start + SECONDS * 1000) {
      requests.forEach((request) => traffic.split(request));
      count += requests.length;
    }
    return count / (performance.now() - start) * 1000;
  };
  ask();
  return [name, ask()];
}));
console.log(JSON.stringify({ rates }));
