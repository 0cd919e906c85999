import { affinityOf } from './affinity';
import { decide } from './canary-decision';
import { UpstreamPods } from './upstream-pods';
import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';
import { sharesRoutedBy } from '../../engine/routed';
import { Share } from '../../engine/share';
import { Split } from '../../engine/split';
import { answered, undetermined } from '../../engine/whole-split';
import { text } from '../annotations/values';
import {
  emptyBackendNote,
  emptyCanaryNote,
  expressionNote,
  foreignCookieNote,
  podNote,
  secondCanaryNote,
} from '../answer-notes';
import { Configuration, Upstream } from '../configuration/configuration';
import { addressId } from '../configuration/rules';

/** A request that has arrived at a location with an upstream. @internal */
export interface Arrived {
  readonly configuration: Configuration;
  readonly request: HttpRequest;
  readonly pods: UpstreamPods;
  readonly notes: Note[];
  /** The Ingress of the location. */
  readonly ingress: KubernetesObject | undefined;
  /** Its host and path. */
  readonly address: string | undefined;
}

/**
 * Who answers behind an upstream. First of all the main backend must have an endpoint; then an empty canary counts for
 * nothing, whatever the header says (rootfs/etc/nginx/lua/balancer.lua).
 *
 * @param afterAccess asks what nginx checks between the choice of a balancer and that of a pod
 * @internal
 */
export function balanced(primary: Upstream, arrived: Arrived, afterAccess: (answer: () => Split) => Split): Split {
  const { configuration, pods, notes, ingress } = arrived;
  const own = pods.of(primary);
  const stable = own.isEmpty ? pods.fallback(ingress) : own;
  if (!stable) {
    return answered(emptyStatus(ingress), [...notes, emptyBackendNote(primary, ingress)]);
  }
  if (primary.alternatives.length > 1) {
    notes.push(secondCanaryNote(primary, configuration));
  }
  return afterAccess(() => {
    const alternative = configuration.upstreams.get(primary.alternatives[0]);
    const canary = alternative?.canary ? pods.of(alternative) : undefined;
    const fraction =
      alternative && canary ? canaryFraction(primary, alternative, canary.isEmpty, arrived) : Fraction.ZERO;
    if (!(fraction instanceof Fraction)) {
      return undetermined(fraction, notes);
    }
    const affinity = affinityOf(arrived.request, [primary]);
    const choosing = [
      ...(fraction.isZero || !canary?.hasVersions ? [] : [alternative!]),
      ...(Fraction.ONE.minus(fraction).isZero || !stable.hasVersions ? [] : [primary]),
    ];
    return choosing.some((upstream) => affinity.choosesPodOf(upstream))
      ? undetermined(podNote(primary), notes)
      : new Split(
        [
          ...routed(stable.shares(Fraction.ONE.minus(fraction)), arrived.ingress, arrived),
          ...routed(canary?.shares(fraction) ?? [], alternative?.ingress, arrived),
        ],
        notes,
      );
  });
}

/** Shares with the Ingress that they come from. */
function routed(shares: Share[], ingress: KubernetesObject | undefined, { address }: Arrived): Share[] {
  return ingress === undefined || address === undefined
    ? shares
    : sharesRoutedBy(shares, addressId(ingress, address));
}

/** The share of the canary, or why it is not known. */
function canaryFraction(
  primary: Upstream,
  alternative: Upstream,
  isEmpty: boolean,
  { request, notes }: Arrived,
): Fraction | Note {
  const affinity = affinityOf(request, [primary, alternative]);
  if (affinity.isBoundTo(primary)) {
    return Fraction.ZERO;
  }
  if (isEmpty) {
    notes.push(emptyCanaryNote(alternative));
    return Fraction.ZERO;
  }
  if (affinity.isBoundTo(alternative)) {
    return Fraction.ONE;
  }
  if (affinity.isForeign) {
    notes.push(foreignCookieNote(primary));
  }
  const decision = decide(alternative.canary!, request);
  return 'canary' in decision
    ? decision.canary
    : expressionNote(decision.unknownPattern, 'canary-by-header-pattern', [alternative.ingress]);
}

/** 503, unless custom-http-errors hands it over to the default backend, which answers with 404. */
function emptyStatus(ingress: KubernetesObject | undefined): number {
  return (text(ingress, 'custom-http-errors') ?? '').split(',').some((code) => code.trim() === '503') ? 404 : 503;
}
