import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { main } from '../../src/cli/main';

/** What a run of the command line gave. */
export interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command line in this process. */
export function run(...args: string[]): Run {
  let [output, errors] = ['', ''];
  const code = main(args, {
    write: (text) => {
      output += text;
    },
    warn: (text) => {
      errors += text;
    },
    isTerminal: false,
  });
  return { code, output, errors };
}

/** A folder for one test, with these files in it: texts, or objects that are written as YAML. */
export class Folder {
  public readonly path = mkdtempSync(join(tmpdir(), 'rollouts-'));

  constructor(files: { [name: string]: string | any[] } = {}) {
    Object.entries(files).forEach(([name, content]) => this.write(name, content));
  }

  public write(name: string, content: string | any[]): string {
    const file = join(this.path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(
      file,
      typeof content === 'string'
        ? content
        : content.map((object) => stringify(object, { aliasDuplicateObjects: false })).join('---\n'),
    );
    return file;
  }

  public file(name: string): string {
    return join(this.path, name);
  }

  /** The text without the folder's own name, which is another one in every run. */
  public without(text: string): string {
    return text.split(`${this.path}/`).join('').split(this.path).join('.');
  }

  public remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Makes folders for the tests of a file, which are gone after them. */
export function temporaryFolders(): (files: { [name: string]: string | any[] }) => Folder {
  const made: Folder[] = [];
  afterAll(() => made.forEach((one) => one.remove()));
  return (files) => {
    const folder = new Folder(files);
    made.push(folder);
    return folder;
  };
}
