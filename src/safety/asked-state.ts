import { Fraction } from '../fraction';
import { HttpRequest } from '../http';
import { RolloutMoment, Share, Split, Traffic, World } from '../traffic';
import { idOf } from '../traffic/object-index';

/** A state of a cluster, and what is asked of it. @internal */
export class AskedState {
  private readonly traffic: Traffic;
  private readonly world: World;

  /**
   * @param objects what is there
   * @param ready how many pods of which workloads are ready; of others all are
   * @param moment of a release that a controller runs
   */
  public constructor(objects: any[], ready: { workload: any; pods: number }[] = [], moment?: RolloutMoment) {
    this.traffic = moment ? Traffic.during(objects, moment) : Traffic.of(objects);
    this.world = ready.reduce((world, { workload, pods }) => world.withReadyPods(idOf(workload), pods), World.allReady());
  }

  /** The routers that read some of the objects. */
  public get routers(): string[] {
    return this.traffic.routers;
  }

  /** Requests that tell the routes of a router apart. */
  public requests(router: string): HttpRequest[] {
    return this.routers.includes(router) ? this.traffic._requestClasses(router).all : [];
  }

  /** Who answers; nobody does where a router has no routes at all. */
  public split(request: HttpRequest, router: string): Split {
    return this.routers.includes(router)
      ? this.traffic.split(request, this.world, router)
      : new Split([new Share({ fraction: Fraction.ONE, status: 404 })], [`no route of ${router} is there`]);
  }
}
