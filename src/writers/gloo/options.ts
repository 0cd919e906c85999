import { OnEmpty } from './on-empty';
import { GlooRoutes } from './routes';
import { NoticeOptions } from '../notices';

/** How an application is exposed through Gloo. */
export interface GlooOptions extends NoticeOptions {
  /** Where its routes are: in a RouteTable or in a VirtualService. */
  readonly routes: GlooRoutes;

  /**
   * What happens with a request for a version of which no pod is ready.
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
   * Options of all the application's routes (timeout, retries, prefixRewrite, …). Their names are checked, their
   * contents are printed as given.
   * https://docs.solo.io/gloo-edge/latest/reference/api/github.com/solo-io/gloo/projects/gloo/api/v1/options.proto.sk/
   *
   * @default - none
   */
  readonly routeOptions?: { [key: string]: any };

  /**
   * Accept that this application's path prefix is the beginning of another's (`/echo` and `/echo2`). To Gloo a
   * prefix is a string, so `/echo` gets `/echo2`'s requests whenever the other table is missing or comes later.
   *
   * @default false
   */
  readonly acceptPrefixOverlap?: boolean;
}
