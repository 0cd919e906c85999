import { GatewayGroup, proxiesOf } from './gateway-groups';
import { GatewayServer, listenersOf } from './gateway-listeners';
import { RouteTable, routeTable, VirtualHost } from './virtual-hosts';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { TextMemo } from '../../../caching/text-memo';
import { HttpRequest } from '../../../http';
import { Note, note, NoteKind } from '../../engine/note';
import { PodReadiness } from '../../engine/pod-readiness';
import { Unrouted } from '../../engine/share';
import { Split } from '../../engine/split';
import { answered, undetermined } from '../../engine/whole-split';
import { EnvoyPlace, ReceivedRequest, refusal, RepeatedLines } from '../../envoy';
import { answerOf } from '../answers';
import { agreed, EntryAnswer, unrouted } from '../entry-answer';
import { mostSpecific } from '../model/host-names';
import { Proxy } from '../model/proxy';
import { World } from '../model/world';
import { hostOf } from '../request-address';

const SOURCE = 'pilot/pkg/networking/core/gateway.go of istio/istio';

/** Who answers a request that comes in at the gateways of a group. @internal */
export function gatewayAnswer(
  group: GatewayGroup,
  world: World,
  request: HttpRequest,
  readiness: PodReadiness,
  lines?: RepeatedLines,
): EntryAnswer {
  const received = new ReceivedRequest(request, { place: EnvoyPlace.EDGE, repeatedLines: lines });
  const answers = proxiesOf(group, world).map((proxy) => ({
    proxy,
    ...answerBy({ proxy, group, world, received, readiness }),
  }));
  const nameOf = ({ proxy }: { proxy: Proxy }) => `pods in ${proxy.namespace} with ${JSON.stringify(proxy.labels)}`;
  return {
    entry: group.entry,
    knowsHost: answers.some(({ knowsHost }) => knowsHost),
    split: agreed(answers, nameOf, (told) => podsOpen(group, told)),
  };
}

type Answer = Pick<EntryAnswer, 'knowsHost' | 'split'>;

/** A request at one of the proxies that a group of gateways may stand for. */
interface Question {
  readonly proxy: Proxy;
  readonly group: GatewayGroup;
  readonly world: World;
  readonly received: ReceivedRequest;
  readonly readiness: PodReadiness;
}

function answerBy(question: Question): Answer {
  const { group, world, received: { request } } = question;
  if (group.assumed !== undefined) {
    return assumedAnswer(group.assumed, question);
  }
  const { http, tls } = listenersOf(group, world.index);
  const isSecure = request.scheme === 'https';
  const heard = isSecure ? tls : http;
  const own = request.port;
  const ports = heard.has(own) ? [own] : [...heard.keys()];
  if (ports.length === 0) {
    return { knowsHost: false, split: unrouted(Unrouted.NO_LISTENER, [noListener(group, request)]) };
  }
  const answers = ports.map((port) => {
    const answer = isSecure
      ? secureAnswer(heard.get(port)!, port, question)
      : answerAt(tableOf(heard.get(port)!, String(port), port, question), port, question);
    return { port, ...answer };
  });
  const knowing = answers.filter(({ knowsHost }) => knowsHost);
  const meant = knowing.length > 0 ? knowing : answers;
  return {
    knowsHost: knowing.length > 0,
    split: agreed(
      meant,
      ({ port }) => `port ${port}`,
      (told) => portsDiffer(group, told),
    ),
  };
}

/** With TLS the name that the client asks for picks the server, and only the server's routes count. */
function secureAnswer(servers: GatewayServer[], port: number, question: Question): Answer {
  const { group, world, received } = question;
  const byHost = new Map(
    servers.flatMap((server) => server.hosts.map(({ host }): [string, GatewayServer] => [host.toLowerCase(), server])),
  );
  const host = hostOf(received.request);
  const server = mostSpecific(host, byHost);
  if (server === undefined) {
    return { knowsHost: false, split: unrouted(Unrouted.NO_LISTENER, [noListener(group, received.request)]) };
  }
  if (server.isOpaque) {
    return opaqueAnswer(server, group, world, received.request);
  }
  const key = `${port} ${server.gateway} ${servers.indexOf(server)}`;
  return answerAt(tableOf([server], key, port, question), port, question);
}

