import { HttpRequest } from '../../../http';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { Split } from '../../engine/split';
import { Destination } from '../backends/destination';
import { Outcome } from '../backends/outcome';
import { Listener } from '../gateways/listener';
import { GroupOrder } from '../gateways/rule-group';
import { Match } from '../matching';
import { RequestView } from '../requests/request-view';

/** How to ask about a backend that is only checked, such as a mirror's. @internal */
export type BackendCheck = (reference: any) => Destination;

/**
 * What implementations of the Gateway API do in different ways. Each has one object of this kind; nothing else in the
 * reader asks which implementation it is.
 *
 * @internal
 */
export interface Implementation {
  /** Its name in messages; undefined for the standard. */
  readonly title?: string;

  /** The values of `GatewayClass.spec.controllerName` that tell it. */
  readonly controllers: readonly string[];

  /** Names of classes that it makes itself, or that its documentation uses. */
  readonly classes: readonly string[];

  /** Whether the precedence of RegularExpression paths is undetermined. */
  readonly leavesExpressionsOpen: boolean;

  /**
   * Whether all plain HTTP listeners of a port are one table of hosts. Otherwise the listener with the most specific
   * hostname may keep requests to itself, or not.
   */
  readonly mergesListeners: boolean;

  /**
   * How groups of routes that write different hostnames follow one another; undefined where the rules of all routes are
   * sorted together.
   */
  readonly groupOrder?: GroupOrder;

  /** The suffix of route names when names decide between routes with the same creationTimestamp. */
  readonly nameSuffix: string;

  /** Whether routes for a mesh (a Service as parent) count. */
  readonly hasMesh: boolean;

  /** The request as its proxies compare it. @param isMesh whether a sidecar compares it */
  view(request: HttpRequest, isMesh: boolean): RequestView;

  /** What its proxies answer before they look at routes. */
  refusal(request: HttpRequest): Split | undefined;

  /** The identity of a condition on a header within one match: of those with one key the first counts. */
  headerKey(name: string): string;

  /** How specific a match is: numbers in the order in which they count, the higher one first. */
  rank(match: Match): number[];

  /** Matches that it adds to one that is written. */
  impliedMatches(match: Match): Match[];

  /** The hostnames for which a route counts at a listener. @param siblings the other listeners of the port */
  hostnames(listener: Listener, siblings: readonly Listener[], hostnames: readonly string[]): string[];

  /** Why a listener does not serve, beside the API server's rules. */
  listenerFault(listener: Listener, all: readonly Listener[]): string | undefined;

  /** Why it leaves out a route as a whole. */
  routeFault(route: KubernetesObject): Note | undefined;

  /** Why it leaves out a rule. */
  ruleFault(rule: any, route: KubernetesObject): Note | undefined;

  /** Why its proxies refuse the configuration of a port. @param hosts the matches of each hostname in their order */
  configurationFault(hosts: readonly (readonly Match[])[]): Note | undefined;

  /** What a rule's filters answer instead of its backends. */
  filterOutcome(rule: any, route: KubernetesObject, index: ObjectIndex, check: BackendCheck): Outcome | undefined;

  /** What answers a preflight request where a rule has a CORS filter; undefined where the rule's backends do. */
  preflight(cors: any, route: KubernetesObject, request: HttpRequest): Outcome | undefined;

  /** Which port of a Service a number means; undefined where none is meant. */
  servicePort(service: KubernetesObject, number: number): any;

  /** What a Service of type ExternalName is, and a backend that is no Service. */
  foreignBackend(backend: any, route: KubernetesObject, service?: KubernetesObject): Destination;

  /** Why filters of a backend make it invalid; undefined where they change nothing about who answers. */
  backendFilterFault(filters: any[], route: KubernetesObject): Destination | undefined;

  /** Who answers what a rule sends on; the weights are above 0. */
  shares(destinations: readonly Destination[]): Outcome;

  /** What happens where no backend has a weight above 0. */
  withoutBackends(rule: any, route: KubernetesObject): Outcome;

  /** Whether the version of a ReferenceGrant counts; undefined where that depends on how it is run. */
  readsGrant(grant: KubernetesObject): boolean | undefined;

  /** Why the objects do not tell what it does. */
  unreadable(index: ObjectIndex): Note | undefined;
}
