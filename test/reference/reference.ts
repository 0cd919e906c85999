import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';

/**
 * The reference material: manifests of the workflows, upstream CRDs, Kubernetes schemas. It is no part of the project.
 */
const FOLDER = join(__dirname, '..', '..', '..', 'shared');
const isThere = existsSync(join(FOLDER, 'golden', 'INDEX.md'));

if (!isThere) {
  process.stderr.write(
    '\n    SKIPPED: the reference material is absent (looked for ../shared beside the project), so nothing is ' +
      'compared with it.\n',
  );
}

/** `describe` where the reference material is there, and a skipped one, with the reason printed, where it is not. */
export const describeWithReference = isThere ? describe : describe.skip;

/** The names of the reference files in a folder; none where the material is absent. */
export function referenceFiles(folder: string, pattern: RegExp): string[] {
  return isThere
    ? readdirSync(join(FOLDER, folder))
      .filter((name) => pattern.test(name))
      .sort()
    : [];
}

/** The documents of a reference file. */
export function reference(folder: string, name: string): any[] {
  return yaml(join(FOLDER, folder, name));
}

/** The path of a reference file. */
export function referencePath(folder: string, name: string): string {
  return join(FOLDER, folder, name);
}

/** The documents of a YAML file, empty ones left out. */
export function yaml(file: string): any[] {
  return parseAllDocuments(readFileSync(file, 'utf8'))
    .map((document) => document.toJS())
    .filter((document) => document !== null && document !== undefined);
}

/** The YAML that is committed beside an example: file names to documents. */
export function expectedOf(example: string): Map<string, any[]> {
  const folder = join(__dirname, '..', '..', 'examples', example, 'expected');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return new Map(
    names
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map((name) => [name, yaml(join(folder, name))]),
  );
}

/** The names of all examples. */
export function examples(): string[] {
  return readdirSync(join(__dirname, '..', '..', 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
