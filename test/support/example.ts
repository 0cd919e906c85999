import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { RolloutMoment, Traffic } from '../../src';

/** Runs an example as the cdk8s CLI does: file names to contents. */
export function synthesized(folder: string): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  process.env.CDK8S_OUTDIR = outdir;
  try {
    jest.isolateModules(() => jest.requireActual(join(folder, 'main.ts')));
    return filesOf(outdir);
  } finally {
    delete process.env.CDK8S_OUTDIR;
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The YAML that is committed beside an example: file names to contents. */
export function committed(folder: string): Map<string, string> {
  return filesOf(join(folder, 'expected'));
}

/** The traffic of some of an example's files together. */
export function trafficOf(files: Map<string, string>, ...names: string[]): Traffic {
  return Traffic.of(objectsOf(files, ...names));
}

/** The traffic of an example's files at a moment of a release. */
export function trafficDuring(files: Map<string, string>, names: string[], moment: RolloutMoment): Traffic {
  return Traffic.during(objectsOf(files, ...names), moment);
}

/** The objects of some files of an example. */
export function objectsOf(files: Map<string, string>, ...names: string[]): any[] {
  return names.flatMap((name) => parseAllDocuments(files.get(`${name}.k8s.yaml`)!).map((document) => document.toJS()));
}

/** Those of folders below it too, whose names are paths then. */
function filesOf(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = entries.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
