import { called, HASH, hashOf, STABLE } from './pods';
import { RolloutState } from './rollout-state';
import { KubernetesObject } from '../engine/kubernetes-object';
import { mayBeIn, ObjectIndex } from '../engine/object-index';

/** A Rollout at one moment. @internal */
export interface Release {
  readonly rollout: KubernetesObject;
  readonly state: RolloutState;
  /** Whose pods the canary's Service has. */
  readonly canaryRole: string;
  /** Whose pods the canary's subset has: after an abort still the canary's, of which there are none. */
  readonly subsetRole: string;
  readonly index: ObjectIndex;
  /** What the controller cannot do. */
  readonly notes: string[];
}

/** The VirtualServices that a Rollout names. @internal */
export function virtualServiceNames({ spec }: KubernetesObject): string[] {
  const { virtualService, virtualServices = [] } = spec.strategy.canary.trafficRouting?.istio ?? {};
  return (virtualService ? [virtualService] : virtualServices).flatMap(({ name }: any) => name ?? []);
}

/** Whether an object is the VirtualService of a name; one of another namespace is called name.namespace (GetVirtualServiceNamespaceName in utils/istio). @internal */
export function isVirtualService(object: KubernetesObject, text: string, rollout: KubernetesObject): boolean {
  return object.kind === 'VirtualService' && isCalled(object, text, '.', rollout);
}

function isCalled(object: KubernetesObject, text: string, separator: string, { metadata }: KubernetesObject): boolean {
  const [name, space = metadata?.namespace] = text.split(separator);
  return object.metadata?.name === name && mayBeIn(object, space);
}

/**
 * What the controller makes of a VirtualService or a DestinationRule that a Rollout names; other objects stay as they
 * are (rollout/trafficrouting/istio/istio.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function rerouted(object: KubernetesObject, release: Release): KubernetesObject {
  const { rollout, subsetRole } = release;
  const { virtualService, virtualServices = [], destinationRule } = rollout.spec.strategy.canary.trafficRouting.istio;
  const named: any[] = virtualService ? [virtualService] : virtualServices;
  const reference = named.find(({ name }) => name && isVirtualService(object, name, rollout));
  if (reference) {
    return { ...object, spec: { ...object.spec, http: httpOf(object, reference, release) } };
  }
  return object.kind === 'DestinationRule' && destinationRule?.name && isCalled(object, destinationRule.name, '/', rollout)
    ? { ...object, spec: { ...object.spec, subsets: subsetsOf(object, destinationRule, rollout, subsetRole) } }
    : object;
}

/** Both subsets get the hash of their pods; all others are lost, additional ones too (UpdateHash). */
function subsetsOf({ spec }: KubernetesObject, { canarySubsetName, stableSubsetName }: any, rollout: KubernetesObject, subsetRole: string): any[] {
  return (spec?.subsets ?? []).flatMap((subset: any) => {
    const role = subset.name === canarySubsetName ? subsetRole : subset.name === stableSubsetName ? STABLE : undefined;
    return role === undefined ? [] : [{ ...subset, labels: { ...subset.labels, [HASH]: hashOf(rollout, role) } }];
  });
}

interface Targets {
  readonly canaryService?: string;
  readonly stableService?: string;
  readonly canarySubset?: string;
  readonly stableSubset?: string;
  readonly additionalSubsets: string[];
  /** The host of the DestinationRule. */
  readonly host?: string;
}

function httpOf(service: KubernetesObject, { routes = [] }: any, { rollout, state, index, notes }: Release): any[] {
  const { canaryService, stableService, trafficRouting } = rollout.spec.strategy.canary;
  const { destinationRule: rule } = trafficRouting.istio;
  const targets: Targets = {
    canaryService,
    stableService,
    canarySubset: rule?.canarySubsetName,
    stableSubset: rule?.stableSubsetName,
    additionalSubsets: rule?.additionalSubsetNames ?? [],
    host: rule && index.find('networking.istio.io', 'DestinationRule', rollout.metadata?.namespace, rule.name)?.spec?.host,
  };
  const managed: string[] = (trafficRouting.managedRoutes ?? []).map(({ name }: any) => name);
  const own: any[] = (service.spec?.http ?? []).filter(({ name }: any) => !managed.includes(name));
  const selected = selectedRoutes(own, routes, rollout, service, notes);
  const incomplete = selected.find(({ route = [] }) => ![isCanary, isStable].every((isRole) => route.some((one: any) => isRole(one, targets))));
  if (incomplete) {
    notes.push(`${called(rollout)}: the HTTP route ${incomplete.name ?? 'without a name'} of the VirtualService ${service.metadata?.name} does not lead to both versions, so the controller fails and sets no weight`);
    return service.spec?.http ?? [];
  }
  const weighted = own.map((route) => (selected.includes(route) ? { ...route, route: patched(route.route ?? [], targets, state.weight) } : route));
  const base = weighted.find((_, position) => selected.includes(own[position]));
  const opened = managed.flatMap((name) => {
    const route = state.managedRoutes.get(name);
    return route ? [managedRoute(route, targets, base)] : [];
  });
  return [...opened, ...weighted];
}

