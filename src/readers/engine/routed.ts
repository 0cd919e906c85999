import { KubernetesObject, objectName } from './kubernetes-object';
import { Share } from './share';
import { Split } from './split';

/**
 * The id of a route: the object that holds it, and where it stands there.
 *
 * @param field such as `spec.http[0]`; for an Ingress host and path
 * @internal
 */
export function routeId(holder: KubernetesObject, field: string): string {
  return `${objectName(holder)} ${field}`;
}

/** The object that holds a route. @internal */
export function holderOf(route: string): string {
  return route.split(' ').slice(0, 2).join(' ');
}

/** Shares with the route that sends requests to them. @internal */
export function sharesRoutedBy(shares: Share[], route: string): Share[] {
  return shares.map((share) => new Share({ ...share, routes: [route] }));
}

/** An answer with the route that gives it. @internal */
export function routedBy({ shares, notes }: Split, route: string): Split {
  return new Split(sharesRoutedBy(shares, route), notes);
}
