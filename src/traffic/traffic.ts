import { Construct } from 'constructs';
import { controllersFor, controllerShapes } from './controller';
import { KUBERNETES_SHAPES } from './endpoints';
import { evaluatorsFor, evaluatorShapes, TrafficEvaluator } from './evaluator';
import { groupOf, ObjectIndex, Shapes } from './object-index';
import { Recent } from './recent';
import { addressLine, RequestClasses } from './request-classes';
import { RolloutMoment } from './rollout-moment';
import { Split } from './split';
import { Trap } from './trap';
import { World } from './world';
import { HttpRequest } from '../http';

const ALL_READY = World.allReady();

/** Objects as controllers leave them, and what they tell of it. */
interface Left {
  readonly index: ObjectIndex;
  readonly notes: string[];
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
   * The traffic of some objects: those of one moment, such as one stage with what it relies on.
   *
   * @param objects Kubernetes objects as plain JSON, workloads and Services included where they are known; what is
   * no Kubernetes object is passed over
   * @throws if constructs are given instead of objects
   */
  public static of(objects: any[]): Traffic {
    return new Traffic(indexOf(objects));
  }

  /**
   * The traffic of objects of which a controller runs a release, such as a Rollout of Argo Rollouts, at one moment of it.
   * (Without a moment no release is under way.)
   *
   * The pods of both versions are called after the Rollout: `echo/echo:stable` and `echo/echo:canary`, for a World.
   *
   * @param objects as in `of()`, with the release: what is committed
   * @param moment of which Rollout, and when
   * @throws if constructs are given instead of objects, or the Rollout is not among the objects
   */
  public static during(objects: any[], moment: RolloutMoment): Traffic {
    const index = indexOf(objects);
    const releases = controllersFor(index).flatMap((controller) => controller.releases(index));
    if (!releases.includes(moment.rollout)) {
      throw new Error(`There is no Rollout ${moment.rollout} among the objects. The Rollouts are: ${releases.join(', ') || '(none)'}.${leftOut(index)}`);
    }
    return new Traffic(index, moment);
  }

  /**
   * The Rollouts among some objects of which a controller runs releases, as `namespace/name`.
   *
   * @param objects Kubernetes objects as plain JSON
   */
  public static releasesOf(objects: any[]): string[] {
    const index = indexOf(objects);
    return controllersFor(index).flatMap((controller) => controller.releases(index));
  }

  /** The objects as the API server holds them: without what it rejects, and of those with one name the last. @internal */
  public static _held(objects: any[]): any[] {
    return indexOf(objects).objects;
  }

  /** Whether some router, or a controller, reads objects of this kind. @internal */
  public static _isRead(object: any): boolean {
    return `${groupOf(object)}/${object.kind}` in reading().shapes;
  }

  private readonly index: ObjectIndex;
  private readonly left = new WeakMap<World, Left>();
  private readonly moment?: RolloutMoment;

  private constructor(index: ObjectIndex, moment?: RolloutMoment) {
    this.index = index;
    this.moment = moment;
  }

  /** The routers that the objects are for. */
  public get routers(): string[] {
    return evaluatorsFor(this.index).map((evaluator) => evaluator.router);
  }

  /**
   * Who answers a request.
   *
   * @param request what a client sends
   * @param world which pods are ready; by default every workload has as many as it asks for
   * @param router which router the client talks to; only needed where the objects are for several
   * @throws if the objects are for no known router, or for several and none is chosen
   */
  public split(request: HttpRequest, world: World = ALL_READY, router?: string): Split {
    const { index, notes } = this.reconciled(world);
    const split = this.evaluator(router).split(index, request, world);
    const unknown = world.workloads.filter((workload) => !index.ids.has(workload)).map((workload) => `nothing among the objects is called ${workload}, so its number of ready pods changes nothing`);
    return new Split(split.shares, [...split.notes, ...notes, ...this.index.notes, ...unknown]);
  }

