import { Construct } from 'constructs';
import { controllerReaders, routerReaders } from '.';
import { HttpRequest } from '../http';
import { ControllerReader } from './engine/controller-reader';
import { KUBERNETES_SHAPES } from './engine/endpoints';
import { Entry } from './engine/entry';
import { groupOf } from './engine/kubernetes-object';
import { memoizeByObject } from '../caching/memoize-by-object';
import { Note, note, NoteKind } from './engine/note';
import { ObjectIndex, Shapes } from './engine/object-index';
import { Pitfall } from './engine/pitfall';
import { PodReadiness } from './engine/pod-readiness';
import { GatewayImplementation, TrafficOptions } from './engine/read-options';
import { RecentCache } from '../caching/recent-cache';
import { addressLine, RequestClasses } from './engine/request-classes';
import { requireFewRequests } from './engine/request-limit';
import { RolloutMoment } from './engine/rollout-moment';
import { RouteConditions } from './engine/route-conditions';
import { RouterReader } from './engine/router-reader';
import { isClean } from './engine/shape';
import { Split } from './engine/split';
import { undetermined } from './engine/whole-split';
import { isMap, shown } from '../faults/shown';
import { requireKnownKeys } from '../faults/unknown-keys';

const ALL_READY = PodReadiness.allReady();

/** Objects after reconciliation, with notes. */
interface ReconciledState {
  readonly index: ObjectIndex;
  readonly notes: Note[];
  /** Other states that a controller goes back and forth between. */
  readonly alternatives: ObjectIndex[];
}

/**
 * Reads Kubernetes objects back into traffic: who answers which request.
 *
 * It follows the routers, not this library: it works on any YAML, and shares no code with the constructs that write
 * it. Use it in your own tests:
 *
 * ```ts
 * const traffic = Traffic.of(Testing.synth(chart));
 * expect(traffic.split(HttpRequest.to('http://app.example/echo')).toString()).toBe('v1 4/5, v2 1/5');
 * ```
 */
export class Traffic {
  /**
   * The traffic of the objects of one moment, such as one stage and the objects that it relies on.
   *
   * @param objects Kubernetes objects as plain JSON, workloads and Services included where they are known; anything
   * that is no Kubernetes object is passed over
   * @param options how they are read
   * @throws if constructs are given instead of objects, or an option is not known
   */
  public static of(objects: any[], options: TrafficOptions = {}): Traffic {
    return new Traffic(indexOf(objects, options));
  }

  /**
   * The traffic while a controller, such as Argo Rollouts, runs a release, at one moment of it. (`Traffic.of()` reads
   * the same objects without a release under way.)
   *
   * The pods of both versions are named after the Rollout: `echo/echo:stable` and `echo/echo:canary` in a PodReadiness.
   *
   * @param objects as in `of()`, with the release: what is committed
   * @param moment which Rollout, and when
   * @param options how they are read
   * @throws if constructs are given instead of objects, or the Rollout is not among the objects
   */
  public static during(objects: any[], moment: RolloutMoment, options: TrafficOptions = {}): Traffic {
    return Traffic.ofIndex(indexOf(objects, options), moment);
  }

  /**
   * The traffic of objects that checks have made of others, at one moment of a release where they have one: the rules
   * of the API server do not hold for them.
   *
   * @internal
   */
  public static _ofMade(objects: any[], moment?: RolloutMoment, options: TrafficOptions = {}): Traffic {
    return Traffic.ofIndex(indexOf(objects, options, false), moment);
  }

  /**
   * The Rollouts among some objects of which a controller runs releases, as `namespace/name`.
   *
   * @param objects Kubernetes objects as plain JSON
   */
  public static releasesOf(objects: any[]): string[] {
    const index = indexOf(objects);
    return controllerReadersFor(index).flatMap((controller) => controller.releases(index));
  }

  /**
   * The objects as the API server holds them: without what it rejects, and of those with one name the last.
   *
   * @internal
   */
  public static _held(objects: any[]): any[] {
    return indexOf(objects).objects;
  }

  /** Whether some router, or a controller, reads objects of this kind. @internal */
  public static _isRead(object: any): boolean {
    return `${groupOf(object)}/${object.kind}` in shapes();
  }

  private static ofIndex(index: ObjectIndex, moment?: RolloutMoment): Traffic {
    if (moment === undefined) {
      return new Traffic(index);
    }
    const releases = controllerReadersFor(index).flatMap((controller) => controller.releases(index));
    if (!releases.includes(moment.rollout)) {
      throw new Error(
        `There is no Rollout ${moment.rollout} among the objects. The Rollouts are: ` +
          `${releases.join(', ') || '(none)'}.${leftOut(index)}`,
      );
    }
    return new Traffic(index, moment);
  }

  private readonly index: ObjectIndex;
  private readonly states = new WeakMap<PodReadiness, ReconciledState>();
  private readonly moment?: RolloutMoment;
  private readonly entry?: Entry;

  private constructor(index: ObjectIndex, moment?: RolloutMoment, entry?: Entry) {
    this.index = index;
    this.moment = moment;
    this.entry = entry;
  }

