import { called, HASH, hashOf, STABLE } from './pods';
import { RolloutState } from './rollout-state';
import { KubernetesObject, mayBeIn, ObjectIndex } from '../../../traffic/object-index';

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
  const namespace = rollout.metadata?.namespace;
  // A VirtualService of another namespace is called name.namespace (GetVirtualServiceNamespaceName in utils/istio).
  const isCalled = (text: string, separator = '.') => {
    const [name, space = namespace] = text.split(separator);
    return object.metadata?.name === name && mayBeIn(object, space);
  };
  const reference = object.kind === 'VirtualService' ? named.find(({ name }) => name && isCalled(name)) : undefined;
  if (reference) {
    return { ...object, spec: { ...object.spec, http: httpOf(object, reference, release) } };
  }
  return object.kind === 'DestinationRule' && destinationRule?.name && isCalled(destinationRule.name, '/')
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

/** Services are compared by the first part of their hosts; what is neither stable nor canary and has a weight is deleted. */
function patched(destinations: any[], targets: Targets, weight: number): any[] {
  return destinations.flatMap((one) => {
    const { host = '', subset } = one.destination ?? {};
    const name = host.split('.')[0];
    if (subset !== undefined && targets.additionalSubsets.includes(subset)) {
      return [one];
    }
    if (name === targets.canaryService || (subset && subset === targets.canarySubset)) {
      return [{ ...one, weight }];
    }
    if (name === targets.stableService || (subset && subset === targets.stableSubset)) {
      const others = destinations.filter((other) => targets.additionalSubsets.includes(other.destination?.subset));
      return [{ ...one, weight: Math.max(0, 100 - weight - others.reduce((sum, other) => sum + (other.weight ?? 0), 0)) }];
    }
    return (one.weight ?? 0) === 0 ? [one] : [];
  });
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
