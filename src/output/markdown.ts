import { Shown } from './shown';
import { visible } from './visible';

/**
 * Markdown of GitHub, made by this class only. Texts of manifests stand in inline code, which no renderer looks into:
 * no mention, link, emoji, entity or formatting comes out of them.
 *
 * @internal
 */
export class Markdown {
  /** A text as inline code, with as many backticks as it needs. */
  public static code(text: string): Markdown {
    return new Markdown(fenced(shownText(text)));
  }

  /** The same in a cell of a table, which a vertical bar would end. */
  public static cell(text: string): Markdown {
    // A backslash before a bar would take the escape's place.
    return new Markdown(fenced(shownText(text).replace(/(\\?)\|/g, (_, before) => (before ? '\\\\u007c' : '\\|'))));
  }

  /** A sentence of our own: words, numbers, commas and full stops stand as they are, anything else as code. */
  public static plain(text: string): Markdown {
    return /^[A-Za-z0-9 ,.]*$/.test(text) ? new Markdown(text) : Markdown.code(text);
  }

  /** Parts of a template one after the other; what stands between `${}` is Markdown already. */
  public static of(parts: TemplateStringsArray, ...values: Markdown[]): Markdown {
    return new Markdown(parts.map((part, place) => `${part}${values[place]?.source ?? ''}`).join(''));
  }

  public static join(all: readonly Markdown[], between: string): Markdown {
    return new Markdown(all.map(({ source }) => source).join(between));
  }

  private constructor(private readonly source: string) {}

  /** The document. */
  public get shown(): Shown {
    return this.source as Shown;
  }
}

/** Nor does a runner find a command in it where the comment is written to a log. */
function shownText(text: string): string {
  return visible(text).replace(/##(?=\[)/g, '# #');
}

function fenced(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A blank beside the fence is removed where both sides have one.
  const isPadded = longest > 0 || text.trim() === '' || /^ .* $/.test(text);
  return isPadded ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}
