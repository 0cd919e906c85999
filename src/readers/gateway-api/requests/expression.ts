import { compiledExpression } from '../../envoy';

/** For how many values an expression remembers whether it matches. */
const MAX_VALUES = 500;

/**
 * A regular expression of a match. Requests ask the same expressions for the same values again and again, so answers
 * are remembered.
 *
 * @internal
 */
export class Expression {
  private readonly whole = new Map<string, boolean>();
  private readonly parts = new Map<string, boolean>();

  public constructor(public readonly text: string) {}

  /** Whether it is an expression of RE2. */
  public get isValid(): boolean {
    return compiledExpression(this.text) !== undefined;
  }

  /** Whether it matches a value as a whole. */
  public matches(value: string): boolean {
    return remembered(this.whole, value, () => compiledExpression(this.text)?.matches(value) ?? false);
  }

  /** Whether it matches some part of a value. */
  public isFound(value: string): boolean {
    return remembered(this.parts, value, () => compiledExpression(this.text)?.matcher(value).find() ?? false);
  }
}

function remembered(answers: Map<string, boolean>, value: string, ask: () => boolean): boolean {
  const known = answers.get(value);
  if (known !== undefined) {
    return known;
  }
  if (answers.size >= MAX_VALUES) {
    answers.clear();
  }
  const answer = ask();
  answers.set(value, answer);
  return answer;
}
