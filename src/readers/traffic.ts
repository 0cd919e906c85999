import { Construct } from 'constructs';
import { controllerReaders, routerReaders } from '.';
import { HttpRequest } from '../http';
import { ControllerReader } from './engine/controller-reader';
import { KUBERNETES_SHAPES } from './engine/endpoints';
import { memoizeByObject } from './engine/memoize-by-object';
import { groupOf, ObjectIndex, Shapes } from './engine/object-index';
import { Pitfall } from './engine/pitfall';
import { PodReadiness } from './engine/pod-readiness';
import { RecentCache } from './engine/recent-cache';
import { addressLine, RequestClasses } from './engine/request-classes';
import { RolloutMoment } from './engine/rollout-moment';
import { RouterReader } from './engine/router-reader';
import { Split } from './engine/split';

const ALL_READY = PodReadiness.allReady();

/** Objects after reconciliation, with notes. */
interface ReconciledState {
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
   * The pods of both versions are called after the Rollout: `echo/echo:stable` and `echo/echo:canary`, for a PodReadiness.
   *
   * @param objects as in `of()`, with the release: what is committed
   * @param moment of which Rollout, and when
   * @throws if constructs are given instead of objects, or the Rollout is not among the objects
   */
  public static during(objects: any[], moment: RolloutMoment): Traffic {
    const index = indexOf(objects);
    const releases = controllerReadersFor(index).flatMap((controller) => controller.releases(index));
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
    return controllerReadersFor(index).flatMap((controller) => controller.releases(index));
  }

  /** The objects as the API server holds them: without what it rejects, and of those with one name the last. @internal */
  public static _held(objects: any[]): any[] {
    return indexOf(objects).objects;
  }

  /** Whether some router, or a controller, reads objects of this kind. @internal */
  public static _isRead(object: any): boolean {
    return `${groupOf(object)}/${object.kind}` in shapes();
  }

  private readonly index: ObjectIndex;
  private readonly left = new WeakMap<PodReadiness, ReconciledState>();
  private readonly moment?: RolloutMoment;

  private constructor(index: ObjectIndex, moment?: RolloutMoment) {
    this.index = index;
    this.moment = moment;
  }

  /** The routers that the objects are for. */
  public get routers(): string[] {
    return routerReadersFor(this.index).map((reader) => reader.router);
  }

  /**
   * Who answers a request.
   *
   * @param request what a client sends
   * @param readiness which pods are ready; by default every workload has as many as it asks for
   * @param router which router the client talks to; only needed where the objects are for several
   * @throws if the objects are for no known router, or for several and none is chosen
   */
  public split(request: HttpRequest, readiness: PodReadiness = ALL_READY, router?: string): Split {
    const { index, notes } = this.reconciled(readiness);
    const split = this.reader(router).split(index, request, readiness);
    const unknown = readiness.workloads.filter((workload) => !index.ids.has(workload)).map((workload) => `nothing among the objects is called ${workload}, so its number of ready pods changes nothing`);
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
    return new RequestClasses(this.reader(router).conditions(this.reconciled(ALL_READY).index));
  }

  /** What goes wrong with the objects although they look right, in the eyes of every router and controller that reads them. @internal */
  public _pitfalls(): Pitfall[] {
    return [...routerReadersFor(this.index), ...controllerReadersFor(this.index)].flatMap((reader) => reader.pitfalls(this.index));
  }

  /** Objects that the API server rejects, or that are there several times. @internal */
  public get _indexNotes(): string[] {
    return this.index.notes;
  }

  /** The objects as controllers leave them. */
  private reconciled(readiness: PodReadiness): ReconciledState {
    const left = this.left.get(readiness) ?? this.reconciledAnew(readiness);
    this.left.set(readiness, left);
    return left;
  }

  private reconciledAnew(readiness: PodReadiness): ReconciledState {
    return controllerReadersFor(this.index).reduce<ReconciledState>(({ index, notes }, controller) => {
      const left = controller.reconciled(index, readiness, this.moment);
      return { index: new ObjectIndex([...left.objects, ...index.rejectedObjects], shapes()), notes: [...notes, ...left.notes] };
    }, { index: this.index, notes: [] });
  }

  private reader(router?: string): RouterReader {
    const found = routerReadersFor(this.index).filter((reader) => router === undefined || reader.router === router);
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
  return indexes.of(given, () => {
    if (given.some((object) => Construct.isConstruct(object))) {
      throw new Error('Traffic reads plain Kubernetes objects, and was given constructs: write Traffic.of(Testing.synth(chart)), or Traffic.of(chart.toJson()).');
    }
    return new ObjectIndex(given, shapes());
  });
}

/** What may be the reason that something is missed. */
function leftOut({ notes }: ObjectIndex): string {
  return notes.map((note) => ` ${note}.`).join('');
}

/** The routers of which there are objects. */
const routerReadersFor = memoizeByObject((index: ObjectIndex): RouterReader[] => {
  return routerReaders().filter((reader) => reader.claims(index));
});

/** The controllers that run releases of some objects. */
const controllerReadersFor = memoizeByObject((index: ObjectIndex): ControllerReader[] => {
  return controllerReaders().filter((reader) => reader.releases(index).length > 0);
});

/** Consecutive stages, and the moments between them, ask about the same objects again and again. */
const indexes = new RecentCache<ObjectIndex>(8);

let knownShapes: Shapes | undefined;

/** The shapes of all kinds that some reader reads. */
function shapes(): Shapes {
  knownShapes ??= Object.assign({}, KUBERNETES_SHAPES, ...[...routerReaders(), ...controllerReaders()].map((reader) => reader.shapes));
  return knownShapes!;
}
