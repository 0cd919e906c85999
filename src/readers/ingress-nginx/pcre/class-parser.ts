import { ByteSet, CHARACTER_TYPES, ignoringCase, not, POSIX_CLASSES } from './character-sets';
import { escapedByte } from './escapes';
import { BrokenExpression, UnknownExpression } from './node';

/** A class in brackets, and where it ends. @internal */
export interface ParsedClass {
  readonly has: ByteSet;
  readonly end: number;
}

/** A member: one byte, or a set that cannot begin a range. */
interface Member {
  readonly byte?: number;
  readonly has: ByteSet;
  readonly end: number;
}

/**
 * Parses a class after its `[`; a `]` that comes first, or first after `^`, is a member.
 *
 * @param start where the first character after the opening bracket stands
 * @throws BrokenExpression where PCRE2 refuses the class
 * @internal
 */
export function parseClass(source: string, start: number, ignoresCase: boolean): ParsedClass {
  const isNegated = source[start] === '^';
  const first = isNegated ? start + 1 : start;
  const sets: ByteSet[] = [];
  let at = first;
  while (source[at] !== ']' || at === first) {
    const member = memberAt(source, at);
    at = member.end;
    if (source[at] === '-' && source[at + 1] !== ']' && at + 1 < source.length) {
      const last = memberAt(source, at + 1);
      if (member.byte === undefined || last.byte === undefined) {
        throw new UnknownExpression();
      }
      if (last.byte < member.byte) {
        throw new BrokenExpression();
      }
      const [from, to] = [member.byte, last.byte];
      sets.push((byte) => byte >= from && byte <= to);
      at = last.end;
    } else {
      sets.push(member.has);
    }
  }
  const own: ByteSet = (byte) => sets.some((set) => set(byte));
  const has = ignoresCase ? ignoringCase(own) : own;
  return { has: isNegated ? not(has) : has, end: at + 1 };
}

function memberAt(source: string, at: number): Member {
  const character = source[at];
  if (character === undefined) {
    throw new BrokenExpression();
  }
  const posix = character === '[' ? /^\[:(\^?)([a-z]+):\]/.exec(source.slice(at, at + 12)) : null;
  if (posix) {
    const set = POSIX_CLASSES.get(posix[2]);
    if (!set) {
      throw new BrokenExpression();
    }
    return { has: posix[1] ? not(set) : set, end: at + posix[0].length };
  }
  if (character !== '\\') {
    return single(character.charCodeAt(0), at + 1);
  }
  const letter = source[at + 1];
  const type = letter === undefined ? undefined : CHARACTER_TYPES.get(letter);
  if (type && letter !== 'N') {
    return { has: type, end: at + 2 };
  }
  if (letter === 'b') {
    return single(8, at + 2);
  }
  if (letter === 'Q' || letter === 'E') {
    throw new UnknownExpression();
  }
  const { byte, end } = escapedByte(source, at);
  return single(byte, end);
}

function single(byte: number, end: number): Member {
  return { byte, has: (other) => other === byte, end };
}
