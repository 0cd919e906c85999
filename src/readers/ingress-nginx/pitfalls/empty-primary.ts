import { addressesOf } from './addresses';
import { podsOfService } from '../../engine/endpoints';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { Pitfall } from '../../engine/pitfall';
import { PodReadiness } from '../../engine/pod-readiness';

/**
 * Without a pod behind the main backend every request to it is answered with 503, those for the canary included.
 *
 * @internal
 */
export function emptyPrimaryPitfalls(
  main: KubernetesObject,
  canaries: KubernetesObject[],
  index: ObjectIndex,
): Pitfall[] {
  const canaried = new Set(canaries.flatMap(addressesOf).map(({ host, path }) => `${host} ${path}`));
  const own = addressesOf(main).filter(({ host, path }) => canaried.has(`${host} ${path}`));
  const names = [...new Set(own.flatMap(({ service }) => service ?? []))];
  return names.flatMap((name): Pitfall[] => {
    const service = index.find('', 'Service', main.metadata?.namespace, name);
    const pods = (service && podsOfService(index, service, undefined, PodReadiness.allReady())) ?? [];
    return pods.length === 0 || pods.some(({ ready }) => ready > 0)
      ? []
      : [
        {
          rule: 'ingress-nginx-empty-primary',
          severity: 'error',
          objects: [main, service!],
          message:
              `the main backend ${name} has no pods (${pods.map(({ workload }) => workload).join(', ')}),` +
              ' so the controller answers 503 to every request, those for the canary included',
          fix: 'Keep at least one pod behind the main Ingress, or lead it to the other Service first.',
          source: 'https://github.com/kubernetes/ingress-nginx/issues/9635',
        },
      ];
  });
}
