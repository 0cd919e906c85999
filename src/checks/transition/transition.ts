import { ApplyMethod } from './apply-method';
import { StateEvaluator } from './state-evaluator';
import { Finding, Severity } from '../finding';
import { immutableFindings } from './immutable-fields';
import { InterruptedRelease, interruptionFindings, isCanaryNew, momentAfter } from './interrupted-release';
import { judged, Judgement } from './judgement';
import { Moment, momentsOf, PossibleState, statesAt } from './moments';
import { ObjectUpdate, UpdateKind, updatesBetween } from './object-update';
import { absent, emptiedServices, servedServices } from './pod-states';
import { Question } from './question';
import { begunRelease, controllerFindings, releaseFindings, releasesBetween, rolloutOf, stepsOf } from './release';
import { requireKnownKeys } from '../../faults/unknown-keys';
import { bySeverity } from '../severity-order';
import { ORDER_SOURCES } from './update-order';
import { shown } from '../../faults/shown';
import { HttpRequest } from '../../http';
import { Entry, RolloutMoment, TrafficOptions } from '../../readers/engine';
import { isWorkload } from '../../readers/engine/endpoints';
import { identityOf, idOf } from '../../readers/engine/kubernetes-object';
import { Traffic } from '../../readers/traffic';

/** Two states of a cluster that follow each other. */
export interface TransitionProps extends TrafficOptions {
  /** The state before, with all pods ready, as Kubernetes objects in plain JSON. */
  readonly from: any[];

  /** What is applied. */
  readonly to: any[];

  /**
   * The release that a controller runs in the state before, at the moment at which the second state is applied.
   *
   * @default - no release is under way
   */
  readonly release?: RolloutMoment;

  /**
   * Who applies it.
   *
   * @default - every way of applying
   */
  readonly methods?: ApplyMethod[];

  /**
   * The name of the transition in messages.
   *
   * @default - it has no name
   */
  readonly name?: string;
}

/**
 * Checks the transition from one state of a cluster to the next. Applying takes time: updates become visible one
 * after the other, in an order that depends on the tool; routers see them later; new pods are not ready at once.
 *
 * For each such moment it evaluates every class of requests that the routes distinguish. It finds shares that go to a
 * version without a ready pod, shares that get an error, versions that a request gets in neither state, and shares
 * that are not between those of both states.
 *
 * ```ts
 * const [from, to] = [Testing.synth(now), Testing.synth(next)];
 * const transition = new Transition({ from, to, methods: [ApplyMethod.HELM] });
 * expect(transition.errors).toEqual([]);
 * ```
 */
export class Transition {
  /** The findings, the worst first. */
  public readonly findings: Finding[];

  /** The number of requests that were evaluated. */
  public readonly requestCount: number;

  /** The number of moments that were evaluated. */
  public readonly momentCount: number;

