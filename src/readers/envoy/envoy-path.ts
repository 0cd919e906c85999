/**
 * A path after Envoy's `normalize_path`: dot segments are resolved, backslashes taken for slashes, and what need not be
 * encoded is decoded; escapes that stay are left as they are (Chromium's path canonicaliser, which Envoy uses).
 *
 * @internal
 */
export function normalizedPath(path: string): string {
  const decoded = path.replace(/\\/g, '/').replace(/%[0-9a-fA-F]{2}/g, (code) => {
    const character = String.fromCharCode(parseInt(code.slice(1), 16));
    return /[A-Za-z0-9._~-]/.test(character) ? character : code;
  });
  const resolved: string[] = [];
  const segments = decoded.split('/').slice(1);
  segments.forEach((segment, position) => {
    const last = position === segments.length - 1;
    if (segment === '..') {
      resolved.pop();
    }
    if (segment === '.' || segment === '..') {
      resolved.push(...(last ? [''] : []));
    } else {
      resolved.push(segment);
    }
  });
  return `/${resolved.join('/')}`;
}
