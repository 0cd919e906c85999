/** How texts begin that are in another encoding; the longer ones first. */
const MARKS: [bytes: number[], encoding: string][] = [
  [[0xff, 0xfe, 0, 0], 'UTF-32'],
  [[0, 0, 0xfe, 0xff], 'UTF-32'],
  [[0xff, 0xfe], 'UTF-16'],
  [[0xfe, 0xff], 'UTF-16'],
];

/** What makes bytes no text of UTF-8. @internal */
export class EncodingFault extends Error {}

/**
 * The text of bytes in UTF-8, the encoding of manifests.
 *
 * @throws EncodingFault with the encoding, or with the first line that is no UTF-8
 * @internal
 */
export function decodedText(bytes: Buffer): string {
  const [, encoding] = MARKS.find(([mark]) => mark.every((byte, place) => bytes[place] === byte)) ?? [];
  const isWide = bytes.length > 3 && (bytes[0] === 0) !== (bytes[1] === 0);
  if (encoding !== undefined || isWide) {
    throw new EncodingFault(
      `it is written in ${encoding ?? 'UTF-16 or UTF-32'}: write it in UTF-8, for example by iconv -t UTF-8`,
    );
  }
  try {
    return decoded(bytes);
  } catch {
    throw new EncodingFault(`line ${firstFault(bytes)} is no UTF-8: write the file in UTF-8`);
  }
}

function decoded(bytes: Buffer): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

/** The number of the first line that does not decode. */
function firstFault(bytes: Buffer): number {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(0x0a, start);
    const end = found < 0 ? bytes.length : found + 1;
    try {
      decoded(bytes.subarray(start, end));
    } catch {
      return line;
    }
    start = end;
  }
  return line;
}
