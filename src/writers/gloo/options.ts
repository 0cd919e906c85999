import { GlooRoutes } from './routes';
import { NoticeOptions } from '../notices';

/**
 * What Gloo does with a request for a version without a ready pod: the subset fallback policy of the Upstream
 * (https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/).
 */
export enum OnEmpty {
  /**
   * The version of the plain route answers (`DEFAULT_SUBSET`): users do not notice a canary without ready pods, and
   * they never reach the canary because stable has none. If stable has no ready pod, requests get 503.
   */
  STABLE = 'stable',

  /** Requests get 503 (`NO_FALLBACK`): only the intended version answers. */
  ERROR = 'error',

  /**
   * Any pod of the application answers (`ANY_ENDPOINT`, Gloo's default): if stable has no ready pod, the canary gets
   * all requests.
   */
  ANY = 'any',
}

/** Options of an application over Gloo. */
export interface GlooOptions extends NoticeOptions {
  /** The object that holds its routes: a RouteTable or a VirtualService. */
  readonly routes: GlooRoutes;

  /**
   * What happens with a request for a version without a ready pod.
   *
   * @default OnEmpty.STABLE
   */
  readonly onEmpty?: OnEmpty;

  /**
   * The namespace of the Upstream.
   *
   * @default - the application's namespace
   */
  readonly upstreamNamespace?: string;

  /**
   * Options of all the application's routes (timeout, retries, prefixRewrite, …). Their names are checked; their
   * values are printed as given.
   * https://docs.solo.io/gloo-edge/latest/reference/api/github.com/solo-io/gloo/projects/gloo/api/v1/options.proto.sk/
   *
   * @default - none
   */
  readonly routeOptions?: { [key: string]: any };

  /**
   * Accept that this application's path prefix is the beginning of another application's (`/echo` and `/echo2`). Gloo
   * compares prefixes as strings, so `/echo` gets the requests of `/echo2` while the other table is missing or comes
   * later.
   *
   * @default false
   */
  readonly acceptPrefixOverlap?: boolean;
}
