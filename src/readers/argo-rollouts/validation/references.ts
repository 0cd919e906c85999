import { analysisRejection } from './analysis-templates';
import { REFERENCES, Rejection } from './rejection';
import { routesFault } from './virtual-service-routes';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject, idOf } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { MANAGED_BY } from '../rollout';
import { virtualServiceKey } from '../routers/virtual-service-names';

/**
 * Why the controller refuses a Rollout for other objects: Services, analysis templates, Ingresses and
 * VirtualServices that are not there or do not fit (getRolloutReferencedResources in rollout/controller.go,
 * ValidateRolloutReferencedResources). What is missing from a part of a cluster is assumed to exist.
 *
 * @internal
 */
export function referenceRejection(
  rollout: KubernetesObject,
  template: any,
  index: ObjectIndex,
): Rejection | undefined {
  const services = serviceReferences(rollout, index);
  const missing = services.find(({ service }) => service === undefined);
  if (missing && index.isComplete) {
    return reject(
      missing.field,
      `names the Service ${missing.name}, which is not there`,
      'Write the Service, or correct its name.',
    );
  }
  return (
    analysisRejection(rollout, index) ??
    routerConfigRejection(rollout.spec.strategy.canary.trafficRouting ?? {}) ??
    missingRoute(rollout, index) ??
    services.map((one) => serviceFault(one, rollout, template, index)).find((fault) => fault !== undefined) ??
    ingressRejection(rollout, index) ??
    virtualServiceRejection(rollout, index)
  );
}

function reject(field: string, reason: string, fix: string): Rejection {
  return { field: `spec.strategy.canary.${field}`, reason, fix, source: REFERENCES };
}

interface ServiceReference {
  readonly field: string;
  readonly name: string;
  readonly service: KubernetesObject | undefined;
}

function serviceReferences({ spec, metadata }: KubernetesObject, index: ObjectIndex): ServiceReference[] {
  const { stableService, canaryService, pingPong } = spec.strategy.canary;
  const named: [string, string | undefined][] = [
    ['stableService', stableService],
    ['canaryService', canaryService],
    ['pingPong.pingService', pingPong?.pingService],
    ['pingPong.pongService', pingPong?.pongService],
  ];
  return named.flatMap(([field, name]) =>
    name ? [{ field, name, service: index.find('', 'Service', metadata?.namespace, name) }] : [],
  );
}

/** A Service has to select what the pods' template carries, and belong to one Rollout (ValidateService). */
function serviceFault(
  { field, name, service }: ServiceReference,
  rollout: KubernetesObject,
  template: any,
  index: ObjectIndex,
): Rejection | undefined {
  if (!service) {
    return undefined;
  }
  const labels = template?.metadata?.labels;
  const selector: [string, string][] = Object.entries(service.spec?.selector ?? {});
  const lost = labels && selector.find(([key, value]) => key !== 'rollouts-pod-template-hash' && labels[key] !== value);
  if (lost) {
    return reject(
      field,
      `has pods without the label ${lost[0]}: ${lost[1]} that the Service ${name} selects; labels of ` +
        'stableMetadata and canaryMetadata do not count',
      `Take ${lost[0]} out of the selector of the Service ${name}, or add it to spec.template.metadata.labels.`,
    );
  }
  const owner = service.metadata?.annotations?.[MANAGED_BY] ?? firstOwner(name, rollout, index);
  return owner === undefined || owner === rollout.metadata?.name
    ? undefined
    : reject(
      field,
      `names the Service ${name}, which the Rollout ${owner} already uses`,
      'Give each Rollout Services of its own.',
    );
}

/** The Rollout that takes over a Service which several name: the oldest, or the first that is given. */
function firstOwner(service: string, { metadata }: KubernetesObject, index: ObjectIndex): string | undefined {
  return owners(index).get(`${metadata?.namespace}/${service}`)?.metadata?.name;
}

const owners = memoizeByObject((index: ObjectIndex) => {
  const first = new Map<string, KubernetesObject>();
  const age = ({ metadata }: KubernetesObject) => metadata?.creationTimestamp ?? '';
  for (const rollout of index.all('argoproj.io', 'Rollout')) {
    const { stableService, canaryService } = rollout.spec?.strategy?.canary ?? {};
    for (const service of [stableService, canaryService].filter((name) => name)) {
      const key = `${rollout.metadata?.namespace}/${service}`;
      const known = first.get(key);
      if (known === undefined || age(rollout) < age(known)) {
        first.set(key, rollout);
      }
    }
  }
  return first;
});

