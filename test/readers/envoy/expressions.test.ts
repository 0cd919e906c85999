import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { Expression } from '../../../src/readers/envoy';
import { holds } from '../../support/property';

const PIECES = ['a', 'b', '/', '-', '.', 'a*', 'b+', 'a?', 'b{2}', 'ab{0,1}', '(a)', '(?i)a', '(?:b)', '[ab]', '|', '^', '$', '\\.', '\\Qa\\E', '[^a]', '\\d', '\\x61', '\\pL', '[[:alpha:]]', 'ab', 'b/a', ''];

const expressionText = fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join(''));
const valueText = fc.array(fc.constantFrom('a', 'b', 'A', '/', '-', '.'), { maxLength: 5 }).map((all) => all.join(''));

/** Whether RE2 by itself matches a whole value, and whether it finds something in it. */
function saidByRe2(expression: string, value: string): boolean[] {
  try {
    const compiled = RE2JS.compile(expression);
    return [compiled.matches(value), compiled.matcher(value).find()];
  } catch {
    return [false, false];
  }
}

test('an expression matches and finds as RE2 does, for random expressions and values, also when it is asked again', () => {
  holds(
    fc.property(expressionText, fc.array(valueText, { minLength: 1, maxLength: 4 }), (text, values) => {
      for (const value of [...values, ...values]) {
        const expression = Expression.of(text);
        expect([text, value, expression.matches(value), expression.isFound(value)]).toEqual([
          text,
          value,
          ...saidByRe2(text, value),
        ]);
      }
    }),
    5000,
  );
});

test.each([
  ['/p1/.*', '/p1/a', true],
  ['/p1/.*', '/p12/a', false],
  ['/ab*', '/a', true],
  ['/ab{0}', '/a', true],
  ['/a|/b', '/b', true],
  ['(?i)/a', '/A', true],
  ['/[a-z]+/p1/.*', '/x/p1/y', true],
  ['/[a-z]+/p1/.*', '/x/p12/y', false],
  ['.*[/]ab+c', 'x/abbc', true],
  ['a{1}b', 'ab', true],
])('%p on %p is %p', (expression, value, expected) => {
  expect(Expression.of(expression).matches(value)).toBe(expected);
});
