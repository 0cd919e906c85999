import { Measurement } from './answers';
import { Case } from './case';
import { installedEnvoy } from './envoy';
import { measuredHaproxy } from './haproxy/measurement';
import { builtHarness, measured, moduleFiles, moduleFolder } from './harness';
import { Progress } from './progress';

/** How many requests are sent: few where the router draws no lots, many where it does. */
export interface Amount {
  readonly few: number;
  readonly many: number;
}

/** A router that can be measured. */
export interface Router {
  readonly name: string;
  /** Sends the requests of all cases. */
  measure(cases: Case[], amount: Amount, progress: Progress): Promise<Measurement>;
}

const ISTIO: Router = {
  name: 'istio',
  async measure(cases, amount, progress) {
    const harness = await builtHarness('istio', progress);
    const envoy = await installedEnvoy(progress);
    const istioSource = await moduleFolder('istio', 'istio.io/istio');
    return measured(harness, { envoy, istioSource, ...amount, cases }, progress);
  },
};

/** The CustomResourceDefinitions that a cluster has: those of the Gateway API and of Istio. */
const CRDS = [
  { module: 'sigs.k8s.io/gateway-api@v1.6.0', path: 'config/crd/standard' },
  {
    module: 'istio.io/api@v1.31.0-rc.0.0.20260824154656-b943409680a7',
    path: 'kubernetes/customresourcedefinitions.gen.yaml',
  },
];

const KUBERNETES: Router = {
  name: 'kubernetes',
  async measure(cases, _, progress) {
    const harness = await builtHarness('kubernetes', progress);
    return measured(harness, { crds: await moduleFiles(CRDS), cases }, progress);
  },
};

const ROLLOUT_CRDS = { module: 'github.com/argoproj/argo-rollouts@v1.9.2', path: 'manifests/crds' };

/** The controller's validation is in the API server's program: it reads the objects that the server takes. */
const ARGO_ROLLOUTS: Router = {
  name: 'argo-rollouts',
  async measure(cases, _, progress) {
    const harness = await builtHarness('kubernetes', progress);
    return measured(harness, { crds: await moduleFiles([...CRDS, ROLLOUT_CRDS]), controller: true, cases }, progress);
  },
};

/** HAProxy runs what `haproxy/configuration.ts` makes of a Voyager Ingress. */
const HAPROXY: Router = { name: 'haproxy', measure: measuredHaproxy };

/** All routers, in the order of the table of results. */
export const ROUTERS: Router[] = [ISTIO, KUBERNETES, ARGO_ROLLOUTS, HAPROXY];

/** The router of that name, if it can be measured. */
export function routerNamed(name: string): Router | undefined {
  return ROUTERS.find((one) => one.name === name);
}
