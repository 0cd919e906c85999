import { Yaml } from 'cdk8s';

/**
 * Strings that this library prints without asking cdk8s. The list of what is allowed is narrow on purpose: a letter or
 * a slash, then letters, digits and `_ . / = @ -`, a colon only before a letter, a digit or a slash, a space only
 * before a letter or a digit. An `e` in front needs a letter behind it, because YAML 1.1 in cdk8s reads `e12` as a
 * number.
 */
const PLAIN = /^(?:[A-DF-Za-df-z/]|[Ee](?=[A-Za-z]))(?:[\w./=@-]|:(?=[A-Za-z\d/])| (?=[A-Za-z\d]))*$/;

/** YAML 1.1 has no longer word for a boolean or null than `false`. */
const LONGEST_WORD = 5;

/** The `yaml` package prints longer keys behind a question mark. */
const LONGEST_KEY = 512;

/** Keys that cdk8s is asked about on their own; with any other key it prints the whole document. */
const SIMPLE_KEY = /^[\w./-]{1,64}$/;

/** Whether a string is printed unquoted wherever it stands, and is no number, boolean, date or null. */
function isCertainlyPlain(text: string): boolean {
  return text.length > LONGEST_WORD && text.length <= LONGEST_KEY && PLAIN.test(text);
}

/** Whether cdk8s prints a key of a map unquoted. @internal */
export function isPlainKey(key: string): boolean {
  return isCertainlyPlain(key) || (SIMPLE_KEY.test(key) && askedKeys.of(key));
}

/**
 * A string as cdk8s prints it.
 *
 * @param indent the indentation of the key that holds the string
 * @returns undefined when the result depends on what follows the string
 * @internal
 */
export function printedText(text: string, indent: string): string | undefined {
  if (isCertainlyPlain(text)) {
    return text;
  }
  const printed = askedTexts.of(text);
  // Continued lines are indented like the key; empty lines have no indentation.
  return indent === '' || !printed?.includes('\n') ? printed : printed.replace(/\n(?!\n|$)/g, `\n${indent}`);
}

/** Answers of cdk8s, each asked for once. It starts again when it holds too many. */
class Answers<T> {
  private static readonly MAX_SIZE = 20_000;

  private readonly answers = new Map<string, T>();

  public constructor(private readonly ask: (text: string) => T) {
  }

  public of(text: string): T {
    const known = this.answers.get(text);
    if (known !== undefined || this.answers.has(text)) {
      return known as T;
    }
    if (this.answers.size >= Answers.MAX_SIZE) {
      this.answers.clear();
    }
    const answer = this.ask(text);
    this.answers.set(text, answer);
    return answer;
  }
}

/** Line breaks at the end of a string are printed in another way when something follows. */
const DEPENDS_ON_WHAT_FOLLOWS = /\n\s*\n$|\n[ \t]+$|^\s*$/;

/** Process-wide: the answer depends on the string and on the version of cdk8s alone. */
const askedTexts = new Answers((text) => (
  DEPENDS_ON_WHAT_FOLLOWS.test(text) ? undefined : Yaml.stringify({ a: text }).slice('a: '.length, -1)));

const askedKeys = new Answers((key) => Yaml.stringify({ [key]: 0 }) === `${key}: 0\n`);