  /**
   * Requests that tell the routes apart, as the objects have them: one for each route, and one for each of its addresses
   * without any header.
   *
   * @param router whose routes; only needed where the objects are for several
   * @throws if the objects are for no known router, or for several and none is chosen
   */
  public requests(router?: string): HttpRequest[] {
    const { typical, all } = this._requestClasses(router);
    const known = new Map<string, Set<string>>();
    const isNew = (request: HttpRequest) => {
      const answers = known.get(addressLine(request))!;
      const answer = this.split(request, undefined, router).toString();
      const isKnown = answers.has(answer);
      answers.add(answer);
      return !isKnown;
    };
    typical.forEach((request) => known.set(addressLine(request), new Set()));
    typical.forEach(isNew);
    // Headers of other routes may lead elsewhere at an address, too.
    const others = all.filter((request) => request.headerNames.length > 0 && known.has(addressLine(request)));
    const given = new Set(typical.map(String));
    return [...typical, ...others.filter((request) => !given.has(String(request)) && isNew(request))];
  }

  /** Also what is next to the routes. @internal */
  public _requestClasses(router?: string): RequestClasses {
    return new RequestClasses(this.evaluator(router).conditions(this.reconciled(ALL_READY).index));
  }

  /** What goes wrong with the objects although they look right, in the eyes of every router and controller that reads them. @internal */
  public _traps(): Trap[] {
    return [...evaluatorsFor(this.index), ...controllersFor(this.index)].flatMap((reader) => reader.traps(this.index));
  }

  /** Objects that the API server rejects, or that are there several times. @internal */
  public get _indexNotes(): string[] {
    return this.index.notes;
  }

  /** The objects as controllers leave them. */
  private reconciled(world: World): Left {
    const left = this.left.get(world) ?? this.reconciledAnew(world);
    this.left.set(world, left);
    return left;
  }

  private reconciledAnew(world: World): Left {
    return controllersFor(this.index).reduce<Left>(({ index, notes }, controller) => {
      const left = controller.reconciled(index, world, this.moment);
      return { index: new ObjectIndex([...left.objects, ...index.rejectedObjects], reading().shapes), notes: [...notes, ...left.notes] };
    }, { index: this.index, notes: [] });
  }

  private evaluator(router?: string): TrafficEvaluator {
    const found = evaluatorsFor(this.index).filter((evaluator) => router === undefined || evaluator.router === router);
    if (found.length === 1) {
      return found[0];
    }
    if (found.length > 1) {
      throw new Error(`The objects are for several routers (${this.routers.join(', ')}): say which one the client talks to.`);
    }
    const kinds = [...new Set(this.index.objects.map((object) => object.kind))].sort().join(', ') || 'none';
    throw new Error(`Among the objects are no routes of ${router ?? 'a known router'}. Their kinds are: ${kinds}.${leftOut(this.index)}`);
  }
}

function indexOf(objects: any[]): ObjectIndex {
  const given = [objects].flat();
  const { shapes, indexes } = reading();
  return indexes.of(given, () => {
    if (given.some((object) => Construct.isConstruct(object))) {
      throw new Error('Traffic reads plain Kubernetes objects, and was given constructs: write Traffic.of(Testing.synth(chart)), or Traffic.of(chart.toJson()).');
    }
    return new ObjectIndex(given, shapes);
  });
}

/** What may be the reason that something is missed. */
function leftOut({ notes }: ObjectIndex): string {
  return notes.map((note) => ` ${note}.`).join('');
}

/** How objects are read, and what was read lately. */
interface Reading {
  /** The shapes of all kinds. */
  readonly shapes: Shapes;
  readonly indexes: Recent<ObjectIndex>;
  /** How many readers there were. */
  readonly count: number;
}

const MOST_INDEXES = 8;

let known: Reading | undefined;

/** The same for as long as no reader is added. */
function reading(): Reading {
  const all = [KUBERNETES_SHAPES, ...evaluatorShapes(), ...controllerShapes()];
  if (known?.count !== all.length) {
    known = { shapes: Object.assign({}, ...all), indexes: new Recent(MOST_INDEXES), count: all.length };
  }
  return known;
}
