import { VirtualHost } from './gateways/virtual-host';
import { GlooObjects } from './objects/gloo-objects';
import { overtakenRoutes } from './pitfalls/overtaken-routes';
import { refusals } from './pitfalls/refusals';
import { unpinnedRoutes } from './pitfalls/unpinned-routes';
import { fallbackPitfall, portPitfall } from './pitfalls/upstreams';
import { Pitfall } from '../engine/pitfall';

/** What goes wrong with Gloo's objects although it accepts them. @internal */
export function pitfallsOf(objects: GlooObjects, hosts: VirtualHost[]): Pitfall[] {
  const upstreams = objects.index.all('gloo.solo.io', 'Upstream');
  return [
    ...refusals(objects, hosts),
    ...upstreams.flatMap((upstream) => portPitfall(upstream, objects.index)),
    ...upstreams.flatMap(fallbackPitfall),
    ...hosts.flatMap((host) => [
      ...overtakenRoutes(host, objects),
      ...unpinnedRoutes(host, objects.index),
    ]),
  ];
}
