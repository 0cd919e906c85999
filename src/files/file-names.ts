/**
 * Names of files are bytes. Bytes that are no UTF-8 become halves of surrogate pairs here, one for each byte, so that
 * every name is a text and no two names are the same text.
 */
const BYTE = 0xdc00;

/** The text of a name. @internal */
export function nameOfBytes(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes)
    ? text
    : [...bytes].map((byte) => String.fromCharCode(byte < 0x80 ? byte : BYTE + byte)).join('');
}

/** The path of a text as the file system takes it. @internal */
export function pathOfName(name: string): string | Buffer {
  const isBytes = /[\udc80-\udcff]/u.test(name);
  return isBytes ? Buffer.concat([...name].map(bytesOf)) : name;
}

function bytesOf(character: string): Buffer {
  const code = character.codePointAt(0)!;
  return code > BYTE + 0x7f && code <= BYTE + 0xff ? Buffer.from([code - BYTE]) : Buffer.from(character, 'utf8');
}
