import { annotation, annotationNames, integer, isFalse, isTrue } from './annotations';
import { cookieValue, decide } from './canary-decision';
import { conditionsOf } from './conditions';
import { Configuration, configurationOf, Location, Server, Upstream } from './configuration';
import { FoundHost, hostOf } from './hosts';
import { brokenServer, locationOf } from './locations';
import { pitfallsOf } from './pitfalls';
import { locationPath } from './request-path';
import { INGRESS_SHAPES } from './shapes';
import { UpstreamPods } from './upstream-pods';
import { isAgeKnown, isForIngressNginx, watchedIngresses } from './watched-ingresses';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { Fraction } from '../../fraction';
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

/**
 * Reads Ingresses as ingress-nginx does in its last releases (v1.15.1, v1.14.5, v1.13.9): classes, hosts, paths,
 * canaries with their leaks and their order, redirects to HTTPS, empty backends.
 *
 * @internal
 */
export class IngressNginxReader implements RouterReader {
  public readonly router = 'ingress-nginx';
  public readonly shapes = INGRESS_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return isForIngressNginx(index);
  }

  public entries(): Entry[] {
    return [Entry.gateway()];
  }

  public conditions(index: ObjectIndex): RouteConditions[] {
    return watchedIngresses(index, []).flatMap(conditionsOf);
  }

  public pitfalls(index: ObjectIndex): Pitfall[] {
    return pitfallsOf(watchedIngresses(index, []), index);
  }

  public split(index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
    const [inOrder, ...otherOrders] = configurations(index);
    const split = splitBy(inOrder, index, request, readiness);
    const isOrderDecisive = otherOrders.some((other) => !splitBy(other, index, request, readiness).isSameTraffic(split));
    return isOrderDecisive
      ? new Split(split.shares, [...split.notes, 'it depends on which Ingress is older, and not all of them say when they were created: they are taken as created in the order in which they are given'])
      : split;
  }
}

/** The configuration, and others where the Ingresses do not tell which of them is older. */
const configurations = memoizeByObject((index: ObjectIndex): Configuration[] => {
  const notes: string[] = [];
  const watched = watchedIngresses(index, notes);
  const made = possibleOrders(watched).map((order) => {
    const configuration = configurationOf(order);
    return { ...configuration, notes: [...notes, ...configuration.notes], broken: configuration.broken ?? brokenServer(configuration) };
  });
  const [first, ...others] = made;
  return [first, ...others.filter((other) => gist(other) !== gist(first))];
});

/** Enough of them to notice that age decides: any Ingress that does not tell its age may be the oldest of all. */
function possibleOrders(watched: KubernetesObject[]): KubernetesObject[][] {
  const untimed = watched.length > 1 ? watched.filter((ingress) => !isAgeKnown(ingress)) : [];
  return [watched, ...untimed.slice(0, 20).map((ingress) => [ingress, ...watched.filter((other) => other !== ingress)])];
}

/** All that requests are decided by. */
function gist({ upstreams, servers, broken }: Configuration): string {
  const ofLocation = ({ path, pathType, upstream, ingress }: Location) => [path, pathType, upstream, ingress && idOf(ingress)];
  const ofServer = ([host, { locations, ...server }]: [string, Server]) => [host, locations.map(ofLocation), server];
  const ofUpstream = ([name, { canary, alternatives, affinityCookie }]: [string, Upstream]) => [name, canary, alternatives, affinityCookie];
  return JSON.stringify([[...servers].map(ofServer).sort(byName), [...upstreams].map(ofUpstream).sort(byName), broken]);
}

function byName([left]: any[], [right]: any[]): number {
  return left < right ? -1 : 1;
}

/** A request to a controller, and what is noticed while it is answered. */
interface Question {
  readonly configuration: Configuration;
  readonly request: HttpRequest;
  readonly pods: UpstreamPods;
  readonly notes: string[];
}

function splitBy(configuration: Configuration, index: ObjectIndex, request: HttpRequest, readiness: PodReadiness): Split {
  const notes = [...configuration.notes];
  const path = locationPath(request.path);
  if (path === undefined) {
    return answered(400, notes);
  }
  const host = hostOf(configuration, request);
  const uncertain = configuration.broken ?? host.undetermined;
  if (uncertain !== undefined) {
    return undetermined(uncertain, notes);
  }
  if (host.isWwwRedirect) {
    return answered(308, notes);
  }
  if (path === '/' && host.server.locations.some(hasAppRoot)) {
    return answered(302, notes);
  }
  const { location, isSlashRedirect, undetermined: reason } = locationOf(host.server, path);
  if (reason !== undefined) {
    return undetermined(reason, notes);
  }
  if (isSlashRedirect) {
    return answered(301, [...notes, `nginx sends ${request.path} to ${request.path}/, where a location begins`]);
  }
  return location
    ? onLocation(location, host, { configuration, request, pods: new UpstreamPods(index, readiness, notes), notes })
    : answered(404, notes);
}

