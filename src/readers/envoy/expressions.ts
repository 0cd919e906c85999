import { RE2JS } from 're2js';
import { TextMemo } from '../../caching/text-memo';

/** More expressions than this are forgotten, all at once: a fleet has a few thousand. */
const MAX_EXPRESSIONS = 20_000;

/** More values of one expression are forgotten. */
const MAX_VALUES = 64;

interface Expression {
  readonly compiled: RE2JS | undefined;
  readonly test: (value: string) => boolean;
}

/** Safe to keep: an expression depends on nothing but its text. */
const expressions = new TextMemo<Expression>(MAX_EXPRESSIONS);

/** An expression as RE2 compiles it, once for each text; undefined where it is none. @internal */
export function compiledExpression(expression: string): RE2JS | undefined {
  return expressionOf(expression).compiled;
}

/**
 * Tells whether RE2 matches whole values, as Envoy's `safe_regex` does. An expression that does not compile matches
 * nothing; whoever reads it reports it as rejected. The verdicts on a few values are remembered: stages and entries
 * are asked for the same requests.
 *
 * @internal
 */
export function expressionTest(expression: string): (value: string) => boolean {
  return expressionOf(expression).test;
}

/** RE2 on the whole value. @internal */
export function fullMatch(expression: string, value: string): boolean {
  return expressionOf(expression).test(value);
}

function expressionOf(expression: string): Expression {
  return expressions.of(expression, () => {
    const compiled = compile(expression);
    return { compiled, test: rememberingTest(compiled) };
  });
}

function rememberingTest(compiled: RE2JS | undefined): (value: string) => boolean {
  if (compiled === undefined) {
    return () => false;
  }
  const verdicts = new Map<string, boolean>();
  return (value) => {
    const known = verdicts.get(value);
    if (known !== undefined) {
      return known;
    }
    if (verdicts.size >= MAX_VALUES) {
      verdicts.clear();
    }
    const verdict = compiled.matches(value);
    verdicts.set(value, verdict);
    return verdict;
  };
}

function compile(expression: string): RE2JS | undefined {
  try {
    return RE2JS.compile(expression);
  } catch {
    return undefined;
  }
}
