import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The project's folder. */
export const root = join(import.meta.dirname, '..');

/** Runs the cdk8s CLI in a folder; when it fails it has said why, and this process ends with its exit code. */
export function cdk8s(folder, ...args) {
  const cli = join(root, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const { status } = spawnSync(process.execPath, [cli, ...args, '--check-upgrade=false'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
