/** The name of a file that holds one stage of a series: `echo-02-header-test` of `echo`. */
export interface StageFileName {
  /** What the names of all stages begin with. */
  readonly series: string;
  /** The number of the stage. */
  readonly place: number;
  /** The rest of the name, with the number: `02-header-test`. */
  readonly stage: string;
}

/**
 * Writes such a name, without the ending.
 *
 * @param count how many stages the series has
 * @param stage the stage's own name, in lower-case letters, digits and hyphens
 * @internal
 */
export function stageFileName(series: string, place: number, count: number, stage: string): string {
  const digits = Math.max(2, String(count - 1).length);
  return `${series}-${String(place).padStart(digits, '0')}-${stage}`;
}

/**
 * Reads such names. A name alone may be read in several ways, since stages and series have numbers in their names as
 * well: `cart-04-weight-20-2` could be stage 20 of `cart-04-weight`. All names of a folder together tell the series:
 * the one with the most stages numbered without a gap, and of those the one with the shortest name.
 *
 * @param names the names of the files of one folder, with their endings
 * @returns those that are the name of a stage
 * @internal
 */
export function stageFileNames(names: readonly string[]): Map<string, StageFileName> {
  const readings = new Map(names.map((name) => [name, readingsOf(name)]));
  const places = new Map<string, Set<number>>();
  for (const { series, place } of [...readings.values()].flat()) {
    places.set(series, (places.get(series) ?? new Set()).add(place));
  }
  const runs = new Map([...places].map(([series, numbers]) => [series, firstRun(numbers)]));
  const weightOf = ({ series, place }: StageFileName) => {
    const run = runs.get(series)!;
    return run.size > 1 && run.has(place) ? run.size : places.get(series)!.size / (names.length + 1);
  };
  const best = ([name, all]: [string, StageFileName[]]): [string, StageFileName][] => {
    // They come with the shortest series first, and sorting keeps that order among equals.
    const [first] = [...all].sort((one, other) => weightOf(other) - weightOf(one));
    return first === undefined ? [] : [[name, first]];
  };
  return new Map([...readings].flatMap(best));
}

/** The smallest number, and those that follow it without a gap. */
function firstRun(numbers: ReadonlySet<number>): Set<number> {
  const run = new Set<number>();
  for (let next = [...numbers].reduce((one, other) => Math.min(one, other)); numbers.has(next); next++) {
    run.add(next);
  }
  return run;
}

function readingsOf(name: string): StageFileName[] {
  const [, bare] = /^(.+)\.k8s\.yaml$/.exec(name) ?? [];
  return [...(bare ?? '').matchAll(/-(?=(\d{2,9})-[a-z0-9][a-z0-9.-]*$)/g)]
    .filter(({ index }) => index > 0)
    .map(({ index, 1: number }) => ({
      series: bare!.slice(0, index),
      place: Number(number),
      stage: bare!.slice(index + 1),
    }));
}
