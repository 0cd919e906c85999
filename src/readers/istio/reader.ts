import { conditionsOf } from './conditions';
import { agreed, entriesDiffer, EntryAnswer } from './entry-answer';
import { envoyLines } from './envoy-version';
import { gatewayAnswer } from './gateway/gateway-answers';
import { gatewayGroupsOf } from './gateway/gateway-groups';
import { isOpenOrder } from './model/ages';
import { MergedService, MESH } from './model/merged-service';
import { reversedWorldOf, validServices, World, worldOf } from './model/world';
import { pitfallsOf } from './pitfalls';
import { ISTIO_SHAPES } from './shapes';
import { meshAnswer } from './sidecar/sidecar-answers';
import { unreadNotes } from './unread';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { HttpRequest } from '../../http';
import { Entry, EntryKind } from '../engine/entry';
import { groupOf, KubernetesObject } from '../engine/kubernetes-object';
import { note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Split } from '../engine/split';
import { undetermined } from '../engine/whole-split';

/** Routes of other routers, which may run beside Istio's sidecars. */
const OTHER_ROUTES: [string, string][] = [
  ['gateway.networking.k8s.io', 'HTTPRoute'],
  ['networking.k8s.io', 'Ingress'],
  ['extensions', 'Ingress'],
  ['gateway.solo.io', 'VirtualService'],
  ['voyager.appscode.com', 'Ingress'],
];

/**
 * Reads Istio's VirtualServices, DestinationRules and Gateways as Istio 1.31 does: hosts, the order of routes,
 * matches, weights, subsets, delegation, at gateways and in sidecars.
 *
 * @internal
 */
export class IstioReader implements RouterReader {
  public readonly router = 'Istio';
  public readonly shapes = ISTIO_SHAPES;

  /**
   * VirtualServices that the API server refuses are meant for Istio, too; so are its other objects where no router
   * has routes.
   */
  public claims(index: ObjectIndex): boolean {
    const isRefused = (object: KubernetesObject) =>
      object.kind === 'VirtualService' && groupOf(object) === 'networking.istio.io';
    const hasOther = ['DestinationRule', 'Gateway'].some((kind) => index.all('networking.istio.io', kind).length > 0);
    return (
      index.all('networking.istio.io', 'VirtualService').length > 0 ||
      index.rejectedObjects.some(isRefused) ||
      (hasOther && !OTHER_ROUTES.some(([group, kind]) => index.all(group, kind).length > 0))
    );
  }

  /** Each group of Gateways of the same pods, and the mesh where a VirtualService is for it. */
  public entries(index: ObjectIndex, request?: HttpRequest): Entry[] {
    const world = worldOf(index);
    const gateways = gatewayGroupsOf(world).map(({ entry }) => entry);
    const all = [...gateways, ...(world.byGateway.has(MESH) ? [Entry.mesh()] : [])];
    return request === undefined
      ? all
      : all.filter((entry) => {
        return answers(world, request, PodReadiness.allReady(), entry).some(({ knowsHost }) => knowsHost);
      });
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return validServices(index)
      .filter(({ spec }) => (spec?.hosts ?? []).length > 0)
      .flatMap((service) => conditionsOf(service, index));
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index);
  }

  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness, from?: Entry): Split {
    const split = splitIn(worldOf(index), request, readiness, from);
    const notes = unreadNotes(index);
    const reversed = hasOpenOrder(index) ? splitIn(reversedWorldOf(index), request, readiness, from) : split;
    return reversed.isSameTraffic(split)
      ? new Split(split.shares, [...notes, ...split.notes])
      : undetermined(ageOpen(request), [...notes, ...split.notes]);
  }
}

function splitIn(world: World, request: HttpRequest, readiness: PodReadiness, from?: Entry): Split {
  const all = answers(world, request, readiness, from);
  const knowing = all.filter(({ knowsHost }) => knowsHost);
  const gateways = all.filter(({ entry }) => entry.kind === EntryKind.GATEWAY);
  // Nobody sends a request into the mesh that only gateways would answer, and the other way round.
  const meant = from !== undefined ? all : knowing.length > 0 ? knowing : gateways.length > 0 ? gateways : all;
  return agreed(meant, ({ entry }) => String(entry), entriesDiffer);
}

/** What all entries say, or those that are asked for. */
function answers(world: World, request: HttpRequest, readiness: PodReadiness, from?: Entry): EntryAnswer[] {
  const lines = envoyLines(world.index);
  const gateways = gatewayGroupsOf(world).filter(({ entry }) => from === undefined || from.includes(entry));
  const answered = gateways.map((group) => gatewayAnswer(group, world, request, readiness, lines));
  const isMesh = from === undefined || from.kind === EntryKind.MESH;
  return isMesh || answered.length === 0
    ? [...answered, meshAnswer(isMesh ? (from ?? Entry.mesh()) : from, world, request, readiness, lines)]
    : answered;
}

/**
 * Whether several objects of unknown age may be about the same: hosts of one gateway, subsets of one host, one
 * listener.
 */
const hasOpenOrder = memoizeByObject((index: ObjectIndex): boolean => {
  const { byGateway } = worldOf(index);
  const services = [...byGateway.values()].filter((all) => all.length > 1 && meet(all)).flat();
  const all = [
    services.map(({ object }) => object),
    ...['DestinationRule', 'Gateway'].map((kind) => index.all('networking.istio.io', kind)),
  ];
  return all.some((objects) => isOpenOrder(objects, index));
});

/** Wildcards may meet any other host, where a server of a gateway is narrower. */
function meet(services: MergedService[]): boolean {
  const hosts = services.flatMap((service) => [...new Set(service.hosts.map((host) => host.toLowerCase()))]);
  return new Set(hosts).size < hosts.length || hosts.some((host) => host.startsWith('*'));
}

function ageOpen({ host }: HttpRequest) {
  return note(
    NoteKind.AMBIGUOUS,
    'istio-age-unknown',
    [],
    `several objects apply to ${host}, and their order depends on their age, but not all of them have a `
    + 'creationTimestamp',
    {
      field: host,
      fix: 'Put the routes, or subsets, of one host into one object, or delegate.',
      source: 'pilot/pkg/model/config.go of istio/istio',
    },
  );
}
