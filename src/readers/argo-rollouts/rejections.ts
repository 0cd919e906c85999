import { carries } from '../engine/endpoints';
import { KubernetesObject } from '../engine/kubernetes-object';

/**
 * Why the controller rejects a Rollout, and then does nothing at all with it; undefined when it does not
 * (pkg/apis/rollouts/validation/validation.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function rejectionOf({ spec }: KubernetesObject): string | undefined {
  const { canary, blueGreen } = spec?.strategy ?? {};
  if (!canary) {
    return undefined;
  }
  const { trafficRouting, steps = [], stableService, canaryService } = canary;
  const { nginx, istio, plugins, managedRoutes } = trafficRouting ?? {};
  const total = trafficRouting?.maxTrafficWeight ?? 100;
  const needsServices = nginx !== undefined || (istio !== undefined && istio.destinationRule === undefined);
  const { selector, template, workloadRef, minReadySeconds = 0, progressDeadlineSeconds = 600 } = spec;
  const isSelected = carries(template?.metadata?.labels, selector?.matchLabels ?? {});
  const general: [boolean, string][] = [
    [workloadRef === undefined && selector?.matchLabels === undefined && selector?.matchExpressions === undefined, 'has no selector'],
    [workloadRef === undefined && template !== undefined && !isSelected, 'has a selector that its own pods do not fulfil'],
    [workloadRef !== undefined && template !== undefined, 'has a template beside workloadRef'],
    [progressDeadlineSeconds <= minReadySeconds, 'has a progressDeadlineSeconds that is not longer than minReadySeconds'],
    [blueGreen !== undefined, 'has two strategies'],
    [needsServices && (!stableService || !canaryService), 'needs a stable and a canary Service'],
    [stableService !== undefined && stableService === canaryService, 'has one Service for both versions, and needs two different ones'],
    [trafficRouting?.maxTrafficWeight !== undefined && nginx === undefined && plugins === undefined, 'has a maxTrafficWeight, which is for ingress-nginx and plugins'],
    [canary.dynamicStableScale === true && trafficRouting === undefined, 'has dynamicStableScale, which is for traffic routing'],
    [canary.scaleDownDelaySeconds !== undefined && trafficRouting === undefined, 'has scaleDownDelaySeconds, which is for traffic routing'],
    [canary.dynamicStableScale === true && canary.scaleDownDelaySeconds !== undefined, 'has dynamicStableScale beside scaleDownDelaySeconds'],
    [nginx !== undefined && (nginx.stableIngress === undefined) === ((nginx.stableIngresses ?? []).length === 0), 'needs either stableIngress or stableIngresses'],
    [istio !== undefined && (istio.virtualService === undefined) === ((istio.virtualServices ?? []).length === 0), 'needs either virtualService or virtualServices'],
  ];
  const names: string[] | undefined = managedRoutes?.map(({ name }: any) => name);
  const surroundings = { isRouted: trafficRouting !== undefined, hasRoutes: istio !== undefined || plugins !== undefined, total, names };
  const stepReasons = (steps as any[]).map((step, index) => ({ index, reason: stepRejection(step, surroundings) }));
  const first = stepReasons.find(({ reason }) => reason !== undefined);
  return general.find(([isSo]) => isSo)?.[1] ?? (first && `step ${first.index} ${first.reason}`);
}

interface Surroundings {
  readonly isRouted: boolean;
  /** Whether the router takes header and mirror routes. */
  readonly hasRoutes: boolean;
  readonly total: number;
  readonly names?: string[];
}

const KINDS = ['setWeight', 'pause', 'setCanaryScale', 'setHeaderRoute', 'setMirrorRoute', 'analysis', 'experiment', 'plugin'];

/** Only of these may there be one in a step. */
const EXCLUSIVE = ['setWeight', 'pause', 'analysis', 'experiment'];

function stepRejection(step: any, { isRouted, hasRoutes, total, names }: Surroundings): string | undefined {
  const { setWeight, pause, setCanaryScale, setHeaderRoute, setMirrorRoute } = step ?? {};
  const isOneOf = (kinds: string[]) => kinds.filter((kind) => step?.[kind] !== undefined).length;
  const route = setHeaderRoute ?? setMirrorRoute;
  const matchers = [
    ...(setHeaderRoute?.match ?? []).map(({ headerValue }: any) => headerValue),
    ...(setMirrorRoute?.match ?? []).flatMap(({ method, path }: any) => [method, path].filter((one) => one !== undefined)),
  ];
  const reasons: [boolean, string][] = [
    [isOneOf(KINDS) === 0, 'does nothing'],
    [isOneOf(EXCLUSIVE) > 1, 'does several things'],
    [setWeight !== undefined && (setWeight < 0 || setWeight > total), `sets a weight that is not between 0 and ${total}`],
    [pause?.duration !== undefined && !isDuration(pause.duration), 'pauses for no duration that Go knows'],
    [setCanaryScale !== undefined && !isRouted, 'scales the canary, which is for traffic routing'],
    [route !== undefined && !hasRoutes, 'opens a route, which the router does not take'],
    [route !== undefined && names === undefined, 'opens a route, and there are no managedRoutes'],
    [route !== undefined && names !== undefined && !names.includes(route.name), 'opens a route that is none of the managedRoutes'],
    [matchers.some((one) => !hasOneMatcher(one)), 'has a condition that is not exactly one of exact, prefix and regex'],
  ];
  return reasons.find(([isSo]) => isSo)?.[1];
}

function hasOneMatcher(match: any): boolean {
  return [match?.exact, match?.prefix, match?.regex].filter((text) => typeof text === 'string' && text !== '').length === 1;
}

/** Seconds as a number or a text, or a duration of Go, none of them negative (DurationSeconds in pkg/apis/rollouts/v1alpha1/types.go). */
function isDuration(duration: unknown): boolean {
  return typeof duration === 'number' ? duration >= 0 : /^\+?(\d+|(\d+(\.\d*)?(ns|us|µs|ms|s|m|h))+)$/.test(String(duration));
}
