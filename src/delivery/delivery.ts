import { ApiObject, Chart, Duration } from 'cdk8s';
import { labelNameFault, objectNameFault } from '../application/kubernetes-names';
import { isText } from '../faults/list-fault';
import { isMap, shown } from '../faults/shown';
import { StageChart } from '../synthesis/stage-chart';
import { objectsBelow } from '../writers/stage-objects';

/** What Argo CD is told of a rollout's objects. */
export interface ArgoCdDeliveryProps {
  /**
   * The sync wave of what is routed to: workloads, their configuration, Services. What routes to it has the next one, and a Rollout
   * the one after that.
   *
   * @default 0
   */
  readonly firstWave?: number;
}

/** Where Flux finds a rollout's stages. */
export interface FluxDeliveryProps {
  /** The name of the GitRepository, or of another source. */
  readonly sourceName: string;

  /**
   * The kind of the source.
   *
   * @default 'GitRepository'
   */
  readonly sourceKind?: string;

  /** The folder in the source that has the folders `workloads`, `routes` and, where a controller takes the steps, `rollout`. */
  readonly path: string;

  /**
   * The namespace of the Kustomizations and of their source.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;

  /**
   * How often Flux looks for changes.
   *
   * @default 10 minutes
   */
  readonly interval?: Duration;
}

/** The parts of a stage, in the order in which they are applied. */
const PARTS = ['workloads', 'routes', 'rollout'];

/** Kinds that say who gets a request. */
const ROUTES = ['Ingress', 'VirtualService', 'RouteTable', 'HTTPRoute'];

/**
 * What a deployment tool is told of the order of a rollout's objects. Stages by themselves are safe in any order; this is for the
 * time when somebody goes over several of them at once.
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

  /**
   * For Flux: each stage is written as two charts, `…-workloads` and `…-routes` (and `…-rollout`, where a controller takes the
   * steps), and beside all stages there is one, `<id>-flux`, with a Kustomization for each: the second depends on the first, which
   * waits until its pods are ready. Put the parts of a stage into the folders that the Kustomizations name.
   *
   * A Kustomization deletes before it waits, and the first one is done before the second one begins: take the stages one by one
   * when pods are removed.
   *
   * Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
   *
   * @param props where Flux finds them
   */
  public static flux(props: FluxDeliveryProps): Delivery {
    return new Delivery(undefined, props ?? {});
  }

  private readonly firstWave?: number;
  private readonly source?: FluxDeliveryProps;

  private constructor(firstWave?: number, source?: FluxDeliveryProps) {
    this.firstWave = firstWave;
    this.source = source;
  }

  /** What is wrong with it. */
  public validate(): string[] {
    if (this.source !== undefined) {
      return fluxFaults(this.source);
    }
    return Number.isInteger(this.firstWave) && Math.abs(this.firstWave!) < 2 ** 31
      ? []
      : [`delivery: the first wave must be a whole number, given ${String(this.firstWave)}`];
  }

  /** What the id of a stage's chart ends in. @internal */
  public get _suffix(): string {
    return this.source === undefined ? '' : '-routes';
  }

  /**
   * Marks the objects of a stage, or divides them over charts beside its own.
   *
   * @param chart the stage's
   * @param name what the stage is called in the names of files
   * @param prefix the beginning of the names of the Kustomizations
   * @returns all charts of the stage
   * @internal
   */
  public _deliver(chart: Chart, name: string, prefix: string): Chart[] {
    const objects = objectsBelow(chart);
    if (this.source === undefined) {
      objects.forEach((object) => {
        object.metadata.addAnnotation('argocd.argoproj.io/sync-wave', String(this.firstWave! + waveOf(object)));
        object.metadata.addAnnotation('argocd.argoproj.io/sync-options', 'PruneLast=true');
      });
      return [chart];
    }
    const { namespace = 'flux-system' } = this.source;
    const charts = new Map<string, Chart>([['routes', chart]]);
    for (const object of objects) {
      const part = PARTS[waveOf(object)];
      const home = charts.get(part) ?? new StageChart(chart.node.scope!, `${name}-${part}`);
      charts.set(part, home);
      const moved = home === chart ? object : movedTo(home, object);
      // As Flux itself labels what it applies.
      moved.metadata.addLabel('kustomize.toolkit.fluxcd.io/name', `${prefix}-${part}`);
      moved.metadata.addLabel('kustomize.toolkit.fluxcd.io/namespace', namespace);
    }
    return PARTS.flatMap((part) => charts.get(part) ?? []);
  }

  /**
   * The objects beside all stages.
   *
   * @param prefix the beginning of the names of the Kustomizations
   * @param hasRollout whether a controller takes the steps
   * @internal
   */
  public _surroundings(prefix: string, hasRollout: boolean): any[] {
    if (this.source === undefined) {
      return [];
    }
    const { sourceName, sourceKind = 'GitRepository', path, namespace = 'flux-system', interval = Duration.minutes(10) } = this.source;
    return (hasRollout ? PARTS : PARTS.slice(0, 2)).map((part, place) => ({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: `${prefix}-${part}`, namespace },
      spec: {
        ...(place === 0 ? {} : { dependsOn: [{ name: `${prefix}-${PARTS[place - 1]}` }] }),
        interval: `${interval.toSeconds()}s`,
        path: `${path.replace(/\/+$/, '')}/${part}`,
        prune: true,
        sourceRef: { kind: sourceKind, name: sourceName },
        wait: true,
      },
    }));
  }
}

function waveOf({ kind }: ApiObject): number {
  return kind === 'Rollout' ? 2 : ROUTES.includes(kind) ? 1 : 0;
}

function movedTo(chart: Chart, object: ApiObject): ApiObject {
  const manifest = object.toJson();
  object.node.scope!.node.tryRemoveChild(object.node.id);
  return new ApiObject(chart, object.node.id, manifest);
}

function fluxFaults(props: FluxDeliveryProps): string[] {
  if (!isMap(props)) {
    return [`delivery: Flux needs a source and a path, given ${shown(props)}: write for example Delivery.flux({ sourceName: 'apps', path: './echo' })`];
  }
  const { sourceName, sourceKind = 'GitRepository', path, namespace = 'flux-system', interval } = props;
  const faults: [string, string | undefined][] = [['source', objectNameFault(sourceName)], ['namespace', labelNameFault(namespace)]];
  const isFolder = isText(path) && path !== '' && !/[\0-\x1f]/.test(path) && !path.split('/').includes('..');
  const isInterval = interval === undefined || (typeof interval?.toMilliseconds === 'function' && Number.isInteger(interval.toMilliseconds() / 1000) && interval.toMilliseconds() > 0);
  return [
    ...faults.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `delivery: the ${what} ${fault}`),
    ...(isText(sourceKind) && /^[A-Z][A-Za-z]{0,62}$/.test(sourceKind) ? [] : [`delivery: the kind of a source is one such as 'GitRepository', given ${shown(sourceKind)}`]),
    ...(isFolder ? [] : [`delivery: the path is a folder in the source, given ${shown(path)}: write for example './apps/echo'`]),
    ...(isInterval ? [] : [`delivery: the interval is a Duration of whole seconds, given ${shown(interval)}: write for example Duration.minutes(10)`]),
  ];
}
