import { ApiObject } from 'cdk8s';

/** The parts of a stage, in the order in which they are applied. @internal */
export const STAGE_PARTS = ['workloads', 'routes', 'rollout'];

/** Kinds that say who gets a request. */
const ROUTES = ['Ingress', 'VirtualService', 'RouteTable', 'HTTPRoute'];

/** The place of an object's part among the parts of its stage. @internal */
export function partOf({ kind }: ApiObject): number {
  return kind === 'Rollout' ? 2 : ROUTES.includes(kind) ? 1 : 0;
}