/** TLS that the gateway does not look into is routed by the `tls` of VirtualServices. */
function opaqueAnswer(server: GatewayServer, group: GatewayGroup, { byGateway }: World, request: HttpRequest): Answer {
  const routed = (byGateway.get(server.gateway) ?? []).filter(({ object }) => (object.spec?.tls ?? []).length > 0);
  return routed.length === 0
    ? { knowsHost: false, split: unrouted(Unrouted.NO_LISTENER, [noListener(group, request)]) }
    : {
      knowsHost: true,
      split: undetermined(
        note(
          NoteKind.UNREAD,
          'istio-tls-routes',
          routed.map(({ object }) => object),
          `${group.entry} passes TLS for ${request.host} through and routes it by SNI (tls routes), which is `
          + 'not read',
        ),
        [],
      ),
    };
}

function answerAt(table: RouteTable, port: number, question: Question): Answer {
  const { proxy, group, world, received, readiness } = question;
  const { request } = received;
  const found = mostSpecific(hostOf(request), table.hosts);
  const knowsHost = found !== undefined;
  if (table.refusal !== undefined) {
    return { knowsHost, split: unrouted(Unrouted.NO_LISTENER, [table.refusal]) };
  }
  const refused = refusal(request);
  if (refused !== undefined) {
    return { knowsHost, split: refused };
  }
  if (found === undefined) {
    return { knowsHost, split: answered(404, [noHost(group, request)]) };
  }
  if (found.isRedirected && request.scheme === 'http') {
    return { knowsHost, split: answered(301, []) };
  }
  return {
    knowsHost,
    split: withDelegations(found, answerOf(found.routes, received, { proxy, port }, world, readiness)),
  };
}

/** Safe to keep: the VirtualServices of a host do not change. */
const delegationNotes = memoizeByObject(({ services }: VirtualHost) => services.flatMap(({ notes }) => notes));

function withDelegations(host: VirtualHost, split: Split): Split {
  const notes = delegationNotes(host);
  return notes.length === 0 ? split : new Split(split.shares, [...split.notes, ...notes]);
}

/** A gateway that is not among the objects: it is taken to listen for all that its VirtualServices are about. */
function assumedAnswer(name: string, question: Question): Answer {
  const { received } = question;
  const port = received.request.port;
  const server: GatewayServer = {
    gateway: name,
    hosts: [{ namespace: '*', host: '*' }],
    isRedirected: false,
    isOpaque: false,
    writtenHosts: [],
  };
  const answer = answerAt(tableOf([server], `assumed ${port}`, port, question), port, question);
  const assumed = note(
    NoteKind.ASSUMED,
    'istio-gateway-assumed',
    [`Gateway ${name}`],
    `Gateway ${name} is not among the objects, so it is taken to listen for ${received.request.scheme}`,
  );
  return { ...answer, split: new Split(answer.split.shares, [...answer.split.notes, assumed]) };
}

/** Tables of a group are the same for every request. More than this are for ports that clients make up. */
const MAX_TABLES = 64;

/** Safe to keep: a group belongs to one world, and neither changes. */
const tables = memoizeByObject((_: GatewayGroup) => new TextMemo<RouteTable>(MAX_TABLES));

function tableOf(servers: GatewayServer[], key: string, port: number, question: Question): RouteTable {
  const { proxy, group, world } = question;
  return tables(group).of(`${key} ${proxy.key}`, () => routeTable(servers, port, proxy, world));
}

function noListener({ gateways, entry }: GatewayGroup, { scheme, host }: HttpRequest): Note {
  return note(NoteKind.EXPLAINED, 'istio-no-listener', gateways, `${entry} does not listen for ${scheme} to ${host}`, {
    field: host,
    source: SOURCE,
  });
}

function noHost({ gateways, entry }: GatewayGroup, { host }: HttpRequest): Note {
  return note(
    NoteKind.EXPLAINED,
    'istio-no-host',
    gateways,
    `no VirtualService of ${entry} is about ${host}, which Envoy answers with 404`,
    { field: host, source: SOURCE },
  );
}

function portsDiffer({ gateways, entry }: GatewayGroup, told: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'istio-ports-differ',
    gateways,
    `the ports of ${entry} answer in different ways: ${told}`,
    { fix: 'Name the port in the URL.', source: SOURCE },
  );
}

function podsOpen({ gateways, entry }: GatewayGroup, told: string): Note {
  return note(
    NoteKind.UNREAD,
    'istio-gateway-pods-unknown',
    gateways,
    `the answer depends on the namespace and the labels of the pods of ${entry}, whose workload is not among the ` +
      `objects: ${told}`,
    {
      fix: 'Add the workload of the gateway to the objects.',
      source: 'pilot/pkg/networking/core/route/route.go of istio/istio',
    },
  );
}