function onLocation(location: Location, host: FoundHost, question: Question): Split {
  const { configuration, request, notes } = question;
  notes.push(...unread(location.ingress));
  const redirect = redirectOf(location, host, request);
  if (redirect === 'unknown') {
    return undetermined(`whether ${request.host} is sent to HTTPS depends on the names in the certificate of ${idOf(location.ingress!)}`, notes);
  }
  if (redirect !== undefined) {
    return answered(redirect, notes);
  }
  if (location.upstream === undefined) {
    return answered(404, [...notes, `no Ingress has ${request.path} of ${request.host}, so the controller's default backend answers`]);
  }
  const upstream = configuration.upstreams.get(location.upstream);
  return upstream ? balanced(upstream, location, question) : answered(503, notes);
}

/** First of all the main backend must have an endpoint; then an empty canary counts for nothing, whatever the header says. */
function balanced(primary: Upstream, location: Location, { configuration, request, pods, notes }: Question): Split {
  const ownEndpoints = pods.of(primary);
  const stable = ownEndpoints.isEmpty ? pods.fallback(location.ingress) : ownEndpoints;
  if (!stable) {
    return answered(503, [...notes, `the main backend ${primary.service} has no ready pod, so the controller answers 503 to every request, those for a canary included`]);
  }
  if (primary.alternatives.length > 1) {
    notes.push(`${primary.service} has several canaries, of which the controller uses the first`);
  }
  const alternative = configuration.upstreams.get(primary.alternatives[0]);
  const canary = alternative && pods.of(alternative);
  const answering = [...stable.shares(Fraction.ONE), ...(canary?.shares(Fraction.ONE) ?? [])].map(({ outcome }) => outcome);
  if (new Set(answering).size > 1 && primary.affinityCookie !== undefined && cookieValue(primary.affinityCookie, request) !== undefined) {
    return undetermined(`the request carries the affinity cookie ${primary.affinityCookie}, and only the controller knows which pod it stands for`, notes);
  }
  if (!canary || !alternative.canary) {
    return new Split(stable.shares(Fraction.ONE), notes);
  }
  if (canary.isEmpty) {
    return new Split(stable.shares(Fraction.ONE), [...notes, `the canary ${alternative.service} has no ready pod, so stable answers for it`]);
  }
  const decision = decide(alternative.canary, request);
  if ('undetermined' in decision) {
    return undetermined(decision.undetermined, notes);
  }
  return new Split([...stable.shares(Fraction.ONE.minus(decision.canary)), ...canary.shares(decision.canary)], notes);
}

/** Where a location's annotations send the client; to HTTPS by default where there is a certificate. */
function redirectOf({ ingress, path, isCatchAll }: Location, { hasCertificate }: FoundHost, request: HttpRequest): number | 'unknown' | undefined {
  if (isCatchAll) {
    return undefined;
  }
  if (isUrl(annotation(ingress, 'temporal-redirect'))) {
    return codeOf(ingress, 'temporal-redirect-code') ?? 302;
  }
  if (isUrl(annotation(ingress, 'permanent-redirect'))) {
    return codeOf(ingress, 'permanent-redirect-code') ?? 301;
  }
  if (request.scheme !== 'http' || path.startsWith('/.well-known/acme-challenge')) {
    return undefined;
  }
  if (isTrue(ingress, 'force-ssl-redirect')) {
    return 308;
  }
  if (isFalse(ingress, 'ssl-redirect')) {
    return undefined;
  }
  return hasCertificate === undefined ? 'unknown' : hasCertificate ? 308 : undefined;
}

/** The scheme is all that the controller looks at (isValidURL in internal/ingress/annotations/redirect/redirect.go). */
function isUrl(text: string | undefined): boolean {
  return /^http/i.test(text?.trim() ?? '');
}

/** A redirect of the host's root, whatever path's Ingress asks for it. */
function hasAppRoot({ ingress, isCatchAll }: Location): boolean {
  return !isCatchAll && /^\/[-._~a-zA-Z0-9/:$]*$/.test(annotation(ingress, 'app-root') ?? '');
}

function codeOf(ingress: KubernetesObject | undefined, name: string): number | undefined {
  const code = integer(annotation(ingress, name));
  return code >= 300 && code <= 308 ? code : undefined;
}

const MAY_ANSWER = /^(auth-(url|type|tls-secret)|(whitelist|allowlist|denylist)-source-range|limit-.*|(configuration|server|modsecurity|auth)-snippet|enable-modsecurity|ssl-passthrough|from-to-www-redirect|custom-http-errors)$/;

function unread(ingress: KubernetesObject | undefined): string[] {
  const names = annotationNames(ingress).filter((name) => MAY_ANSWER.test(name)).sort();
  return names.length > 0 ? [`Ingress ${idOf(ingress!)}: ${names.join(', ')} may answer requests in place of the application, and is not read`] : [];
}
