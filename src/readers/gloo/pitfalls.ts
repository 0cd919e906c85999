import { FlatRoute } from './flat-route';
import { carries, podsOfService } from '../engine/endpoints';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';

/** What goes wrong with Gloo's objects although it accepts them. @internal */
export function pitfallsOf(index: ObjectIndex, routes: { readonly service: KubernetesObject; readonly routes: FlatRoute[] }[]): Pitfall[] {
  const upstreams = index.all('gloo.solo.io', 'Upstream');
  return [
    ...upstreams.flatMap((upstream) => portPitfall(upstream, index)),
    ...upstreams.flatMap(fallbackPitfall),
    ...routes.flatMap(({ service, routes: own }) => [...hiddenRoutes(service, own), ...unpinnedRoutes(service, own, index)]),
  ];
}

function portPitfall(upstream: KubernetesObject, index: ObjectIndex): Pitfall[] {
  const { serviceName, serviceNamespace, servicePort } = upstream.spec?.kube ?? {};
  const service = serviceNamespace === undefined ? undefined : index.find('', 'Service', serviceNamespace, serviceName);
  const ports: any[] = service?.spec?.ports ?? [];
  if (!service || ports.some(({ port }) => port === servicePort)) {
    return [];
  }
  const byTarget = ports.find(({ targetPort }) => targetPort === servicePort);
  return [{
    rule: 'gloo-upstream-port',
    severity: 'error',
    objects: [upstream, service],
    message: `servicePort ${servicePort} is none of the ports of the Service (${ports.map(({ port }) => port).join(', ')})${byTarget ? ', but the port of its pods' : ''}: the Upstream has no endpoints, and all its requests are answered with 503`,
    fix: `Write servicePort: ${(byTarget ?? ports[0])?.port ?? '<a port of the Service>'}.`,
    source: 'projects/gloo/pkg/plugins/kubernetes/eds.go of solo-io/gloo, since 1.12',
  }];
}

function fallbackPitfall(upstream: KubernetesObject): Pitfall[] {
  const { subsetSpec } = upstream.spec?.kube ?? {};
  const policy = subsetSpec?.fallbackPolicy ?? 'ANY_ENDPOINT';
  return subsetSpec === undefined || (policy !== 'ANY_ENDPOINT' && policy !== 0) ? [] : [{
    rule: 'gloo-any-endpoint',
    severity: 'note',
    objects: [upstream],
    message: 'while a version has no ready pod, its share goes to any other version in silence (fallbackPolicy ANY_ENDPOINT, which is the default)',
    fix: 'Write fallbackPolicy: DEFAULT_SUBSET with the stable version as defaultSubset, or NO_FALLBACK for honest errors.',
    source: 'https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/',
  }];
}

function hasCondition(matcher: any): boolean {
  return [matcher.headers, matcher.queryParameters, matcher.methods].some((conditions) => conditions?.length > 0);
}

/** Routes are tried in order: one without conditions takes all of its path. */
function hiddenRoutes(service: KubernetesObject, routes: FlatRoute[]): Pitfall[] {
  return routes.flatMap((route, place) => {
    const takes = ({ matchers }: FlatRoute, matcher: any) => matchers.some((other) => !hasCondition(other) && covers(other, matcher));
    const before = (matcher: any) => routes.slice(0, place).find((earlier) => takes(earlier, matcher));
    const isHidden = route.matchers.every((matcher) => before(matcher) !== undefined);
    const hiding = before(route.matchers[0]);
    return !isHidden || !hiding ? [] : [{
      rule: 'gloo-hidden-route',
      severity: 'error',
      objects: [service],
      message: `${route.source} is never reached: ${hiding.source} stands before it, and takes all requests of its path without asking for a header, so that a canary's route takes everything`,
      fix: 'Give the first route the headers that it is meant for, or write the route without conditions last.',
      source: 'https://docs.solo.io/gloo-edge/latest/introduction/traffic_management/',
    }];
  });
}

function covers(earlier: any, later: any): boolean {
  if (earlier.caseSensitive === false || later.caseSensitive === false) {
    return false;
  }
  const path = later.exact ?? later.prefix;
  return earlier.prefix !== undefined
    ? path !== undefined && path.startsWith(earlier.prefix)
    : earlier.exact !== undefined && earlier.exact === later.exact;
}

function unpinnedRoutes(service: KubernetesObject, routes: FlatRoute[], index: ObjectIndex): Pitfall[] {
  return routes.flatMap(({ route, namespace, source }) => {
    const { single, multi } = route.routeAction ?? {};
    const destinations: any[] = single ? [single] : (multi?.destinations ?? []).map(({ destination }: any) => destination ?? {});
    const open = destinations.filter(({ upstream, subset }) => upstream && Object.keys(subset?.values ?? {}).length === 0);
    return open.flatMap(({ upstream: { name, namespace: own } }): Pitfall[] => {
      const upstream = index.find('gloo.solo.io', 'Upstream', own ?? namespace, name);
      const versions = upstream ? versionsBehind(upstream, index) : [];
      return versions.length < 2 ? [] : [{
        rule: 'gloo-unpinned-route',
        severity: 'warning',
        objects: [service, upstream!],
        message: `${source} names no subset of Upstream ${idOf(upstream!)}, so it is answered by ${versions.join(' and ')} by their numbers of pods`,
        fix: 'Pin the route to a version by subset before pods of another version run.',
        source: 'https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/',
      }];
    });
  });
}

function versionsBehind(upstream: KubernetesObject, index: ObjectIndex): string[] {
  const { serviceName, serviceNamespace } = upstream.spec?.kube ?? {};
  const service = serviceNamespace === undefined ? undefined : index.find('', 'Service', serviceNamespace, serviceName);
  const pods = (service && podsOfService(index, service, service.spec?.ports?.[0], PodReadiness.allReady())) ?? [];
  const own = upstream.spec?.kube?.selector ?? {};
  return [...new Set(pods.filter(({ ready, labels }) => ready > 0 && carries(labels, own)).flatMap(({ labels }) => labels.version ?? []))].sort();
}
