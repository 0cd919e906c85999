import { RE2JS } from 're2js';

/** More expressions than this are forgotten, all at once: a fleet has a few thousand. */
const MAX_EXPRESSIONS = 20_000;

const compiled = new Map<string, RE2JS | undefined>();

/**
 * An expression as RE2 compiles it, once for each text; undefined where it is none. Safe to keep: it depends on nothing
 * but the text.
 *
 * @internal
 */
export function compiledExpression(expression: string): RE2JS | undefined {
  if (compiled.has(expression)) {
    return compiled.get(expression);
  }
  if (compiled.size >= MAX_EXPRESSIONS) {
    compiled.clear();
  }
  const made = compile(expression);
  compiled.set(expression, made);
  return made;
}

/**
 * RE2 on the whole value, as Envoy's `safe_regex` matches. An expression that does not compile matches nothing; whoever
 * reads it reports it as rejected.
 *
 * @internal
 */
export function fullMatch(expression: string, value: string): boolean {
  return compiledExpression(expression)?.matches(value) ?? false;
}

function compile(expression: string): RE2JS | undefined {
  try {
    return RE2JS.compile(expression);
  } catch {
    return undefined;
  }
}
