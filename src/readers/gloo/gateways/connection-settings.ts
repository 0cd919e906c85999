import { Listener } from './listeners';
import { HttpRequest } from '../../../http';
import { Note, note, NoteKind } from '../../engine/note';
import { Split } from '../../engine/split';
import { answered } from '../../engine/whole-split';
import { EnvoyPlace, hasEscapedSlash, ReceivedRequest, refusal, RepeatedLines } from '../../envoy';

/** What becomes of a request before any route is asked: an answer, or what routes see of it. @internal */
export type Reception = Split | ReceivedRequest;

const SOURCE = 'projects/gloo/pkg/plugins/hcm/plugin.go of solo-io/gloo';
const SLASH_ACTIONS = [
  'IMPLEMENTATION_SPECIFIC_DEFAULT',
  'KEEP_UNCHANGED',
  'REJECT_REQUEST',
  'UNESCAPE_AND_REDIRECT',
  'UNESCAPE_AND_FORWARD',
];
const UNDERSCORE_ACTIONS = ['ALLOW', 'REJECT_CLIENT_REQUEST', 'DROP_HEADER'];

/**
 * What a listener does with a request before its routes: the `httpConnectionManagerSettings` of the Gateway. Gloo has
 * paths normalised unless it is told otherwise, and does not set `use_remote_address`, so a client's
 * `x-forwarded-proto` stays. Envoy 1.36 joins the lines of a header.
 *
 * @internal
 */
export function received(sent: HttpRequest, listener: Listener): Reception {
  const settings = settingsOf(listener);
  const normalizesPath = settings.normalizePath !== false;
  const refused =
    refusal(sent, normalizesPath) ?? withUnderscores(sent, settings) ?? withEscapedSlashes(sent, settings);
  if (refused !== undefined) {
    return refused;
  }
  const request = forwarded(sent, settings);
  const options = listener.http.options ?? {};
  const path = request.query === '' ? request.path : `${request.path}?${request.query}`;
  if (options.healthCheck?.path !== undefined && options.healthCheck.path === path) {
    return answered(200, [
      explained('gloo-health-check', listener, 'the health check of the Gateway answers this path itself'),
    ]);
  }
  return new ReceivedRequest(request, {
    place: settings.useRemoteAddress === true ? EnvoyPlace.EDGE : EnvoyPlace.SIDECAR,
    repeatedLines: RepeatedLines.JOINED,
    normalizesPath,
    mergesSlashes: settings.mergeSlashes === true,
  });
}

/** The host by which a listener looks for a virtual host. @internal */
export function hostFor(request: HttpRequest, listener: Listener): string {
  return settingsOf(listener).stripAnyHostPort === true ? request.host : request.authority;
}

function settingsOf({ http }: Listener): any {
  return http.options?.httpConnectionManagerSettings ?? {};
}

function withUnderscores(request: HttpRequest, { headersWithUnderscoresAction }: any): Split | undefined {
  const isRefused =
    named(UNDERSCORE_ACTIONS, headersWithUnderscoresAction) === 'REJECT_CLIENT_REQUEST' &&
    request.headerNames.some((name) => name.includes('_'));
  return isRefused
    ? answered(400, [
      note(
        NoteKind.EXPLAINED,
        'gloo-header-underscore',
        [],
        'the Gateway refuses requests that have a header with an underscore',
        { source: SOURCE },
      ),
    ])
    : undefined;
}

function withEscapedSlashes(request: HttpRequest, { pathWithEscapedSlashesAction }: any): Split | undefined {
  const action = hasEscapedSlash(request.path) ? named(SLASH_ACTIONS, pathWithEscapedSlashesAction) : undefined;
  const status = action === 'REJECT_REQUEST' ? 400 : action === 'UNESCAPE_AND_REDIRECT' ? 307 : undefined;
  return status === undefined
    ? undefined
    : answered(status, [
      note(
        NoteKind.EXPLAINED,
        'gloo-escaped-slash',
        [],
        `the Gateway answers escaped slashes with ${status} (${action})`,
        { source: SOURCE },
      ),
    ]);
}

/** The request without what the settings take out of it. */
function forwarded(
  request: HttpRequest,
  { headersWithUnderscoresAction, pathWithEscapedSlashesAction }: any,
): HttpRequest {
  const dropped =
    named(UNDERSCORE_ACTIONS, headersWithUnderscoresAction) === 'DROP_HEADER'
      ? request.headerNames.filter((name) => name.includes('_'))
      : [];
  const kept = dropped.reduce((one, name) => one.withoutHeader(name), request);
  return hasEscapedSlash(kept.path) && named(SLASH_ACTIONS, pathWithEscapedSlashesAction) === 'UNESCAPE_AND_FORWARD'
    ? unescaped(kept)
    : kept;
}

function unescaped(request: HttpRequest): HttpRequest {
  const path = request.path.replace(/%2f/gi, '/').replace(/%5c/gi, '\\');
  const query = request.query === '' ? '' : `?${request.query}`;
  const bare = HttpRequest.to(`${request.scheme}://${request.authority}${path}${query}`, { method: request.method });
  return request.headerNames.reduce(
    (one, name) => request.headerValues(name).reduce((line, value) => line.withHeader(name, value), one),
    bare,
  );
}

/** An enum by its name, or by its number. */
function named(names: string[], value: unknown = 0): string | undefined {
  return typeof value === 'number' ? names[value] : String(value);
}

function explained(code: string, { name }: Listener, message: string): Note {
  return note(NoteKind.EXPLAINED, code, [name], message, {
    source: 'projects/gloo/pkg/plugins/healthcheck/plugin.go of solo-io/gloo',
  });
}