  /** The routers that the objects are for. */
  public get routers(): string[] {
    return routerReadersFor(this.index).map((reader) => reader.router);
  }

  /**
   * The same traffic, asked at one entry only: at one gateway, at all gateways, or inside the mesh.
   *
   * @param entry where requests come in
   */
  public at(entry: Entry): Traffic {
    return new Traffic(this.index, this.moment, entry);
  }

  /**
   * Where requests come in: each gateway, and the mesh where the routes are for it.
   *
   * @param request leave out the entries that know nothing of its host
   * @param router whose entries; only needed where the objects are for several
   * @throws if the objects are for no known router, or for several and none is chosen
   */
  public entries(request?: HttpRequest, router?: string): Entry[] {
    const { index } = this.reconciled(ALL_READY);
    const all = this.reader(router, request).entries(index, request);
    return this.entry === undefined ? all : all.filter((entry) => this.entry!.includes(entry));
  }

  /**
   * Who answers a request. Where it may come in at several entries that do not agree, the answer is undetermined: ask
   * `at()` one of them.
   *
   * @param request what a client sends
   * @param readiness which pods are ready; by default every workload has as many as it asks for
   * @param router which router the client talks to; only needed where several know the request's host
   * @throws if the objects are for no known router, for several and none is chosen, or have no such entry
   */
  public split(request: HttpRequest, readiness: PodReadiness = ALL_READY, router?: string): Split {
    const { index, notes, alternatives } = this.reconciled(readiness);
    const reader = this.reader(router, request);
    this.requireEntry(reader, index);
    const states = [index, ...alternatives];
    const split = agreedState(states.map((state) => reader.split(state, request, readiness, this.entry)));
    const unknown = readiness.workloads
      .filter((workload) => !index.ids.has(workload))
      .map((workload) =>
        note(
          NoteKind.IGNORED,
          'readiness-of-nothing',
          [workload],
          `no object is called ${workload}, so the number of ready pods that is given for it changes nothing`,
          { fix: 'Write the namespace and the name of a workload, such as echo/echo-v2.' },
        ),
      );
    return new Split(split.shares, [...split.notes, ...notes, ...this.index.notes, ...unknown]);
  }

  /**
   * Requests that tell the routes apart, as the objects have them: one for each route, and one for each of its
   * addresses without any header.
   *
   * @param router whose routes; only needed where the objects are for several
   * @throws if the objects are for no known router, or for several and none is chosen
   * @throws if the routes tell too many requests apart: the message names the limit
   */
  public requests(router?: string): HttpRequest[] {
    const conditions = this._conditions(router);
    const classes = new RequestClasses(conditions);
    const { typical } = classes;
    const known = new Map<string, Set<string>>();
    const isNew = (request: HttpRequest) => {
      const answers = known.get(addressLine(request))!;
      const answer = this.split(request, undefined, router).toString();
      const isKnown = answers.has(answer);
      answers.add(answer);
      return !isKnown;
    };
    typical.forEach((request) => known.set(addressLine(request), new Set()));
    // Headers of other routes may lead elsewhere at an address, too.
    const all = conditions.some(({ headers }) => headers.length > 0) ? classes.all : [];
    const others = all.filter((request) => request.headerNames.length > 0 && known.has(addressLine(request)));
    requireFewRequests(typical.length + others.length, conditions.length);
    typical.forEach(isNew);
    const given = new Set(typical.map(String));
    return [...typical, ...others.filter((request) => !given.has(String(request)) && isNew(request))];
  }

  /** Also requests that nearly fulfil a condition. @internal */
  public _requestClasses(router?: string): RequestClasses {
    return new RequestClasses(this._conditions(router));
  }

  /** What controllers do other than their objects say. @internal */
  public get _controllerNotes(): Note[] {
    return this.reconciled(ALL_READY).notes;
  }

  /** The objects as controllers leave them while all pods are ready. @internal */
  public get _reconciledObjects(): any[] {
    return this.reconciled(ALL_READY).index.objects;
  }

  /** What the routes of a router ask for. @internal */
  public _conditions(router?: string): RouteConditions[] {
    return this.reader(router).conditions(this.reconciled(ALL_READY).index);
  }

  /**
   * What goes wrong with the objects although they look right, in the eyes of every router and controller that reads
   * them.
   *
   * @internal
   */
  public _pitfalls(): Pitfall[] {
    return [...routerReadersFor(this.index), ...controllerReadersFor(this.index)].flatMap((reader) =>
      reader.pitfalls(this.index),
    );
  }

  /** Objects that the API server rejects, or that are there several times. @internal */
  public get _indexNotes(): Note[] {
    return this.index.notes;
  }

