import { KubernetesObject } from '../../engine/kubernetes-object';
import { note, NoteKind } from '../../engine/note';
import { Release } from '../release';
import { called } from '../rollout';
import { ingressNames } from '../validation/references';

const CLASS = 'kubernetes.io/ingress.class';
const SUFFIX = '-canary';
const LONGEST_NAME = 253;

/** The name of the canary Ingress for a stable one (GetCanaryIngressName in utils/ingress/ingress.go). @internal */
export function canaryIngressName(rollout: string | undefined, ingress: string): string {
  return `${`${rollout}-${ingress}`.slice(0, LONGEST_NAME - SUFFIX.length)}${SUFFIX}`;
}

/**
 * The canary Ingresses that the controller writes, one for each stable one (rollout/trafficrouting/nginx/nginx.go of
 * argoproj/argo-rollouts). They stay after the release, with a weight of 0.
 *
 * @internal
 */
export function canaryIngresses(release: Release): any[] {
  const { rollout, index, notes } = release;
  return ingressNames(rollout).flatMap((name) => {
    const ingress = index.find('networking.k8s.io', 'Ingress', rollout.metadata?.namespace, name);
    if (!ingress) {
      notes.push(
        note(
          NoteKind.ASSUMED,
          'argo-ingress-missing',
          [rollout],
          `${called(rollout)} names the Ingress ${name}, which is not among the objects, so neither is the ` +
            'canary Ingress made from it',
          { field: name },
        ),
      );
      return [];
    }
    return [canaryIngress(ingress, release)];
  });
}

function canaryIngress(ingress: KubernetesObject, { rollout, state }: Release): any {
  const { stableService, canaryService, trafficRouting } = rollout.spec.strategy.canary;
  const { additionalIngressAnnotations = {}, canaryIngressAnnotations = {} } = trafficRouting.nginx;
  const prefix = trafficRouting.nginx.annotationPrefix || 'nginx.ingress.kubernetes.io';
  const isStable = ({ backend }: any) => backend?.service?.name === stableService;
  const rules: any[] = (ingress.spec?.rules ?? []).filter(({ http }: any) => (http?.paths ?? []).some(isStable));
  const swapped = (path: any) =>
    isStable(path) ? { ...path, backend: { service: { ...path.backend.service, name: canaryService } } } : path;
  const own = Object.entries(additionalIngressAnnotations).map(([name, value]) => [
    name.startsWith(prefix) ? name : `${prefix}/${name}`,
    value,
  ]);
  const { annotations = {}, namespace, creationTimestamp, name: stable = '' } = ingress.metadata ?? {};
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: canaryIngressName(rollout.metadata?.name, stable),
      namespace,
      // Younger than the Ingress that it is made from.
      creationTimestamp: creationTimestamp === undefined ? undefined : '9999-12-31T23:59:59Z',
      annotations: {
        ...(annotations[CLASS] === undefined ? {} : { [CLASS]: annotations[CLASS] }),
        ...Object.fromEntries(own),
        ...canaryIngressAnnotations,
        [`${prefix}/canary`]: 'true',
        [`${prefix}/canary-weight`]: String(state.weight),
        ...(trafficRouting.maxTrafficWeight === undefined
          ? {}
          : { [`${prefix}/canary-weight-total`]: String(trafficRouting.maxTrafficWeight) }),
      },
    },
    spec: {
      ingressClassName: ingress.spec?.ingressClassName,
      tls: ingress.spec?.tls,
      rules: rules.map((rule) => ({ ...rule, http: { paths: rule.http.paths.map(swapped) } })),
    },
  };
}
