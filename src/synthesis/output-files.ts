import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Separates two documents of a file. @internal */
export const BETWEEN_DOCUMENTS = '---\n';

/**
 * The files of an output directory. They stay in memory until all are known. Then each is written once, unless the
 * directory has it with the same bytes.
 *
 * @internal
 */
export class OutputFiles {
  private readonly folders = new Map<string, Map<string, string[]>>();

  /** @param root the output directory */
  public constructor(private readonly root: string) {
  }

  /** Adds a folder, which is made even if it stays empty. */
  public folder(name: string): void {
    if (!this.folders.has(name)) {
      this.folders.set(name, new Map());
    }
  }

  /**
   * Adds a file. If two files have one name, the later one is written.
   *
   * @param folder its folder, or '' for the output directory itself
   * @param documents its YAML documents
   */
  public add(folder: string, name: string, documents: string[]): void {
    this.folder(folder);
    const files = this.folders.get(folder)!;
    // The later file goes to the end: on some file systems names that differ only in case are one file.
    files.delete(name);
    files.set(name, documents);
  }

  /** Writes the files whose bytes differ from those in the directory. */
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

function write(file: string, text: string, exists: boolean): void {
  if (!exists || !isSame(file, text)) {
    writeFileSync(file, text, 'utf8');
  }
}

/** Compares bytes, because bytes that are not UTF-8 may decode to the same text. */
function isSame(file: string, text: string): boolean {
  try {
    return readFileSync(file).equals(Buffer.from(text, 'utf8'));
  } catch {
    return false;
  }
}
