import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where programs are built and installed: outside the project, and kept between runs. `CONFORMANCE_CACHE` moves it. */
export function cacheFolder(...names: string[]): string {
  const caches = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const base = process.env.CONFORMANCE_CACHE ?? join(caches, 'cdk8s-rollouts-conformance');
  const folder = join(base, ...names);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A fault of the machine or the arguments, told without a stack trace. */
export class ConformanceFault extends Error {}

/** Makes sure that a program is there. @throws ConformanceFault that says how to install it */
export function needProgram(program: string, versionArgument: string, howToInstall: string): void {
  try {
    execFileSync(program, [versionArgument], { stdio: 'ignore' });
  } catch {
    throw new ConformanceFault(`${program} is not found: ${howToInstall}`);
  }
}
