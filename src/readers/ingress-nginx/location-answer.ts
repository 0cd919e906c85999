import { asksForPassword, isAnyAccessEnough } from './annotations/access';
import { isPreflight } from './annotations/cors';
import { readRedirect } from './annotations/redirect';
import { unreadNotes } from './annotations/unread';
import { isTrue, readBool, valueOf } from './annotations/values';
import { certificateNote, defaultBackendNote, passwordNote, passwordRightNote, preflightNote } from './answer-notes';
import { balanced } from './balancer/balanced';
import { UpstreamPods } from './balancer/upstream-pods';
import { Configuration, Location } from './configuration/configuration';
import { FoundHost } from './nginx/hosts';
import { HttpRequest } from '../../http';
import { Note } from '../engine/note';
import { Split } from '../engine/split';
import { answered, undetermined } from '../engine/whole-split';

/** A request to a controller, and what is noticed while it is answered. @internal */
export interface Question {
  readonly configuration: Configuration;
  readonly request: HttpRequest;
  readonly pods: UpstreamPods;
  readonly notes: Note[];
}

/**
 * Who answers a request at a location, in the order of nginx's phases: the rewrite module, the script of the
 * controller, access, content.
 *
 * @internal
 */
export function answerAt(location: Location, host: FoundHost, question: Question): Split {
  const { configuration, request, notes } = question;
  const { ingress, isCatchAll } = location;
  if (location.denied !== undefined) {
    return answered(503, [...notes, location.denied]);
  }
  notes.push(...unreadNotes(ingress));
  if (isPreflight(ingress, request)) {
    return answered(204, [...notes, preflightNote(ingress!)]);
  }
  const redirect = isCatchAll
    ? undefined
    : (valueOf(readRedirect(ingress))?.code ?? httpsRedirect(location, host, request));
  if (redirect === 'unknown') {
    return undetermined(certificateNote(ingress!, request), notes);
  }
  if (redirect !== undefined) {
    return answered(redirect, notes);
  }
  if (location.upstream === undefined) {
    return unlessPassword(location, question, () => answered(404, [...notes, defaultBackendNote(request)]));
  }
  const upstream = configuration.upstreams.get(location.upstream);
  const within = { configuration, request, pods: question.pods, notes, ingress, address: location.address };
  return upstream
    ? balanced(upstream, within, (answer) => unlessPassword(location, question, answer))
    : answered(503, notes);
}

/** Without a name and a password nginx answers 401; with one, the reader takes it as right. */
function unlessPassword({ ingress, path }: Location, { request, notes }: Question, answer: () => Split): Split {
  const isExempt = path.startsWith('/.well-known/acme-challenge') || isAnyAccessEnough(ingress);
  if (isExempt || !asksForPassword(ingress)) {
    return answer();
  }
  if (request.headerValues('authorization').length === 0) {
    return answered(401, [...notes, passwordNote(ingress!)]);
  }
  notes.push(passwordRightNote(ingress!));
  return answer();
}

/**
 * Plain HTTP is sent to HTTPS where there is a certificate, or where that is forced (redirect_to_https in
 * lua_ingress.lua).
 */
function httpsRedirect(
  { ingress, path }: Location,
  { hasCertificate }: FoundHost,
  request: HttpRequest,
): number | 'unknown' | undefined {
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
