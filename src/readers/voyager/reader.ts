import { conditionsOf } from './conditions';
import { defaultBackendOf, Frontend, frontendsOf, listensTcp, pathOf } from './frontends';
import { annotation, annotationNames, flag } from './ingress-annotations';
import { pitfallsOf } from './pitfalls';
import { configurationFault, webhookFault } from './rejections';
import { Servers } from './servers';
import { VOYAGER_SHAPES } from './shapes';
import { HttpRequest } from '../../http';
import { Entry } from '../engine/entry';
import { idOf, KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';
import { PodReadiness } from '../engine/pod-readiness';
import { RouteConditions } from '../engine/route-conditions';
import { RouterReader } from '../engine/router-reader';
import { Split } from '../engine/split';
import { answered, undetermined } from '../engine/whole-split';

const KEPT = 'so HAProxy goes on with its last valid configuration';

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
    const all = index.all('voyager.appscode.com', 'Ingress').map((ingress) => answer(ingress, index, request, readiness));
    const rejections = all.filter(({ isRejected }) => isRejected);
    const valid = all.filter(({ isRejected }) => !isRejected);
    const meant = valid.filter(({ isMeant }) => isMeant);
    const [first, ...others] = meant.length > 0 ? meant : valid.length > 0 ? valid : all;
    const notes = rejections.flatMap(({ split }) => split.notes);
    if (others.every(({ split }) => split.isSameTraffic(first.split))) {
      return new Split(first.split.shares, [...first.split.notes, ...notes]);
    }
    const ways = [first, ...others].map(({ ingress, split }) => `${idOf(ingress)} (${split})`).join(', ');
    return undetermined(`every Voyager Ingress has a load balancer of its own, and it depends on which one the client talks to: ${ways}`, notes);
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

function answer(ingress: KubernetesObject, index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Answer {
  const notes: string[] = [];
  const servers = new Servers(index, readiness, notes);
  const rejection = webhookFault(ingress);
  if (rejection) {
    return { ingress, isMeant: false, isRejected: true, split: undetermined(`Ingress ${idOf(ingress)} is rejected by Voyager's webhook: ${rejection}`, notes) };
  }
  const frontends = frontendsOf(ingress, (backend) => servers.isServed(ingress, backend));
  const port = Number(/:(\d+)$/.exec(request.authority)?.[1] ?? (request.scheme === 'https' ? 443 : 80));
  const frontend = frontends.find((one) => one.port === port);
  const uncertain = faultOf(ingress, frontends, servers) ?? unheard(ingress, frontend, request, port);
  return uncertain === undefined
    ? { ingress, ...onFrontend(ingress, frontend!, request, servers, notes) }
    : { ingress, isMeant: false, split: undetermined(uncertain, notes) };
}

/** Whatever is wrong anywhere in an Ingress is wrong for all of it. */
function faultOf(ingress: KubernetesObject, frontends: Frontend[], servers: Servers): string | undefined {
  const paths = frontends.flatMap(({ hosts }) => hosts).flatMap((host) => host.paths);
  const backends = [...paths.map(({ backend }) => backend), defaultBackendOf(ingress)];
  const weight = backends.flatMap((backend) => (backend ? servers.tooGreatWeight(ingress, backend) ?? [] : [])).at(0);
  const fault = configurationFault(ingress) ?? weight;
  return fault && `${fault}, ${KEPT}`;
}

/** Why nothing of an Ingress that is read here hears a request. */
function unheard(ingress: KubernetesObject, frontend: Frontend | undefined, request: HttpRequest, port: number): string | undefined {
  if (flag(ingress, 'ssl-passthrough', false)) {
    return `Ingress ${idOf(ingress)} passes TLS through, and TCP rules are not read`;
  }
  if (flag(ingress, 'use-node-port', false)) {
    return `the hosts of Ingress ${idOf(ingress)} are known by their node ports, which are not read`;
  }
  if (listensTcp(ingress, port)) {
    return `port ${port} of Ingress ${idOf(ingress)} has a TCP rule, which is not read`;
  }
  return frontend?.isTls === (request.scheme === 'https') ? undefined : `nothing of Ingress ${idOf(ingress)} listens for ${request.scheme} on port ${port}`;
}

function onFrontend(ingress: KubernetesObject, frontend: Frontend, request: HttpRequest, servers: Servers, notes: string[]): Omit<Answer, 'ingress'> {
  notes.push(...unread(ingress, frontend.port));
  const path = pathOf(frontend, request);
  if (path === 'redirect') {
    return { isMeant: true, split: answered(308, notes) };
  }
  const byDefault = defaultBackendOf(ingress);
  const backend = path?.backend ?? (byDefault && servers.isServed(ingress, byDefault) ? byDefault : undefined);
  if (!backend) {
    const reason = `no rule of Ingress ${idOf(ingress)} takes the request and it has no default backend, which HAProxy answers with 503`;
    return { isMeant: false, split: answered(503, [...notes, reason]) };
  }
  const split = new Split(servers.shares(ingress, backend), notes);
  const cookie = stickyCookie(ingress, servers.serviceOf(ingress, backend));
  const isBound = cookie !== undefined && request.headerValues('cookie').some((line) => line.split(';').some((one) => one.trim().startsWith(`${cookie}=`)));
  return isBound && split.shares.length > 1
    ? { isMeant: true, split: undetermined(`the request carries the affinity cookie ${cookie}, and only HAProxy knows which pod it stands for`, notes) }
    : { isMeant: true, split };
}

/** The cookie by which clients stick to a pod, as the Ingress or the Service asks for it. */
function stickyCookie(ingress: KubernetesObject, service: KubernetesObject | undefined): string | undefined {
  const asking = [ingress, service].find((object) => annotation(object, 'affinity') === 'cookie');
  return asking && (annotation(asking, 'session-cookie-name') || 'SERVERID');
}

const MAY_ANSWER = /^(auth-.*|whitelist-source-range|limit-.*|proxy-body-size)$/;

function unread(ingress: KubernetesObject, port: number): string[] {
  const names = annotationNames(ingress).filter((name) => MAY_ANSWER.test(name)).sort();
  const own = (ingress.spec?.frontendRules ?? []).filter((rule: any) => Number(rule.port) === port);
  return [
    ...(names.length > 0 ? [`Ingress ${idOf(ingress)}: ${names.join(', ')} may answer requests in place of the application, and is not read`] : []),
    ...(own.some(({ rules = [], auth }: any) => rules.length > 0 || auth) ? [`Ingress ${idOf(ingress)} has frontendRules, which are not read`] : []),
  ];
}
