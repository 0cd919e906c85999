/**
 * The path by which nginx chooses a location: percent-encoding undone, slashes merged, dot segments resolved
 * (ngx_http_parse_complex_uri). Characters are bytes.
 *
 * @returns undefined for a path that nginx answers with 400
 * @internal
 */
export function locationPath(path: string): string | undefined {
  if (/%(?![0-9a-fA-F]{2})|%00/.test(path)) {
    return undefined;
  }
  const decoded = bytes(path).replace(/%([0-9a-fA-F]{2})/g, (_, hexadecimal) =>
    String.fromCharCode(parseInt(hexadecimal, 16)),
  );
  const segments: string[] = [];
  const parts = decoded.replace(/\/+/g, '/').split('/').slice(1);
  for (const [position, part] of parts.entries()) {
    const isLast = position === parts.length - 1;
    if (part === '..') {
      if (segments.length === 0) {
        return undefined;
      }
      segments.pop();
    } else if (part !== '.') {
      segments.push(part);
      continue;
    }
    if (isLast) {
      segments.push('');
    }
  }
  return `/${segments.join('/')}`;
}

/** A text as nginx holds it: one character for each byte of its UTF-8. @internal */
export function bytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}
