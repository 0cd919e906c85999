import { asksForPassword, isAnyAccessEnough } from './annotations/denied';
import { isPreflight } from './annotations/cors';
import { readRedirect } from './annotations/redirect';
import { unreadNotes } from './annotations/unread';
import { isTrue, readBool, text, valueOf } from './annotations/values';
import { affinityOf } from './balancer/affinity';
import { decide } from './balancer/canary-decision';
import { UpstreamPods } from './balancer/upstream-pods';
import { Configuration, Location, Upstream } from './configuration/configuration';
import { FoundHost, hostOf } from './nginx/hosts';
import { locationOf, nginxServer } from './nginx/locations';
import { refusal } from './nginx/request-faults';
import { locationPath } from './nginx/request-path';
import { Fraction } from '../../fraction';
import { HttpRequest } from '../../http';
import { KubernetesObject, objectName } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { Split } from '../engine/split';
import { answered, undetermined } from '../engine/whole-split';

/** A request to a controller, and what is noticed while it is answered. */
interface Question {
  readonly configuration: Configuration;
  readonly request: HttpRequest;
  readonly pods: UpstreamPods;
  readonly notes: Note[];
}

const TEMPLATE = 'rootfs/etc/nginx/template/nginx.tmpl of kubernetes/ingress-nginx';

/** Who answers a request, by one configuration. @internal */
export function answerOf(configuration: Configuration, index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
  const notes = [...configuration.notes];
  const path = locationPath(request.path);
  const refused = path === undefined ? 400 : refusal(request);
  if (configuration.broken !== undefined) {
    return undetermined(configuration.broken, notes);
  }
  if (path === undefined || refused !== undefined) {
    return answered(refused ?? 400, notes);
  }
  const host = hostOf(configuration, request);
  if (host.unknownExpression !== undefined) {
    return undetermined(expressionNote(host.unknownExpression, 'server-alias', ingressesOf(host)), notes);
  }
  if (host.isWwwRedirect) {
    return answered(308, notes);
  }
  if (host.server.denied !== undefined) {
    return answered(403, [...notes, host.server.denied]);
  }
  if (path === '/' && host.server.locations.some(hasAppRoot)) {
    return answered(302, notes);
  }
  return inServer(host, path, { configuration, request, pods: new UpstreamPods(index, readiness, notes), notes });
}

function inServer(host: FoundHost, path: string, question: Question): Split {
  const { request, notes } = question;
  const { location, isSlashRedirect, unknownExpression } = locationOf(host.server, path);
  if (unknownExpression !== undefined) {
    return undetermined(expressionNote(unknownExpression, 'path', ingressesOf(host)), notes);
  }
  const builtIn = host.isCatchAll && !nginxServer(host.server).isRegex ? builtInStatus(path, location) : undefined;
  if (builtIn !== undefined) {
    return answered(builtIn, notes);
  }
  if (isSlashRedirect) {
    return answered(301, [...notes, note(
      NoteKind.EXPLAINED, 'ingress-nginx-slash-redirect', [], `nginx sends ${request.path} to ${request.path}/, where a location begins`,
    )]);
  }
  return location ? onLocation(location, host, question) : answered(404, notes);
}

/** Locations of the server for all other hosts: the health check, and the status page, which only the controller's node may read. */
function builtInStatus(path: string, location: Location | undefined): number | undefined {
  const isRoot = location === undefined || location.path === '/';
  return !isRoot ? undefined : path.startsWith('/healthz') ? 200 : path.startsWith('/nginx_status') ? 403 : undefined;
}

