import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..');

/** Of a fleet the CLI lists thousands of files. */
const MOST_LINES = 100;

/** Runs the cdk8s CLI in a folder; when it fails it has said why, and this process ends with its exit code. */
export function cdk8s(folder, ...args) {
  const cli = join(root, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const options = { cwd: folder, stdio: ['inherit', 'pipe', 'inherit'], encoding: 'utf8', maxBuffer: 2 ** 28 };
  const { status, stdout } = spawnSync(process.execPath, [cli, ...args, '--check-upgrade=false'], options);
  const lines = stdout.trimEnd().split('\n');
  console.log(lines.slice(0, MOST_LINES).join('\n'));
  if (lines.length > MOST_LINES) {
    console.log(`  … and ${lines.length - MOST_LINES} lines more`);
  }
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
