import { annotation, canaryPolicy, integer } from './annotations';
import { configurationOf } from './configuration';
import { podsOfService } from '../engine/endpoints';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';

/** What goes wrong with Ingresses although the API server accepts them. @param watched those of the controller, oldest first @internal */
export function pitfallsOf(watched: KubernetesObject[], index: ObjectIndex): Pitfall[] {
  const canaries = watched.filter((ingress) => canaryPolicy(ingress, []));
  const main = watched.filter((ingress) => !canaryPolicy(ingress, []));
  return [
    ...canaries.flatMap(weightPitfalls),
    ...canaries.flatMap(headerPitfalls),
    ...canaries.flatMap((canary) => unattached(canary, main)),
    ...leaks(watched, canaries),
    ...main.flatMap((ingress) => emptied(ingress, canaries, index)),
  ];
}

const ANNOTATIONS = 'https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary';

function weightPitfalls(canary: KubernetesObject): Pitfall[] {
  const [weight, total] = ['canary-weight', 'canary-weight-total'].map((name) => annotation(canary, name));
  const isIgnored = total !== undefined && integer(total) <= 100 && integer(total) !== 100;
  return isIgnored ? [{
    rule: 'ingress-nginx-weight-total',
    severity: 'error',
    objects: [canary],
    message: `canary-weight-total ${total} is ignored, because it is not above 100: canary-weight ${weight ?? 0} is a percentage`,
    fix: 'Write a total above 100, or leave it out and write percentages.',
    source: 'rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx',
  }] : [];
}

function headerPitfalls(canary: KubernetesObject): Pitfall[] {
  const [header, value, pattern] = ['canary-by-header', 'canary-by-header-value', 'canary-by-header-pattern'].map((name) => annotation(canary, name));
  const pitfalls: Pitfall[] = [];
  if (header === undefined && (value ?? pattern) !== undefined) {
    pitfalls.push({
      rule: 'ingress-nginx-no-header',
      severity: 'error',
      objects: [canary],
      message: 'a value or a pattern is given, and no canary-by-header that it would be compared with, so it counts for nothing',
      fix: 'Add nginx.ingress.kubernetes.io/canary-by-header.',
      source: ANNOTATIONS,
    });
  }
  if (header !== undefined && value === undefined && pattern === undefined) {
    pitfalls.push({
      rule: 'ingress-nginx-always-only',
      severity: 'note',
      objects: [canary],
      message: `only the value 'always' of ${header} leads to the canary, and 'never' away from it; any other value counts as no header`,
      fix: 'To choose by another value add canary-by-header-value.',
      source: ANNOTATIONS,
    });
  }
  if (value !== undefined && pattern !== undefined) {
    pitfalls.push({
      rule: 'ingress-nginx-two-conditions',
      severity: 'warning',
      objects: [canary],
      message: 'canary-by-header-pattern counts for nothing beside canary-by-header-value',
      fix: 'Keep one of both.',
      source: ANNOTATIONS,
    });
  }
  return pitfalls;
}

function addresses(ingress: KubernetesObject): { host: string; path: string; type: string; backend: any }[] {
  return (ingress.spec?.rules ?? []).flatMap(({ host = '', http }: any) => (http?.paths ?? []).map(({ path, pathType, backend }: any) => {
    return { host, path: path || '/', type: pathType === 'Exact' ? 'Exact' : 'Prefix', backend };
  }));
}

/** A canary is attached by host, path and type, letter by letter. */
function unattached(canary: KubernetesObject, main: KubernetesObject[]): Pitfall[] {
  const known = new Set(main.flatMap(addresses).map(({ host, path, type }) => `${host} ${path} ${type}`));
  return addresses(canary).filter(({ host, path, type }) => !known.has(`${host} ${path} ${type}`)).map(({ host, path, type }) => ({
    rule: 'ingress-nginx-unattached-canary',
    severity: 'error',
    objects: [canary],
    message: `no main Ingress has the path ${path} (${type}) of ${host || 'all hosts'}: the controller drops the canary, also where other paths of it have a counterpart`,
    fix: 'Write host, path and pathType of the canary exactly as in the main Ingress.',
    source: 'mergeAlternativeBackends in internal/ingress/controller/controller.go of kubernetes/ingress-nginx',
  }));
}

/** A canary belongs to a Service and its port, not to a route: whatever leads there gets it. */
function leaks(watched: KubernetesObject[], canaries: KubernetesObject[]): Pitfall[] {
  if (canaries.length === 0) {
    return [];
  }
  const { servers, upstreams } = configurationOf(watched);
  const wanted = new Set(canaries.flatMap(addresses).map(({ host, path }) => `${host || '_'} ${path}`));
  return [...servers].flatMap(([host, { locations }]) => locations.flatMap((location): Pitfall[] => {
    const upstream = location.upstream === undefined ? undefined : upstreams.get(location.upstream);
    const canary = upstream && upstreams.get(upstream.alternatives[0]);
    if (!canary || wanted.has(`${host} ${location.path}`) || !location.ingress) {
      return [];
    }
    return [{
      rule: 'ingress-nginx-leaking-canary',
      severity: 'error',
      objects: [location.ingress, canary.ingress],
      message: `${location.path} of ${host === '_' ? 'all hosts' : host} gets the canary ${canary.service}, too, because it leads to the Service ${upstream.service}: a canary belongs to the Service and not to a path`,
      fix: 'Give what shall not get the canary a Service of its own.',
      source: 'https://github.com/kubernetes/ingress-nginx/issues/4667',
    }];
  }));
}

/** Without a pod behind the main backend every request to it is answered with 503, those for the canary included. */
function emptied(main: KubernetesObject, canaries: KubernetesObject[], index: ObjectIndex): Pitfall[] {
  const canaried = new Set(canaries.flatMap(addresses).map(({ host, path }) => `${host} ${path}`));
  const own = addresses(main).filter(({ host, path }) => canaried.has(`${host} ${path}`));
  const names = [...new Set(own.map(({ backend }) => backend?.service?.name ?? backend?.serviceName))];
  return names.flatMap((name): Pitfall[] => {
    const service = index.find('', 'Service', main.metadata?.namespace, name);
    const pods = (service && podsOfService(index, service, undefined, PodReadiness.allReady())) ?? [];
    return pods.length === 0 || pods.some(({ ready }) => ready > 0) ? [] : [{
      rule: 'ingress-nginx-empty-primary',
      severity: 'error',
      objects: [main, service!],
      message: `the main backend ${name} has no pods (${pods.map(({ workload }) => workload).join(', ')}), so the controller answers 503 to every request, those for the canary included`,
      fix: 'Keep at least one pod behind the main Ingress, or lead it to the other Service first.',
      source: 'https://github.com/kubernetes/ingress-nginx/issues/9635',
    }];
  });
}
