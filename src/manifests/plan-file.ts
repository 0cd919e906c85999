import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
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
  readonly stages: PlannedStage[];
}

/** The plan files of a folder, by the name of their series. @throws ManifestFault where one cannot be read */
export function planFilesIn(folder: string): Map<string, PlanFile> {
  const names = readdirSync(folder === '' ? '.' : folder).filter((name) => name.endsWith(PLAN_FILE_ENDING)).sort();
  return new Map(
    names.map((name) => [basename(name).slice(0, -PLAN_FILE_ENDING.length), readPlanFile(join(folder, name))]),
  );
}

/** @throws ManifestFault where it is no JSON, or not of the format */
export function readPlanFile(file: string): PlanFile {
  const text = textOf(file);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new ManifestFault(`${file}: is no JSON: write it again with PlanFiles.write(app)`);
  }
  const { valid, errors } = new Validator(PLAN_SCHEMA, '2020-12', false).validate(document);
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
      return 'all pods are ready';
    case 'accepted':
      return 'the router has accepted the routes';
    case 'manual':
      return 'a person resumes the rollout';
    case 'duration':
      return `${gate.seconds} s have passed`;
    case 'analysis':
      return `the analysis ${gate.templates.join(', ')} has succeeded`;
  }
}
