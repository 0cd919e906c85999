import { httpAfter, Targets } from './virtual-service';
import { virtualServiceKey } from './virtual-service-names';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { mayBeIn } from '../../engine/object-index';
import { Release } from '../release';
import { HASH, hashOf, managedRouteNames, STABLE } from '../rollout';
import { virtualServiceReferences } from '../validation/references';

/** Whether an object is the VirtualService of a name that a Rollout gives. @internal */
export function isVirtualService(object: KubernetesObject, text: string, rollout: KubernetesObject): boolean {
  const { name, namespace } = virtualServiceKey(text, rollout);
  return object.kind === 'VirtualService' && object.metadata?.name === name && mayBeIn(object, namespace);
}

/**
 * What the controller makes of a VirtualService or a DestinationRule that a Rollout names; other objects stay as
 * they are (rollout/trafficrouting/istio/istio.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function rerouted(object: KubernetesObject, release: Release): KubernetesObject {
  const { rollout, state } = release;
  const rule = rollout.spec.strategy.canary.trafficRouting.istio.destinationRule;
  const reference = virtualServiceReferences(rollout).find(
    ({ name }) => name && isVirtualService(object, name, rollout),
  );
  if (reference && object.spec?.http !== undefined) {
    const http = httpAfter(
      object.spec.http,
      state.passes,
      targetsOf(release),
      reference.routes ?? [],
      managedRouteNames(rollout),
    );
    return { ...object, spec: { ...object.spec, http } };
  }
  const isRule =
    object.kind === 'DestinationRule' &&
    object.metadata?.name === rule?.name &&
    mayBeIn(object, rollout.metadata?.namespace);
  return isRule
    ? { ...object, spec: { ...object.spec, subsets: subsetsOf(object, rule, rollout, state.subsetRole) } }
    : object;
}

/** Both subsets get the hash of their pods; all others are lost, additional ones too (UpdateHash). */
function subsetsOf(
  { spec }: KubernetesObject,
  { canarySubsetName, stableSubsetName }: any,
  rollout: KubernetesObject,
  canaryRole: string,
): any[] {
  return (spec?.subsets ?? []).flatMap((subset: any) => {
    const role = subset.name === canarySubsetName ? canaryRole : subset.name === stableSubsetName ? STABLE : undefined;
    return role === undefined ? [] : [{ ...subset, labels: { ...subset.labels, [HASH]: hashOf(rollout, role) } }];
  });
}

function targetsOf({ rollout, index }: Release): Targets {
  const { canaryService, stableService, trafficRouting } = rollout.spec.strategy.canary;
  const rule = trafficRouting.istio.destinationRule;
  return {
    canaryService,
    stableService,
    canarySubset: rule?.canarySubsetName,
    stableSubset: rule?.stableSubsetName,
    additionalSubsets: rule?.additionalSubsetNames ?? [],
    host:
      rule && index.find('networking.istio.io', 'DestinationRule', rollout.metadata?.namespace, rule.name)?.spec?.host,
  };
}
