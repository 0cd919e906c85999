import { ApiObject } from 'cdk8s';

/** What Argo CD is told of a rollout's objects. */
export interface ArgoCdDeliveryProps {
  /**
   * The sync wave of what is routed to: workloads, their configuration, Services. What routes to it has the next one.
   *
   * @default 0
   */
  readonly firstWave?: number;
}

/**
 * What a deployment tool is told of the order of a rollout's objects. Stages by themselves are safe in any order; this is for
 * the time when somebody goes over several of them at once.
 */
export class Delivery {
  /**
   * For Argo CD: what is routed to is in one sync wave, and has to be healthy before what routes to it, in the next wave; what a
   * stage no longer has is pruned after everything (`PruneLast=true`). Where a controller takes the steps, its Rollout comes after
   * its routes, which it needs to find.
   *
   * Argo CD knows no health of some custom resources (Gloo's among them): it goes on with them at once.
   *
   * Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ and
   * https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#prune-last
   *
   * @param props the first wave
   */
  public static argoCd(props: ArgoCdDeliveryProps = {}): Delivery {
    return new Delivery(props.firstWave ?? 0);
  }

  private readonly firstWave: number;

  private constructor(firstWave: number) {
    this.firstWave = firstWave;
  }

  /** What is wrong with it. */
  public validate(): string[] {
    return Number.isInteger(this.firstWave) && Math.abs(this.firstWave) < 2 ** 31
      ? []
      : [`delivery: the first wave must be a whole number, given ${String(this.firstWave)}`];
  }

  /** @internal */
  public _mark(objects: ApiObject[]): void {
    for (const object of objects) {
      object.metadata.addAnnotation('argocd.argoproj.io/sync-wave', String(this.firstWave + waveOf(object)));
      object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'PruneLast=true');
    }
  }
}

/** Kinds that say who gets a request. */
const ROUTES = ['Ingress', 'VirtualService', 'RouteTable', 'HTTPRoute'];

function waveOf({ kind }: ApiObject): number {
  return kind === 'Rollout' ? 2 : ROUTES.includes(kind) ? 1 : 0;
}
