import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What stands between two documents of a file. @internal */
export const BETWEEN_DOCUMENTS = '---\n';

/**
 * The files of an output directory. They are kept until all of them are known, and then each is written once, if it is not
 * there with the same bytes already.
 *
 * @internal
 */
export class OutputFiles {
  private readonly folders = new Map<string, Map<string, string[]>>();

  /** @param root the output directory */
  public constructor(private readonly root: string) {
  }

  /** A folder of the output, to be made even if nothing gets into it. */
  public folder(name: string): void {
    if (!this.folders.has(name)) {
      this.folders.set(name, new Map());
    }
  }

  /**
   * A file; of two with one name the later one is written.
   *
   * @param folder the folder, or '' for the output directory itself
   * @param documents what is in it
   */
  public add(folder: string, name: string, documents: string[]): void {
    this.folder(folder);
    const files = this.folders.get(folder)!;
    // At its end, since names that differ in case alone may be one file.
    files.delete(name);
    files.set(name, documents);
  }

  /** Writes what differs from what is there. */
  public write(): void {
    for (const [folder, files] of this.folders) {
      const path = join(this.root, folder);
      mkdirSync(path, { recursive: true });
      const present = new Set(readdirSync(path));
      for (const [name, documents] of files) {
        write(join(path, name), documents.join(BETWEEN_DOCUMENTS), present.has(name));
      }
    }
  }
}

function write(file: string, text: string, isThere: boolean): void {
  if (!isThere || !isSame(file, text)) {
    writeFileSync(file, text, 'utf8');
  }
}

/** By bytes: what is no text in UTF-8 might read like one. */
function isSame(file: string, text: string): boolean {
  try {
    return readFileSync(file).equals(Buffer.from(text, 'utf8'));
  } catch {
    return false;
  }
}
