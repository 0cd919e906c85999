import { isCatchAll } from './matching';
import { webhookFault } from './rejections';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

/** What goes wrong with Istio's objects. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  const services = index.all('networking.istio.io', 'VirtualService');
  return services.flatMap((service) => [...rejected(service), ...hiddenRoutes(service), ...missingSubsets(service, index)]);
}

function rejected(service: KubernetesObject): Pitfall[] {
  const fault = webhookFault(service);
  return fault === undefined ? [] : [{
    rule: 'istio-rejected',
    severity: 'error',
    objects: [service],
    message: `Istio's webhook rejects it: ${fault}`,
    fix: 'Mend it: as it is it never gets into a cluster.',
    source: 'pkg/config/validation/validation.go of istio/istio',
  }];
}

/** Nothing is translated after a route that takes everything. */
function hiddenRoutes(service: KubernetesObject): Pitfall[] {
  const http: any[] = service.spec?.http ?? [];
  const isForAll = (match: any) => isCatchAll(match) && !match.port && !match.gateways && !match.sourceLabels && !match.sourceNamespace;
  const end = http.findIndex(({ match = [] }) => match.length === 0 || match.some(isForAll));
  const hidden = end < 0 ? 0 : http.length - end - 1;
  return hidden === 0 ? [] : [{
    rule: 'istio-hidden-route',
    severity: 'error',
    objects: [service],
    message: `route ${end + 1} takes every request, so the ${hidden} after it ${hidden === 1 ? 'is' : 'are'} never reached`,
    fix: 'Write the route without conditions last.',
    source: 'https://istio.io/latest/docs/reference/config/analysis/ist0130/',
  }];
}

function missingSubsets(service: KubernetesObject, index: ObjectIndex): Pitfall[] {
  const rules = index.all('networking.istio.io', 'DestinationRule');
  const destinations: any[] = (service.spec?.http ?? []).flatMap(({ route = [] }: any) => route.map(({ destination = {} }: any) => destination));
  const named = destinations.filter(({ subset }) => subset);
  const first = (host: string) => host.split('.')[0];
  return named.flatMap(({ host, subset }): Pitfall[] => {
    const about = rules.filter(({ spec }) => typeof spec?.host === 'string' && typeof host === 'string' && (spec.host === host || first(spec.host) === first(host)));
    const isThere = about.some(({ spec }) => (spec?.subsets ?? []).some(({ name }: any) => name === subset));
    return about.length === 0 || isThere ? [] : [{
      rule: 'istio-missing-subset',
      severity: 'error',
      objects: [service, ...about],
      message: `a route leads to the subset ${subset} of ${host}, which no DestinationRule has (${about.map(idOf).join(', ')}): its share is answered with 503`,
      fix: 'Add the subset to the DestinationRule first, and route to it in a later stage.',
      source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/',
    }];
  });
}
