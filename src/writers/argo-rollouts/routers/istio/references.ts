import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { subsetNames } from './manifests';
import { IstioRoutingOptions, IstioSplit } from './options';
import { Application } from '../../../../application';
import { shown } from '../../../../faults/shown';
import { ArgoRolloutsOptions } from '../../options';
import { rolloutNames } from '../../rollout/names';

/**
 * What is wrong with a VirtualService that is written elsewhere in the same app. Where it is not there, nothing can be
 * said of it.
 *
 * @internal
 */
export function virtualServiceFaults(scope: Construct, application: Application, istio: IstioRoutingOptions, options: ArgoRolloutsOptions): string[] {
  const { name, namespace = application.namespace, routes } = istio.virtualService!;
  const found = scope.node.root.node.findAll().find((one) => ApiObject.isApiObject(one) && one.kind === 'VirtualService' && one.name === name && (one.metadata.namespace ?? application.namespace) === namespace);
  if (!found) {
    return [];
  }
  const http: any[] = (found as ApiObject).toJson().spec?.http ?? [];
  return routes.flatMap((route) => {
    const one = http.find((candidate) => candidate?.name === route);
    const where = `Argo Rollouts over Istio: the VirtualService ${shown(name)}`;
    if (!one) {
      return [`${where} has no HTTP route called ${shown(route)}, so the controller would set no weight: its routes are ${http.map((candidate) => shown(candidate?.name)).join(', ') || '(none)'}`];
    }
    const missing = targets(application, istio, options).filter(({ leadsTo }) => !(one.route ?? []).some(leadsTo));
    return missing.map(({ what }) => `${where} does not lead to ${what} in its route ${shown(route)}, and the controller would set no weight: add it with a weight of 0`);
  });
}

interface Target {
  readonly what: string;
  readonly leadsTo: (route: any) => boolean;
}

/** The controller compares the first part of a host with the Services' names, and subsets with theirs. */
function targets(application: Application, istio: IstioRoutingOptions, options: ArgoRolloutsOptions): Target[] {
  const { stableService, canaryService } = rolloutNames(application, options);
  const { stable, canary } = subsetNames(istio);
  return istio.split === IstioSplit.BY_SUBSET
    ? [stable, canary].map((subset) => ({ what: `the subset ${shown(subset)}`, leadsTo: (route) => route?.destination?.subset === subset }))
    : [stableService, canaryService].map((service) => ({ what: `the Service ${shown(service)}`, leadsTo: (route) => String(route?.destination?.host).split('.')[0] === service }));
}
