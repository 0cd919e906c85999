import { Matcher } from './matchers';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';
import { routeId } from '../../engine/routed';

/** A route of Gloo after delegation is resolved, with everything that decides its place. @internal */
export interface FlatRoute {
  /** Alternatives; at least one. */
  readonly matchers: Matcher[];
  /** The route as it is written, with the options that it inherits. */
  readonly route: any;
  /** The VirtualService or RouteTable that holds it. */
  readonly holder: KubernetesObject;
  /** Its place in that object, counted from 0. */
  readonly position: number;
  /** The last of the delegations that lead to it; undefined in a VirtualService. */
  readonly step?: DelegationStep;
  /** Why nobody knows what it does: it delegates to a table that is not among the objects. */
  readonly unknown?: Note;
}

/** A delegation to one RouteTable. @internal */
export interface DelegationStep {
  /** The tables that one delegation selects with one weight: the same object for all of them. */
  readonly group: object;
  readonly table: KubernetesObject;
  /** The delegation before. */
  readonly parent?: DelegationStep;
  /** How many delegations lead here. */
  readonly depth: number;
}

/** A route as messages name it. @internal */
export function routeName(holder: KubernetesObject, position: number): string {
  return `route ${position + 1} of ${holder.kind} ${idOf(holder)}`;
}

/** The id of a route. @internal */
export function flatRouteId({ holder, position }: FlatRoute): string {
  return routeId(holder, routeField(holder, position));
}

/** The field of a route in its object. @internal */
export function routeField(holder: KubernetesObject, position: number): string {
  return `${holder.kind === 'VirtualService' ? 'spec.virtualHost' : 'spec'}.routes[${position}]`;
}
