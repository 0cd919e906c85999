import { conditionsOf } from './conditions';
import { Destinations } from './destinations';
import { EntryPoint, entryPoints } from './entry-points';
import { pitfallsOf } from './pitfalls';
import { webhookFault } from './rejections';
import { takes } from './routes';
import { ISTIO_SHAPES } from './shapes';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { Entry } from '../engine/entry';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Share } from '../engine/share';
import { Split } from '../engine/split';
import { agreed, answered, undetermined } from '../engine/whole-split';
import { normalizedPath } from '../envoy';

/**
 * Reads Istio's VirtualServices, DestinationRules and Gateways as Istio 1.30 does: hosts, the order of routes, matches,
 * weights, subsets, delegation.
 *
 * @internal
 */
export class IstioReader implements RouterReader {
  public readonly router = 'Istio';
  public readonly shapes = ISTIO_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return index.all('networking.istio.io', 'VirtualService').length > 0;
  }

  public entries(): Entry[] {
    return [Entry.gateway()];
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return index.all('networking.istio.io', 'VirtualService').filter((service) => isValid(service, [])).flatMap((service) => conditionsOf(service, index));
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index);
  }

  /** A request comes through a gateway or from a sidecar, whichever knows its host. */
  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
    const notes = unread(index);
    const valid = index.all('networking.istio.io', 'VirtualService').filter((service) => isValid(service, notes));
    const [inOrder, reversed] = [byAge(valid), byAge([...valid].reverse())].map((services) => answers(services, index, request, readiness));
    const split = meantAnswer(inOrder, notes);
    return meantAnswer(reversed, notes).isSameTraffic(split)
      ? split
      : undetermined('several VirtualServices are about the host, and which of them comes first depends on their age, which not all of them tell', split.notes);
  }
}

interface Answer {
  readonly entry: EntryPoint;
  readonly split: Split;
}

function isValid(service: KubernetesObject, notes: string[]): boolean {
  const fault = webhookFault(service);
  if (fault) {
    notes.push(`VirtualService ${idOf(service)} is left out, because Istio's webhook rejects it: ${fault}`);
  }
  return fault === undefined && (service.spec?.hosts ?? []).length > 0;
}

/** The oldest first, as Istio sorts them (sortConfigByCreationTime in pilot/pkg/model). */
function byAge(services: KubernetesObject[]): KubernetesObject[] {
  const key = (service: KubernetesObject) => `${service.metadata?.creationTimestamp} ${idOf(service)}`;
  const isTold = services.every(({ metadata }) => metadata?.creationTimestamp);
  return isTold ? [...services].sort((left, right) => (key(left) < key(right) ? -1 : 1)) : services;
}

function answers(services: KubernetesObject[], index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Answer[] {
  return entryPoints(services, index, request).map((entry) => ({ entry, split: splitAt(entry, index, request, readiness) }));
}

/** Those that know the host are meant; where they differ, it depends on where the client is. */
function meantAnswer(all: Answer[], notes: string[]): Split {
  const knowing = all.filter(({ entry }) => entry.routes !== undefined || entry.service !== undefined || entry.isRedirected);
  const looking = knowing.filter(({ entry }) => !entry.isOpaque);
  const meant = looking.length > 0 ? looking : knowing.length > 0 ? knowing : all;
  return meant.length === 0
    ? answered(404, [...notes, 'nothing listens for the request, which a gateway answers with 404'])
    : agreed(meant.map(({ entry, split }) => ({ name: entry.name, split })), 'it depends on where the request comes in', notes);
}

function splitAt(entry: EntryPoint, index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
  const notes = [...entry.notes];
  const destinations = new Destinations(index, readiness, entry.listener, notes);
  if (entry.isRedirected && request.scheme === 'http') {
    return answered(301, notes);
  }
  if (entry.isOpaque) {
    return undetermined(`${entry.name} sees TLS, and does not look into it: VirtualServices route it by the name of the server only (tls), which is not read`, notes);
  }
  if (entry.service) {
    return new Split(destinations.ofService(entry.service, entry.listener.port, Fraction.ONE), notes);
  }
  const path = normalizedPath(request.path);
  for (const route of entry.routes ?? []) {
    const verdict = takes(route, request, path, entry.listener);
    if (verdict === 'unknown') {
      return undetermined(`whether a route of VirtualService ${idOf(route.service)} takes the request depends on a token's claims or on the client's pod`, notes);
    }
    if (verdict === 'yes') {
      return new Split(routed(route.spec, (whole) => destinations.shares(route, whole)), notes);
    }
  }
  return answered(404, [...notes, `no route of ${request.host} takes the request, which Envoy answers with 404`]);
}

/** Faults come before the route's own answer. Without a percentage nothing is aborted (TranslateFault in route.go). */
function routed(spec: any, destinations: (whole: Fraction) => Share[]): Share[] {
  const { abort } = spec.fault ?? {};
  const isAborted = abort?.httpStatus !== undefined || abort?.grpcStatus !== undefined;
  const percent = !isAborted ? 0 : Math.min(Math.max(abort.percentage?.value ?? 0, 0), 100);
  const aborted = Fraction.of(Math.trunc(percent * 10000), 1000000);
  const rest = Fraction.ONE.minus(aborted);
  const status = spec.redirect ? spec.redirect.redirectCode || 301 : spec.directResponse?.status;
  return [
    ...(aborted.isZero ? [] : [new Share(abort.httpStatus === undefined ? { fraction: aborted, undetermined: `the request is aborted with the status ${abort.grpcStatus} of gRPC` } : { fraction: aborted, status: abort.httpStatus })]),
    ...(status === undefined ? destinations(rest) : [new Share({ fraction: rest, status })]),
  ];
}

const UNREAD: [string, string, string][] = [
  ['security.istio.io', 'AuthorizationPolicy', 'may refuse requests'],
  ['security.istio.io', 'RequestAuthentication', 'may refuse requests with invalid tokens'],
  ['networking.istio.io', 'EnvoyFilter', 'may change anything'],
  ['networking.istio.io', 'Sidecar', 'may hide Services from clients'],
];

function unread(index: ObjectIndex): string[] {
  const kinds = UNREAD.filter(([group, kind]) => index.all(group, kind).length > 0).map(([, kind, what]) => `objects of the kind ${kind} ${what}, and are not read`);
  const limited = ['VirtualService', 'DestinationRule'].flatMap((kind) => index.all('networking.istio.io', kind)).filter(({ spec }) => (spec?.exportTo ?? []).some((one: string) => one !== '*'));
  return [...kinds, ...limited.map((object) => `${object.kind} ${idOf(object)} is not for all namespaces (exportTo), which is not read`)];
}
