import { writeSync } from 'node:fs';
import { main } from './main';

/** Writes a text completely, also to a slow pipe, and stops quietly when the reader closes the pipe. */
function writeTo(descriptor: number): (text: string) => void {
  return (text) => {
    const bytes = Buffer.from(text);
    for (let written = 0; written < bytes.length;) {
      try {
        written += writeSync(descriptor, bytes, written);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'EPIPE') {
          return;
        }
        if (code !== 'EAGAIN') {
          throw error;
        }
      }
    }
  };
}

process.exitCode = main(process.argv.slice(2), {
  write: writeTo(1),
  warn: writeTo(2),
  isTerminal: process.stderr.isTTY === true,
});
