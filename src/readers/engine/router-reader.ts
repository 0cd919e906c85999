import { Entry } from './entry';
import { ObjectIndex, Shapes } from './object-index';
import { Pitfall } from './pitfall';
import { PodReadiness } from './pod-readiness';
import { RouteConditions } from './route-conditions';
import { Split } from './split';
import { HttpRequest } from '../../http';

/** Reads the routes of one router. `src/readers/index.ts` lists all of them. @internal */
export interface RouterReader {
  /** The router's name. */
  readonly router: string;

  /** What the API server asks of the router's objects, as far as they are read. */
  readonly shapes: Shapes;

  /** Whether some of the objects are routes of this router. */
  claims(index: ObjectIndex): boolean;

  /** What the routes ask of requests: where to look for requests that tell them apart. */
  conditions(index: ObjectIndex): RouteConditions[];

  /** What goes wrong with the objects although they look right. */
  pitfalls(index: ObjectIndex): Pitfall[];

  /**
   * Where requests come in.
   *
   * @param request leave out the entries that know nothing of its host
   */
  entries(index: ObjectIndex, request?: HttpRequest): Entry[];

  /**
   * Who answers a request.
   *
   * @param from where the request comes in; undefined where the question leaves it open
   */
  split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness, from?: Entry): Split;
}
