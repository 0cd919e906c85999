import { ByteSet, CHARACTER_TYPES, ignoringCase, isWord } from './character-sets';
import { parseClass } from './class-parser';
import { escapedByte } from './escapes';
import { BrokenExpression, Node, RepeatMode, UnknownExpression } from './node';

/** Switches such as `(?i)`. */
interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
}

/** PCRE2 refuses more levels of parentheses. */
const MAX_DEPTH = 250;

/** PCRE2 refuses a greater number of repetitions. */
const MAX_REPETITIONS = 65535;

/**
 * Parses the syntax of PCRE2 as it reads bytes (https://www.pcre.org/current/doc/html/pcre2pattern.html): all but
 * recursion, conditions, callouts, verbs and Unicode.
 *
 * @throws BrokenExpression where PCRE2 refuses the expression, UnknownExpression for what is not read
 * @internal
 */
export class Parser {
  private at = 0;
  private depth = 0;
  private groups = 0;
  private readonly names = new Map<string, number>();
  private readonly references: number[] = [];
  private readonly groupCount: number;

  constructor(private readonly source: string) {
    this.groupCount = (source.replace(/\\./gs, '').match(/\((?!\?)|\(\?P?<(?![=!])|\(\?'/g) ?? []).length;
  }

  public parse(ignoresCase: boolean): Node {
    const node = this.choice({ i: ignoresCase, m: false, s: false, x: false });
    if (this.at < this.source.length || this.references.some((group) => group > this.groups)) {
      throw new BrokenExpression();
    }
    return node;
  }

  /** Alternatives up to a closing parenthesis or the end. Switches hold for the alternatives after them, too. */
  private choice(given: Flags): Node {
    let flags = given;
    const parts: Node[][] = [[]];
    while (this.at < this.source.length && this.source[this.at] !== ')') {
      if (this.take('|')) {
        parts.push([]);
        continue;
      }
      const changed = this.switches(flags);
      if (changed) {
        flags = changed;
        continue;
      }
      if (this.skipped(flags)) {
        continue;
      }
      const node = this.atom(flags);
      if (node) {
        parts[parts.length - 1].push(this.repeated(node, flags));
      }
    }
    const choices = parts.map((sequence): Node =>
      sequence.length === 1 ? sequence[0] : { type: 'sequence', parts: sequence },
    );
    return choices.length === 1 ? choices[0] : { type: 'choice', parts: choices };
  }

  private take(text: string): boolean {
    const isThere = this.source.startsWith(text, this.at);
    this.at += isThere ? text.length : 0;
    return isThere;
  }

  private matched(expression: RegExp): RegExpExecArray | null {
    expression.lastIndex = this.at;
    const found = expression.exec(this.source);
    this.at += found?.[0].length ?? 0;
    return found;
  }

  /** `(?i)` and its like. */
  private switches(flags: Flags): Flags | undefined {
    const found = this.matched(/\(\?(\^?[imsxn]*(?:-[imsxn]*)?)\)/y);
    return found ? switched(flags, found[1]) : undefined;
  }

  /** Comments, and with `x` also blanks. */
  private skipped({ x }: Flags): boolean {
    if (this.source.startsWith('(?#', this.at)) {
      if (!this.matched(/\(\?#[^)]*\)/y)) {
        throw new BrokenExpression();
      }
      return true;
    }
    return x && this.matched(/\s+|#[^\n]*(?:\n|$)/y) !== null;
  }

  private atom(flags: Flags): Node | undefined {
    const character = this.source[this.at++];
    switch (character) {
      case '(':
        return this.group(flags);
      case '[': {
        if (/^:\w*:\]/.test(this.source.slice(this.at))) {
          throw new UnknownExpression();
        }
        const { has, end } = parseClass(this.source, this.at, flags.i);
        this.at = end;
        return { type: 'set', has };
      }
      case '.':
        return { type: 'set', has: flags.s ? () => true : (byte) => byte !== 10 };
      case '^':
        return flags.m ? assertion((text, at) => at === 0 || text[at - 1] === '\n') : START;
      case '$':
        return assertion(flags.m ? (text, at) => at === text.length || text[at] === '\n' : isEnd);
      case '*':
      case '+':
      case '?':
        throw new BrokenExpression();
      case '\\':
        return this.escape(flags);
      case '{':
        if (this.quantifierAt(this.at - 1)) {
          throw new BrokenExpression();
        }
    }
    return literal(character.charCodeAt(0), flags);
  }

  private group(flags: Flags): Node {
    if (this.source[this.at] === '*') {
      throw /^\*[A-Za-z:]/.test(this.source.slice(this.at)) ? new UnknownExpression() : new BrokenExpression();
    }
    if (++this.depth > MAX_DEPTH) {
      throw new BrokenExpression();
    }
    const node = this.groupContent(flags);
    if (!this.take(')')) {
      throw new BrokenExpression();
    }
    this.depth--;
    return node;
  }

  private groupContent(flags: Flags): Node {
    if (!this.take('?')) {
      return { type: 'group', capture: ++this.groups, part: this.choice(flags) };
    }
    const look = this.matched(/<?[=!]/y)?.[0];
    if (look !== undefined) {
      return { type: 'look', isBehind: look.length > 1, isNegative: look.endsWith('!'), part: this.choice(flags) };
    }
    if (this.take('>')) {
      return { type: 'atomic', part: this.choice(flags) };
    }
    const name = this.matched(/P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)'/y);
    if (name) {
      const capture = ++this.groups;
      if (this.names.has(name[1] ?? name[2])) {
        throw new BrokenExpression();
      }
      this.names.set(name[1] ?? name[2], capture);
      return { type: 'group', capture, part: this.choice(flags) };
    }
    const reference = this.matched(/P=([A-Za-z_]\w*)/y);
    if (reference) {
      return this.named(reference[1], flags);
    }
    const inner = this.matched(/(\^?[imsxn]*(?:-[imsxn]*)?):/y);
    if (!inner) {
      throw new UnknownExpression();
    }
    return { type: 'group', part: this.choice(switched(flags, inner[1])) };
  }

  private named(name: string, flags: Flags): Node {
    const group = this.names.get(name);
    if (group === undefined) {
      throw new UnknownExpression();
    }
    return { type: 'reference', group, ignoresCase: flags.i };
  }

  private referenceTo(group: number, flags: Flags): Node {
    this.references.push(group);
    return { type: 'reference', group, ignoresCase: flags.i };
  }

  private escape(flags: Flags): Node | undefined {
    const letter = this.source[this.at++];
    if (letter === undefined) {
      throw new BrokenExpression();
    }
    const type = CHARACTER_TYPES.get(letter);
    if (type && !(letter === 'N' && this.source[this.at] === '{')) {
      return { type: 'set', has: type };
    }
    switch (letter) {
      case 'Q':
        return this.quoted(flags);
      case 'E':
        return undefined;
      case 'A':
      case 'G':
        return START;
      case 'z':
        return assertion((text, at) => at === text.length);
      case 'Z':
        return assertion(isEnd);
      case 'b':
        return assertion(isWordEdge);
      case 'B':
        return assertion((text, at) => !isWordEdge(text, at));
      // Where a match begins does not matter here.
      case 'K':
        return assertion(() => true);
      case 'R':
        return {
          type: 'atomic',
          part: { type: 'choice', parts: [sequenceOf([13, 10]), { type: 'set', has: CHARACTER_TYPES.get('v')! }] },
        };
    }
    const numbered = letter === 'g' ? this.matched(/(\d+)|\{(-?\d+)\}|-(\d+)/y) : null;
    if (numbered) {
      const [, plain, braced, relative] = numbered;
      const number = plain ?? braced ?? `-${relative}`;
      return this.referenceTo(number.startsWith('-') ? this.groups + 1 + Number(number) : Number(number), flags);
    }
    const name =
      letter === 'k' || letter === 'g' ? this.matched(/<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)'|\{([A-Za-z_]\w*)\}/y) : null;
    if (name) {
      return this.named(name[1] ?? name[2] ?? name[3], flags);
    }
    if (/[1-9]/.test(letter)) {
      const [digits] = /^\d+/.exec(this.source.slice(this.at - 1))!;
      if (Number(digits) < 10 || Number(digits) <= this.groupCount) {
        this.at += digits.length - 1;
        return this.referenceTo(Number(digits), flags);
      }
    }
    this.at -= 2;
    const { byte, end } = escapedByte(this.source, this.at);
    this.at = end;
    return literal(byte, flags);
  }

  /** Everything up to `\E` as it is; what follows may repeat the last character. */
  private quoted(flags: Flags): Node | undefined {
    const end = this.source.indexOf('\\E', this.at);
    const text = this.source.slice(this.at, end < 0 ? undefined : end);
    this.at = end < 0 ? this.source.length : end + 2;
    const bytes = [...text].map((character) => literal(character.charCodeAt(0), flags));
    if (bytes.length === 0) {
      return undefined;
    }
    const last = this.repeated(bytes.pop()!, flags);
    return { type: 'sequence', parts: [...bytes, last] };
  }

  private quantifierAt(position: number): RegExpExecArray | null {
    return /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})/.exec(this.source.slice(position, position + 16));
  }

  private repeated(node: Node, flags: Flags): Node {
    while (this.skipped(flags)) {
      // Blanks between an item and its quantifier.
    }
    const found = this.quantifierAt(this.at);
    if (!found) {
      if (/^\{\s*(,|\d+\s)/.test(this.source.slice(this.at, this.at + 16))) {
        throw new UnknownExpression();
      }
      return node;
    }
    const [whole, least, comma, most] = found;
    const bounds =
      whole === '*'
        ? [0, Infinity]
        : whole === '+'
          ? [1, Infinity]
          : whole === '?'
            ? [0, 1]
            : [Number(least), comma === undefined ? Number(least) : most === '' ? Infinity : Number(most)];
    const isTooGreat = bounds.some((bound) => bound !== Infinity && bound > MAX_REPETITIONS);
    if (node.type === 'assertion' || node.type === 'look') {
      throw new UnknownExpression();
    }
    if (isTooGreat || bounds[0] > bounds[1]) {
      throw new BrokenExpression();
    }
    this.at += whole.length;
    const mode: RepeatMode = this.take('+') ? 'possessive' : this.take('?') ? 'lazy' : 'greedy';
    return this.repeated({ type: 'repeat', least: bounds[0], most: bounds[1], mode, part: node }, flags);
  }
}

function switched(flags: Flags, letters: string): Flags {
  const [on, off = ''] = letters.replace('^', '').split('-');
  if (/n/.test(letters) || /xx/.test(letters)) {
    throw new UnknownExpression();
  }
  const start = letters.startsWith('^') ? { i: false, m: false, s: false, x: false } : flags;
  const value = (letter: 'i' | 'm' | 's' | 'x') => (on.includes(letter) || start[letter]) && !off.includes(letter);
  return { i: value('i'), m: value('m'), s: value('s'), x: value('x') };
}

function literal(byte: number, { i }: Flags): Node {
  const has: ByteSet = (other) => other === byte;
  return { type: 'set', has: i ? ignoringCase(has) : has };
}

function sequenceOf(bytes: number[]): Node {
  return { type: 'sequence', parts: bytes.map((byte) => ({ type: 'set', has: (other) => other === byte })) };
}

function assertion(holds: (text: string, at: number) => boolean): Node {
  return { type: 'assertion', isStart: false, holds };
}

const START: Node = { type: 'assertion', isStart: true, holds: (_, at) => at === 0 };

/** The end, or the place before a last line feed. */
function isEnd(text: string, at: number): boolean {
  return at === text.length || (at === text.length - 1 && text[at] === '\n');
}

function isWordEdge(text: string, at: number): boolean {
  const isIn = (position: number) => position >= 0 && position < text.length && isWord(text.charCodeAt(position));
  return isIn(at - 1) !== isIn(at);
}
