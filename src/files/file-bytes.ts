import { closeSync, constants, fstatSync, openSync, readSync, Stats, writeSync } from 'node:fs';
import { pathOfName } from './file-names';

/** More of one file than this is not read: no manifest is as large, and a device may never end. */
export const MAX_BYTES = 256 * 1024 * 1024;

/** The flag of an open that waits for nobody; 0 where the system has none. @internal */
export const NO_WAITING = constants.O_NONBLOCK ?? 0;

/** A file that is no file, or too large a one. @internal */
export class UnreadableFile extends Error {}

/**
 * All bytes of a file, a pipe, or the standard input (`-`). A pipe is read until its writer closes it.
 *
 * @throws UnreadableFile for devices, for pipes that nobody writes to, and above {@link MAX_BYTES}
 * @throws what the operating system reports
 * @internal
 */
export function bytesOf(file: string): Buffer {
  if (file === '-' || file === '/dev/stdin') {
    return allOf(0);
  }
  // Opening a pipe without a writer would wait for one.
  const descriptor = openSync(pathOfName(file), constants.O_RDONLY + NO_WAITING);
  try {
    const kind = fstatSync(descriptor);
    if (kind.isCharacterDevice() || kind.isBlockDevice() || kind.isSocket()) {
      throw new UnreadableFile('it is a device or a socket, not a file');
    }
    const bytes = allOf(descriptor, kind);
    if (kind.isFIFO() && bytes.length === 0) {
      throw new UnreadableFile('it is a pipe that nobody writes to');
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}

function allOf(descriptor: number, kind?: Stats): Buffer {
  const parts: Buffer[] = [];
  let length = 0;
  for (;;) {
    const part = Buffer.allocUnsafe(Math.max(64 * 1024, Math.min((kind?.size ?? 0) + 1, 16 * 1024 * 1024)));
    const count = patiently(() => readSync(descriptor, part), kind?.isFile() !== true);
    if (count === 0) {
      return Buffer.concat(parts);
    }
    length += count;
    if (length > MAX_BYTES) {
      throw new UnreadableFile(`it has more than ${MAX_BYTES / 1024 / 1024} MiB`);
    }
    parts.push(part.subarray(0, count));
  }
}

/** Writes all of a text, also to a slow pipe. @throws what the operating system reports @internal */
export function writeAll(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    written += patiently(() => writeSync(descriptor, bytes, written), true);
  }
}

/** Tries again where a pipe is empty, or full. */
function patiently(attempt: () => number, mayWait: boolean): number {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!mayWait || (error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        throw error;
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
