import { RE2JS } from 're2js';
import { TextCondition } from './route-conditions';
import { TextMemo } from '../../caching/text-memo';
import { examplesOf } from '../../http/expression-examples';
import { requiredText } from '../../http/required-text';

/** Values that fulfil a condition, as far as some are known. @internal */
export function valuesOf({ comparison, text }: TextCondition): readonly string[] {
  switch (comparison) {
    case 'exact':
      return [text];
    case 'prefix':
      return [text, `${text}x`];
    case 'present':
      return ['x'];
    case 'regex':
      return matchingExamples(text).slice(0, 2);
  }
}

/** Values that nearly fulfil a condition, and the words that are a choice of their own at ingress-nginx. @internal */
export function nearValues(condition: TextCondition): string[] {
  const [value = 'x'] = valuesOf(condition);
  return [`${value}x`, `x${value}`, value.toUpperCase(), 'always', 'never'];
}

/** Two paths that fulfil a condition, as far as some are known. @internal */
export function pathExamples(path: TextCondition): string[] {
  return allPathExamples(path).slice(0, 2);
}

/** All paths that are known to fulfil a condition. @internal */
export function allPathExamples({ comparison, text }: TextCondition): string[] {
  const found =
    comparison === 'regex'
      ? matchingExamples(text).filter((one) => one.startsWith('/'))
      : [comparison === 'present' ? '/' : text || '/'];
  return found.map((path) => (path.startsWith('/') ? path : `/${path}`));
}

/** Paths that fulfil a condition, paths below them, and paths beside them. @internal */
export function near(path: TextCondition): string[] {
  return pathExamples(path).flatMap((text) => {
    const bare = text.endsWith('/') ? text.slice(0, -1) : text;
    return [text, `${bare}/`, `${bare}/x`, ...(bare === '' ? [] : [bare, `${bare}x`])];
  });
}

/**
 * Tells whether a path in lower case may fulfil a condition on paths. Routers compare differently, so the answer is yes
 * in doubt: a request that is asked in vain costs only time.
 *
 * @internal
 */
export function roughPathTest({ comparison, text }: TextCondition): (lowerPath: string) => boolean {
  if (comparison === 'present' || text === '/') {
    return () => true;
  }
  if (comparison === 'regex') {
    return roughTests.of(text, () => roughTest(text));
  }
  const wanted = text.toLowerCase();
  return (path) => path.startsWith(wanted) || wanted.startsWith(path);
}

/** More expressions than this are forgotten, all at once. */
const MAX_EXPRESSIONS = 5_000;

/** Safe to keep: what an expression matches depends on its text alone. */
const roughTests = new TextMemo<(lowerPath: string) => boolean>(MAX_EXPRESSIONS);

const examples = new TextMemo<readonly string[]>(MAX_EXPRESSIONS);

/** Whether a path in lower case contains a match in any case. What RE2 does not compile may match anything. */
function roughTest(expression: string): (lowerPath: string) => boolean {
  const compiled = compile(expression, RE2JS.CASE_INSENSITIVE);
  const part = requiredText(expression).toLowerCase();
  return compiled === undefined
    ? () => true
    : (path) => path.includes(part) && compiled.matcher(path).find();
}

/** Matches in whole or in part: routers differ, and both are worth asking. */
function matchingExamples(expression: string): readonly string[] {
  return examples.of(expression, () => {
    const compiled = compile(expression);
    return compiled === undefined ? [] : examplesOf(expression).filter((one) => compiled.matcher(one).find());
  });
}

function compile(expression: string, flags?: number): RE2JS | undefined {
  try {
    return flags === undefined ? RE2JS.compile(expression) : RE2JS.compile(expression, flags);
  } catch {
    return undefined;
  }
}
