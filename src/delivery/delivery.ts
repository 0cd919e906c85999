import { ApiObject, Chart } from 'cdk8s';
import { ArgoCdDeliveryProps, argoCdFaults, markForArgoCd } from './argo-cd';
import { FluxDeliveryProps, fluxFaults, kustomizations, markForFlux } from './flux';
import { partOf, STAGE_PARTS } from './stage-parts';
import { objectsBelow } from '../synthesis/objects-below';
import { StageChart } from '../synthesis/stage-chart';

/**
 * The order in which a deployment tool applies the objects of a stage. Stages that are applied one by one are safe in
 * any order of objects; with a delivery it is also safe to skip stages.
 */
export class Delivery {
  /**
   * For Argo CD: workloads and Services are in one sync wave, and routes in the next, so that Argo CD applies routes
   * when the workloads are healthy. Objects that a stage no longer contains are pruned last (`PruneLast=true`). If a
   * controller takes the steps, its Rollout comes after the routes, because the controller looks for them.
   *
   * Argo CD does not wait for custom resources without a health check, such as Gloo's.
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
   * For Flux: each stage is two charts, `…-workloads` and `…-routes` (and `…-rollout` if a controller takes the
   * steps). The chart `<id>-flux` holds a Kustomization for each of them: the second depends on the first, and the
   * first waits until its pods are ready. Put the parts of a stage into the folders that the Kustomizations name.
   *
   * A Kustomization deletes objects before it waits, and the first one ends before the second one begins: apply stages
   * one by one if they remove pods.
   *
   * Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
   *
   * @param props the source and the path where Flux finds the stages
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

  /** Its faults, one sentence each. */
  public validate(): string[] {
    return this.fluxProps === undefined ? argoCdFaults(this.argoCdProps ?? {}) : fluxFaults(this.fluxProps);
  }

  /** The suffix of the id of a stage's chart. @internal */
  public get _suffix(): string {
    return this.fluxProps === undefined ? '' : '-routes';
  }

  /**
   * Annotates the objects of a stage, or divides them into several charts.
   *
   * @param chart the stage's chart
   * @param name the stage's name in file names
   * @param prefix the prefix of the Kustomizations' names
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
   * The objects that do not belong to a single stage.
   *
   * @param prefix the prefix of the Kustomizations' names
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
