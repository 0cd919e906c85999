import { defaultBackendOf, backendOf } from './frontends';
import { annotation } from './ingress-annotations';
import { webhookFault } from './rejections';
import { carries } from '../engine/endpoints';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

/** What goes wrong with pods and Ingresses of Voyager. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  const ingresses = index.all('voyager.appscode.com', 'Ingress');
  const weighted = ingresses.flatMap((ingress) => deploymentsBehind(ingress, index));
  return [...ingresses.flatMap(rejected), ...recreated([...new Set(weighted)]), ...sharedPods([...new Set(weighted)])];
}

function rejected(ingress: KubernetesObject): Pitfall[] {
  const fault = webhookFault(ingress);
  return fault === undefined
    ? []
    : [
      {
        rule: 'voyager-rejected',
        severity: 'error',
        objects: [ingress],
        message: `Voyager's webhook rejects the Ingress: ${fault.reason}`,
        fix: fault.fix,
        source: 'apis/voyager/v1beta1/validator.go of voyagermesh/apimachinery',
      },
    ];
}

function deploymentsBehind(ingress: KubernetesObject, index: ObjectIndex): KubernetesObject[] {
  const paths: any[] = (ingress.spec?.rules ?? []).flatMap(({ http }: any) => http?.paths ?? []);
  const names = [...paths.map(({ backend }) => backendOf(ingress, backend)), defaultBackendOf(ingress)].flatMap(
    (backend) => backend?.service ?? [],
  );
  return [...new Set(names)].flatMap((name) => {
    const service = index.find('', 'Service', ingress.metadata?.namespace, name);
    const selector = service?.spec?.selector ?? {};
    return Object.keys(selector).length === 0
      ? []
      : index.all('apps', 'Deployment').filter(({ metadata, spec }) => {
        return (
          metadata?.namespace === service!.metadata?.namespace && carries(spec?.template?.metadata?.labels, selector)
        );
      });
  });
}

/** The weight is a part of the pods: a new weight is new pods. */
function recreated(deployments: KubernetesObject[]): Pitfall[] {
  const isWeighted = ({ spec }: KubernetesObject) =>
    annotation({ apiVersion: '', kind: '', metadata: spec?.template?.metadata }, 'backend-weight') !== undefined;
  return deployments
    .filter((deployment) => isWeighted(deployment) && deployment.spec?.strategy?.type === 'Recreate')
    .map((deployment) => ({
      rule: 'voyager-recreate',
      severity: 'error',
      objects: [deployment],
      message:
        'a new weight is a new pod template, and Recreate removes all pods before it makes new ones:' +
        ' meanwhile the other version gets everything, and where there is no other, HAProxy answers 503',
      fix: 'Write strategy RollingUpdate with maxUnavailable 0 and maxSurge 1.',
      source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment',
    }));
}

/** Only labels are compared: an expression may tell pods apart. */
function takesPodsOf({ spec }: KubernetesObject, other: KubernetesObject): boolean {
  const { matchLabels, matchExpressions } = spec?.selector ?? {};
  return (
    matchLabels !== undefined &&
    matchExpressions === undefined &&
    carries(other.spec?.template?.metadata?.labels, matchLabels)
  );
}

function sharedPods(deployments: KubernetesObject[]): Pitfall[] {
  return deployments.flatMap((deployment, place) =>
    deployments.slice(place + 1).flatMap((other): Pitfall[] => {
      const isNear = deployment.metadata?.namespace === other.metadata?.namespace;
      const isShared = isNear && (takesPodsOf(deployment, other) || takesPodsOf(other, deployment));
      return !isShared
        ? []
        : [
          {
            rule: 'voyager-shared-selector',
            severity: 'error',
            objects: [deployment, other],
            message: `the selectors of ${idOf(deployment)} and ${idOf(other)} overlap: one of them selects the pods of the`
                + ' other',
            fix: 'Add a label such as track: canary to selector and template of one of them. (The selector of a'
                + ' Deployment cannot be changed: make a new one.)',
            source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
          },
        ];
    }),
  );
}