/** Those that the Rollout names, or the only one. */
function selectedRoutes(own: any[], names: string[], rollout: KubernetesObject, service: KubernetesObject, notes: string[]): any[] {
  const missing = names.filter((name) => !own.some((route) => route.name === name));
  if (missing.length > 0) {
    notes.push(`${called(rollout)}: the HTTP route ${missing.join(', ')} is not found in the VirtualService ${service.metadata?.name}, so the controller fails and sets no weight`);
    return [];
  }
  if (names.length === 0 && own.length !== 1) {
    notes.push(`${called(rollout)}: the VirtualService ${service.metadata?.name} has ${own.length} HTTP routes and the Rollout names none of them, so the controller fails and sets no weight`);
    return [];
  }
  return names.length === 0 ? own : own.filter(({ name }) => names.includes(name));
}

/** One change of a route, by the place that its destination had before any change. */
interface Patch {
  readonly place: number;
  readonly weight: number;
  readonly isDeletion: boolean;
  readonly host: string;
}

/**
 * The route when the controller is done with it. It deletes destinations by the places that they had at first, so that
 * what it sets after a deletion meets the next one; then it looks again (processRoutes, patchVirtualService).
 */
function patched(given: any[], targets: Targets, weight: number): any[] {
  let destinations = given;
  for (let round = 0; round < 10; round++) {
    const patches = patchesOf(destinations, targets, weight);
    if (patches.length === 0) {
      break;
    }
    destinations = patches.reduce(applied, destinations);
  }
  return destinations;
}

/** Services are compared by the first part of their hosts; what is neither stable nor canary and has a weight is deleted. */
function patchesOf(destinations: any[], targets: Targets, weight: number): Patch[] {
  const additional = destinations.filter((one) => targets.additionalSubsets.includes(one.destination?.subset));
  const kept = additional.reduce((sum, one) => sum + (one.weight ?? 0), 0);
  return destinations.flatMap((one, place): Patch[] => {
    const { host = '', subset } = one.destination ?? {};
    const name = host.split('.')[0];
    if (subset !== undefined && targets.additionalSubsets.includes(subset)) {
      return [];
    }
    const wanted = isCanary(one, targets) ? weight : isStable(one, targets) ? Math.max(0, 100 - weight - kept) : undefined;
    return (one.weight ?? 0) === (wanted ?? 0) ? [] : [{ place, weight: wanted ?? 0, isDeletion: wanted === undefined, host: name }];
  });
}

function applied(destinations: any[], { place, weight, isDeletion, host }: Patch): any[] {
  if (place >= destinations.length) {
    return [...destinations, { destination: { host }, weight }];
  }
  return isDeletion
    ? destinations.filter((_, index) => index !== place)
    : destinations.map((one, index) => (index === place ? { ...one, weight } : one));
}

function isCanary({ destination }: any, { canaryService, canarySubset }: Targets): boolean {
  return nameOf(destination) === canaryService || (destination?.subset !== undefined && destination.subset === canarySubset);
}

function isStable({ destination }: any, { stableService, stableSubset }: Targets): boolean {
  return nameOf(destination) === stableService || (destination?.subset !== undefined && destination.subset === stableSubset);
}

function nameOf(destination: any): string {
  return (destination?.host ?? '').split('.')[0];
}

/** A header route has nothing of the route beside it: no path, no rewrite. Its entries are OR. */
function managedRoute(route: any, { canaryService, canarySubset, host }: Targets, base: any): any {
  const canary = { host: host ?? canaryService, ...(canarySubset === undefined ? {} : { subset: canarySubset }) };
  const ports = new Set((base?.route ?? []).map((one: any) => one.destination?.port?.number));
  const destination = ports.size === 1 && !ports.has(undefined) ? { ...canary, port: { number: [...ports][0] } } : canary;
  if (route.kind === 'header') {
    const match = route.match.map(({ headerName, headerValue }: any) => ({ headers: { [headerName]: headerValue } }));
    return { name: route.name, match, route: [{ destination, weight: 100 }] };
  }
  const match = route.match.map(({ method, path, headers }: any) => ({ method, uri: path, headers }));
  return { name: route.name, match, route: base?.route ?? [], mirror: destination, mirrorPercentage: { value: route.percentage ?? 100 } };
}
