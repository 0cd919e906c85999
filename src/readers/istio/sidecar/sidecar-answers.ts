import { clientsOf } from './clients';
import { SidecarHost, SidecarTable, sidecarTable } from './sidecar-table';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { TextMemo } from '../../../caching/text-memo';
import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { Entry } from '../../engine/entry';
import { Note, note, NoteKind } from '../../engine/note';
import { PodReadiness } from '../../engine/pod-readiness';
import { Unrouted } from '../../engine/share';
import { Split } from '../../engine/split';
import { undetermined } from '../../engine/whole-split';
import { EnvoyPlace, ReceivedRequest, refusal, RepeatedLines } from '../../envoy';
import { answerOf } from '../answers';
import { Destinations } from '../destinations';
import { agreed, EntryAnswer, unrouted } from '../entry-answer';
import { mostSpecific, serviceHost } from '../model/host-names';
import { MergedService, MESH } from '../model/merged-service';
import { Proxy } from '../model/proxy';
import { isServiceVisible, MeshPort, MeshService, PortProtocol } from '../model/services';
import { World } from '../model/world';
import { hostOf } from '../request-address';

const SOURCE = 'pilot/pkg/networking/core/httproute.go of istio/istio';

/** Who answers a request that a client in the mesh sends, through its sidecar. @internal */
export function meshAnswer(
  entry: Entry,
  world: World,
  request: HttpRequest,
  readiness: PodReadiness,
  lines?: RepeatedLines,
): EntryAnswer {
  const received = new ReceivedRequest(request, { place: EnvoyPlace.SIDECAR, repeatedLines: lines });
  const answers = clientsOf(hostOf(request), entry, world).map((client) => {
    return { client, ...answerFor(client, world, received, readiness) };
  });
  const knowing = answers.filter(({ knowsHost }) => knowsHost);
  const meant = knowing.length > 0 && entry.clientNamespace === undefined ? knowing : answers;
  const nameOf = ({ client }: { client: Proxy }) => `${client.namespace} ${JSON.stringify(client.labels)}`;
  return { entry, knowsHost: knowing.length > 0, split: agreed(meant, nameOf, clientsDiffer) };
}

type Answer = Pick<EntryAnswer, 'knowsHost' | 'split'>;

function answerFor(client: Proxy, world: World, received: ReceivedRequest, readiness: PodReadiness): Answer {
  const { request } = received;
  const [host, port] = [hostOf(request), request.port];
  const called = calledService(host, client, world);
  const open = called?.ports.find(({ number }) => number === port);
  if (request.scheme === 'https' || open?.protocol === PortProtocol.TCP) {
    return opaqueAnswer(called, open, client, port, world, request, readiness);
  }
  const table = tableOf(port, client, world);
  const found =
    open?.protocol === PortProtocol.SNIFFED ? table.hosts.get(called!.hostname) : mostSpecific(host, table.hosts);
  // Envoy refuses the listener as a whole, also for hosts that would pass through.
  if (table.refusal !== undefined && (found !== undefined || table.isHeard)) {
    return { knowsHost: found !== undefined, split: unrouted(Unrouted.NO_LISTENER, [table.refusal]) };
  }
  if (found === undefined || (!table.isHeard && open?.protocol !== PortProtocol.SNIFFED)) {
    return { knowsHost: false, split: passedThrough(request) };
  }
  const refused = refusal(request);
  return {
    knowsHost: true,
    split: refused ?? answerOfHost(found, received, { proxy: client, port }, world, readiness),
  };
}

function answerOfHost(
  host: SidecarHost,
  received: ReceivedRequest,
  listener: { proxy: Proxy; port: number },
  world: World,
  readiness: PodReadiness,
): Split {
  if (host.service !== undefined) {
    const notes: Note[] = [];
    const destinations = new Destinations(world, listener, readiness, notes);
    return new Split(destinations.ofService(host.service.service, host.service.port, Fraction.ONE), notes);
  }
  const split = answerOf(host.routes!, received, listener, world, readiness);
  const { virtualService } = host;
  const notes = [...virtualService!.notes, ...hiddenServices(virtualService!, world)];
  return notes.length === 0 ? split : new Split(split.shares, [...split.notes, ...notes]);
}

