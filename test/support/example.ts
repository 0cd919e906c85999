import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { Traffic } from '../../src';

/** Runs an example as the cdk8s CLI does: file names to contents. */
export function synthesized(folder: string): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  process.env.CDK8S_OUTDIR = outdir;
  jest.isolateModules(() => jest.requireActual(join(folder, 'main.ts')));
  delete process.env.CDK8S_OUTDIR;
  return filesOf(outdir);
}

/** The YAML that is committed beside an example: file names to contents. */
export function committed(folder: string): Map<string, string> {
  return filesOf(join(folder, 'expected'));
}

/** The traffic of some of an example's files together. */
export function trafficOf(files: Map<string, string>, ...names: string[]): Traffic {
  return Traffic.of(names.flatMap((name) => parseAllDocuments(files.get(`${name}.k8s.yaml`)!).map((document) => document.toJS())));
}

function filesOf(folder: string): Map<string, string> {
  return new Map(readdirSync(folder).sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
