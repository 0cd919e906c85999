import { carries, podsOfService } from '../../engine/endpoints';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { Pitfall } from '../../engine/pitfall';
import { PodReadiness } from '../../engine/pod-readiness';
import { VirtualHost } from '../gateways/virtual-host';
import { routeName } from '../routes/flat-route';

/** Routes without a subset to an Upstream behind which several versions run. @internal */
export function unpinnedRoutes({ service, clusters }: VirtualHost, index: ObjectIndex): Pitfall[] {
  const versionsOf = memoizedVersions(index);
  return [...clusters].flatMap(([{ holder, position }, { clusters: own }]) =>
    own.flatMap(({ target: { upstream }, subset }): Pitfall[] => {
      const versions = upstream === undefined || subset !== undefined ? [] : versionsOf(upstream);
      return versions.length < 2
        ? []
        : [
          {
            rule: 'gloo-unpinned-route',
            severity: 'warning',
            objects: [service, upstream!],
            message: `${routeName(holder, position)} names no subset of Upstream ${idOf(upstream!)}: ` +
                `${versions.join(' and ')} answer by their numbers of pods`,
            fix: 'Pin the route to a version by subset before pods of another version run.',
            source: 'https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/',
          },
        ];
    }),
  );
}

function memoizedVersions(index: ObjectIndex): (upstream: KubernetesObject) => string[] {
  const known = new Map<KubernetesObject, string[]>();
  return (upstream) => {
    const versions = known.get(upstream) ?? versionsBehind(upstream, index);
    known.set(upstream, versions);
    return versions;
  };
}

function versionsBehind(upstream: KubernetesObject, index: ObjectIndex): string[] {
  const { serviceName, serviceNamespace, selector = {} } = upstream.spec?.kube ?? {};
  const service =
    serviceNamespace === undefined ? undefined : index.find('', 'Service', serviceNamespace, serviceName);
  const pods = (service && podsOfService(index, service, service.spec?.ports?.[0], PodReadiness.allReady())) ?? [];
  return [
    ...new Set(
      pods
        .filter(({ ready, labels }) => ready > 0 && carries(labels, selector))
        .flatMap(({ labels }) => labels.version ?? []),
    ),
  ].sort();
}
