import { called } from './pods';
import { RolloutState } from './rollout-state';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';

const CLASS = 'kubernetes.io/ingress.class';

/**
 * The canary Ingresses that the controller writes, one for each stable one (rollout/trafficrouting/nginx/nginx.go of
 * argoproj/argo-rollouts). They stay after the release, with a weight of 0.
 *
 * @internal
 */
export function canaryIngresses(rollout: KubernetesObject, state: RolloutState, index: ObjectIndex, notes: string[]): any[] {
  const { stableIngress, stableIngresses = [] } = rollout.spec.strategy.canary.trafficRouting.nginx;
  const names: string[] = stableIngress === undefined ? stableIngresses : [stableIngress];
  return names.flatMap((name) => {
    const ingress = index.find('networking.k8s.io', 'Ingress', rollout.metadata?.namespace, name);
    if (!ingress) {
      notes.push(`${called(rollout)} names the Ingress ${name}, which is not among the objects, so its canary is not there either`);
      return [];
    }
    return canaryIngress(ingress, rollout, state, notes);
  });
}

function canaryIngress(ingress: KubernetesObject, rollout: KubernetesObject, state: RolloutState, notes: string[]): any[] {
  const { stableService, canaryService, trafficRouting } = rollout.spec.strategy.canary;
  const { annotationPrefix: prefix = 'nginx.ingress.kubernetes.io', additionalIngressAnnotations = {}, canaryIngressAnnotations = {} } = trafficRouting.nginx;
  const isStable = ({ backend }: any) => backend?.service?.name === stableService;
  const rules: any[] = (ingress.spec?.rules ?? []).filter(({ http }: any) => (http?.paths ?? []).some(isStable));
  if (rules.length === 0) {
    notes.push(`${called(rollout)}: the Ingress ${ingress.metadata?.name} has no rules using the Service ${stableService}, so the controller fails and writes no canary`);
    return [];
  }
  const swapped = (path: any) => (isStable(path) ? { ...path, backend: { service: { ...path.backend.service, name: canaryService } } } : path);
  const own = Object.fromEntries(Object.entries(additionalIngressAnnotations).map(([name, value]) => [name.startsWith(`${prefix}/`) ? name : `${prefix}/${name}`, value]));
  const { annotations = {}, namespace, creationTimestamp } = ingress.metadata ?? {};
  return [{
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: `${rollout.metadata?.name}-${ingress.metadata?.name}-canary`.slice(0, 253),
      namespace,
      // Younger than the Ingress that it is made from.
      creationTimestamp: creationTimestamp === undefined ? undefined : '9999-12-31T23:59:59Z',
      annotations: {
        ...(annotations[CLASS] === undefined ? {} : { [CLASS]: annotations[CLASS] }),
        ...own,
        ...canaryIngressAnnotations,
        [`${prefix}/canary`]: 'true',
        [`${prefix}/canary-weight`]: String(state.weight),
        ...(trafficRouting.maxTrafficWeight === undefined ? {} : { [`${prefix}/canary-weight-total`]: String(trafficRouting.maxTrafficWeight) }),
      },
    },
    spec: {
      ingressClassName: ingress.spec?.ingressClassName,
      tls: ingress.spec?.tls,
      rules: rules.map((rule) => ({ ...rule, http: { paths: rule.http.paths.map(swapped) } })),
    },
  }];
}
