import { ApiObject, Duration } from 'cdk8s';
import { STAGE_PARTS } from './stage-parts';
import { labelNameFault, objectNameFault } from '../application/kubernetes-names';
import { isText } from '../faults/list-fault';
import { given, isMap } from '../faults/shown';
import { unknownKeyFaults } from '../faults/unknown-keys';

/** The source and the path where Flux finds a rollout's stages. */
export interface FluxDeliveryProps {
  /** The name of the GitRepository, or of another source. */
  readonly sourceName: string;

  /**
   * The kind of the source.
   *
   * @default 'GitRepository'
   */
  readonly sourceKind?: string;

  /**
   * The folder in the source that holds the folders `workloads`, `routes` and, if a controller takes the steps,
   * `rollout`.
   */
  readonly path: string;

  /**
   * The namespace of the Kustomizations and of their source.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;

  /**
   * The interval at which Flux looks for changes.
   *
   * @default 10 minutes
   */
  readonly interval?: Duration;
}

const DEFAULT_NAMESPACE = 'flux-system';

/** Adds the labels that Flux adds to the objects of a Kustomization. @internal */
export function markForFlux(
  object: ApiObject,
  kustomization: string,
  { namespace = DEFAULT_NAMESPACE }: FluxDeliveryProps,
): void {
  object.metadata.addLabel('kustomize.toolkit.fluxcd.io/name', kustomization);
  object.metadata.addLabel('kustomize.toolkit.fluxcd.io/namespace', namespace);
}

/**
 * A Kustomization for each part of a stage. Each depends on the one before it, and waits until its objects are ready.
 *
 * @param prefix the prefix of their names
 * @param hasRollout whether a controller takes the steps
 * @internal
 */
export function kustomizations(prefix: string, hasRollout: boolean, props: FluxDeliveryProps): any[] {
  const {
    sourceName,
    sourceKind = 'GitRepository',
    path,
    namespace = DEFAULT_NAMESPACE,
    interval = Duration.minutes(10),
  } = props;
  return (hasRollout ? STAGE_PARTS : STAGE_PARTS.slice(0, 2)).map((part, place) => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: `${prefix}-${part}`, namespace },
    spec: {
      ...(place === 0 ? {} : { dependsOn: [{ name: `${prefix}-${STAGE_PARTS[place - 1]}` }] }),
      interval: `${interval.toSeconds()}s`,
      path: `${path.replace(/\/+$/, '')}/${part}`,
      prune: true,
      sourceRef: { kind: sourceKind, name: sourceName },
      wait: true,
    },
  }));
}

/** The faults of the options, one sentence each. @internal */
export function fluxFaults(props: FluxDeliveryProps): string[] {
  if (!isMap(props)) {
    return [
      `delivery: Flux needs a source and a path, ${given(props)}: ` +
        "write for example Delivery.flux({ sourceName: 'apps', path: './echo' })",
    ];
  }
  const { sourceName, sourceKind = 'GitRepository', path, namespace = DEFAULT_NAMESPACE, interval } = props;
  const faults: [string, string | undefined][] = [
    ['source', objectNameFault(sourceName)],
    ['namespace', labelNameFault(namespace)],
  ];
  const isFolder = isText(path) && path !== '' && !/[\0-\x1f]/.test(path) && !path.split('/').includes('..');
  const isInterval =
    interval === undefined ||
    (typeof interval?.toMilliseconds === 'function' &&
      Number.isInteger(interval.toMilliseconds() / 1000) &&
      interval.toMilliseconds() > 0);
  return [
    ...unknownKeyFaults('FluxDeliveryProps', props).map((fault) => `delivery: ${fault}`),
    ...faults.filter(([, fault]) => fault !== undefined).map(([what, fault]) => `delivery: the ${what} ${fault}`),
    ...(isText(sourceKind) && /^[A-Z][A-Za-z]{0,62}$/.test(sourceKind)
      ? []
      : [
        'delivery: sourceKind must be the kind of a Flux source, ' +
          `${given(sourceKind)}: write for example 'GitRepository'`,
      ]),
    ...(isFolder
      ? []
      : [`delivery: the path must be a folder in the source, ${given(path)}: write for example './apps/echo'`]),
    ...(isInterval
      ? []
      : [
        'delivery: the interval must be a Duration of whole seconds, ' +
          `${given(interval)}: write for example Duration.minutes(10)`,
      ]),
  ];
}
