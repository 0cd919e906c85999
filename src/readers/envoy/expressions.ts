import { RE2JS } from 're2js';
import { TextMemo } from '../../caching/text-memo';
import { literalStart } from '../../http/literal-start';
import { requiredText } from '../../http/required-text';

/** More expressions than this are forgotten, all at once: a fleet has a few thousand. */
const MAX_EXPRESSIONS = 20_000;

/** More values of one expression are forgotten: stages and entries are asked for the same requests. */
const MAX_VALUES = 500;

/**
 * A regular expression of RE2, as Envoy runs it. One that does not compile matches nothing; whoever reads it reports it
 * as rejected.
 *
 * @internal
 */
export class Expression {
  /** The expression of a text, compiled once. */
  public static of(text: string): Expression {
    return known.of(text, () => new Expression(text));
  }

  private readonly compiled: RE2JS | undefined;
  /** What every match begins with: most expressions are for other paths, which this tells without RE2. */
  private readonly start: string;
  /** What every match contains. */
  private readonly part: string;
  private readonly whole = new TextMemo<boolean>(MAX_VALUES);
  private readonly parts = new TextMemo<boolean>(MAX_VALUES);

  private constructor(public readonly text: string) {
    this.compiled = compile(text);
    this.start = this.compiled === undefined ? '' : literalStart(text);
    this.part = this.compiled === undefined ? '' : requiredText(text);
  }

  /** Whether it is an expression of RE2. */
  public get isValid(): boolean {
    return this.compiled !== undefined;
  }

  /** Whether it matches a value as a whole, as `safe_regex` asks. */
  public matches(value: string): boolean {
    const { compiled } = this;
    return (
      compiled !== undefined &&
      value.startsWith(this.start) &&
      value.includes(this.part) &&
      this.whole.of(value, () => compiled.matches(value))
    );
  }

  /** Whether it matches some part of a value. */
  public isFound(value: string): boolean {
    const { compiled } = this;
    return (
      compiled !== undefined &&
      value.includes(this.part) &&
      this.parts.of(value, () => compiled.matcher(value).find())
    );
  }
}

/** Safe to keep: an expression depends on nothing but its text. */
const known = new TextMemo<Expression>(MAX_EXPRESSIONS);

/** Tells whether an expression matches values as a whole. @internal */
export function expressionTest(text: string): (value: string) => boolean {
  const expression = Expression.of(text);
  return (value) => expression.matches(value);
}

function compile(text: string): RE2JS | undefined {
  try {
    return RE2JS.compile(text);
  } catch {
    return undefined;
  }
}
