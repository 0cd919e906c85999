import { reweighted, usesGatewayApi } from './gateway-api';
import { isVirtualService, Release, rerouted, virtualServiceNames } from './istio';
import { canaryIngresses } from './nginx';
import { pitfallsOf } from './pitfalls';
import { called, CANARY, narrowed, referenced, replicaSets, STABLE } from './pods';
import { rejectionOf } from './rejections';
import { RolloutState, stateOf } from './rollout-state';
import { ROLLOUT_SHAPES } from './shapes';
import { Reconciled, ControllerReader } from '../engine/controller-reader';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RolloutMoment, RolloutPhase } from '../engine/rollout-moment';

/**
 * Does to objects what the controller of Argo Rollouts 1.9 does, at one moment of a release: pods of both versions,
 * Services narrowed down to one of them, and the routes of ingress-nginx or Istio with the step's weight and lanes.
 *
 * @internal
 */
export class ArgoRolloutsReader implements ControllerReader {
  public readonly shapes = ROLLOUT_SHAPES;

  public releases(index: ObjectIndex): string[] {
    return index.all('argoproj.io', 'Rollout').map(idOf);
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index);
  }

  public reconciled(index: ObjectIndex, readiness: PodReadiness, moment?: RolloutMoment): Reconciled {
    const notes: string[] = [];
    const rollouts = index.all('argoproj.io', 'Rollout');
    const objects = rollouts.reduce<KubernetesObject[]>((left, rollout) => {
      return afterwards(rollout, left, index, readiness, moment?.rollout === idOf(rollout) ? moment : undefined, notes);
    }, [...index.objects]);
    return { objects, notes };
  }
}

function afterwards(
  rollout: KubernetesObject,
  objects: KubernetesObject[],
  index: ObjectIndex,
  readiness: PodReadiness,
  moment: RolloutMoment | undefined,
  notes: string[],
): KubernetesObject[] {
  const { canary } = rollout.spec?.strategy ?? {};
  if (!canary) {
    notes.push(`${called(rollout)} has no canary strategy, and others are not read`);
    return objects;
  }
  const available = readiness.readyPods(`${idOf(rollout)}:${CANARY}`);
  const state = stateOf(rollout, moment, available);
  const role = isCanaryThere(state, available) ? CANARY : STABLE;
  const before = moment ? beforeOf(moment, index) : undefined;
  if (moment && !before) {
    notes.push(`${called(rollout)} is not among the objects from before, so the release is taken for its first installation, which skips all steps`);
  }
  const rejection = rejectionOf(rollout);
  if (rejection) {
    notes.push(`${called(rollout)}: ${rejection}: the controller rejects it, and leaves everything as it is`);
    const left = before ?? rollout;
    return [...objects.filter((object) => object !== rollout), ...replicaSets(left, left, stateOf(left, undefined, undefined), index)];
  }
  const isFirst = moment !== undefined && before === undefined;
  if (moment?.phase === RolloutPhase.ABORTED && (canary.steps?.[0]?.setHeaderRoute ?? canary.steps?.[0]?.setMirrorRoute)?.match) {
    notes.push(`${called(rollout)}: an abort goes back to the first step, which opens a route: whether the controller opens it again was read in its source, and never tried`);
  }
  const release = {
    rollout,
    state: isFirst ? stateOf(rollout, undefined, undefined) : state,
    canaryRole: isFirst ? STABLE : role,
    // A subset has the new pods' hash for as long as there is a release, with or without any of them.
    subsetRole: !isFirst && state.canaryReplicas !== undefined ? CANARY : STABLE,
    index,
    notes,
  };
  if (canary.trafficRouting && !canary.trafficRouting.nginx && !canary.trafficRouting.istio && !usesGatewayApi(rollout)) {
    notes.push(`${called(rollout)} routes by ${Object.keys(canary.trafficRouting).filter((key) => !['managedRoutes', 'maxTrafficWeight'].includes(key)).join(', ')}, which is not read`);
  }
  const missing = virtualServiceNames(rollout).filter((name) => !objects.some((object) => isVirtualService(object, name, rollout)));
  notes.push(...missing.map((name) => `${called(rollout)} names the VirtualService ${name}, which is not among the objects`));
  const { kind: workload, name: workloadName } = rollout.spec.workloadRef ?? {};
  if (rollout.spec.template === undefined && workloadName !== undefined && !referenced(rollout, index)) {
    notes.push(`${called(rollout)} takes its pods from the ${workload} ${workloadName}, which is not among the objects or not read`);
  }
  const source = referenced(rollout, index);
  const isReplaced = source !== undefined && ['onsuccess', 'progressively'].includes(rollout.spec.workloadRef.scaleDown);
  return [
    ...objects
      .filter((object) => object !== rollout && !(isReplaced && object === source))
      .map((object) => changed(object, release)),
    ...replicaSets(rollout, before ?? rollout, release.state, index),
    ...(canary.trafficRouting?.nginx ? canaryIngresses(rollout, release.state, index, notes) : []),
  ];
}

function changed(object: KubernetesObject, release: Release): KubernetesObject {
  const { rollout, canaryRole } = release;
  const namespace = rollout.metadata?.namespace;
  const isNear = namespace === undefined || object.metadata?.namespace === undefined || object.metadata.namespace === namespace;
  if (object.kind === 'Service' && object.apiVersion === 'v1' && isNear) {
    return narrowed(object, rollout, canaryRole);
  }
  const routed = usesGatewayApi(rollout) ? reweighted(object, release) : object;
  return rollout.spec.strategy.canary.trafficRouting?.istio ? rerouted(routed, release) : routed;
}

/** The canary's Service is switched when a pod is there. */
function isCanaryThere({ canaryReplicas }: RolloutState, available: number | undefined): boolean {
  return canaryReplicas !== undefined && canaryReplicas > 0 && (available ?? canaryReplicas) > 0;
}

function beforeOf({ before, rollout }: RolloutMoment, index: ObjectIndex): KubernetesObject | undefined {
  const earlier = new ObjectIndex(before, ROLLOUT_SHAPES);
  const found = earlier.all('argoproj.io', 'Rollout').find((one) => idOf(one) === rollout);
  const source = found && (referenced(found, earlier) ?? referenced(found, index));
  return found && source ? { ...found, spec: { ...found.spec, template: source.spec?.template } } : found;
}
