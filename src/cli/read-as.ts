import { StageSet } from '../manifests/stage-sets';

/** More sets than this are counted, not listed. */
const MOST_SETS = 10;

/** What was taken as stages, and what as one state: the names of files and folders decide it. */
export function readAsLines(sets: StageSet[]): string[] {
  const lines = sets.slice(0, MOST_SETS).map(({ name, stages }) =>
    stages.length === 1
      ? `${name}: one state`
      : `${name}: ${stages.length} stages (${stages.map((stage) => stage.name).join(' → ')})`,
  );
  const more = sets.length > MOST_SETS ? [`and ${sets.length - MOST_SETS} more`] : [];
  return ['Read as:', ...[...lines, ...more].map((line) => `  - ${line}`)];
}

/** The same as JSON has it. */
export function readAsJson(sets: StageSet[]): any[] {
  return sets.map(({ name, stages }) => ({ set: name, stages: stages.map((stage) => stage.name) }));
}
