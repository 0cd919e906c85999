import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { Pitfall } from '../../engine/pitfall';
import { isExternalName } from '../../engine/service';

/** An Upstream that names a port which its Service does not have. @internal */
export function portPitfall(upstream: KubernetesObject, index: ObjectIndex): Pitfall[] {
  const { serviceName, serviceNamespace, servicePort } = upstream.spec?.kube ?? {};
  const service =
    serviceNamespace === undefined ? undefined : index.find('', 'Service', serviceNamespace, serviceName);
  const ports: any[] = service?.spec?.ports ?? [];
  if (
    service === undefined ||
    isExternalName(service) ||
    ports.some(({ port }) => port === servicePort)
  ) {
    return [];
  }
  const byTarget = ports.find(({ targetPort }) => targetPort === servicePort);
  return [
    {
      rule: 'gloo-upstream-port',
      severity: 'error',
      objects: [upstream, service],
      message:
        `servicePort ${servicePort} is none of the ports of the Service ` +
        `(${ports.map(({ port }) => port).join(', ')})` +
        `${byTarget === undefined ? '' : ', but the port of its pods'}: the Upstream has no endpoints, and all ` +
        'its requests are answered with 503',
      fix: `Write servicePort: ${(byTarget ?? ports[0])?.port ?? '(a port of the Service)'}.`,
      source: 'projects/gloo/pkg/plugins/kubernetes/eds.go of solo-io/gloo, since 1.12',
    },
  ];
}

/** An Upstream whose empty subsets any pod answers for. @internal */
export function fallbackPitfall(upstream: KubernetesObject): Pitfall[] {
  const { subsetSpec } = upstream.spec?.kube ?? {};
  const policy = subsetSpec?.fallbackPolicy ?? 'ANY_ENDPOINT';
  return subsetSpec === undefined || (policy !== 'ANY_ENDPOINT' && policy !== 0)
    ? []
    : [
      {
        rule: 'gloo-any-endpoint',
        severity: 'note',
        objects: [upstream],
        message:
            'while a version has no ready pod, pods of any version answer its requests, without an error ' +
            '(fallbackPolicy ANY_ENDPOINT, the default)',
        fix: 'Write fallbackPolicy: DEFAULT_SUBSET with the stable version as defaultSubset, or NO_FALLBACK to ' +
            'answer with 503.',
        source: 'https://docs.solo.io/gloo-edge/latest/guides/traffic_management/destination_types/subsets/',
      },
    ];
}
