import { ESCAPED_BYTES } from './character-sets';
import { BrokenExpression, UnknownExpression } from './node';

/** The byte that an escape stands for, in a class too. @internal */
export function escapedByte(source: string, start: number): { readonly byte: number; readonly end: number } {
  const rest = source.slice(start + 1);
  const numeric = /^(?:x\{([0-9a-fA-F]+)\}|x([0-9a-fA-F]{0,2})|o\{([0-7]+)\}|(0[0-7]{0,2}|[1-7][0-7]{0,2}))/.exec(rest);
  if (numeric) {
    const [whole, braced, hexadecimal, octal, digits] = numeric;
    const byte =
      (braced ?? hexadecimal)
        ? parseInt(braced ?? (hexadecimal || '0'), 16)
        : hexadecimal === ''
          ? 0
          : parseInt(octal ?? digits, 8);
    if (byte > 255) {
      throw new BrokenExpression();
    }
    return { byte, end: start + 1 + whole.length };
  }
  const letter = rest[0];
  const known = letter === undefined ? undefined : ESCAPED_BYTES.get(letter);
  if (known !== undefined) {
    return { byte: known, end: start + 2 };
  }
  if (letter === 'c' && rest.length > 1 && /[\x20-\x7e]/.test(rest[1])) {
    return { byte: flipped(rest[1].toUpperCase().charCodeAt(0)), end: start + 3 };
  }
  if (letter === undefined || /[ijmqyFIJMOTY]/.test(letter)) {
    throw new BrokenExpression();
  }
  if (/[a-zA-Z0-9]/.test(letter)) {
    throw new UnknownExpression();
  }
  return { byte: letter.charCodeAt(0), end: start + 2 };
}

/** The control character of a letter, which differs from it by 64. */
function flipped(code: number): number {
  return code >= 64 ? code - 64 : code + 64;
}