/** The Service that a client's name server finds. */
function calledService(host: string, { namespace }: Proxy, world: World): MeshService | undefined {
  const [name, own = namespace, ...others] = host.replace(/\.$/, '').split('.');
  const isService = ['', 'svc', 'svc.cluster.local'].includes(others.join('.'));
  const found = isService ? world.registry.find(serviceHost(name, own), namespace, own) : undefined;
  return found && isServiceVisible(found, namespace) ? found : undefined;
}

/** What is no plain HTTP goes to the Service's pods, whatever `http` routes say; `tls` routes are not read. */
function opaqueAnswer(
  called: MeshService | undefined,
  open: MeshPort | undefined,
  client: Proxy,
  port: number,
  world: World,
  request: HttpRequest,
  readiness: PodReadiness,
): Answer {
  const routed = world.services.filter(
    ({ object }) => (object.spec?.tls ?? []).length > 0 || (object.spec?.tcp ?? []).length > 0,
  );
  if (routed.length > 0) {
    return {
      knowsHost: called !== undefined,
      split: undetermined(
        note(
          NoteKind.UNREAD,
          'istio-tls-routes',
          routed.map(({ object }) => object),
          `a sidecar does not read requests to ${request.host} as HTTP: it applies the tls and tcp routes of `
          + 'VirtualServices, which are not read',
        ),
        [],
      ),
    };
  }
  if (called === undefined || open === undefined) {
    return { knowsHost: false, split: passedThrough(request) };
  }
  const notes: Note[] = [
    note(
      NoteKind.EXPLAINED,
      'istio-opaque-port',
      [called.object],
      `a sidecar takes what is sent to port ${port} of ${called.hostname} for TCP, so http routes do not count`,
      { source: 'https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/' },
    ),
  ];
  const destinations = new Destinations(world, { proxy: client, port }, readiness, notes);
  return { knowsHost: true, split: new Split(destinations.ofService(called, open, Fraction.ONE), notes) };
}

function passedThrough({ host }: HttpRequest): Split {
  return unrouted(Unrouted.PASSTHROUGH, [
    note(
      NoteKind.EXPLAINED,
      'istio-passthrough',
      [],
      `a sidecar has no virtual host for ${host} at this port, so it forwards the request to its original address `
      + '(outboundTrafficPolicy ALLOW_ANY)',
      { field: host, source: SOURCE },
    ),
  ]);
}

/** Of several VirtualServices about one host a sidecar takes the first. */
function hiddenServices(virtualService: MergedService, world: World): Note[] {
  return hidden(world)(virtualService);
}

/** Safe to keep: neither a world nor its VirtualServices change. */
const hidden = memoizeByObject(({ byGateway }: World) =>
  memoizeByObject((virtualService: MergedService) => findHidden(virtualService, byGateway.get(MESH) ?? [])),
);

function findHidden({ id, hosts }: MergedService, bound: MergedService[]): Note[] {
  const own = new Set(hosts.filter((host) => !host.startsWith('*')));
  return bound
    .filter((other) => other.id !== id && other.hosts.some((host) => own.has(host)))
    .map((other) =>
      note(
        NoteKind.IGNORED,
        'istio-host-taken',
        [other.object, `VirtualService ${id}`],
        `VirtualService ${other.id} has no effect in sidecars, because VirtualService ${id} is about `
        + `${hosts.join(', ')}, too`,
        {
          fix: 'Put the routes of one host into one VirtualService.',
          source: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/',
        },
      ),
    );
}

function clientsDiffer(told: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'istio-clients-differ',
    [],
    `the answer depends on the namespace, or the labels, of the client: ${told}`,
    {
      fix: 'Choose one client (--from mesh:NAMESPACE, or mesh:NAMESPACE,LABEL=VALUE).',
      source: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
    },
  );
}

/** Tables of a proxy are the same for every request. More than this are for ports that clients make up. */
const MAX_TABLES = 64;

/** Safe to keep: a world does not change. */
const tables = memoizeByObject((_: World) => new TextMemo<SidecarTable>(MAX_TABLES));

function tableOf(port: number, client: Proxy, world: World): SidecarTable {
  return tables(world).of(`${port} ${client.key}`, () => sidecarTable(port, client, world));
}
