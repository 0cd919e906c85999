import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandFault } from './command-fault';
import { byName, NamedPath, namedPath, StageFile, stageFileOf, textOf } from './manifest-files';
import { Location, Manifest, readManifests } from './manifest-reader';

/** One state of a cluster. */
export interface StageManifests {
  /** As messages call it. */
  readonly name: string;
  readonly manifests: Manifest[];
}

/** States that follow each other, or a single one. */
export interface StageSet {
  /** As messages call it. */
  readonly name: string;
  /** In their order. */
  readonly stages: StageManifests[];
}

/** What was read. */
export interface ReadStages {
  readonly sets: StageSet[];
  /** Documents that are no Kubernetes objects. */
  readonly others: Location[];
}

/** Which files make up a state, before any of them is read. */
interface StageFiles {
  readonly name: string;
  readonly files: string[];
}

interface SetFiles {
  readonly name: string;
  readonly stages: StageFiles[];
}

/**
 * Reads manifests, and finds out which of them are one state and which follow each other: several folders are stages in the
 * order of their names, and so are files that a staged rollout has written (`echo-00-baseline.k8s.yaml`, …), for each
 * application by itself. Everything else beside them belongs to every stage.
 *
 * @param paths files, folders, or `-`
 * @param onFile told before each file is read: how many have been, and how many there are
 * @throws CommandFault if something cannot be read
 */
export function readStages(paths: string[], onFile: (done: number, all: number) => void = () => undefined): ReadStages {
  const sets = setsOf(paths.map(namedPath));
  const known = new Map<string, Manifest[]>();
  const others: Location[] = [];
  const all = new Set(sets.flatMap(({ stages }) => stages).flatMap(({ files }) => files)).size;
  const manifestsOf = (file: string) => {
    const before = known.get(file);
    if (before) {
      return before;
    }
    onFile(known.size, all);
    const text = readManifests(textOf(file), file);
    known.set(file, text.manifests);
    others.push(...text.others);
    return text.manifests;
  };
  const read = sets.map(({ name, stages }) => ({ name, stages: stages.map((stage) => ({ name: stage.name, manifests: stage.files.flatMap(manifestsOf) })) }));
  return { sets: read, others };
}

function setsOf(named: NamedPath[]): SetFiles[] {
  if (named.length === 0) {
    throw new CommandFault('no manifests are named: write files, folders, or - for the standard input');
  }
  const files = [...new Set(named.flatMap((path) => path.files))];
  const series = seriesOf(files);
  if (series.length > 0) {
    const staged = new Set(series.flatMap((one) => one.files).map(({ file }) => file));
    const rest = files.filter((file) => !staged.has(file));
    return series.map(({ name, files: own }) => {
      const folder = dirname(own[0].file);
      const beside = rest.filter((file) => dirname(file) === folder || named.some(({ path, isFolder }) => !isFolder && path === file));
      return { name, stages: own.map(({ stage, file }) => ({ name: stage, files: [...beside, file] })) };
    });
  }
  const folders = named.filter(({ isFolder }) => isFolder).flatMap(stagesBelow);
  if (folders.length > 1) {
    const single = named.filter(({ isFolder }) => !isFolder).flatMap((path) => path.files);
    const stages = folders.map(({ path, files: own }) => ({ name: path, files: [...single, ...own] })).sort((one, other) => byName(one.name, other.name));
    return [{ name: named.map(({ path }) => path).join(' '), stages }];
  }
  const name = named.map(({ path }) => path).join(' ');
  return [{ name, stages: [{ name, files }] }];
}

/** Files by application and folder, where there are at least two stages of one, numbered without a gap. */
function seriesOf(files: string[]): { name: string; files: StageFile[] }[] {
  const bySeries = new Map<string, StageFile[]>();
  for (const stage of files.flatMap((file) => stageFileOf(file) ?? [])) {
    bySeries.set(stage.series, [...(bySeries.get(stage.series) ?? []), stage]);
  }
  return [...bySeries]
    .map(([name, own]) => ({ name, files: own.sort((one, other) => one.place - other.place) }))
    .filter(({ files: own }) => own.length > 1 && own.every(({ place }, index) => place === own[0].place + index))
    .sort((one, other) => byName(one.name, other.name));
}

/** A folder whose folders are all numbered, and that holds no manifest itself, holds stages: `01-baseline`, `02-deploy`, … */
function stagesBelow(named: NamedPath): NamedPath[] {
  const inside = readdirSync(named.path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name).sort(byName);
  const isDirect = named.files.some((file) => dirname(file) === dirname(`${named.path.replace(/\/+$/, '')}/x`));
  const isNumbered = inside.length > 1 && inside.every((name) => /^\d/.test(name));
  return isNumbered && !isDirect ? inside.flatMap((name) => [namedPath(`${named.path.replace(/\/+$/, '')}/${name}`)]) : [named];
}
