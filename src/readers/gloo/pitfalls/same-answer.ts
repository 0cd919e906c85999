import { HttpRequest } from '../../../http';
import { PodReadiness } from '../../engine/pod-readiness';
import { Listener } from '../gateways/listeners';
import { VirtualHost } from '../gateways/virtual-host';
import { GlooObjects } from '../objects/gloo-objects';
import { routeAnswer } from '../route-answer';
import { FlatRoute } from '../routes/flat-route';

const ALL_READY = PodReadiness.allReady();
const PLAIN = HttpRequest.to('http://any.example/');
const LISTENER: Listener = { name: '', proxies: [], secure: false, http: {}, maxBody: 0, sources: [], faults: [] };

/**
 * What a route answers to a plain request while all pods are ready: routes with the same text lead to the same, so that
 * it does not matter which one takes a request.
 *
 * @internal
 */
export function plainAnswer(route: FlatRoute, host: VirtualHost, objects: GlooObjects): string {
  const split = routeAnswer(objects, route, host, LISTENER, PLAIN, ALL_READY);
  return split.undetermined.isZero ? String(split) : JSON.stringify(route.route);
}