/** In the order of nginx's phases: the rewrite module, the script of the controller, access, content. */
function onLocation(location: Location, host: FoundHost, question: Question): Split {
  const { configuration, request, notes } = question;
  const { ingress, isCatchAll } = location;
  if (location.denied !== undefined) {
    return answered(503, [...notes, location.denied]);
  }
  notes.push(...unreadNotes(ingress));
  if (isPreflight(ingress, request)) {
    return answered(204, [...notes, note(
      NoteKind.EXPLAINED, 'ingress-nginx-preflight', [ingress!], `nginx answers OPTIONS itself, as ${objectName(ingress!)} has enable-cors`, { source: TEMPLATE },
    )]);
  }
  const redirect = isCatchAll ? undefined : valueOf(readRedirect(ingress))?.code ?? httpsRedirect(location, host, request);
  if (redirect === 'unknown') {
    return undetermined(note(
      NoteKind.AMBIGUOUS, 'ingress-nginx-certificate-names', [ingress!],
      `whether ${request.host} is sent to HTTPS depends on the names in the certificate of ${objectName(ingress!)}`,
      { field: request.host, fix: 'Write ssl-redirect: "false" or force-ssl-redirect: "true".', source: 'rootfs/etc/nginx/lua/certificate.lua of kubernetes/ingress-nginx' },
    ), notes);
  }
  if (redirect !== undefined) {
    return answered(redirect, notes);
  }
  if (location.upstream === undefined) {
    return unlessPassword(location, question, () => answered(404, [...notes, note(
      NoteKind.EXPLAINED, 'ingress-nginx-default-backend', [], `no Ingress has ${request.path} of ${request.host}, so the controller's default backend answers with 404`,
    )]));
  }
  const upstream = configuration.upstreams.get(location.upstream);
  return upstream ? balanced(upstream, location, question) : answered(503, notes);
}

/** Without a name and a password nginx answers 401; with one, the reader takes it as right. */
function unlessPassword({ ingress, path }: Location, { request, notes }: Question, answer: () => Split): Split {
  const isExempt = path.startsWith('/.well-known/acme-challenge') || isAnyAccessEnough(ingress);
  if (isExempt || !asksForPassword(ingress)) {
    return answer();
  }
  if (request.headerValues('authorization').length === 0) {
    return answered(401, [...notes, note(
      NoteKind.EXPLAINED, 'ingress-nginx-password', [ingress!],
      `nginx answers 401 to requests without the header Authorization, as ${objectName(ingress!)} has auth-type`, { field: 'auth-type', source: TEMPLATE },
    )]);
  }
  notes.push(note(NoteKind.ASSUMED, 'ingress-nginx-password-right', [ingress!], 'the name and the password in the header Authorization are taken as right'));
  return answer();
}

/** First of all the main backend must have an endpoint; then an empty canary counts for nothing, whatever the header says. */
function balanced(primary: Upstream, location: Location, question: Question): Split {
  const { configuration, request, pods, notes } = question;
  const ownEndpoints = pods.of(primary);
  const stable = ownEndpoints.isEmpty ? pods.fallback(location.ingress) : ownEndpoints;
  if (!stable) {
    return answered(emptyStatus(location), [...notes, note(
      NoteKind.EXPLAINED, 'ingress-nginx-empty-backend', [location.ingress ?? primary.ingress],
      `the main backend ${primary.service} has no ready pod, so the controller answers every request itself, those for a canary included`,
      { source: 'get_balancer in rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx' },
    )]);
  }
  return unlessPassword(location, question, () => {
    const alternative = configuration.upstreams.get(primary.alternatives[0]);
    const canary = alternative && pods.of(alternative);
    const affinity = affinityOf(request, alternative ? [primary, alternative] : [primary]);
    const doubt = [{ upstream: primary, endpoints: stable }, { upstream: alternative, endpoints: canary }]
      .some(({ upstream, endpoints }) => upstream && endpoints?.hasVersions && affinity.choosesPodOf(upstream));
    if (primary.alternatives.length > 1) {
      notes.push(secondCanaryNote(primary, configuration));
    }
    if (doubt) {
      return undetermined(podNote(primary), notes);
    }
    if (!canary || !alternative.canary || affinity.isBoundTo(primary)) {
      return new Split(stable.shares(Fraction.ONE), notes);
    }
    if (canary.isEmpty) {
      return new Split(stable.shares(Fraction.ONE), [...notes, note(
        NoteKind.EXPLAINED, 'ingress-nginx-empty-canary', [alternative.ingress], `the canary ${alternative.service} has no ready pod, so stable answers for it`,
      )]);
    }
    if (affinity.isBoundTo(alternative)) {
      return new Split(canary.shares(Fraction.ONE), notes);
    }
    if (affinity.isForeign) {
      notes.push(foreignCookieNote(primary));
    }
    const decision = decide(alternative.canary, request);
    if ('unknownPattern' in decision) {
      return undetermined(expressionNote(decision.unknownPattern, 'canary-by-header-pattern', [alternative.ingress]), notes);
    }
    return new Split([...stable.shares(Fraction.ONE.minus(decision.canary)), ...canary.shares(decision.canary)], notes);
  });
}

