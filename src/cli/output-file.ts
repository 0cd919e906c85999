import { closeSync, constants, openSync, statSync } from 'node:fs';
import { NO_WAITING, writeAll } from '../files/file-bytes';
import { fileFault } from '../files/file-fault';
import { pathOfName } from '../files/file-names';
import { ManifestFault } from '../manifests/manifest-fault';
import { isManifestName } from '../manifests/manifest-files';
import { Shown } from '../output/shown';

/**
 * Requires that a page does not take the place of what is read, nor stand where it would be read as a manifest.
 *
 * @param file the value of --output
 * @param read the files that are read
 * @throws ManifestFault where it would
 */
export function requirePageFile(file: string, read: readonly string[]): void {
  if (file === '') {
    throw new ManifestFault('--output: the name of the file is empty: write -o report.html');
  }
  if (isManifestName(file)) {
    throw new ManifestFault(
      `--output: ${file} has the name of a manifest, and the page is HTML: write -o report.html`,
    );
  }
  const target = identityOf(file);
  const same = target === undefined ? undefined : read.find((one) => one !== '-' && identityOf(one) === target);
  if (same !== undefined) {
    throw new ManifestFault(`--output: ${file} is ${same}, which is read: write the page to another file`);
  }
}

/** Device and inode: links to a file are the file. */
function identityOf(file: string): string | undefined {
  const found = statSync(pathOfName(file), { throwIfNoEntry: false, bigint: true });
  return found?.isFile() ? `${found.dev} ${found.ino}` : undefined;
}

/** Writes a file. @throws ManifestFault with the reason if it cannot be written */
export function writeFile(file: string, text: Shown): void {
  try {
    // Opening a pipe without a reader would wait for one.
    const { O_WRONLY, O_CREAT, O_TRUNC } = constants;
    const descriptor = openSync(file, O_WRONLY + O_CREAT + O_TRUNC + NO_WAITING, 0o666);
    try {
      writeAll(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw new ManifestFault(`--output: ${file} cannot be written (${fileFault(error)})`);
  }
}
