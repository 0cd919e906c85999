/* eslint-disable @typescript-eslint/no-require-imports */
import { ControllerReader } from './engine/controller-reader';
import { RouterReader } from './engine/router-reader';

/**
 * Every reader of a router's routes, by the router's name. A reader is loaded when objects are read for the first time,
 * so that an app which only writes manifests loads none of them.
 *
 * @internal
 */
export const routerReaders = once((): RouterReader[] => [
  new (require('./gateway-api/reader') as typeof import('./gateway-api/reader')).GatewayApiReader(),
  new (require('./gloo/reader') as typeof import('./gloo/reader')).GlooReader(),
  new (require('./ingress-nginx/reader') as typeof import('./ingress-nginx/reader')).IngressNginxReader(),
  new (require('./istio/reader') as typeof import('./istio/reader')).IstioReader(),
  new (require('./voyager/reader') as typeof import('./voyager/reader')).VoyagerReader(),
]);

/** Every reader of a controller that writes routes while it runs a release, loaded likewise. @internal */
export const controllerReaders = once((): ControllerReader[] => [
  new (require('./argo-rollouts/reader') as typeof import('./argo-rollouts/reader')).ArgoRolloutsReader(),
]);

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