/** 503, unless custom-http-errors hands it over to the default backend, which answers with 404. */
function emptyStatus({ ingress }: Location): number {
  return (text(ingress, 'custom-http-errors') ?? '').split(',').some((code) => code.trim() === '503') ? 404 : 503;
}

/** Plain HTTP is sent to HTTPS where there is a certificate, or where that is forced (redirect_to_https in lua_ingress.lua). */
function httpsRedirect({ ingress, path }: Location, { hasCertificate }: FoundHost, request: HttpRequest): number | 'unknown' | undefined {
  if (request.scheme !== 'http' || path.startsWith('/.well-known/acme-challenge')) {
    return undefined;
  }
  if (isTrue(ingress, 'force-ssl-redirect')) {
    return 308;
  }
  if (valueOf(readBool(ingress, 'ssl-redirect')) === false) {
    return undefined;
  }
  return hasCertificate === undefined ? 'unknown' : hasCertificate ? 308 : undefined;
}

/** A redirect of the host's root, whatever path's Ingress asks for it (internal/ingress/annotations/rewrite/main.go). */
function hasAppRoot({ ingress, isCatchAll }: Location): boolean {
  return !isCatchAll && text(ingress, 'app-root')?.startsWith('/') === true;
}

function ingressesOf({ server }: FoundHost): KubernetesObject[] {
  return [...new Set(server.locations.flatMap(({ ingress }) => ingress ?? []))];
}

function expressionNote(expression: string, field: string, ingresses: KubernetesObject[]): Note {
  return note(
    NoteKind.AMBIGUOUS, 'ingress-nginx-expression-unknown', ingresses, `only PCRE itself can judge the expression ${expression} (${field})`,
    { field: `${field} ${expression}`, fix: 'Write the expression without recursion, conditions and repetitions inside repetitions.', source: 'https://www.pcre.org/current/doc/html/pcre2pattern.html' },
  );
}

function secondCanaryNote({ service, alternatives, ingress }: Upstream, { upstreams }: Configuration): Note {
  const ignored = alternatives.slice(1).flatMap((name) => upstreams.get(name)?.ingress ?? []);
  return note(
    NoteKind.EXPLAINED, 'ingress-nginx-second-canary', ignored.length > 0 ? ignored : [ingress],
    `${service} has several canaries, of which the controller uses the first only, the one of the oldest canary Ingress`,
    { fix: 'Write weight, header and cookie in one canary Ingress.', source: 'route_to_alternative_balancer in rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx' },
  );
}

function podNote({ affinityCookie, service, ingress }: Upstream): Note {
  return note(
    NoteKind.AMBIGUOUS, 'ingress-nginx-affinity-pod', [ingress],
    `the request carries the affinity cookie ${affinityCookie}, and only the controller knows for which pod of ${service} it stands`,
    { fix: 'Give every version a Service of its own.', source: 'rootfs/etc/nginx/lua/balancer/sticky.lua of kubernetes/ingress-nginx' },
  );
}

function foreignCookieNote({ affinityCookie, ingress }: Upstream): Note {
  return note(
    NoteKind.EXPLAINED, 'ingress-nginx-foreign-cookie', [ingress],
    `the value of the cookie ${affinityCookie} is none that the controller sets, so it binds to no version;`
      + ' a client with a cookie of the controller stays with the version that set it, whatever header and weight say',
    { field: affinityCookie, source: 'is_affinitized in rootfs/etc/nginx/lua/balancer/sticky.lua of kubernetes/ingress-nginx' },
  );
}
