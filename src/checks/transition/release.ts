import { StateEvaluator } from './state-evaluator';
import { Finding, Severity } from '../finding';
import { judged } from './judgement';
import { Moment } from './moments';
import { isSame } from './object-update';
import { Question } from './question';
import { NoteKind, RolloutMoment, RolloutPhase, TrafficOptions } from '../../readers/engine';
import { identityOf, idOf } from '../../readers/engine/kubernetes-object';
import { noteKey } from '../../readers/engine/note';
import { Traffic } from '../../readers/traffic';

/** A Rollout by its `namespace/name`. @internal */
export function rolloutOf(objects: any[], id: string): any {
  return objects.find((object) => object.kind === 'Rollout' && idOf(object) === id);
}

/** The Rollouts whose pods change. @internal */
export function releasesBetween(from: any[], to: any[]): any[] {
  const before = new Map<string, any>(from.map((object) => [identityOf(object), object]));
  const known = to.some(({ kind }) => kind === 'Rollout') ? Traffic.releasesOf(to) : [];
  return to
    .filter((object) => object.kind === 'Rollout' && known.includes(idOf(object)))
    .filter(
      (rollout) =>
        before.has(identityOf(rollout)) &&
        !isSame(before.get(identityOf(rollout)).spec?.template, rollout.spec?.template),
    );
}

/** The steps of a Rollout; no release has a hundred of them. @internal */
export function stepsOf(rollout: any): any[] {
  return [rollout.spec?.strategy?.canary?.steps ?? []].flat().slice(0, 100);
}

/** A phase of a step, with the canary pods that are ready. */
interface ReleasePhase {
  readonly phase: RolloutPhase;
  readonly isCanaryEmpty?: boolean;
}

const PHASES: ReleasePhase[] = [
  { phase: RolloutPhase.PROGRESSING, isCanaryEmpty: true },
  { phase: RolloutPhase.PROGRESSING },
  { phase: RolloutPhase.PAUSED },
  { phase: RolloutPhase.ABORTED },
];

/** More findings of one release say the same. */
const MOST_FINDINGS = 5;

/**
 * Checks a release that a controller runs: at each of its steps, with and without ready canary pods, and when it is
 * aborted there.
 *
 * @internal
 */
export function releaseFindings(
  from: any[],
  to: any[],
  questions: Question[],
  reading: TrafficOptions,
  name?: string,
): Finding[] {
  return releasesBetween(from, to).flatMap((rollout) => {
    const canary = { metadata: { ...rollout.metadata, name: `${rollout.metadata?.name}:canary` } };
    const findings = [...stepsOf(rollout), undefined].flatMap((_, step) =>
      PHASES.flatMap(({ phase, isCanaryEmpty }) => {
        const ready = isCanaryEmpty ? [{ workload: canary, pods: 0 }] : [];
        const release = RolloutMoment.at({ rollout: idOf(rollout), step, phase, before: from });
        const moment = `step ${step}, ${phase.toLowerCase()}${isCanaryEmpty ? ', no canary pod is ready' : ''}`;
        const finding = firstError(new StateEvaluator(to, { ready, release, reading }), questions);
        return finding === undefined
          ? []
          : [{ ...finding, objects: [`Rollout ${idOf(rollout)}`], moment, stage: name }];
      }),
    );
    return findings.slice(0, MOST_FINDINGS);
  });
}

/** The first question whose answer is an error. */
function firstError(state: StateEvaluator, questions: Question[]): Finding | undefined {
  for (const { router, request, entry, from, to } of questions) {
    const now = state.split(request, router, entry);
    const judgements = judged({ from, to, now, meant: now, isMixed: true, isScaling: false, isGone: false });
    const judgement = judgements.find(({ severity }) => severity === Severity.ERROR);
    if (judgement) {
      return {
        rule: judgement.rule,
        severity: judgement.severity,
        message: judgement.message,
        fix:
          'Change the step, or the objects that the controller writes to, so that every request is answered by one ' +
          'of both versions.',
        source: 'https://argo-rollouts.readthedocs.io/en/stable/features/canary/',
        objects: [],
        request,
        ...(entry === undefined ? {} : { entry: String(entry) }),
      };
    }
  }
  return undefined;
}

/** Once the Rollout is changed, its controller has begun with the release. @internal */
export function begunRelease({ visible }: Moment, from: any[]): RolloutMoment | undefined {
  const changed = visible.find(
    ({ kind, before, after }) =>
      kind === 'changed' && after.kind === 'Rollout' && !isSame(before.spec?.template, after.spec?.template),
  );
  return (
    changed &&
    RolloutMoment.at({ rollout: idOf(changed.after), step: 0, phase: RolloutPhase.PROGRESSING, before: from })
  );
}

/**
 * Parts of a Rollout that the controller ignores in a release, found only by comparing both states: with a changed
 * selector it skips all steps, for example.
 *
 * @internal
 */
export function controllerFindings(from: any[], to: any[], reading: TrafficOptions, name?: string): Finding[] {
  return releasesBetween(from, to).flatMap((rollout) => {
    const release = RolloutMoment.at({ rollout: idOf(rollout), step: 0, before: from });
    const known = new Set(Traffic._ofMade(to, undefined, reading)._controllerNotes.map(noteKey));
    return Traffic._ofMade(to, release, reading)
      ._controllerNotes.filter((one) => one.kind === NoteKind.IGNORED && !known.has(noteKey(one)))
      .map(({ code, kind, field, message, fix, source, objects }): Finding => ({
        rule: 'read-otherwise',
        severity: Severity.WARNING,
        code,
        kind,
        field,
        message,
        fix: fix!,
        source: source!,
        objects,
        ...(name === undefined ? {} : { stage: name }),
      }));
  });
}
