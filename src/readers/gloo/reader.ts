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
import { idOf } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Share, Unrouted } from '../engine/share';
import { Split } from '../engine/split';
import { agreedAnswer, answered, EntryAnswer, undetermined } from '../engine/whole-split';
import { ReceivedRequest } from '../envoy';

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
    return virtualHosts(index).flatMap(conditionsOf);
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
    return answers.length === 0
      ? silent([...objects.notes, ...passedOver, noListener(request)])
      : agreedAnswer(answers, differentGateways, passedOver);
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
  const ways = [answers[0], ...others].map((way) => `${way.name} (${way.split})`).join(' or ');
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

function noListener({ scheme }: HttpRequest): Note {
  return note(
    NoteKind.EXPLAINED,
    'gloo-no-gateway',
    [],
    `no Gateway listens for ${scheme}, so the connection is refused`,
    {
      fix: scheme === 'https' ? 'Add a Gateway with ssl: true.' : 'Add a Gateway with an httpGateway.',
      source: 'projects/gateway/pkg/translator/http_translator.go of solo-io/gloo',
    },
  );
}

function noVirtualService({ name }: Listener, host: string): Note {
  return note(
    NoteKind.EXPLAINED,
    'gloo-no-virtual-service',
    [name],
    `no VirtualService of ${name} has a domain for ${host}, so the proxy answers with 404`,
    { field: host, source: 'https://docs.solo.io/gloo-edge/latest/introduction/traffic_management/' },
  );
}

function openOrder({ service }: VirtualHost, ways: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gloo-equal-weight-order',
    [service],
    `${ways} may come first: their tables have the same weight and they have the same path, and headers do not ` +
    'decide the order',
    {
      field: ways,
      fix: 'Give the tables different weights, or write the routes of one path into one table.',
      source: 'projects/gloo/pkg/utils/sort_routes.go of solo-io/gloo',
    },
  );
}

function openCondition({ service }: VirtualHost, ways: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gloo-condition-open',
    [service],
    `${ways} may take the request: a header that Envoy adds, or the client's address, decides`,
    {
      field: ways,
      fix: 'Leave out conditions on headers that Envoy sets.',
      source: 'source/common/http/conn_manager_utility.cc of envoyproxy/envoy',
    },
  );
}

function differentListeners(answers: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gloo-listeners-differ',
    [],
    `the answer depends on the port, or on the client's address: ${answers}`,
    {
      field: answers,
      fix: 'Ask one Gateway by its name, or let all of them serve the same VirtualServices.',
      source: 'projects/gateway/pkg/translator/hybrid_translator.go of solo-io/gloo',
    },
  );
}

function differentGateways(answers: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'gloo-gateways-differ',
    [],
    `the answer depends on the proxy that a request comes in at: ${answers}`,
    {
      field: answers,
      fix: 'Ask one Gateway by its name, or let all of them serve the same VirtualServices.',
      source: 'projects/gateway/pkg/utils/gateway_filtering.go of solo-io/gloo',
    },
  );
}

function passedOverGateway(gateway: Parameters<typeof idOf>[0]): Note {
  return note(
    NoteKind.IGNORED,
    'gloo-gateway-namespace',
    [gateway],
    `Gloo reads Gateways of its own namespace only, and Gateway ${idOf(gateway)} is in another one`,
    {
      fix: 'Move it to gloo-system, or set gateway.readGatewaysFromAllNamespaces in Settings.',
      source: 'projects/gateway/pkg/translator/predicate.go of solo-io/gloo',
    },
  );
}

function meshEntry(): Note {
  return note(
    NoteKind.UNREAD,
    'gloo-no-mesh',
    [],
    'Gloo routes what comes in at its proxies; a request inside the cluster does not pass them',
    { fix: 'Ask a gateway.', source: 'https://docs.solo.io/gloo-edge/latest/introduction/traffic_management/' },
  );
}
