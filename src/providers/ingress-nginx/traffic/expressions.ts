import { RE2JS } from 're2js';
import { bytes } from './request-path';

/** What a PCRE says of a text: yes, no, that it is none, or that it needs PCRE itself to tell. @internal */
export type Verdict = 'matches' | 'differs' | 'broken' | 'unknown';

/**
 * Searches a text for a PCRE, as ngx.re.match and nginx's `~*` do. It is run as RE2, which gives the same answer for
 * everything that both know, and takes no longer for a hostile expression than for another.
 *
 * @internal
 */
export function search(expression: string, text: string, ignoresCase = false): Verdict {
  const compiled = compile(expression, ignoresCase);
  return typeof compiled === 'string' ? compiled : compiled.matcher(bytes(text)).find() ? 'matches' : 'differs';
}

const COMPILED = new Map<string, RE2JS | 'broken' | 'unknown'>();

function compile(expression: string, ignoresCase: boolean): RE2JS | 'broken' | 'unknown' {
  const key = `${ignoresCase ? 'i' : ''} ${expression}`;
  const known = COMPILED.get(key) ?? compileAnew(expression, ignoresCase);
  if (COMPILED.size > 1000) {
    COMPILED.clear();
  }
  COMPILED.set(key, known);
  return known;
}

function compileAnew(expression: string, ignoresCase: boolean): RE2JS | 'broken' | 'unknown' {
  try {
    // To PCRE \v is a class, to RE2 one character.
    return /\\v/.test(expression.replace(/\\\\/g, '')) ? 'unknown' : RE2JS.compile(bytes(expression), ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
  } catch {
    return isBroken(expression) ? 'broken' : 'unknown';
  }
}

/** Whether PCRE, too, must refuse an expression: brackets that do not match, nothing to repeat, a lone backslash. */
function isBroken(expression: string): boolean {
  const bare = expression.replace(/\\\\/g, 'x').replace(/\\./g, 'x');
  if (bare.endsWith('\\') || /(^|\(|\|)[*+?]/.test(bare.replace(/\(\?/g, '('))) {
    return true;
  }
  // A bracket that is first in a class is a member of it.
  const withoutClasses = bare.replace(/\[\^?\]?(?:\[:\^?\w+:\]|[^\]])*\]/g, 'x');
  if (withoutClasses.includes('[')) {
    return true;
  }
  let depth = 0;
  for (const character of withoutClasses) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    if (depth < 0) {
      return true;
    }
  }
  return depth > 0;
}