  /** @param props both states, and who applies the second one */
  public constructor(props: TransitionProps) {
    requireKnownKeys('TransitionProps', props, 'new Transition()');
    const { methods = Object.values(ApplyMethod), name, release, complete, implementation } = props;
    const reading = { complete, implementation };
    requireMethods(methods);
    const [from, to] = [props.from, props.to].map((objects) => Traffic._held(objects));
    const updates = updatesBetween(from, to);
    const served = new Set([...servedServices(from), ...servedServices(to)]);
    const interrupted = release && { from, release, to };
    const context: Context = { served, reading, interrupted };
    const [created, deleted] = [missing(updates, 'created'), missing(updates, 'deleted')];
    const before = stateOf([...from, ...created], context, [], release);
    const changed = interrupted && changedRelease(interrupted);
    const after = stateOf([...to, ...deleted], context, changed?.ready, changed?.release);
    const routers = [...new Set([...before.routers, ...after.routers])];
    const during = releasesBetween(release?.before ?? from, to).flatMap((rollout) =>
      stepsOf(rollout).map((_, step) => {
        const moment = RolloutMoment.at({ rollout: idOf(rollout), step, before: release?.before ?? from });
        return new StateEvaluator(to, { release: moment, reading });
      }),
    );
    const states = [before, after, ...during];
    const questions = routers.flatMap((router) => {
      return distinct(states.flatMap((state) => state.requests(router))).flatMap((request) =>
        questionsOf(request, router, before, after),
      );
    });
    const moments = questions.length === 0 ? [] : momentsOf(updates, methods, to);
    const found = new Map<string, Finding>();
    for (const moment of moments) {
      findAt(moment, from, updates, questions, context).forEach(({ judgement, question, state }) => {
        const key = keyOf(judgement);
        if (!found.has(key)) {
          found.set(key, findingOf(judgement, question, state, moment, name));
        }
      });
    }
    const ofReleases = interrupted
      ? interruptionFindings(interrupted, questions, newQuestions(interrupted, questions, context), reading, name)
      : releaseFindings(from, to, questions, reading, name);
    for (const finding of ofReleases) {
      found.set(`${finding.rule} ${finding.moment}`, finding);
    }
    for (const finding of controllerFindings(release?.before ?? from, to, reading, name)) {
      found.set(`${finding.code} ${finding.objects[0]}`, finding);
    }
    for (const finding of immutableFindings(updates, name)) {
      found.set(`${finding.rule} ${finding.objects[0]}`, finding);
    }
    this.requestCount = questions.length;
    this.momentCount = moments.length;
    this.findings = worst([...found.values()]).sort(bySeverity);
  }

  /** The findings of severity error. */
  public get errors(): Finding[] {
    return this.findings.filter(({ severity }) => severity === Severity.ERROR);
  }
}

/** Without a way of applying nothing would be checked. */
function requireMethods(methods: ApplyMethod[]): void {
  const known: string[] = Object.values(ApplyMethod);
  const wrong = Array.isArray(methods) ? methods.filter((method) => !known.includes(method)) : [methods];
  if (wrong.length > 0 || methods.length === 0) {
    const given = wrong.length > 0 ? wrong.map(shown).join(', ') : 'an empty list';
    throw new Error(
      `methods is a list of at least one ApplyMethod, given ${given}. Leave it out for every way that is known, or ` +
        'write for example [ApplyMethod.HELM].',
    );
  }
}

/** What all states of a transition have in common. */
interface Context {
  /** The Services that select pods in one of both states. */
  readonly served: Set<string>;
  readonly reading: TrafficOptions;
  /** The release that is under way; undefined where none is. */
  readonly interrupted?: InterruptedRelease;
}

interface Found {
  readonly judgement: Judgement;
  readonly question: Question;
  readonly state: PossibleState;
}

/** A question for each entry that knows the request's host; one question where there is a single entry. */
function questionsOf(request: HttpRequest, router: string, before: StateEvaluator, after: StateEvaluator): Question[] {
  const ask = (entry?: Entry): Question => {
    return {
      router,
      request,
      entry,
      from: before.split(request, router, entry),
      to: after.split(request, router, entry),
    };
  };
  const all = [before, after].flatMap((state) => state.entries(request, router));
  const entries = [...new Map(all.map((entry) => [String(entry), entry])).values()];
  return entries.length < 2 ? [ask()] : entries.map(ask);
}

/** A state in which Services that lost all of their pods are modelled with zero pods, not assumed to be ready. */
function stateOf(
  objects: any[],
  { served, reading }: Context,
  ready: PossibleState['ready'] = [],
  release?: RolloutMoment,
): StateEvaluator {
  const all = [...objects, ...emptiedServices(objects, served)];
  return release === undefined && ready.length === 0
    ? StateEvaluator.of(all, reading)
    : new StateEvaluator(all, { ready, release, reading });
}

