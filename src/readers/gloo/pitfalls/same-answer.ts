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

/** Whether two routes lead to the same, so that it does not matter which one takes a request. @internal */
export function haveSameAnswer(one: FlatRoute, other: FlatRoute, host: VirtualHost, objects: GlooObjects): boolean {
  const [left, right] = [one, other].map((route) => routeAnswer(objects, route, host, LISTENER, PLAIN, ALL_READY));
  return left.undetermined.isZero
    ? left.isSameTraffic(right)
    : JSON.stringify(one.route) === JSON.stringify(other.route);
}