  private reconciled(readiness: PodReadiness): ReconciledState {
    const known = this.states.get(readiness);
    if (known) {
      return known;
    }
    const state = controllerReadersFor(this.index).reduce<ReconciledState>(
      ({ index, notes, alternatives }, controller) => {
        const reconciled = controller.reconciled(index, readiness, this.moment);
        const indexed = (objects: any[]) => {
          return new ObjectIndex([...objects, ...index.rejectedObjects], shapes(), index.options, false);
        };
        return {
          index: indexed(reconciled.objects),
          notes: [...notes, ...reconciled.notes],
          alternatives: [...alternatives, ...(reconciled.alternatives ?? []).map(indexed)],
        };
      },
      { index: this.index, notes: [], alternatives: [] },
    );
    this.states.set(readiness, state);
    return state;
  }

  private requireEntry(reader: RouterReader, index: ObjectIndex): void {
    const { entry } = this;
    if (entry === undefined || entry.gateways.length === 0) {
      return;
    }
    const entries = reader.entries(index);
    if (!entries.some((one) => (one.gateways.length === 0 ? entry.kind === one.kind : entry.includes(one)))) {
      throw new Error(
        `${reader.router} has no ${entry} among the objects. Requests come in at: ` +
          `${entries.join(', ') || '(nowhere)'}.`,
      );
    }
  }

  /** @param request of several routers, the only one that knows its host is meant */
  private reader(router?: string, request?: HttpRequest): RouterReader {
    const found = routerReadersFor(this.index).filter((reader) => router === undefined || reader.router === router);
    if (found.length === 1) {
      return found[0];
    }
    const knowing = request === undefined ? [] : found.filter((reader) => {
      const entries = reader.entries(this.index, request);
      return entries.some((one) => this.entry === undefined || this.entry.includes(one));
    });
    if (knowing.length === 1) {
      return knowing[0];
    }
    if (found.length > 1) {
      throw new Error(
        `The objects are for several routers (${this.routers.join(', ')}): say which one the client talks to.`,
      );
    }
    const kinds = [...new Set(this.index.objects.map((object) => object.kind))].sort().join(', ') || 'none';
    throw new Error(
      `Among the objects are no routes of ${router ?? 'a known router'}. Their kinds are: ` +
        `${kinds}.${leftOut(this.index)}`,
    );
  }
}

/** The answer of all states between which a controller goes back and forth, where they agree. */
function agreedState([first, ...others]: Split[]): Split {
  if (others.every((split) => split.isSameTraffic(first))) {
    return first;
  }
  const answers = [...new Set([first, ...others].map(String))];
  return undetermined(
    note(
      NoteKind.AMBIGUOUS,
      'states-alternate',
      [],
      `a controller goes back and forth between states that answer differently: ${answers.join('; ')}`,
      { fix: "Follow the notes about the controller's object: they say what to change." },
    ),
    first.notes,
  );
}

function indexOf(objects: any[], options: TrafficOptions = {}, isGiven = true): ObjectIndex {
  requireOptions(options);
  const given = [objects].flat();
  const key = JSON.stringify([options.complete === true, options.implementation, isGiven]);
  return indexes.of(given, key, () => {
    if (given.some((object) => Construct.isConstruct(object))) {
      throw new Error(
        'Traffic reads plain Kubernetes objects, and was given constructs: ' +
          'write Traffic.of(Testing.synth(chart)), or Traffic.of(chart.toJson()).',
      );
    }
    return new ObjectIndex(given, shapes(), options, isGiven);
  });
}

function requireOptions(options: TrafficOptions): void {
  if (!isMap(options)) {
    throw new Error(
      `Traffic.of() takes a list of objects and then options, given ${shown(options)}: put all objects into one list.`,
    );
  }
  requireKnownKeys('TrafficOptions', options, 'Traffic.of()');
  const { implementation } = options;
  if (implementation !== undefined && !Object.values(GatewayImplementation).includes(implementation)) {
    throw new Error(
      `Traffic.of(): implementation is one of ${Object.values(GatewayImplementation).join(', ')}, given ` +
        `${shown(implementation)}.`,
    );
  }
}

/** Rejected objects may be the reason that something is missed. An error names the first {@link TOLD} of them. */
function leftOut({ notes }: ObjectIndex): string {
  const told = notes.slice(0, TOLD).map(({ message }) => ` ${message}.`);
  const rest = notes.length - told.length;
  return told.join('') + (rest > 0 ? ` ${rest} more objects are left out.` : '');
}

const TOLD = 3;

/** The routers of which there are objects. */
const routerReadersFor = memoizeByObject((index: ObjectIndex): RouterReader[] => {
  const given = index.withRefused;
  return routerReaders().filter((reader) => reader.claims(given));
});

/** The controllers that run releases of some objects. */
const controllerReadersFor = memoizeByObject((index: ObjectIndex): ControllerReader[] => {
  return controllerReaders().filter((reader) => reader.releases(index).length > 0);
});

/** Consecutive stages, and the moments between them, ask about the same objects again and again. */
const indexes = new RecentCache<ObjectIndex>(8, isClean);

let knownShapes: Shapes | undefined;

/** The shapes of all kinds that some reader reads. */
function shapes(): Shapes {
  knownShapes ??= Object.assign(
    {},
    KUBERNETES_SHAPES,
    ...[...routerReaders(), ...controllerReaders()].map((reader) => reader.shapes),
  );
  return knownShapes!;
}
