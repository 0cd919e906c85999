import { annotation, annotationNames, isTrue } from './annotations';
import { cookieValue, decide } from './canary-decision';
import { Configuration, configurationOf, Location, Server, Upstream } from './configuration';
import { locationOf, serverOf } from './locations';
import { locationPath } from './request-path';
import { INGRESS_SHAPES } from './shapes';
import { UpstreamPods } from './upstream-pods';
import { isAgeKnown, isForIngressNginx, watchedIngresses } from './watched-ingresses';
import { Fraction } from '../../../fraction';
import { HttpRequest } from '../../../http';
import { TrafficEvaluator } from '../../../traffic/evaluator';
import { idOf, KubernetesObject, ObjectIndex } from '../../../traffic/object-index';
import { Share } from '../../../traffic/share';
import { Split } from '../../../traffic/split';
import { World } from '../../../traffic/world';

/**
 * Reads Ingresses as ingress-nginx does in its last releases (v1.15.1, v1.14.5, v1.13.9): classes, hosts, paths,
 * canaries with their leaks and their order, redirects to HTTPS, empty backends.
 *
 * @internal
 */
export class IngressNginxTraffic implements TrafficEvaluator {
  public readonly router = 'ingress-nginx';
  public readonly shapes = INGRESS_SHAPES;

  public claims(index: ObjectIndex): boolean {
    return isForIngressNginx(index);
  }

  public split(index: ObjectIndex, request: HttpRequest, world: World): Split {
    const [inOrder, ...otherOrders] = configurations(index);
    const split = splitBy(inOrder, index, request, world);
    const isOrderDecisive = otherOrders.some((other) => !splitBy(other, index, request, world).isSameTraffic(split));
    return isOrderDecisive
      ? new Split(split.shares, [...split.notes, 'it depends on which Ingress is older, and not all of them say when they were created: they are taken as created in the order in which they are given'])
      : split;
  }
}

const CONFIGURATIONS = new WeakMap<ObjectIndex, Configuration[]>();

/** The configuration; a second one where the Ingresses do not tell which of them is older. */
function configurations(index: ObjectIndex): Configuration[] {
  const known = CONFIGURATIONS.get(index);
  if (known) {
    return known;
  }
  const notes: string[] = [];
  const watched = watchedIngresses(index, notes);
  const untimed = watched.filter((ingress) => !isAgeKnown(ingress));
  const orders = [watched, ...(untimed.length > 1 ? [[...watched.filter(isAgeKnown), ...untimed.reverse()]] : [])];
  const made = orders.map(configurationOf).map((one) => ({ ...one, notes: [...notes, ...one.notes] }));
  CONFIGURATIONS.set(index, made);
  return made;
}

function splitBy(configuration: Configuration, index: ObjectIndex, request: HttpRequest, world: World): Split {
  const notes = [...configuration.notes];
  const path = locationPath(request.path);
  if (path === undefined) {
    return answered(400, notes);
  }
  const server = serverOf(configuration, request);
  const { location, isSlashRedirect, undetermined: reason } = locationOf(server, path);
  if (reason !== undefined) {
    return undetermined(reason, notes);
  }
  if (isSlashRedirect) {
    return answered(301, [...notes, `nginx sends ${request.path} to ${request.path}/, where a location begins`]);
  }
  if (!location) {
    return answered(404, notes);
  }
  notes.push(...unread(location.ingress));
  const redirect = redirectOf(location, server, request, path);
  if (redirect !== undefined) {
    return answered(redirect, notes);
  }
  if (location.upstream === undefined) {
    return answered(404, [...notes, `no Ingress has ${request.path} of ${request.host}, so the controller's default backend answers`]);
  }
  const upstream = configuration.upstreams.get(location.upstream);
  return upstream ? balanced(upstream, location, configuration, request, new UpstreamPods(index, world, notes), notes) : answered(503, notes);
}

/** First of all the main backend must have an endpoint; then an empty canary counts for nothing, whatever the header says. */
function balanced(primary: Upstream, location: Location, configuration: Configuration, request: HttpRequest, pods: UpstreamPods, notes: string[]): Split {
  const ownEndpoints = pods.of(primary);
  const stable = ownEndpoints.isEmpty ? pods.fallback(location.ingress) : ownEndpoints;
  if (!stable) {
    return answered(503, [...notes, `the main backend ${primary.service} has no ready pod, so the controller answers 503 to every request, those for a canary included`]);
  }
  if (primary.affinityCookie !== undefined && cookieValue(primary.affinityCookie, request) !== undefined) {
    return undetermined(`the request carries the affinity cookie ${primary.affinityCookie}, and only the controller knows which pod it stands for`, notes);
  }
  if (primary.alternatives.length > 1) {
    notes.push(`${primary.service} has several canaries, of which the controller uses the first`);
  }
  const alternative = configuration.upstreams.get(primary.alternatives[0]);
  const canary = alternative && pods.of(alternative);
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

/** Where a location's annotations send the client; HTTPS by default where there is a certificate. */
function redirectOf({ ingress, path: name }: Location, server: Server, request: HttpRequest, path: string): number | undefined {
  if (annotation(ingress, 'temporal-redirect')) {
    return codeOf(ingress, 'temporal-redirect-code') ?? 302;
  }
  if (annotation(ingress, 'permanent-redirect')) {
    return codeOf(ingress, 'permanent-redirect-code') ?? 301;
  }
  if (annotation(ingress, 'app-root') && path === '/') {
    return 302;
  }
  const isPlain = request.scheme === 'http' && !name.startsWith('/.well-known/acme-challenge');
  const wantsHttps = isTrue(ingress, 'force-ssl-redirect') || (server.hasCertificate && (annotation(ingress, 'ssl-redirect') === undefined || isTrue(ingress, 'ssl-redirect')));
  return isPlain && wantsHttps ? 308 : undefined;
}

function codeOf(ingress: KubernetesObject | undefined, name: string): number | undefined {
  const code = Number(annotation(ingress, name));
  return Number.isInteger(code) && code >= 300 && code < 309 ? code : undefined;
}

const MAY_ANSWER = /^(auth-(url|type|tls-secret)|(whitelist|allowlist|denylist)-source-range|limit-.*|(configuration|server|modsecurity|auth)-snippet|enable-modsecurity|ssl-passthrough|from-to-www-redirect|custom-http-errors)$/;

function unread(ingress: KubernetesObject | undefined): string[] {
  const names = annotationNames(ingress).filter((name) => MAY_ANSWER.test(name)).sort();
  return names.length > 0 ? [`Ingress ${idOf(ingress!)}: ${names.join(', ')} may answer requests in place of the application, and is not read`] : [];
}

function answered(status: number, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, status })], notes);
}

function undetermined(reason: string, notes: string[]): Split {
  return new Split([new Share({ fraction: Fraction.ONE, undetermined: reason })], [...notes, reason]);
}
