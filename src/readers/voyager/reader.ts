import { conditionsOf } from './conditions';
import { defaultBackendOf, Frontend, frontendsOf, listensTcp, pathOf } from './frontends';
import { annotation, annotationNames, flag } from './ingress-annotations';
import { pitfallsOf } from './pitfalls';
import { configurationFault, webhookFault } from './rejections';
import { Servers } from './servers';
import { VOYAGER_SHAPES } from './shapes';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { Entry } from '../engine/entry';
import { Fault } from '../engine/fault';
import { idOf, KubernetesObject, objectName } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { sharesRoutedBy } from '../engine/routed';
import { RouterReader } from '../engine/router-reader';
import { Share, Unrouted } from '../engine/share';
import { Split } from '../engine/split';
import { answered, undetermined } from '../engine/whole-split';

const VALIDATOR = 'apis/voyager/v1beta1/validator.go of voyagermesh/apimachinery';

/**
 * Reads Voyager's Ingresses as its last open source does (2021), over HAProxy 2.6: ports, hosts, paths, redirects to
 * HTTPS, and the weights of single pods.
 *
 * @internal
 */
export class VoyagerReader implements RouterReader {
  public readonly router = 'Voyager';
  public readonly shapes = VOYAGER_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return index.all('voyager.appscode.com', 'Ingress').length > 0;
  }

  public entries(): Entry[] {
    return [Entry.gateway()];
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return index.all('voyager.appscode.com', 'Ingress').flatMap(conditionsOf);
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(index);
  }

  /** Every Ingress has a load balancer of its own: the client talks to one that knows what it asks for. */
  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
    const all = index
      .all('voyager.appscode.com', 'Ingress')
      .map((ingress) => answer(ingress, index, request, readiness));
    const rejections = all.filter(({ isRejected }) => isRejected);
    const valid = all.filter(({ isRejected }) => !isRejected);
    const meant = valid.filter(({ isMeant }) => isMeant);
    const [first, ...others] = meant.length > 0 ? meant : valid.length > 0 ? valid : all;
    const notes = rejections.flatMap(({ split }) => split.notes);
    if (others.every(({ split }) => split.isSameTraffic(first.split))) {
      return new Split(first.split.shares, [...first.split.notes, ...notes]);
    }
    const ways = [first, ...others].map(({ ingress, split }) => `${idOf(ingress)} (${split})`).join(', ');
    return undetermined(
      note(
        NoteKind.AMBIGUOUS,
        'voyager-load-balancers-differ',
        [first, ...others].map(({ ingress }) => ingress),
        'every Voyager Ingress has a load balancer of its own, and the answer depends on the one that the'
          + ` client talks to: ${ways}`,
        {
          fix: 'Give the Ingresses different hosts, or read each by itself.',
          source: 'https://voyagermesh.com/docs/latest/concepts/overview/',
        },
      ),
      notes,
    );
  }
}

interface Answer {
  readonly ingress: KubernetesObject;
  /** Whether the Ingress has a rule or a default backend for the request. */
  readonly isMeant: boolean;
  /** Whether it never gets into a cluster. */
  readonly isRejected?: boolean;
  readonly split: Split;
}

/** What HAProxy gets of an Ingress, whatever the request. */
interface Configuration {
  /** Why the webhook rejects it. */
  readonly rejection: Fault | undefined;
  readonly frontends: Frontend[];
  /** Why HAProxy refuses it. */
  readonly refused: Note | undefined;
  readonly notes: Note[];
}

/** Safe to keep: neither the objects of an index nor a readiness change. */
const configurationOf = memoizeByObject((index: ObjectIndex) =>
  memoizeByObject((readiness: PodReadiness) =>
    memoizeByObject((ingress: KubernetesObject) => newConfiguration(ingress, index, readiness)),
  ),
);

function newConfiguration(ingress: KubernetesObject, index: ObjectIndex, readiness: PodReadiness): Configuration {
  const notes: Note[] = [];
  const servers = new Servers(index, readiness, notes);
  const rejection = webhookFault(ingress);
  const frontends =
    rejection === undefined ? frontendsOf(ingress, (backend) => servers.isServed(ingress, backend)) : [];
  const refused = rejection === undefined ? refusedConfiguration(ingress, frontends, servers) : undefined;
  return { rejection, frontends, refused, notes };
}

