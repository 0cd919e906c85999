import { called, isTemplateKind, referenced, selectorOf, templateOf } from './rollout';
import { pluginOf } from './routers/gateway-api';
import { isSelected } from '../engine/label-selector';
import { virtualServiceOf, virtualServiceReferences } from './validation/references';
import { Rejection } from './validation/rejection';
import { KubernetesObject } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';

/** The routers that are read. */
const READ = ['nginx', 'istio'];

/** What is not read of a Rollout, or not among the objects. @internal */
export function unreadNotes(rollout: KubernetesObject, index: ObjectIndex): Note[] {
  const { trafficRouting, pingPong } = rollout.spec.strategy.canary;
  const routers = Object.keys(trafficRouting ?? {}).filter(
    (key) => !['managedRoutes', 'maxTrafficWeight', ...READ].includes(key) && !(key === 'plugins' && pluginOf(rollout)),
  );
  const unread = (code: string, field: string, what: string) =>
    note(NoteKind.UNREAD, code, [rollout], `${called(rollout)} ${what}, which is not read`, { field });
  return [
    ...routers.map((router) => unread('argo-router-unread', router, `routes by ${router}`)),
    ...(pingPong === undefined
      ? []
      : [unread('argo-ping-pong-unread', 'pingPong', 'swaps the roles of its Services (pingPong)')]),
    ...missingNotes(rollout, index),
  ];
}

function missingNotes(rollout: KubernetesObject, index: ObjectIndex): Note[] {
  const { spec, metadata } = rollout;
  const missing = (code: string, what: string, field: string) =>
    note(NoteKind.ASSUMED, code, [rollout], `${called(rollout)} names the ${what}, which is not among the objects`, {
      field,
    });
  const { stableService, canaryService } = spec.strategy.canary;
  const services: string[] = [stableService, canaryService].filter(
    (name) => name && !index.find('', 'Service', metadata?.namespace, name),
  );
  const virtualServices = virtualServiceReferences(rollout).filter(
    (reference) => !virtualServiceOf(reference, rollout, index),
  );
  const { apiVersion, kind, name } = spec.workloadRef ?? {};
  const isLost = spec.template === undefined && name !== undefined && !referenced(rollout, index);
  return [
    ...services.map((service) => missing('argo-service-missing', `Service ${service}`, service)),
    ...virtualServices.map((one) => missing('argo-virtual-service-missing', `VirtualService ${one.name}`, one.name)),
    ...(isLost && isTemplateKind({ apiVersion, kind })
      ? [missing('argo-workload-missing', `${kind} ${name} for its pods`, name)]
      : []),
  ];
}

/**
 * Whether a new selector loses the pods of the version before. The controller then finds no stable ReplicaSet, and
 * takes the release for a first installation (shouldFullPromote in rollout/sync.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export function selectorChangeNote(
  before: KubernetesObject,
  rollout: KubernetesObject,
  index: ObjectIndex,
  notes: Note[],
): boolean {
  const selector = selectorOf(rollout, index);
  const labels = templateOf(before, index)?.metadata?.labels;
  const isLost = selector !== undefined && labels !== undefined && !isSelected(labels, selector);
  if (isLost) {
    notes.push(
      note(
        NoteKind.IGNORED,
        'argo-selector-changed',
        [rollout],
        `${called(rollout)} has a new selector, which the pods of the previous version do not match: the controller ` +
          'skips all steps, and leaves those pods running',
        {
          field: 'spec.selector',
          fix: 'Keep spec.selector, or release under another name.',
          source: 'rollout/sync.go of argoproj/argo-rollouts',
        },
      ),
    );
  }
  return isLost;
}

/** A Rollout that is refused. @internal */
export function rejectionNote(rollout: KubernetesObject, { reason, field, fix, source }: Rejection): Note {
  const message = `${called(rollout)} ${reason}: it is rejected, and everything stays as it is`;
  return note(NoteKind.REJECTED, 'argo-rejected', [rollout], message, { field, fix, source });
}

/** @internal */
export function strategyNote(rollout: KubernetesObject): Note {
  const message = `${called(rollout)} has no canary strategy, and others are not read`;
  return note(NoteKind.UNREAD, 'argo-strategy-unread', [rollout], message);
}

/** @internal */
export function firstInstallationNote(rollout: KubernetesObject): Note {
  const message =
    `${called(rollout)} is not among the previous objects, so this is assumed to be its first installation, ` +
    'which skips all steps';
  return note(NoteKind.ASSUMED, 'argo-first-installation', [rollout], message);
}

/** What comes and goes after an abort. @internal */
export function flappingNote(rollout: KubernetesObject): Note {
  const message =
    `${called(rollout)} is aborted: until the canary's pods are gone, its controller switches the selector of the ` +
    "canary's Service between both pod hashes, and adds and removes a header route of the first step";
  return note(NoteKind.AMBIGUOUS, 'argo-flapping', [rollout], message, {
    fix:
      'Lead no route of your own to the canary, begin the steps with setCanaryScale, and leave ' +
      'abortScaleDownDelaySeconds above 0.',
    source: 'rollout/trafficrouting.go, rollout/service.go of argoproj/argo-rollouts, and its issue 3078',
  });
}
