import { Measurement } from './answers';
import { Case } from './case';
import { installedEnvoy } from './envoy';
import { builtHarness, measured, moduleFolder } from './harness';
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
    const [harness, envoy, istioSource] = [await builtHarness('istio', progress), await installedEnvoy(progress), await moduleFolder('istio', 'istio.io/istio')];
    return measured(harness, { envoy, istioSource, ...amount, cases }, progress);
  },
};

/** All routers, in the order of the table of results. */
export const ROUTERS: Router[] = [ISTIO];

/** The router of that name, if it can be measured. */
export function routerNamed(name: string): Router | undefined {
  return ROUTERS.find((one) => one.name === name);
}
