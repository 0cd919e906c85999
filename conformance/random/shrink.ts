/** Where something is in a tree of objects and lists. */
export type Path = readonly (string | number)[];

/** What an object cannot be without. */
const NEEDED = new Set(['apiVersion', 'kind', 'metadata', 'spec', 'name', 'namespace']);

/** Everything that can be left out of objects: each by itself, the largest first. */
export function removals(objects: any[]): Path[] {
  const found: { path: Path; size: number }[] = [];
  const visit = (value: any, path: Path) => {
    if (value === null || typeof value !== 'object') {
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const own = [...path, Array.isArray(value) ? Number(key) : key];
      if (Array.isArray(value) || !NEEDED.has(key)) {
        found.push({ path: own, size: JSON.stringify(item).length });
      }
      visit(item, own);
    }
  };
  visit(objects, []);
  return found.sort((one, other) => other.size - one.size).map(({ path }) => path);
}

/** The objects without what is at these paths. */
export function without(objects: any[], paths: Path[]): any[] {
  const gone = new Set(paths.map((path) => JSON.stringify(path)));
  const copy = (value: any, path: Path): any => {
    if (value === null || typeof value !== 'object') {
      return value;
    }
    const isKept = (key: string | number) => !gone.has(JSON.stringify([...path, key]));
    if (Array.isArray(value)) {
      return value.flatMap((item, i) => (isKept(i) ? [copy(item, [...path, i])] : []));
    }
    const kept = Object.entries(value).filter(([key]) => isKept(key));
    return Object.fromEntries(kept.map(([key, item]) => [key, copy(item, [...path, key])]));
  };
  return copy(objects, []);
}

/** Makes objects smaller step by step, while they show a difference. The caller finds out whether they still do. */
export class Shrinking {
  private tried = new Set<string>();
  /** Removals from `best` that work each by itself, found since the last that was made. */
  private working: Path[] = [];

  public constructor(public best: any[]) {}

  /** What to try next: nothing when no single removal is left. */
  public candidates(most: number): Path[][] {
    const together = this.working.length > 1
      ? [this.working, this.working.slice(0, Math.ceil(this.working.length / 2)), this.working.slice(0, 1)]
      : this.working.map((path) => [path]);
    const wanted = together.length > 0 ? together : removals(this.best).map((path) => [path]);
    return wanted.filter((paths) => !this.tried.has(textOf(this.best, paths))).slice(0, most);
  }

  /** What became of the candidates: which of them still show it. */
  public report(results: { readonly paths: Path[]; readonly isShown: boolean }[]): void {
    results.forEach(({ paths }) => this.tried.add(textOf(this.best, paths)));
    const shown = results.filter(({ isShown }) => isShown).map(({ paths }) => paths);
    if (this.working.length === 0 && shown.length > 1) {
      this.working = independent(shown.flat());
      this.working.forEach((path) => this.tried.delete(textOf(this.best, [path])));
      return;
    }
    this.working = [];
    if (shown.length > 0) {
      this.best = without(this.best, shown[0]);
    }
  }
}

function textOf(objects: any[], paths: Path[]): string {
  return JSON.stringify(without(objects, paths));
}

/** Without paths that are below others. */
function independent(paths: Path[]): Path[] {
  const isBelow = (path: Path, other: Path) => path.length > other.length && other.every((key, i) => key === path[i]);
  return paths.filter((path) => !paths.some((other) => isBelow(path, other)));
}
