import { RE2JS } from 're2js';
import { compiled, SearchGivenUp } from './matcher';
import { BrokenExpression, UnknownExpression } from './node';
import { Parser } from './parser';
import { TextMemo } from '../../../caching/text-memo';

/**
 * What a PCRE says of a text: yes, no, or that it is no expression. `exhausted`: it does not match, and PCRE may give
 * up before it knows. `unknown`: only PCRE itself can tell.
 *
 * @internal
 */
export type Verdict = 'matches' | 'differs' | 'broken' | 'exhausted' | 'unknown';

/**
 * Searches a text for a PCRE, as ngx.re.match and nginx's `~*` do. Both are bytes. A search that takes too many steps
 * is given up, so that a hostile expression costs no more than another.
 *
 * @internal
 */
export function search(expression: string, text: string, ignoresCase = false): Verdict {
  const found = compile(expression, ignoresCase);
  if (typeof found === 'string') {
    return found;
  }
  try {
    return found(text) ? 'matches' : 'differs';
  } catch (error) {
    if (error instanceof SearchGivenUp || error instanceof RangeError) {
      return isNeverFound(expression, text) ? 'exhausted' : 'unknown';
    }
    throw error;
  }
}

/** RE2 finds the same as PCRE where an expression has neither escapes nor switches, and its time does not explode. */
function isNeverFound(expression: string, text: string): boolean {
  return (
    expression.length <= 200 &&
    !/\\|\(\?|\(\*|\[:|[+*?}]\+/.test(expression) &&
    !text.includes('\n') &&
    !RE2JS.compile(expression).matcher(text).find()
  );
}

/** Longer than any that people write. */
const MAX_LENGTH = 5000;

/** More than one configuration has; then all are compiled anew. */
const MAX_COMPILED = 2000;

/** Safe to keep: an expression depends on nothing but its text, and no object is kept alive by it. */
const compiledTexts = new TextMemo<((text: string) => boolean) | 'broken' | 'unknown'>(MAX_COMPILED);

function compile(expression: string, ignoresCase: boolean): ((text: string) => boolean) | 'broken' | 'unknown' {
  const key = `${ignoresCase ? 'i' : ''} ${expression}`;
  return compiledTexts.of(key, () => compileAnew(expression, ignoresCase));
}

function compileAnew(expression: string, ignoresCase: boolean): ((text: string) => boolean) | 'broken' | 'unknown' {
  try {
    return expression.length > MAX_LENGTH ? 'unknown' : compiled(new Parser(expression).parse(ignoresCase));
  } catch (error) {
    if (error instanceof BrokenExpression) {
      return 'broken';
    }
    if (error instanceof UnknownExpression || error instanceof RangeError) {
      return 'unknown';
    }
    throw error;
  }
}
