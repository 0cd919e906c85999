import { addressesOf, addressKey, addressName } from './addresses';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Pitfall } from '../../engine/pitfall';
import { canaryPolicy } from '../annotations/canary-policy';
import { Configuration } from '../configuration/configuration';
import { Controller } from '../configuration/controllers';
import { hostName } from '../configuration/rules';

const MERGE = 'mergeAlternativeBackends in internal/ingress/controller/controller.go of kubernetes/ingress-nginx';

/** The Ingresses that a controller serves. @internal */
export interface Served {
  readonly controller: Controller;
  readonly ingresses: KubernetesObject[];
  readonly dropped: { readonly ingress: KubernetesObject }[];
}

/** A canary is attached by host, path and type, letter by letter. @internal */
export function hostsAndPathsPitfalls(canaries: KubernetesObject[], main: KubernetesObject[]): Pitfall[] {
  const addresses = main.flatMap(addressesOf);
  const hosts = new Set(addresses.map(({ host }) => host));
  const known = new Set(addresses.map(addressKey));
  return canaries.flatMap((canary) => {
    const own = addressesOf(canary);
    const isAnyHostKnown = own.some(({ host }) => hosts.has(host));
    const hostless = [...new Set(own.map(({ host }) => host))].filter((host) => !hosts.has(host));
    const pathless = own.filter((address) => hosts.has(address.host) && !known.has(addressKey(address)));
    return [
      ...hostless.map((host) => hostPitfall(canary, host, isAnyHostKnown)),
      ...pathless.map((address): Pitfall => ({
        rule: 'ingress-nginx-unattached-canary',
        isUnreached: true,
        severity: 'error',
        objects: [canary],
        message: `no main Ingress has the path ${addressName(address)}: the controller removes the canary, also`
          + ' where other paths of it have a counterpart',
        fix: 'Write host, path and pathType of the canary exactly as in the main Ingress.',
        source: MERGE,
      })),
    ];
  });
}

function hostPitfall(canary: KubernetesObject, host: string, isAnyHostKnown: boolean): Pitfall {
  return {
    rule: isAnyHostKnown ? 'ingress-nginx-canary-host-unknown' : 'ingress-nginx-unattached-canary',
    isUnreached: !isAnyHostKnown,
    severity: isAnyHostKnown ? 'warning' : 'error',
    objects: [canary],
    message: `no main Ingress has the host ${hostName(host)}, and a canary Ingress cannot add it: requests to it are`
      + ' answered by the default backend with 404',
    fix: `Add ${hostName(host)} to the main Ingress, or remove it from the canary.`,
    source: MERGE,
  };
}

/** A controller attaches canaries to main Ingresses of other namespaces, too. @internal */
export function namespacePitfalls(canaries: KubernetesObject[], main: KubernetesObject[]): Pitfall[] {
  return canaries.flatMap((canary) =>
    counterparts(canary, main)
      .filter(({ metadata }) => metadata?.namespace !== canary.metadata?.namespace)
      .map((primary): Pitfall => ({
        rule: 'ingress-nginx-canary-other-namespace',
        severity: 'note',
        objects: [canary, primary],
        message: `the canary is attached to Ingress ${idOf(primary)} of another namespace: the controller compares`
          + ' hosts and paths, not namespaces',
        fix: 'Keep both Ingresses in one namespace, so that who may change one may change the other.',
        source: MERGE,
      })),
  );
}

/** Of several canaries of a main backend only the oldest counts. @internal */
export function secondCanaryPitfalls({ upstreams }: Configuration): Pitfall[] {
  return [...upstreams.values()].flatMap(({ service, alternatives }) =>
    alternatives.slice(1).flatMap((name): Pitfall[] => {
      const [first, ignored] = [upstreams.get(alternatives[0]), upstreams.get(name)];
      return !first || !ignored
        ? []
        : [
          {
            rule: 'ingress-nginx-second-canary',
            isUnreached: true,
            severity: 'warning',
            objects: [ignored.ingress, first.ingress],
            message: `the main backend ${service} has the canary ${first.service} of Ingress`
                + ` ${idOf(first.ingress)} already, so this second canary never gets a request`,
            fix: 'Write weight, header and cookie in one canary Ingress.',
            source: 'route_to_alternative_balancer in rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx',
          },
        ];
    }),
  );
}

/** A canary that another controller serves than its main Ingress, or none. @internal */
export function classPitfalls(all: KubernetesObject[], served: Served[]): Pitfall[] {
  const canaries = all.filter((ingress) => canaryPolicy(ingress));
  return canaries.flatMap((canary): Pitfall[] => {
    const own = served.find(({ ingresses }) => ingresses.includes(canary));
    const others = served
      .filter((one) => one !== own)
      .flatMap(({ ingresses }) => ingresses.filter((ingress) => !canaryPolicy(ingress)));
    const [primary] = counterparts(canary, others);
    const isAttached =
      own !== undefined &&
      counterparts(
        canary,
        own.ingresses.filter((ingress) => !canaryPolicy(ingress)),
      ).length > 0;
    return !primary || isAttached || served.some(({ dropped }) => dropped.some(({ ingress }) => ingress === canary))
      ? []
      : [
        {
          rule: 'ingress-nginx-canary-other-class',
          isUnreached: true,
          severity: 'error',
          objects: [canary, primary],
          message: `main and canary Ingress are of different controllers (${classOf(primary)} and`
              + ` ${classOf(canary)}), so the canary is never attached`,
          fix: 'Give the canary Ingress the class of the main Ingress.',
          source: 'GetIngressClass in internal/ingress/controller/store/store.go of kubernetes/ingress-nginx',
        },
      ];
  });
}

function classOf({ spec, metadata }: KubernetesObject): string {
  return spec?.ingressClassName ?? metadata?.annotations?.['kubernetes.io/ingress.class'] ?? 'no class';
}

/** The main Ingresses with a path of a canary. */
function counterparts(canary: KubernetesObject, main: KubernetesObject[]): KubernetesObject[] {
  const keys = new Set(addressesOf(canary).map(addressKey));
  return main.filter((ingress) => addressesOf(ingress).some((address) => keys.has(addressKey(address))));
}
