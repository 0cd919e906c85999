/** Characters that are not escaped in the result, whether a client escapes them or not. */
const UNRESERVED = /[A-Za-z0-9._~-]/;

/** Characters that a client may send as they are, and that Envoy escapes. */
const ESCAPED = /["<>^`{|}]/g;

/** An escape of two hexadecimal digits. */
const ESCAPE = /%[0-9a-fA-F]{2}/g;

/**
 * A path after Envoy's `normalize_path`: backslashes become slashes, escapes of unreserved characters are decoded,
 * dot segments are resolved, a few characters are escaped. Other escapes stay, and so do repeated slashes
 * (PathUtil::canonicalPath in source/common/http/path_utility.cc of envoyproxy/envoy, which calls Chromium's
 * canonicalizer; compared with Envoy 1.40 for every character and every escape).
 *
 * @internal
 */
export function normalizedPath(path: string): string {
  if (/^(\/[A-Za-z0-9_~-]+)*\/?$/.test(path) && path !== '') {
    return path;
  }
  const decoded = path.replace(/\\/g, '/').replace(ESCAPE, (code) => {
    const character = String.fromCharCode(parseInt(code.slice(1), 16));
    return UNRESERVED.test(character) ? character : code;
  });
  const escaped = decoded.replace(ESCAPED, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const resolved: string[] = [];
  const segments = escaped.split('/').slice(1);
  segments.forEach((segment, position) => {
    const last = position === segments.length - 1;
    if (segment === '..') {
      resolved.pop();
    }
    if (segment !== '.' && segment !== '..') {
      resolved.push(segment);
    } else if (last) {
      resolved.push('');
    }
  });
  return `/${resolved.join('/')}`;
}

/** A path after Envoy's `merge_slashes`, which runs after the normalisation. @internal */
export function mergedSlashes(path: string): string {
  return path.replace(/\/{2,}/g, '/');
}

/**
 * Whether a path holds an escaped slash or backslash, which Envoy answers with 307 where
 * `path_with_escaped_slashes_action` is `UNESCAPE_AND_REDIRECT`, as Envoy Gateway sets it.
 *
 * @internal
 */
export function hasEscapedSlash(path: string): boolean {
  return /%(2f|5c)/i.test(path);
}