function answer(ingress: KubernetesObject, index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Answer {
  const { rejection, frontends, refused, notes: known } = configurationOf(index)(readiness)(ingress);
  const notes = [...known];
  const servers = new Servers(index, readiness, notes);
  if (rejection) {
    return {
      ingress,
      isMeant: false,
      isRejected: true,
      split: undetermined(
        note(
          NoteKind.REJECTED,
          'voyager-rejected',
          [ingress],
          `Voyager's webhook rejects ${objectName(ingress)}: ${rejection.reason}`,
          { fix: rejection.fix, source: VALIDATOR },
        ),
        notes,
      ),
    };
  }
  const port = request.port;
  const frontend = frontends.find((one) => one.port === port);
  const uncertain = refused ?? unreadFrontend(ingress, port);
  if (uncertain !== undefined) {
    return { ingress, isMeant: false, split: undetermined(uncertain, notes) };
  }
  return frontend?.isTls === (request.scheme === 'https')
    ? { ingress, ...onFrontend(ingress, frontend, request, servers, notes) }
    : { ingress, isMeant: false, split: unheard(ingress, request, port, notes) };
}

/** Whatever is wrong anywhere in an Ingress is wrong for all of it. */
function refusedConfiguration(ingress: KubernetesObject, frontends: Frontend[], servers: Servers): Note | undefined {
  const paths = frontends.flatMap(({ hosts }) => hosts).flatMap((host) => host.paths);
  const backends = [...paths.map(({ backend }) => backend), defaultBackendOf(ingress)];
  const weight = backends.flatMap((backend) => (backend ? (servers.tooGreatWeight(ingress, backend) ?? []) : [])).at(0);
  const fault = configurationFault(ingress) ?? weight;
  return (
    fault &&
    note(
      NoteKind.REJECTED,
      'voyager-configuration-refused',
      [ingress],
      `${fault.message}, so HAProxy keeps its last valid configuration`,
      { field: fault.field, fix: fault.fix, source: 'https://docs.haproxy.org/2.6/configuration.html' },
    )
  );
}

/** What listens for a request in a way that the reader does not read. */
function unreadFrontend(ingress: KubernetesObject, port: number): Note | undefined {
  const unread = (code: string, message: string) =>
    note(NoteKind.UNREAD, code, [ingress], `${message}, which the reader does not read`);
  if (flag(ingress, 'ssl-passthrough', false)) {
    return unread('voyager-ssl-passthrough', `${objectName(ingress)} passes TLS through by TCP rules`);
  }
  if (flag(ingress, 'use-node-port', false)) {
    return unread('voyager-node-ports', `the hosts of ${objectName(ingress)} are known by their node ports`);
  }
  return listensTcp(ingress, port)
    ? unread('voyager-tcp-rule', `port ${port} of ${objectName(ingress)} has a TCP rule`)
    : undefined;
}

/** No frontend has the port, or it speaks the other protocol: there is no answer of HTTP. */
function unheard(ingress: KubernetesObject, { scheme }: HttpRequest, port: number, notes: Note[]): Split {
  return new Split(
    [new Share({ fraction: Fraction.ONE, unrouted: Unrouted.NO_LISTENER })],
    [
      ...notes,
      note(
        NoteKind.EXPLAINED,
        'voyager-no-listener',
        [ingress],
        `${objectName(ingress)} does not listen for ${scheme} on port ${port}`,
      ),
    ],
  );
}

function onFrontend(
  ingress: KubernetesObject,
  frontend: Frontend,
  request: HttpRequest,
  servers: Servers,
  notes: Note[],
): Omit<Answer, 'ingress'> {
  notes.push(...unreadNotes(ingress, frontend.port));
  // HAProxy refuses a path with other characters than printable ASCII (h1_parse_msg_hdrs in src/h1.c).
  if (/[^\x21-\x7e]/.test(request.path)) {
    return { isMeant: true, split: answered(400, notes) };
  }
  const path = pathOf(frontend, request);
  if (path === 'redirect') {
    return { isMeant: true, split: answered(308, notes) };
  }
  const byDefault = defaultBackendOf(ingress);
  const backend = path?.backend ?? (byDefault && servers.isServed(ingress, byDefault) ? byDefault : undefined);
  if (!backend) {
    return {
      isMeant: false,
      split: answered(503, [
        ...notes,
        note(
          NoteKind.EXPLAINED,
          'voyager-no-rule',
          [ingress],
          `no rule of ${objectName(ingress)} takes the request and it has no default backend, so HAProxy`
            + ' answers with 503',
        ),
      ]),
    };
  }
  const shares = servers.shares(ingress, backend);
  const split = new Split(path?.route === undefined ? shares : sharesRoutedBy(shares, path.route), notes);
  const cookie = stickyCookie(ingress, servers.serviceOf(ingress, backend));
  const isBound =
    cookie !== undefined &&
    request.headerValues('cookie').some((line) => line.split(';').some((one) => one.trim().startsWith(`${cookie}=`)));
  return isBound && split.shares.length > 1
    ? { isMeant: true, split: undetermined(affinityNote(ingress, cookie), notes) }
    : { isMeant: true, split };
}

function affinityNote(ingress: KubernetesObject, cookie: string): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'voyager-affinity',
    [ingress],
    `the request carries the affinity cookie ${cookie}, and only HAProxy knows for which pod it stands`,
    {
      field: cookie,
      fix: 'Remove the affinity while two versions run, or ask without the cookie.',
      source: 'https://docs.haproxy.org/2.6/configuration.html#4-cookie',
    },
  );
}

/** The cookie by which clients stick to a pod, as the Ingress or the Service asks for it. */
function stickyCookie(ingress: KubernetesObject, service: KubernetesObject | undefined): string | undefined {
  const asking = [ingress, service].find((object) => annotation(object, 'affinity') === 'cookie');
  return asking && (annotation(asking, 'session-cookie-name') || 'SERVERID');
}

const MAY_ANSWER = /^(auth-.*|whitelist-source-range|limit-.*|proxy-body-size)$/;

function unreadNotes(ingress: KubernetesObject, port: number): Note[] {
  const names = annotationNames(ingress)
    .filter((name) => MAY_ANSWER.test(name))
    .sort();
  const own = (ingress.spec?.frontendRules ?? []).filter((rule: any) => Number(rule.port) === port);
  return [
    ...(names.length > 0
      ? [
        note(
          NoteKind.UNREAD,
          'voyager-may-answer',
          [ingress],
          `${objectName(ingress)}: ${names.join(', ')} may answer requests in place of the application, which`
              + ' the reader does not read',
          { field: names.join(', ') },
        ),
      ]
      : []),
    ...(own.some(({ rules = [], auth }: any) => rules.length > 0 || auth)
      ? [
        note(
          NoteKind.UNREAD,
          'voyager-frontend-rules',
          [ingress],
          `${objectName(ingress)} has frontendRules, which the reader does not read`,
        ),
      ]
      : []),
  ];
}
