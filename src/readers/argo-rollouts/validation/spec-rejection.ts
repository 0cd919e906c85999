import { selectorFault } from './labels';
import { podTemplateRejection } from './pod-template';
import { firstBroken, Rejection, Rule, VALIDATION } from './rejection';
import { isGiven, strategyRules } from './strategies';

/**
 * Why the controller refuses a Rollout for its own fields, whatever other objects there are (ValidateRollout in
 * pkg/apis/rollouts/validation/validation.go of argoproj/argo-rollouts 1.9).
 *
 * @param template the pods, those of `workloadRef` included; undefined where they are not known
 * @param selector likewise
 * @internal
 */
export function specRejection(spec: any, template: any, selector: any): Rejection | undefined {
  const {
    workloadRef,
    replicas = 1,
    minReadySeconds = 0,
    revisionHistoryLimit = 10,
    progressDeadlineSeconds = 600,
  } = spec;
  const fault = selectorFault(spec.selector ?? {});
  const isEmpty =
    Object.keys(spec.selector?.matchLabels ?? {}).length + (spec.selector?.matchExpressions ?? []).length === 0;
  const general: Rule[] = [
    [replicas < 0, 'spec.replicas', 'has a negative number of replicas', 'Write a number of at least 0.'],
    [
      workloadRef === undefined && spec.selector === undefined,
      'spec.selector',
      'has no selector',
      'Write spec.selector.matchLabels.',
    ],
    [fault !== undefined, 'spec.selector', `has a selector with ${fault}`, 'Correct the selector.'],
    [
      workloadRef === undefined && isEmpty,
      'spec.selector',
      'has an empty selector',
      'Write spec.selector.matchLabels.',
    ],
    [
      workloadRef !== undefined && isGiven(spec.template),
      'spec.template',
      'has a template beside workloadRef',
      'Leave one of both out.',
    ],
  ];
  const pods =
    workloadRef === undefined || template !== undefined ? podTemplateRejection(template, selector ?? {}) : undefined;
  const times: Rule[] = [
    [minReadySeconds < 0, 'spec.minReadySeconds', 'has negative minReadySeconds', 'Write a number of at least 0.'],
    [
      revisionHistoryLimit < 0,
      'spec.revisionHistoryLimit',
      'has a negative revisionHistoryLimit',
      'Write a number of at least 0.',
    ],
    [
      progressDeadlineSeconds < 0,
      'spec.progressDeadlineSeconds',
      'has negative progressDeadlineSeconds',
      'Write a number of at least 0.',
    ],
    [
      progressDeadlineSeconds <= minReadySeconds,
      'spec.progressDeadlineSeconds',
      'has a progressDeadlineSeconds that is not longer than minReadySeconds',
      'Write a longer progressDeadlineSeconds.',
    ],
  ];
  return (
    firstBroken(general, VALIDATION) ??
    pods ??
    firstBroken([...times, ...strategyRules(spec.strategy ?? {}, revisionHistoryLimit)], VALIDATION)
  );
}
