import { EXIT } from './command';
import { main } from './main';
import { writeAll } from '../files/file-bytes';
import { fileFault } from '../files/file-fault';
import { ManifestFault } from '../manifests/manifest-fault';

/** Writes a text completely, and stops quietly when the reader of a pipe closes it. */
function writeTo(descriptor: number): (text: string) => void {
  return (text) => {
    try {
      writeAll(descriptor, text);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') {
        throw new ManifestFault(`the output cannot be written (${fileFault(error)})`);
      }
    }
  };
}

try {
  process.exitCode = main(process.argv.slice(2), {
    write: writeTo(1),
    warn: writeTo(2),
    isTerminal: process.stderr.isTTY === true,
  });
} catch {
  // Even the reason cannot be written.
  process.exitCode = EXIT.FAULT;
}
