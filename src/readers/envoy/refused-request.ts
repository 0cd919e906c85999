import { HttpRequest } from '../../http';
import { Note, note, NoteKind } from '../engine/note';
import { Split } from '../engine/split';
import { answered, undetermined } from '../engine/whole-split';

/** The methods that Envoy's parser of HTTP/1 knows (IsValidMethod in source/common/http/http1/balsa_parser.cc). */
const METHODS = new Set([
  'ACL', 'BIND', 'CHECKOUT', 'CONNECT', 'COPY', 'DELETE', 'GET', 'HEAD', 'LINK', 'LOCK', 'MERGE', 'MKACTIVITY',
  'MKCALENDAR', 'MKCOL', 'MOVE', 'MSEARCH', 'NOTIFY', 'OPTIONS', 'PATCH', 'POST', 'PROPFIND', 'PROPPATCH', 'PURGE',
  'PUT', 'REBIND', 'REPORT', 'SEARCH', 'SOURCE', 'SUBSCRIBE', 'TRACE', 'UNBIND', 'UNLINK', 'UNLOCK', 'UNSUBSCRIBE',
]);

const SOURCE = 'source/common/http/conn_manager_impl.cc of envoyproxy/envoy';

/**
 * What Envoy answers before it looks at any route: 400 to an invalid request, and nothing known to an escape that
 * is none. Measured with Envoy 1.40 over HTTP/1.1 for every character in a path, a host and a header, and for every
 * method.
 *
 * @param isPathNormalized whether `normalize_path` is set, as every reader's default has it
 * @returns undefined where routes decide
 * @internal
 */
export function refusal(request: HttpRequest, isPathNormalized: boolean = true): Split | undefined {
  const fault = faultOf(request, isPathNormalized);
  if (fault !== undefined) {
    return answered(400, [badRequest(fault)]);
  }
  return isPathNormalized && /%(?![0-9a-fA-F]{2})/.test(request.path)
    ? undetermined(malformedEscape(request), [])
    : undefined;
}

/** Why Envoy refuses a request with 400, whatever its routes are. @internal */
export function faultOf(request: HttpRequest, isPathNormalized: boolean = true): string | undefined {
  const { method, path, authority } = request;
  if (!METHODS.has(method)) {
    return `it knows no method ${JSON.stringify(method)}; methods are in capitals`;
  }
  if (method === 'CONNECT') {
    return 'CONNECT asks for a host and a port, and has no path';
  }
  // eslint-disable-next-line no-control-regex
  if (/[^\x21-\x7e]/.test(path)) {
    return 'the path has a character that a client must escape';
  }
  if (isPathNormalized && path.includes('%00')) {
    return 'the path has the escape %00';
  }
  if (/[^\x21-\x7e]|["#/<>?\\^`{|}]/.test(authority)) {
    return `${JSON.stringify(authority)} is no host`;
  }
  const odd = request.headerNames.find((name) => !/^[!#$%&'*+.^_`|~0-9a-z-]+$/.test(name));
  if (odd !== undefined) {
    return `${JSON.stringify(odd)} is no name of a header`;
  }
  // eslint-disable-next-line no-control-regex
  const broken = request.headerNames.find((name) =>
    request.headerValues(name).some((value) => /[\x00-\x08\x0a-\x1f\x7f]/.test(value)),
  );
  return broken === undefined ? undefined : `the header ${broken} has a control character`;
}

function badRequest(fault: string): Note {
  return note(
    NoteKind.EXPLAINED,
    'envoy-bad-request',
    [],
    `Envoy answers with 400 before it looks at routes: ${fault}`,
    { source: SOURCE },
  );
}

/**
 * Go's server, for one, answers such a path with 400; Envoy itself takes it, unless it is built with its strict
 * validator.
 */
function malformedEscape({ path }: HttpRequest): Note {
  return note(
    NoteKind.AMBIGUOUS,
    'envoy-malformed-escape',
    [],
    `the path ${JSON.stringify(path)} has a % without two hexadecimal digits: some builds of Envoy and `
    + 'many servers refuse it with 400, others take it',
    {
      fix: 'Write %25 for a % that is meant.',
      source: 'source/extensions/http/header_validators/envoy_default/path_normalizer.cc of envoyproxy/envoy',
    },
  );
}
