import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { RolloutMoment, Share, Split, PodReadiness } from '../../readers/engine';
import { idOf } from '../../readers/engine/kubernetes-object';
import { RecentCache } from '../../readers/engine/recent-cache';
import { Traffic } from '../../readers/traffic';

/** A state of a cluster, and what is asked of it. @internal */
export class StateEvaluator {
  /** A state with all pods ready: the end of one way is the beginning of the next one. */
  public static of(objects: any[]): StateEvaluator {
    return READY.of(objects, '', () => new StateEvaluator(objects));
  }

  private readonly classes = new Map<string, HttpRequest[]>();
  private readonly splits = new Map<string, Split>();
  private readonly traffic: Traffic;
  private readonly readiness: PodReadiness;

  /**
   * @param objects what is there
   * @param ready how many pods of which workloads are ready; of others all are
   * @param moment of a release that a controller runs
   */
  public constructor(objects: any[], ready: { workload: any; pods: number }[] = [], moment?: RolloutMoment) {
    this.traffic = Traffic._ofMade(objects, moment);
    this.readiness = ready.reduce((readiness, { workload, pods }) => readiness.withReadyPods(idOf(workload), pods), PodReadiness.allReady());
  }

  /** The routers that read some of the objects. */
  public get routers(): string[] {
    return this.traffic.routers;
  }

  /** Requests that tell the routes of a router apart. */
  public requests(router: string): HttpRequest[] {
    const known = this.classes.get(router) ?? (this.routers.includes(router) ? this.traffic._requestClasses(router).all : []);
    this.classes.set(router, known);
    return known;
  }

  /** Who answers; nobody does where a router has no routes at all. */
  public split(request: HttpRequest, router: string): Split {
    const key = `${router} ${request}`;
    const known = this.splits.get(key) ?? this.newSplit(request, router);
    this.splits.set(key, known);
    return known;
  }

  private newSplit(request: HttpRequest, router: string): Split {
    return this.routers.includes(router)
      ? this.traffic.split(request, this.readiness, router)
      : new Split([new Share({ fraction: Fraction.ONE, status: 404 })], [`no route of ${router} is there`]);
  }
}

const READY = new RecentCache<StateEvaluator>(6);
