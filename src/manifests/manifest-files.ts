import { lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ManifestFault } from './manifest-fault';
import { decodedText, EncodingFault } from '../files/decoded-text';
import { bytesOf, UnreadableFile } from '../files/file-bytes';
import { fileFault } from '../files/file-fault';
import { nameOfBytes, pathOfName } from '../files/file-names';
import { stageFileNames } from '../files/stage-file-name';

/** A path argument: a folder with the manifests below it, or a file. */
export interface NamedPath {
  /** As the user wrote it; `-` is the standard input. */
  readonly path: string;
  readonly isFolder: boolean;
  /** The files, sorted by name. */
  readonly files: string[];
}

/** Names of manifest files. The cdk8s CLI writes construct-metadata.json for validation plugins: it is no manifest. */
const MANIFEST = /(?<!^construct-metadata)\.(ya?ml|json)$/i;

/** Compares names with numbers in natural order: `10` comes after `2`. */
export const byName = new Intl.Collator('en', { numeric: true }).compare;

/**
 * Finds the files of a path argument. It does not follow links inside a folder, so that nothing outside is read, and
 * it skips hidden files, hidden folders and `node_modules`.
 *
 * @throws ManifestFault if there is no such file, or no manifest in the folder
 */
export function namedPath(path: string): NamedPath {
  if (path === '-') {
    return { path, isFolder: false, files: ['-'] };
  }
  const found = attempted(path, () => statSync(pathOfName(path)));
  if (!found.isDirectory()) {
    return { path, isFolder: false, files: [path] };
  }
  const files = below(path);
  if (files.length === 0) {
    throw new ManifestFault(`${path} holds no manifests: no file there ends in .yaml, .yml or .json`);
  }
  return { path, isFolder: true, files };
}

/** Whether files of this name are read as manifests in a folder. */
export function isManifestName(file: string): boolean {
  return MANIFEST.test(basename(file));
}

/** The text of a file. @throws ManifestFault if it cannot be read, or is no UTF-8 */
export function textOf(file: string): string {
  return attempted(file, () => decodedText(bytesOf(file)));
}

function below(folder: string): string[] {
  // In the order of kubectl, which walks a folder by characters.
  const entries = attempted(folder, () => readdirSync(pathOfName(folder), { encoding: 'buffer' }).map(nameOfBytes)).sort();
  return entries.flatMap((name) => {
    const path = join(folder, name);
    const entry = attempted(path, () => lstatSync(pathOfName(path)));
    if (entry.isDirectory()) {
      return name.startsWith('.') || name === 'node_modules' ? [] : below(path);
    }
    return entry.isFile() && MANIFEST.test(name) && !name.startsWith('.') ? [path] : [];
  });
}

function attempted<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const isKnown = error instanceof UnreadableFile || error instanceof EncodingFault;
    throw new ManifestFault(`${path}: cannot be read (${isKnown ? error.message : fileFault(error)})`);
  }
}

/** A file that holds one stage of a series: `echo-02-header-test.k8s.yaml`. */
export interface StageFile {
  readonly file: string;
  /** The folder, and what the names of all its stages begin with. */
  readonly series: string;
  /** The rest of the name: `02-header-test`. */
  readonly stage: string;
  /** The number in it. */
  readonly place: number;
}

/** The files that hold stages, by their names: all files of a folder together tell which. */
export function stageFilesOf(files: readonly string[]): StageFile[] {
  const byFolder = new Map<string, string[]>();
  for (const file of files) {
    const names = byFolder.get(dirname(file)) ?? [];
    byFolder.set(dirname(file), names);
    names.push(basename(file));
  }
  const known = new Map([...byFolder].map(([folder, names]) => [folder, stageFileNames(names)]));
  return files.flatMap((file): StageFile[] => {
    const name = known.get(dirname(file))?.get(basename(file));
    return name === undefined ? [] : [{ ...name, file, series: join(dirname(file), name.series) }];
  });
}
