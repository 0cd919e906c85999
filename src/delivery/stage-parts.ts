import { ApiObject } from 'cdk8s';

/** The parts of a stage, in the order in which they are applied. @internal */
export const STAGE_PARTS = ['workloads', 'routes', 'rollout'];

/** The kinds that route requests. */
const ROUTES = ['Ingress', 'VirtualService', 'RouteTable', 'HTTPRoute'];

/** The index of an object's part in STAGE_PARTS. @internal */
export function partOf({ kind }: ApiObject): number {
  return kind === 'Rollout' ? 2 : ROUTES.includes(kind) ? 1 : 0;
}