/** Stand-ins with zero pods for objects that do not exist yet (`created`), or no longer (`deleted`). */
function missing(updates: ObjectUpdate[], kind: UpdateKind): any[] {
  return updates.filter((update) => update.kind === kind).flatMap(({ before, after }) => absent(before ?? after));
}

/** The first request of each kind of fault, at any state of a moment. */
function findAt(
  moment: Moment,
  from: any[],
  updates: ObjectUpdate[],
  questions: Question[],
  context: Context,
): Found[] {
  const found = new Map<string, Found>();
  const gone = moment.visible
    .filter(({ kind, before }) => kind === 'deleted' && isWorkload(before))
    .map(({ before }) => before);
  const size = ({ spec }: any): number => spec?.replicas ?? 1;
  const emptied = moment.visible.filter(
    ({ before, after }) => isWorkload(after) && before && size(after) === 0 && size(before) > 0,
  );
  const replaced = new Set([...emptied.map(({ after }) => after), ...gone].map(identityOf));
  const { release, ready: canary } = releaseAt(moment, from, context);
  for (const state of statesAt(moment, from, updates)) {
    const now = stateOf(state.objects, context, [...state.ready, ...canary], release);
    const isWhole = gone.length === 0 && emptied.length === 0 && state.ready.length === 0;
    const kept = [
      ...state.objects.filter((object) => !replaced.has(identityOf(object))),
      ...emptied.map(({ before }) => before),
      ...gone,
    ];
    const meant = isWhole ? now : stateOf(kept, context, canary, release);
    for (const question of questions) {
      const split = now.split(question.request, question.router, question.entry);
      const judgements = judged({
        from: question.from,
        to: question.to,
        now: split,
        meant: isWhole ? split : meant.split(question.request, question.router, question.entry),
        isMixed: state.isMixed,
        isScaling:
          !state.isRecreated && moment.visible.every(({ before, after }) => before && after && isWorkload(after)),
        isGone: gone.length > 0 || emptied.length > 0,
      });
      for (const judgement of judgements) {
        const key = keyOf(judgement);
        if (!found.has(key)) {
          found.set(key, { judgement: late(judgement, moment, gone.length + emptied.length > 0), question, state });
        }
      }
    }
  }
  return [...found.values()];
}

/** The moment of a release, and the pods of its canary that are not ready. */
interface ReleaseState {
  readonly release?: RolloutMoment;
  readonly ready: PossibleState['ready'];
}

/** Where a release is once the change is applied. */
function changedRelease(interrupted: InterruptedRelease): ReleaseState {
  const { metadata } = rolloutOf(interrupted.to, interrupted.release.rollout) ?? {};
  const canary = { metadata: { ...metadata, name: `${metadata?.name}:canary` } };
  return { release: momentAfter(interrupted), ready: isCanaryNew(interrupted) ? [{ workload: canary, pods: 0 }] : [] };
}

/** The release at a moment: one that is under way goes on until the Rollout is changed. */
function releaseAt(moment: Moment, from: any[], { interrupted }: Context): ReleaseState {
  if (interrupted === undefined) {
    return { release: begunRelease(moment, from), ready: [] };
  }
  const isChanged = moment.visible.some(({ after }) => {
    return after?.kind === 'Rollout' && idOf(after) === interrupted.release.rollout;
  });
  return isChanged ? changedRelease(interrupted) : { release: interrupted.release, ready: [] };
}

/** The requests again, with what the stable version and the new one answer. */
function newQuestions({ release, to }: InterruptedRelease, questions: Question[], context: Context): Question[] {
  const plain = { ...context, interrupted: undefined };
  const [stable, wanted] = [release.before, to].map((objects) => stateOf(objects, plain));
  return questions.map((question) => ({
    ...question,
    from: stable.split(question.request, question.router, question.entry),
    to: wanted.split(question.request, question.router, question.entry),
  }));
}

