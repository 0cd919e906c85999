import {
  differentGateways, differentListeners, meshEntry, noListener, noVirtualService, openCondition, openOrder,
  passedOverGateway,
} from './answer-notes';
import { conditionsOf } from './conditions';
import { hostFor, received } from './gateways/connection-settings';
import { entriesFor, listenersFor } from './gateways/entries';
import { Listener, passedOverGateways } from './gateways/listeners';
import { VirtualHost, virtualHostIn } from './gateways/virtual-host';
import { configurationIn } from './gateways/virtual-hosts';
import { GlooObjects, glooObjectsIn } from './objects/gloo-objects';
import { pitfallsOf } from './pitfalls';
import { routeAnswer } from './route-answer';
import { candidatesFor } from './routes/first-match';
import { routeName } from './routes/flat-route';
import { GLOO_SHAPES } from './shapes';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { Entry, EntryKind } from '../engine/entry';
import { Note } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Share, Unrouted } from '../engine/share';
import { Split } from '../engine/split';
import { agreedAnswer, answered, EntryAnswer, undetermined } from '../engine/whole-split';
import { ReceivedRequest } from '../envoy';

/** Where the order of routes is undetermined, a note names at most this many of them. */
const MAX_NAMED = 5;

/**
 * Reads the objects of Gloo Edge as version 1.22 with Envoy 1.36 serves them on a first apply, without a webhook.
 *
 * @internal
 */
export class GlooReader implements RouterReader {
  public readonly router = 'Gloo Edge';
  public readonly shapes = GLOO_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return ['VirtualService', 'RouteTable'].some((kind) => index.all('gateway.solo.io', kind).length > 0);
  }

  public entries(index: ObjectIndex, request?: HttpRequest): Entry[] {
    return entriesFor(request, glooObjectsIn(index));
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return virtualHosts(index).flatMap((host) => conditionsOf(host, glooObjectsIn(index)));
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(glooObjectsIn(index), virtualHosts(index));
  }

  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness, from?: Entry): Split {
    const objects = glooObjectsIn(index);
    const passedOver = passedOverGateways(objects).map(passedOverGateway);
    if (from?.kind === EntryKind.MESH) {
      return undetermined(meshEntry(), []);
    }
    const answers = listenersFor(request, objects, from).map(({ entry, listeners }): EntryAnswer => {
      const ways = listeners.map((listener) => ({
        entry: entryOf(listener, entry),
        split: onListener(listener, objects, request, readiness),
      }));
      return { entry, split: agreedAnswer(ways, differentListeners, []) };
    });
    if (answers.length > 0) {
      return agreedAnswer(answers, differentGateways, passedOver);
    }
    // In a part of a cluster, a Gateway that is not among the objects may listen.
    const isKnown = index.isComplete || (from !== undefined && from.gateways.length > 0);
    const notes = [...objects.notes, ...passedOver, noListener(request, isKnown)];
    return isKnown ? silent(notes) : answered(404, notes);
  }
}

function virtualHosts(index: ObjectIndex): VirtualHost[] {
  const objects = glooObjectsIn(index);
  return objects.virtualServices.map((service) => virtualHostIn(objects)(service));
}

function onListener(listener: Listener, objects: GlooObjects, request: HttpRequest, readiness: PodReadiness): Split {
  const { silence, hosts, claims } = configurationIn(objects)(listener);
  if (silence.length > 0) {
    return silent([...objects.notes, ...silence]);
  }
  const reception = received(request, listener);
  if (reception instanceof Split) {
    return reception;
  }
  const asked = hostFor(request, listener);
  const heldBack = claims.find(asked) ?? [];
  const host = hosts.find(asked);
  const split =
    host === undefined
      ? answered(404, [...objects.notes, noVirtualService(listener, asked)])
      : onHost(host, listener, objects, reception, readiness);
  return heldBack.length === 0 ? split : new Split(split.shares, [...heldBack, ...split.notes]);
}

function onHost(
  host: VirtualHost,
  listener: Listener,
  objects: GlooObjects,
  request: ReceivedRequest,
  readiness: PodReadiness,
): Split {
  if (host.limit !== undefined) {
    return undetermined(host.limit, host.notes);
  }
  const { routes, isTaken } = candidatesFor(host, request);
  const notFound = () => answered(404, [...objects.notes, ...host.notes]);
  if (routes.length === 0) {
    return notFound();
  }
  const answers = routes.map((route) => ({
    name: routeName(route.holder, route.position),
    split: routeAnswer(objects, route, host, listener, request.request, readiness),
  }));
  const [{ split }, ...others] = isTaken ? answers : [...answers, { name: 'no route', split: notFound() }];
  if (others.length === 0) {
    return split;
  }
  const notes = [split, ...others.map((other) => other.split)].flatMap((one) => one.notes);
  if (others.every((other) => other.split.isSameTraffic(split))) {
    return new Split(split.shares, notes);
  }
  const ways = [answers[0], ...others].slice(0, MAX_NAMED).map((way) => `${way.name} (${way.split})`).join(' or ');
  return undetermined(
    routes.some(({ step }) => step !== undefined) && isTaken ? openOrder(host, ways) : openCondition(host, ways),
    notes,
  );
}

function silent(notes: Note[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, unrouted: Unrouted.NO_LISTENER })], notes);
}

function entryOf({ gateway }: Listener, entry: Entry): Entry {
  return gateway === undefined ? entry : Entry.gateway(gateway);
}
