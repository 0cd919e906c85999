import { ApiObject, Chart } from 'cdk8s';
import { ArgoCdDeliveryProps, argoCdFaults, markForArgoCd } from './argo-cd';
import { FluxDeliveryProps, fluxFaults, kustomizations, markForFlux } from './flux';
import { partOf, STAGE_PARTS } from './stage-parts';
import { objectsBelow } from '../synthesis/objects-below';
import { StageChart } from '../synthesis/stage-chart';

/**
 * In which order a deployment tool applies the objects of a stage. One stage after the other is safe in any order; a delivery
 * also makes it safe to skip stages.
 */
export class Delivery {
  /**
   * For Argo CD: workloads and Services are in one sync wave, and have to be healthy before their routes, in the next wave, are
   * applied. What a stage no longer has is pruned last (`PruneLast=true`). Where a controller takes the steps, its Rollout comes
   * after its routes, which the controller looks for.
   *
   * Argo CD has no health check for some custom resources, Gloo's among them, and does not wait for them.
   *
   * Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/ and
   * https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#prune-last
   *
   * @param props the first wave
   */
  public static argoCd(props: ArgoCdDeliveryProps = {}): Delivery {
    return new Delivery(props ?? {});
  }

  /**
   * For Flux: each stage is two charts, `…-workloads` and `…-routes` (and `…-rollout`, where a controller takes the steps).
   * The chart `<id>-flux` beside all stages holds a Kustomization for each: the second depends on the first, which waits until
   * its pods are ready. Put the parts of a stage into the folders that the Kustomizations name.
   *
   * A Kustomization deletes before it waits, and the first one ends before the second one begins: apply the stages one by one
   * where pods are removed.
   *
   * Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
   *
   * @param props where Flux finds them
   */
  public static flux(props: FluxDeliveryProps): Delivery {
    return new Delivery(undefined, props ?? {});
  }

  private readonly argoCdProps?: ArgoCdDeliveryProps;
  private readonly fluxProps?: FluxDeliveryProps;

  private constructor(argoCdProps?: ArgoCdDeliveryProps, fluxProps?: FluxDeliveryProps) {
    this.argoCdProps = argoCdProps;
    this.fluxProps = fluxProps;
  }

  /** What is wrong with it, a sentence each. */
  public validate(): string[] {
    return this.fluxProps === undefined ? argoCdFaults(this.argoCdProps ?? {}) : fluxFaults(this.fluxProps);
  }

  /** What the id of a stage's chart ends in. @internal */
  public get _suffix(): string {
    return this.fluxProps === undefined ? '' : '-routes';
  }

  /**
   * Marks the objects of a stage, or divides them into charts beside its own.
   *
   * @param chart the stage's
   * @param name what the stage is called in the names of files
   * @param prefix the beginning of the names of the Kustomizations
   * @returns all charts of the stage
   * @internal
   */
  public _deliver(chart: Chart, name: string, prefix: string): Chart[] {
    const objects = objectsBelow(chart);
    const { fluxProps, argoCdProps } = this;
    if (fluxProps === undefined) {
      objects.forEach((object) => markForArgoCd(object, (argoCdProps?.firstWave ?? 0) + partOf(object)));
      return [chart];
    }
    const charts = new Map<string, Chart>([['routes', chart]]);
    for (const object of objects) {
      const part = STAGE_PARTS[partOf(object)];
      const home = charts.get(part) ?? new StageChart(chart.node.scope!, `${name}-${part}`);
      charts.set(part, home);
      markForFlux(home === chart ? object : movedTo(home, object), `${prefix}-${part}`, fluxProps);
    }
    return STAGE_PARTS.flatMap((part) => charts.get(part) ?? []);
  }

  /**
   * The objects beside all stages.
   *
   * @param prefix the beginning of the names of the Kustomizations
   * @param hasRollout whether a controller takes the steps
   * @internal
   */
  public _surroundings(prefix: string, hasRollout: boolean): any[] {
    return this.fluxProps === undefined ? [] : kustomizations(prefix, hasRollout, this.fluxProps);
  }
}

function movedTo(chart: Chart, object: ApiObject): ApiObject {
  const manifest = object.toJson();
  object.node.scope!.node.tryRemoveChild(object.node.id);
  return new ApiObject(chart, object.node.id, manifest);
}
