import { RouteRules, RuleGroup } from '../gateways/rule-group';
import { Implementation } from '../implementations/implementation';

/** A route for a Service. @internal */
export interface ServiceRoute {
  readonly rules: RouteRules;
  readonly namespace?: string;
  /** Undefined for every port. */
  readonly port?: number;
}

/**
 * The routes of a Service that may count: those that name a port stand apart from those that do not, and only the first
 * group of both counts (`BuildSidecarVirtualHostWrapper` in pilot/pkg/networking/core/route/route.go of istio/istio:
 * the second one finds the hosts taken). Both may be first where the implementation does not tell their order.
 *
 * @internal
 */
export function serviceGroups(
  id: string,
  routes: readonly ServiceRoute[],
  { groupOrder }: Implementation,
): RuleGroup[] {
  const name = id.split('/').pop() ?? '';
  const groups = [
    routes.filter(({ port }) => port !== undefined),
    routes.filter(({ port }) => port === undefined),
  ]
    .filter(({ length }) => length > 0)
    .map((own): RuleGroup => {
      const key = own[0].port === undefined ? name : `${own[0].port}~${name}`;
      return { key, routes: own.map(({ rules }) => rules) };
    });
  const mayPrecede = (one: RuleGroup, other: RuleGroup) => groupOrder?.mayPrecede(one, other) ?? true;
  return groups.filter((one) => groups.every((other) => other === one || mayPrecede(one, other)));
}
