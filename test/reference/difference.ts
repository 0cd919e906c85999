/** A place where our output deliberately differs from the reference manifests. */
export interface Difference {
  /** The reference files in which it occurs. */
  readonly files: RegExp;
  readonly kind: string;
  /** The reference object in which it occurs; all of the kind by default. */
  readonly name?: RegExp;
  /**
   * Where ours differs: keys with slashes between them (a slash of a key is written ~), and what ours says there;
   * undefined for nothing.
   */
  readonly path: string;
  readonly ours: any;
  readonly reason: string;
}

/** The reference object as ours should be. */
export function adapted(file: string, object: any, differences: Difference[]): any {
  const copy = JSON.parse(JSON.stringify(object));
  differences.filter((one) => isOf(one, file, object)).forEach(({ path, ours }) => assign(copy, path, ours));
  return copy;
}

/** Whether a difference occurs in a reference object. */
export function isOf({ files, kind, name }: Difference, file: string, object: any): boolean {
  return files.test(file) && kind === object.kind && (name === undefined || name.test(object.metadata.name));
}

/** What an object says at a path. */
export function valueAt(object: any, path: string): any {
  return keysOf(path).reduce((inner, key) => inner?.[key], object);
}

function assign(object: any, path: string, value: any): void {
  const keys = keysOf(path);
  const holder = keys.slice(0, -1).reduce((inner, key) => (inner[key] ??= {}), object);
  if (value === undefined) {
    delete holder[keys.at(-1)!];
  } else {
    holder[keys.at(-1)!] = value;
  }
}

function keysOf(path: string): string[] {
  return path.split('/').map((key) => key.replace('~', '/'));
}
