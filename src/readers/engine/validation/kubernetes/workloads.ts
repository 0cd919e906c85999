import { podRefusals } from './pod-rules';
import { LABEL_SELECTOR, POD_SPEC, POD_TEMPLATE } from './pod-schema';
import { selectorRefusals } from './selector-rules';
import { KubernetesObject } from '../../kubernetes-object';
import { isSelected } from '../../label-selector';
import { labelRefusals } from '../metadata';
import { Refusal, refusal } from '../refusal';
import { ANYTHING, FLAG, INTEGER, INTEGER_OR_TEXT, object, TEXT, whole } from '../schema';

const COMMON = { selector: LABEL_SELECTOR, template: POD_TEMPLATE, minReadySeconds: INTEGER };

/** Kinds of apps/v1: staging/src/k8s.io/api/apps/v1/types.go of kubernetes/kubernetes, 1.34. @internal */
export const DEPLOYMENT = whole(
  object({
    ...COMMON,
    replicas: INTEGER,
    strategy: object({
      type: TEXT,
      rollingUpdate: object({ maxSurge: INTEGER_OR_TEXT, maxUnavailable: INTEGER_OR_TEXT }),
    }),
    revisionHistoryLimit: INTEGER,
    progressDeadlineSeconds: INTEGER,
    paused: FLAG,
  }),
);

/** @internal */
export const REPLICA_SET = whole(object({ ...COMMON, replicas: INTEGER }));

/** @internal */
export const DAEMON_SET = whole(object({ ...COMMON, updateStrategy: ANYTHING, revisionHistoryLimit: INTEGER }));

/** @internal */
export const STATEFUL_SET = whole(
  object({
    ...COMMON,
    replicas: INTEGER,
    serviceName: TEXT,
    podManagementPolicy: TEXT,
    updateStrategy: ANYTHING,
    revisionHistoryLimit: INTEGER,
    volumeClaimTemplates: ANYTHING,
    persistentVolumeClaimRetentionPolicy: ANYTHING,
    ordinals: ANYTHING,
  }),
);

/** @internal */
export const POD = whole(POD_SPEC);

/** Fields that count something. */
const COUNTS = ['replicas', 'minReadySeconds', 'revisionHistoryLimit', 'progressDeadlineSeconds'];

/**
 * What workloads of apps/v1 have in common: pkg/apis/apps/validation/validation.go of kubernetes/kubernetes.
 *
 * @internal
 */
export function* workloadRefusals({ spec = {} }: KubernetesObject): Generator<Refusal> {
  for (const field of COUNTS.filter((one) => spec[one] < 0)) {
    yield refusal(`spec.${field}`, 'must be at least 0', `Write a number of at least 0 as spec.${field}.`, spec[field]);
  }
  const labels = spec.template?.metadata?.labels ?? {};
  if (spec.selector === undefined) {
    yield refusal('spec.selector', 'is missing', 'Add spec.selector.matchLabels with the labels of the template.');
  } else {
    const { matchLabels = {}, matchExpressions = [] } = spec.selector;
    yield* selectorRefusals(spec.selector, 'spec.selector');
    if (Object.keys(matchLabels).length === 0 && matchExpressions.length === 0) {
      yield refusal(
        'spec.selector',
        'must not be empty',
        'Add the labels of the template to spec.selector.matchLabels.',
      );
    }
    if (!isSelected(labels, spec.selector)) {
      yield refusal(
        'spec.template.metadata.labels',
        'must have what spec.selector asks for',
        'Add the labels of spec.selector to the template.',
        labels,
      );
    }
  }
  yield* labelRefusals(labels, 'spec.template.metadata.labels');
  yield* podRefusals(spec.template?.spec, 'spec.template.spec');
  const { restartPolicy = 'Always' } = spec.template?.spec ?? {};
  if (restartPolicy !== 'Always') {
    yield refusal('spec.template.spec.restartPolicy', 'must be Always', 'Leave it out.', restartPolicy);
  }
}

/** ValidateDeploymentStrategy and ValidateDeploymentSpec of the same file. @internal */
export function* deploymentRefusals(deployment: KubernetesObject): Generator<Refusal> {
  yield* workloadRefusals(deployment);
  const { strategy = {}, minReadySeconds = 0, progressDeadlineSeconds = 600 } = deployment.spec ?? {};
  const { type = 'RollingUpdate', rollingUpdate } = strategy;
  if (!['RollingUpdate', 'Recreate'].includes(type)) {
    yield refusal('spec.strategy.type', 'must be RollingUpdate or Recreate', 'Write one of these.', type);
  }
  if (type === 'Recreate' && rollingUpdate) {
    yield refusal(
      'spec.strategy.rollingUpdate',
      'must not be there where the type is Recreate',
      'Remove spec.strategy.rollingUpdate.',
    );
  }
  for (const field of ['maxSurge', 'maxUnavailable']) {
    const value = rollingUpdate?.[field];
    const isRight =
      value === undefined ||
      (typeof value === 'number'
        ? value >= 0
        : /^[0-9]+%$/.test(value) && (field === 'maxSurge' || parseInt(value, 10) <= 100));
    if (!isRight) {
      yield refusal(
        `spec.strategy.rollingUpdate.${field}`,
        'must be a number of at least 0, or a percentage such as 25%',
        'Write such a number.',
        value,
      );
    }
  }
  const isZero = (value: number | string = '25%') => parseInt(String(value), 10) === 0;
  if (
    type === 'RollingUpdate' &&
    rollingUpdate &&
    isZero(rollingUpdate.maxSurge) &&
    isZero(rollingUpdate.maxUnavailable)
  ) {
    yield refusal(
      'spec.strategy.rollingUpdate.maxUnavailable',
      'must not be 0 where maxSurge is 0',
      'Write at least 1 for one of both.',
      rollingUpdate.maxUnavailable,
    );
  }
  if (progressDeadlineSeconds <= minReadySeconds) {
    yield refusal(
      'spec.progressDeadlineSeconds',
      `must be more than minReadySeconds, ${minReadySeconds}`,
      `Write more than ${minReadySeconds}.`,
      progressDeadlineSeconds,
    );
  }
}

/** @internal */
export function* podObjectRefusals({ spec }: KubernetesObject): Generator<Refusal> {
  yield* podRefusals(spec, 'spec');
}
