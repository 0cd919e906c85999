import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { hostName, rulesOf } from '../configuration/rules';

/** A path of a host, as an Ingress has it. @internal */
export interface Address {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly service?: string;
}

/** Every path of an Ingress. @internal */
export const addressesOf = memoizeByObject((ingress: KubernetesObject): Address[] => {
  return rulesOf(ingress).flatMap(({ host, paths = [] }) => {
    return paths.map(({ path, pathType, backend }) => ({ host, path, pathType, service: backend?.service }));
  });
});

/** What identifies an address: canaries are attached by it, letter by letter. @internal */
export function addressKey({ host, path, pathType }: Address): string {
  return `${host} ${path} ${pathType}`;
}

/** An address as messages name it. @internal */
export function addressName({ host, path, pathType }: Address): string {
  return `${path} (${pathType}) of ${hostName(host)}`;
}
