import { readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { collected, ManifestFault } from './manifest-fault';
import { byName, NamedPath, namedPath, StageFile, stageFilesOf, textOf } from './manifest-files';
import { Location, Manifest, readManifests } from './manifest-reader';
import { PlanFile, planFileOf, PlannedStage } from './plan-file';
import { kustomizationOf, mayBeKustomization } from './unrendered';
import { memoizeByObject } from '../caching/memoize-by-object';
import { objectName } from '../readers/engine/kubernetes-object';

/** One state of a cluster. */
export interface StageManifests {
  /** Its name in messages. */
  readonly name: string;
  readonly manifests: Manifest[];
}

/** The objects of a state as plain JSON. */
export function objectsOf({ manifests }: StageManifests): any[] {
  return manifests.map(({ object }) => object);
}

/** States that follow each other, or a single one. */
export interface StageSet {
  /** As messages call it. */
  readonly name: string;
  /** The stages in order. */
  readonly stages: StageManifests[];
  /** The plan file beside the stages, where a folder with all of them was named and has one. */
  readonly plan?: PlanFile;
}

/** What the plan file beside a set says of one of its stages. @param place of the stage, from 0 */
export function plannedStage({ plan, stages }: StageSet, place: number): PlannedStage | undefined {
  const own = new Set(filesOfStage(stages[place]).map((file) => basename(file)));
  return plan?.stages.find(({ files }) => files.some((file) => own.has(file)));
}

/** The files that hold the objects of some states. */
export function filesOf(sets: readonly StageSet[]): string[] {
  return [...new Set(sets.flatMap(({ stages }) => stages).flatMap(filesOfStage))];
}

/** The files that hold the objects of a state, each once. */
export function filesOfStage({ manifests }: StageManifests): string[] {
  return [...new Set(manifests.map(({ location }) => location.file))];
}

/** The result of reading. */
export interface ReadStages {
  readonly sets: StageSet[];
  /** Documents that are no Kubernetes objects. */
  readonly others: Location[];
}

/** The files of a state, before any of them is read. */
interface StageFiles {
  readonly name: string;
  readonly files: string[];
}

interface SetFiles {
  readonly name: string;
  readonly plan?: PlanFile;
  readonly stages: StageFiles[];
  /** Files that belong to every stage, unless they hold what a stage holds. */
  readonly beside: string[];
}

/**
 * Reads manifests, and decides which of them are one state and which are stages. Several folders are stages in the
 * order of the arguments. Files that a StagedRollout writes (`echo-00-baseline.k8s.yaml`, …) are stages by their
 * numbers, for each application by itself, where they have objects in common. Other files beside them belong to every
 * stage, unless they hold the same objects: then each is a state of its own, in the order of their names.
 *
 * @param paths files, folders, or `-`
 * @param onFile called before each file is read, with the number of files read so far and in all
 * @throws ManifestFault if something cannot be read
 */
export function readStages(paths: string[], onFile: (done: number, all: number) => void = () => undefined): ReadStages {
  const named = builtPaths(collected(paths, namedPath));
  const known = new Map<string, Manifest[]>();
  const others: Location[] = [];
  const all = [...new Set(named.flatMap(({ files }) => files))];
  const manifestsOf = (file: string) => {
    const before = known.get(file);
    if (before) {
      return before;
    }
    onFile(known.size, all.length);
    const text = readManifests(textOf(file), file);
    known.set(file, text.manifests);
    others.push(...text.others);
    return text.manifests;
  };
  collected(all, manifestsOf);
  const besideOf = memoizeByObject((files: readonly string[]) => new FilesBeside(files, manifestsOf));
  const read = setsOf(named, manifestsOf).map(({ name, stages, beside, plan }) => {
    const own = stages.map((stage) => ({ name: stage.name, manifests: stage.files.flatMap(manifestsOf) }));
    const { shared, repeated } = besideOf(beside).divided(namesOf(own.flatMap(({ manifests }) => manifests)));
    return {
      set: {
        name,
        stages: own.map((stage) => ({ ...stage, manifests: [...shared, ...stage.manifests] })),
        ...(plan === undefined ? {} : { plan }),
      },
      shared,
      repeated,
    };
  });
  return { sets: [...read.map(({ set }) => set), ...statesBeside(read, manifestsOf)], others };
}

/** Files beside stages. Several series have the same ones, so what they hold is looked up once. */
class FilesBeside {
  private readonly holders = new Map<string, string[]>();

  public constructor(
    private readonly files: readonly string[],
    private readonly manifestsOf: (file: string) => Manifest[],
  ) {
    for (const file of files) {
      for (const name of namesOf(manifestsOf(file))) {
        const known = this.holders.get(name) ?? [];
        this.holders.set(name, known);
        known.push(file);
      }
    }
  }

  /**
   * Divides them into those that belong to every stage, and those that repeat an object of a stage or of each other.
   *
   * @param owned the names of the objects of all stages
   */
  public divided(owned: ReadonlySet<string>): { shared: Manifest[]; repeated: string[] } {
    const repeated = new Set(this.repeatedAmongThem);
    for (const name of owned) {
      this.holders.get(name)?.forEach((file) => repeated.add(file));
    }
    return {
      shared: this.files.filter((file) => !repeated.has(file)).flatMap(this.manifestsOf),
      repeated: this.files.filter((file) => repeated.has(file)),
    };
  }

  private get repeatedAmongThem(): string[] {
    return [...this.holders.values()].filter(({ length }) => length > 1).flat();
  }
}

/** Paths without kustomizations, which only list files. @throws ManifestFault where one has to be built first */
function builtPaths(named: NamedPath[]): NamedPath[] {
  const candidates = [...new Set(named.flatMap(({ files }) => files).filter(mayBeKustomization))];
  const kustomizations = collected(candidates, (file) => kustomizationOf(file, textOf(file)) ?? []).flat();
  const faults = kustomizations.flatMap(({ fault }) => fault ?? []);
  if (faults.length > 0) {
    throw new ManifestFault(...faults);
  }
  const listing = new Set(kustomizations.map(({ file }) => file));
  return kustomizations.length === 0
    ? named
    : named.map((path) => ({ ...path, files: path.files.filter((file) => !listing.has(file)) }));
}

function namesOf(manifests: Manifest[]): Set<string> {
  return new Set(manifests.map(({ object }) => objectName(object)));
}

/** Files that repeat the objects of stages, or of each other: each is a state of its own. */
function statesBeside(
  read: { repeated: string[]; shared: Manifest[] }[],
  manifestsOf: (file: string) => Manifest[],
): StageSet[] {
  const byFolder = new Map<string, { files: Set<string>; shared: Manifest[] }>();
  for (const { repeated, shared } of read) {
    for (const file of repeated) {
      const known = byFolder.get(dirname(file)) ?? { files: new Set<string>(), shared };
      known.files.add(file);
      byFolder.set(dirname(file), known);
    }
  }
  return [...byFolder].map(([folder, { files, shared }]) => ({
    name: `${folder} (other files)`,
    stages: [...files]
      .sort(byName)
      .map((file) => ({ name: basename(file), manifests: [...shared, ...manifestsOf(file)] })),
  }));
}

function setsOf(named: NamedPath[], manifestsOf: (file: string) => Manifest[]): SetFiles[] {
  if (named.length === 0) {
    throw new ManifestFault('no manifests are named: write files, folders, or - for the standard input');
  }
  const files = [...new Set(named.flatMap((path) => path.files))];
  const series = seriesOf(named).filter(({ files: own }) => areStages(own, manifestsOf));
  requireWithoutGap(series.filter(({ isOrdered }) => !isOrdered));
  if (series.length > 0) {
    const staged = new Set(series.flatMap((one) => one.files).map(({ file }) => file));
    const rest = files.filter((file) => !staged.has(file));
    const single = new Set(named.filter(({ isFolder }) => !isFolder).map(({ path }) => path));
    const beside = new Map<string, string[]>();
    for (const folder of new Set(series.map(({ files: [{ file }] }) => dirname(file)))) {
      beside.set(folder, rest.filter((file) => dirname(file) === folder || single.has(file)));
    }
    const plans = plansOf(series);
    const staging = series.map(({ name, files: own }) => ({
      name,
      stages: stagesOf(own),
      beside: beside.get(dirname(own[0].file))!,
      plan: plans.get(name),
    }));
    const used = new Set([...staged, ...[...beside.values()].flat()]);
    const unstaged = named.filter((path) => !path.files.some((file) => used.has(file)));
    const asOne = new Set(unstaged.flatMap((path) => path.files));
    const leftOver = new Map<string, string[]>();
    for (const file of files.filter((one) => !used.has(one) && !asOne.has(one))) {
      leftOver.set(dirname(file), [...(leftOver.get(dirname(file)) ?? []), file]);
    }
    return [
      ...staging,
      ...[...leftOver].map(([name, own]) => ({ name, stages: [{ name, files: own }], beside: [] })),
      ...(unstaged.length > 0 ? plainSets(unstaged) : []),
    ];
  }
  return plainSets(named);
}

/**
 * The plan files beside series that were read from their folder.
 *
 * @throws ManifestFault where a plan file has other stages than there are files: then one of both is out of date
 */
function plansOf(series: readonly Series[]): Map<string, PlanFile> {
  const found = new Map<string, PlanFile>();
  collected(series.filter(({ isOrdered }) => !isOrdered), ({ name, files }) => {
    const plan = planFileOf(dirname(files[0].file), basename(name));
    if (plan !== undefined) {
      requireSameFiles(plan, files.map(({ file }) => basename(file)));
      found.set(name, plan);
    }
  });
  return found;
}

function requireSameFiles({ file, stages }: PlanFile, written: readonly string[]): void {
  const planned = stages.flatMap(({ files }) => files);
  const [missing, others] = [
    planned.filter((one) => !written.includes(one)),
    written.filter((one) => !planned.includes(one)),
  ];
  const faults = [
    ...(missing.length > 0 ? [`names ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} not there`] : []),
    ...(others.length > 0 ? [`does not name ${others.join(', ')}`] : []),
  ];
  if (faults.length > 0) {
    throw new ManifestFault(`${file}: ${faults.join(', and ')}: synthesize again, and remove the files of earlier plans`);
  }
}

/** Several folders are stages; everything else is one state. */
function plainSets(named: NamedPath[]): SetFiles[] {
  const files = [...new Set(named.flatMap((path) => path.files))];
  const folders = named.filter(({ isFolder }) => isFolder).flatMap(stagesBelow);
  if (folders.length > 1) {
    const single = named.filter(({ isFolder }) => !isFolder).flatMap((path) => path.files);
    // The order of the arguments is the order of the stages: `check old/ new/` checks the transition from old to new.
    const stages = folders.map(({ path, files: own }) => ({ name: path, files: [...single, ...own] }));
    return [{ name: named.map(({ path }) => path).join(' '), stages, beside: [] }];
  }
  const name = named.length > 2 ? `${named.length} files and folders` : named.map(({ path }) => path).join(' ');
  return [{ name, stages: [{ name, files }], beside: [] }];
}

/** The stages of one application in one folder. */
interface Series {
  readonly name: string;
  readonly files: StageFile[];
  /** Whether each file is named by itself: then they are stages in the order of the arguments. */
  readonly isOrdered: boolean;
}

/** Groups files into series by application and folder. A series has at least two stages. */
function seriesOf(named: NamedPath[]): Series[] {
  const files = [...new Set(named.flatMap((path) => path.files))];
  const single = new Set(named.filter(({ isFolder }) => !isFolder).flatMap((path) => path.files));
  const bySeries = new Map<string, StageFile[]>();
  for (const stage of stageFilesOf(files)) {
    const known = bySeries.get(stage.series) ?? [];
    bySeries.set(stage.series, known);
    known.push(stage);
  }
  return [...bySeries]
    .map(([name, own]): Series => {
      const isOrdered = own.every(({ file }) => single.has(file));
      const sorted = [...own].sort((one, other) => one.place - other.place || byName(one.file, other.file));
      return { name, isOrdered, files: isOrdered ? own : sorted };
    })
    .filter(({ files: own }) => new Set(own.map(({ place }) => place)).size > 1)
    .sort((one, other) => byName(one.name, other.name));
}

/** @throws ManifestFault where a stage is missing in a folder: what is left is neither a series nor one state */
function requireWithoutGap(series: readonly Series[]): void {
  const faults = series.flatMap(({ name, files }) =>
    files.slice(1).flatMap(({ place, file }, index) => {
      const before = files[index];
      return place - before.place <= 1
        ? []
        : [
          `${name}: a stage is missing: after ${basename(before.file)} comes ${basename(file)}. Add its file, or name the ` +
            'files of the stages that you mean, in their order',
        ];
    }),
  );
  if (faults.length > 0) {
    throw new ManifestFault(...faults);
  }
}

/** Numbered files that have no object in common are parts of one state, such as the applications of a fleet. */
function areStages(files: StageFile[], manifestsOf: (file: string) => Manifest[]): boolean {
  const known = new Map<string, number>();
  return files.some(({ file, place }) =>
    [...namesOf(manifestsOf(file))].some((name) => {
      const first = known.get(name) ?? place;
      known.set(name, first);
      return first !== place;
    }),
  );
}

/** Files with one number are one stage, which a delivery may divide; its name is their common beginning. */
function stagesOf(files: StageFile[]): StageFiles[] {
  const byPlace = new Map<number, StageFile[]>();
  files.forEach((one) => byPlace.set(one.place, [...(byPlace.get(one.place) ?? []), one]));
  return [...byPlace.values()].map((own) => ({
    name: commonName(own.map(({ stage }) => stage)),
    files: own.map(({ file }) => file),
  }));
}

function commonName([first, ...others]: string[]): string {
  const length = [...first].findIndex((character, index) => others.some((other) => other[index] !== character));
  return length < 0 ? first : first.slice(0, length).replace(/[-.]+$/, '');
}

/** A folder that holds numbered folders only, and no manifest itself, holds stages: `01-baseline`, `02-deploy`, … */
function stagesBelow(named: NamedPath): NamedPath[] {
  const inside = readdirSync(named.path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort(byName);
  const isDirect = named.files.some((file) => dirname(file) === dirname(`${named.path.replace(/\/+$/, '')}/x`));
  const isNumbered = inside.length > 1 && inside.every((name) => /^\d/.test(name));
  return isNumbered && !isDirect
    ? inside.flatMap((name) => [namedPath(`${named.path.replace(/\/+$/, '')}/${name}`)])
    : [named];
}
