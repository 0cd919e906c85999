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
  if (typeof compiled === 'string') {
    return compiled;
  }
  const isFound = compiled.matcher(bytes(text)).find();
  // To PCRE a dollar sign also matches before a last line feed.
  if (!isFound && text.includes('\n') && expression.includes('$')) {
    return 'unknown';
  }
  // PCRE gives up where a repetition of repetitions has too many ways to fail.
  return isFound ? 'matches' : text.length > 20 && /[*+}][^(]*\)[*+{]/.test(expression) ? 'unknown' : 'differs';
}

/** Longer than any that people write; RE2's time grows with the length. */
const LONGEST = 5000;

/** A class in brackets; a bracket that is first is a member of it. */
const CLASS = /\[\^?\]?(?:\[:\^?\w+:\]|[^\]])*\]/g;

/** Whether RE2 takes an expression in another way than PCRE: verbs, quoting, classes, repetitions of what has no length. */
function isForeign(expression: string): boolean {
  const plain = expression.replace(/\\\\/g, 'x').replace(/\\[^a-zA-Z0-9]/g, 'x');
  const classes = plain.match(CLASS) ?? [];
  return /\\[vQE]|\\x\{(?!0*[0-9a-fA-F]{1,2}\})/.test(plain)
    || /\(\*[A-Z]|(?:[\^$]|\\[bBAz]|\(\?[a-zA-Z-]+\))[*+?{]/.test(plain.replace(CLASS, 'x'))
    || classes.some((one) => /^\[:\w+:\]$|\\[dwsDWS]-[^\]]|[^[]-\\[dwsDWS]/.test(one));
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
    return expression.length > LONGEST || isForeign(expression) ? 'unknown' : RE2JS.compile(bytes(expression), ignoresCase ? RE2JS.CASE_INSENSITIVE : 0);
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
  const withoutClasses = bare.replace(CLASS, 'x');
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
