import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { Validator } from '@cfworker/json-schema';
import { ManifestFault } from './manifest-fault';
import { textOf } from './manifest-files';
import { PLAN_SCHEMA } from './plan-schema';
import { PLAN_FILE_ENDING } from '../files/plan-file-name';

/** A condition that has to hold before the next stage, as a plan file has it. */
export type PlannedGate =
  | { readonly kind: 'ready' | 'accepted' | 'manual' }
  | { readonly kind: 'duration'; readonly seconds: number }
  | { readonly kind: 'analysis'; readonly templates: string[]; readonly args: { readonly [name: string]: string } };

/** A stage of a plan file. */
export interface PlannedStage {
  readonly id: string;
  /** The name in the names of its files, where it is not the id. */
  readonly name?: string;
  readonly kind: string;
  /** Relative to the folder of the plan file. */
  readonly files: string[];
  readonly gates: PlannedGate[];
}

/** What a plan file says. */
export interface PlanFile {
  /** The file itself. */
  readonly file: string;
  readonly application: { readonly name: string; readonly namespace: string };
  readonly router: string;
  readonly stable: string;
  readonly canary?: string;
  /** The stage from which the stages lead back. */
  readonly rollbackFrom?: string;
  readonly stages: PlannedStage[];
}

/**
 * The plan file of a series in a folder; undefined without one. Links inside a folder are not followed, as with
 * manifests.
 *
 * @throws ManifestFault where it cannot be read
 */
export function planFileOf(folder: string, series: string): PlanFile | undefined {
  const file = join(folder, `${series}${PLAN_FILE_ENDING}`);
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ? readPlanFile(file) : undefined;
}

/** A stage takes about 200 characters. */
const MOST_CHARACTERS = 1_000_000;

/** @throws ManifestFault where it is no JSON, or not of the format */
export function readPlanFile(file: string): PlanFile {
  const text = textOf(file);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new ManifestFault(`${file}: is no JSON: write it again with PlanFiles.write(app)`);
  }
  if (text.length > MOST_CHARACTERS) {
    throw new ManifestFault(`${file}: has more than ${MOST_CHARACTERS} characters, which no plan file needs`);
  }
  const { valid, errors } = new Validator(PLAN_SCHEMA, '2020-12').validate(document);
  if (!valid) {
    // The last error is about the innermost part.
    const { instanceLocation = '#', error = '' } = errors.at(-1) ?? {};
    throw new ManifestFault(`${file}: is no plan file, at ${instanceLocation}: ${error} Write it again with PlanFiles.write(app)`);
  }
  return { ...(document as Omit<PlanFile, 'file'>), file };
}

/** What a gate waits for, in a few words. */
export function gateText(gate: PlannedGate): string {
  switch (gate.kind) {
    case 'ready':
      return 'pods are ready';
    case 'accepted':
      return 'the router has accepted the routes';
    case 'manual':
      return 'a person says so';
    case 'duration':
      return `${gate.seconds} s since the stage was applied`;
    case 'analysis':
      return `the analysis ${gate.templates.join(', ')} has succeeded`;
  }
}
