import { RecentCache } from '../../caching/recent-cache';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { Entry, PodReadiness, RolloutMoment, Share, Split, TrafficOptions } from '../../readers/engine';
import { idOf } from '../../readers/engine/kubernetes-object';
import { note, NoteKind } from '../../readers/engine/note';
import { isClean } from '../../readers/engine/shape';
import { Traffic } from '../../readers/traffic';

/** A moment at which objects are evaluated. @internal */
export interface EvaluatedMoment {
  /** How many pods of which workloads are ready; of the others, all are. */
  readonly ready?: { workload: any; pods: number }[];
  /** The moment of a release that a controller runs. */
  readonly release?: RolloutMoment;
  /** How the objects are read. */
  readonly reading?: TrafficOptions;
}

/** Evaluates requests in one state of a cluster. @internal */
export class StateEvaluator {
  /** A state with all pods ready: the end of one transition is the beginning of the next. */
  public static of(objects: any[], reading: TrafficOptions): StateEvaluator {
    return READY.of(objects, JSON.stringify(reading), () => new StateEvaluator(objects, { reading }));
  }

  private readonly classes = new Map<string, HttpRequest[]>();
  private readonly known = new Map<string, Entry[]>();
  private readonly splits = new Map<string, Split>();
  private readonly traffic: Traffic;
  private readonly readiness: PodReadiness;

  /** @param objects what is there @param moment when, and how the objects are read */
  public constructor(objects: any[], { ready = [], release, reading = {} }: EvaluatedMoment) {
    this.traffic = Traffic._ofMade(objects, release, reading);
    const withReady = (readiness: PodReadiness, { workload, pods }: { workload: any; pods: number }) => {
      return readiness.withReadyPods(idOf(workload), pods);
    };
    this.readiness = ready.reduce(withReady, PodReadiness.allReady());
  }

  /** The routers that read some of the objects. */
  public get routers(): string[] {
    return this.traffic.routers;
  }

  /** Requests that tell the routes of a router apart. */
  public requests(router: string): HttpRequest[] {
    const known =
      this.classes.get(router) ?? (this.routers.includes(router) ? this.traffic._requestClasses(router).all : []);
    this.classes.set(router, known);
    return known;
  }

  /** The entries of a router that know the host of a request. */
  public entries(request: HttpRequest, router: string): Entry[] {
    const key = `${router} ${request.scheme}://${request.authority}`;
    const known = this.known.get(key) ?? (this.routers.includes(router) ? this.traffic.entries(request, router) : []);
    this.known.set(key, known);
    return known;
  }

  /** Who answers; 404 where a router, or an entry, has no routes at all. */
  public split(request: HttpRequest, router: string, entry?: Entry): Split {
    const key = `${router} ${entry} ${request}`;
    const known = this.splits.get(key) ?? this.newSplit(request, router, entry);
    this.splits.set(key, known);
    return known;
  }

  private newSplit(request: HttpRequest, router: string, entry?: Entry): Split {
    if (!this.routers.includes(router)) {
      return noRoute(`no route of ${router} is there`);
    }
    if (entry === undefined) {
      return this.traffic.split(request, this.readiness, router);
    }
    return this.traffic.entries(undefined, router).some((one) => entry.includes(one))
      ? this.traffic.at(entry).split(request, this.readiness, router)
      : noRoute(`${router} has no ${entry}`);
  }
}

function noRoute(message: string): Split {
  const reason = note(NoteKind.EXPLAINED, 'no-route', [], message);
  return new Split([new Share({ fraction: Fraction.ONE, status: 404 })], [reason]);
}

/** States of frozen objects do not change. */
const READY = new RecentCache<StateEvaluator>(6, isClean);