/**
 * A fault that needs the router to see updates out of order lasts only while the router lags behind: it is a warning.
 * Where pods are removed it stays an error, because they are gone when the router sees the update.
 */
function late(judgement: Judgement, { isLate }: Moment, isGone: boolean): Judgement {
  return isLate && !isGone && judgement.severity === Severity.ERROR
    ? { ...judgement, severity: Severity.WARNING }
    : judgement;
}

/** What is told once: the first moment of each kind. */
function keyOf({ rule, severity, kind }: Judgement): string {
  return `${rule} ${severity} ${kind}`;
}

function findingOf(
  { rule, severity, message }: Judgement,
  question: Question,
  state: PossibleState,
  moment: Moment,
  name?: string,
): Finding {
  const pending = moment.order.filter((update) => !moment.visible.includes(update));
  const when = [
    `${moment.isLate ? 'the router has seen only' : 'visible:'} ${list(moment.visible)}`,
    ...(pending.length > 0 ? [`not yet: ${list(pending)}`] : []),
    ...state.pods,
  ].join('; ');
  return {
    rule,
    severity,
    message,
    fix:
      severity === Severity.NOTE
        ? 'Nothing, if so small a share is acceptable; with more pods it becomes smaller.'
        : fixOf(rule, moment),
    source: ORDER_SOURCES[moment.methods[0]],
    objects: [...new Set(relevant([...moment.visible, ...pending]).map(({ object }) => object))],
    request: question.request,
    ...(question.entry === undefined ? {} : { entry: String(question.entry) }),
    moment: when,
    order: moment.order.map((update) => update.name),
    methods: moment.methods,
    ...(name === undefined ? {} : { stage: name }),
  };
}

function fixOf(rule: string, { isLate, visible }: Moment): string {
  const removes = visible.some(({ kind }) => kind === 'deleted');
  if (rule === 'error-share' && !removes && !visible.some(({ before, after }) => isWorkload(after ?? before))) {
    return (
      'Split it in two: add a destination in a stage before the first route to it, and remove it in a stage after ' +
      'the last one; wait in between until the routers have the change.'
    );
  }
  if (removes) {
    return (
      'Split it in two: first route all requests away from the objects that are removed and wait until the routers ' +
      'have the change, then remove them in a stage of its own.'
    );
  }
  if (isLate) {
    return (
      'Make these updates in two stages, destinations before the routes to them, and wait in between until the ' +
      'router has the first ones (conditions Accepted and Programmed, or a few seconds).'
    );
  }
  return rule === 'no-ready-pod' || rule === 'error-share'
    ? 'Split it in two: first add what is new and wait until its pods are ready (kubectl rollout status), then route ' +
        'to it in a stage of its own.'
    : 'Split it in two: one stage adds objects, changes routing, or removes objects, and never two of these.';
}

/** A ConfigMap beside decides nothing. */
function relevant(updates: ObjectUpdate[]): ObjectUpdate[] {
  const read = updates.filter(({ before, after }) => Traffic._isRead(after ?? before));
  return read.length > 0 ? read : updates;
}

/** More of them nobody reads; `order` has all. */
const MOST_NAMES = 8;

function list(updates: ObjectUpdate[]): string {
  const names = updates.slice(0, MOST_NAMES).map(({ name }) => name);
  return [...names, ...(updates.length > MOST_NAMES ? [`${updates.length - MOST_NAMES} more`] : [])].join(', ');
}

/** Drops a finding where another one of the same rule is more severe. */
function worst(findings: Finding[]): Finding[] {
  return findings.filter(
    (finding) => !findings.some((other) => other.rule === finding.rule && bySeverity(other, finding) < 0),
  );
}

function distinct(requests: HttpRequest[]): HttpRequest[] {
  const all = [...new Map(requests.map((request) => [String(request), request])).values()];
  const size = (request: HttpRequest) => request.headerNames.length * 1000 + String(request).length;
  return all.sort((one, other) => size(one) - size(other));
}