function routerConfigRejection({ nginx, alb, istio }: any): Rejection | undefined {
  if (nginx && (nginx.stableIngress ?? '') === '' && (nginx.stableIngresses ?? []).length === 0) {
    return reject('trafficRouting.nginx', 'needs either stableIngress or stableIngresses', 'Write stableIngress.');
  }
  if (nginx && (nginx.stableIngress ?? '') !== '' && (nginx.stableIngresses ?? []).length > 0) {
    return reject(
      'trafficRouting.nginx',
      'needs either stableIngress or stableIngresses, and has both',
      'Leave one of both out.',
    );
  }
  if (alb && ((alb.ingress ?? '') !== '') === (alb.ingresses ?? []).length > 0) {
    return reject('trafficRouting.alb', 'needs either ingress or ingresses', 'Write exactly one of them.');
  }
  return istio && (istio.virtualService === undefined) === ((istio.virtualServices ?? []).length === 0)
    ? reject('trafficRouting.istio', 'needs either virtualService or virtualServices', 'Write exactly one of them.')
    : undefined;
}

/** The Ingresses that a Rollout names; ALB's come first. @internal */
export function ingressNames({ spec }: KubernetesObject): string[] {
  const { nginx, alb } = spec.strategy.canary.trafficRouting ?? {};
  const several: string[] = alb?.ingresses ?? nginx?.stableIngresses ?? [];
  const single = alb ? alb.ingress : nginx?.stableIngress;
  return several.length > 0 ? several : single ? [single] : [];
}

/** The VirtualServices that a Rollout names, with their routes. @internal */
export function virtualServiceReferences({ spec }: KubernetesObject): any[] {
  const { virtualService, virtualServices = [] } = spec.strategy.canary.trafficRouting?.istio ?? {};
  return virtualServices.length > 0 ? virtualServices : virtualService ? [virtualService] : [];
}

function missingRoute(rollout: KubernetesObject, index: ObjectIndex): Rejection | undefined {
  if (!index.isComplete) {
    return undefined;
  }
  const ingress = ingressNames(rollout).find(
    (name) => !index.find('networking.k8s.io', 'Ingress', rollout.metadata?.namespace, name),
  );
  if (ingress !== undefined) {
    return reject(
      'trafficRouting.nginx',
      `names the Ingress ${ingress}, which is not there`,
      'Write the Ingress, or correct its name.',
    );
  }
  const service = virtualServiceReferences(rollout).find((reference) => !virtualServiceOf(reference, rollout, index));
  return (
    service &&
    reject(
      'trafficRouting.istio',
      `names the VirtualService ${service.name}, which is not there`,
      'Write the VirtualService, or correct its name.',
    )
  );
}

/** A VirtualService that a Rollout names. @internal */
export function virtualServiceOf(
  { name }: any,
  rollout: KubernetesObject,
  index: ObjectIndex,
): KubernetesObject | undefined {
  const key = virtualServiceKey(name, rollout);
  return index.find('networking.istio.io', 'VirtualService', key.namespace, key.name);
}

/**
 * An Ingress needs a rule with the stable Service, or ALB's root Service (validateNginxIngress, validateAlbIngress).
 */
function ingressRejection(rollout: KubernetesObject, index: ObjectIndex): Rejection | undefined {
  const { stableService, trafficRouting } = rollout.spec.strategy.canary;
  const wanted = trafficRouting?.alb?.rootService || stableService;
  const leadsTo = (ingress: KubernetesObject) =>
    (ingress.spec?.rules ?? []).some(({ http }: any) => {
      return (http?.paths ?? []).some(({ backend }: any) => backend?.service?.name === wanted);
    });
  const found = ingressNames(rollout).flatMap(
    (name) => index.find('networking.k8s.io', 'Ingress', rollout.metadata?.namespace, name) ?? [],
  );
  const without = found.find((ingress) => !leadsTo(ingress));
  return (
    without &&
    reject(
      'trafficRouting',
      `names the Ingress ${without.metadata?.name}, of which no rule leads to the Service ${wanted}`,
      `Lead a rule of the Ingress ${idOf(without)} to ${wanted}.`,
    )
  );
}

function virtualServiceRejection(rollout: KubernetesObject, index: ObjectIndex): Rejection | undefined {
  for (const reference of virtualServiceReferences(rollout)) {
    const service = virtualServiceOf(reference, rollout, index);
    const fault = service && routesFault(service, reference, rollout);
    if (fault) {
      return reject('trafficRouting.istio', `names the VirtualService ${reference.name}, ${fault[0]}`, fault[1]);
    }
  }
  return undefined;
}
