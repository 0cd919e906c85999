import { text } from './annotations/values';
import { expressionNote, slashNote } from './answer-notes';
import { UpstreamPods } from './balancer/upstream-pods';
import { Configuration, Location } from './configuration/configuration';
import { notesFor } from './configuration/notes-by-host';
import { answerAt, Question } from './location-answer';
import { FoundHost, hostOf } from './nginx/hosts';
import { locationOf, nginxServer } from './nginx/locations';
import { refusal, serverNameOf } from './nginx/request-faults';
import { locationPath } from './nginx/request-path';
import { HttpRequest } from '../../http';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { PodReadiness } from '../engine/pod-readiness';
import { Split } from '../engine/split';
import { answered, undetermined } from '../engine/whole-split';

/** Who answers a request, by one configuration. @internal */
export function answerOf(
  configuration: Configuration,
  index: ObjectIndex,
  request: HttpRequest,
  readiness: PodReadiness,
): Split {
  const notes = notesFor(configuration, serverNameOf(request.authority) ?? '');
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
    return answered(301, [...notes, slashNote(request.path)]);
  }
  return location ? answerAt(location, host, question) : answered(404, notes);
}

/**
 * Locations of the server for all other hosts: the health check, and the status page, which only the controller's node
 * may read.
 */
function builtInStatus(path: string, location: Location | undefined): number | undefined {
  const isRoot = location === undefined || location.path === '/';
  return !isRoot ? undefined : path.startsWith('/healthz') ? 200 : path.startsWith('/nginx_status') ? 403 : undefined;
}

/**
 * A redirect of the host's root, whatever path's Ingress asks for it (internal/ingress/annotations/rewrite/main.go).
 */
function hasAppRoot({ ingress, isCatchAll }: Location): boolean {
  return !isCatchAll && text(ingress, 'app-root')?.startsWith('/') === true;
}

function ingressesOf({ server }: FoundHost): KubernetesObject[] {
  return [...new Set(server.locations.flatMap(({ ingress }) => ingress ?? []))];
}
