import { Fraction } from '../../../fraction';
import { Note, note, NoteKind } from '../../engine/note';
import { Share } from '../../engine/share';
import { Destination } from '../backends/destination';
import { Outcome } from '../backends/outcome';
import { noReadyPod, ownShares, podShares, readyCount } from '../backends/pod-shares';

/**
 * Who answers what an Envoy Gateway sends on (buildXdsWeightedRouteAction in internal/xds/translator/route.go and
 * HTTPRoute.NeedsClusterPerSetting in internal/ir/xds.go of envoyproxy/gateway).
 *
 * Backends are one cluster, in which each is a locality with its weight. A pod that is not ready drains: Envoy leaves
 * it out (excludeBasedOnHealthFlag in source/common/upstream/upstream_impl.cc of envoyproxy/envoy), so a backend
 * without ready pods leaves its share to the others; where no pod of any backend is ready, all pods get requests
 * alike. Each backend is a cluster of its own where one leads nowhere, has no pods or has filters. Shares that lead
 * nowhere and shares without pods are one status then: 503 where some backend has no pods, otherwise 500.
 *
 * @internal
 */
export function envoyGatewayShares(destinations: readonly Destination[]): Outcome {
  const isEmpty = ({ state, pods = [] }: Destination) => state === 'pods' && pods.every(({ total }) => total === 0);
  const empty = destinations.filter(isEmpty);
  const invalid = destinations.filter(({ state }) => state === 'invalid');
  const valid = destinations.filter((one) => one.state !== 'invalid' && !isEmpty(one));
  if (valid.length === 0) {
    return {
      shares: [new Share({ fraction: Fraction.ONE, status: invalid.length > 0 ? 500 : 503 })],
      notes: empty.map(({ service }) => noReadyPod(service)),
    };
  }
  const status = empty.length > 0 ? 503 : 500;
  const lost = [...empty, ...invalid].map(({ fraction = Fraction.ONE }) => new Share({ fraction, status }));
  const isSeparate =
    lost.length > 0 || valid.some((one) => one.isSeparate) || valid.some(({ state }) => state === 'open');
  const clusters = isSeparate
    ? valid.map((one) => clusterShares([one], one.fraction ?? Fraction.ONE))
    : [clusterShares(valid, Fraction.ONE)];
  return {
    shares: [...lost, ...clusters.flatMap(({ shares }) => shares)],
    notes: [...empty.map(({ service }) => noReadyPod(service)), ...clusters.flatMap(({ notes }) => notes)],
  };
}

/** One cluster: by weight among the backends that have a ready pod; among all pods where none has. */
function clusterShares(members: readonly Destination[], fraction: Fraction): Outcome {
  const ready = members.filter(({ state, pods = [] }) => state !== 'pods' || readyCount(pods) > 0);
  if (ready.length === 0) {
    const pods = members.flatMap(({ pods: own = [], service }) => own.map((one) => ({ one, service })));
    const total = pods.reduce((sum, { one }) => sum + one.total, 0);
    const shares = pods
      .filter(({ one }) => one.total > 0)
      .flatMap(({ one, service }) =>
        podShares([one], fraction.times(Fraction.of(one.total, total)), service, () => one.total),
      );
    return { shares, notes: [noneReady(members)] };
  }
  const total = ready.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const outcomes = ready.map((one) =>
    ownShares({ ...one, fraction: fraction.times(Fraction.of(one.weight ?? 1, total)) }),
  );
  const idle = members.filter((one) => !ready.includes(one));
  return {
    shares: outcomes.flatMap(({ shares }) => shares),
    notes: [...outcomes.flatMap(({ notes }) => notes), ...idle.map(({ service }) => movedShare(service))],
  };
}

function movedShare(service: string | undefined): Note {
  return note(
    NoteKind.EXPLAINED,
    'envoy-gateway-share-moves',
    [`Service ${service}`],
    `no pod of Service ${service} is ready, so its share moves to the other backends of the rule`,
    { source: SOURCE },
  );
}

function noneReady(members: readonly Destination[]): Note {
  return note(
    NoteKind.EXPLAINED,
    'envoy-gateway-panic',
    members.map(({ service }) => `Service ${service}`),
    'no pod is ready, so Envoy sends requests to all pods alike, whether they can answer or not',
    { source: SOURCE },
  );
}

const SOURCE = 'internal/xds/translator/cluster.go of envoyproxy/gateway';
