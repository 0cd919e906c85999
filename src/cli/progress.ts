import { CommandContext } from './command';
import { ManifestFault } from '../manifests/manifest-fault';
import { readStages, ReadStages } from '../manifests/stage-sets';
import { NO_PROGRESS, progressLine } from '../output/terminal';

/** Reads manifests. On a terminal it reports progress when reading takes more than a second. */
export function readWithProgress(paths: string[], { warn, isTerminal }: CommandContext): ReadStages {
  const start = Date.now();
  let told = start + 800;
  const read = readStages(paths, (done, all) => {
    const now = Date.now();
    if (isTerminal && now - told > 200) {
      told = now;
      warn(progressLine(done, all));
    }
  });
  if (told > start + 800) {
    warn(NO_PROGRESS);
  }
  if (read.sets.every(({ stages }) => stages.every(({ manifests }) => manifests.length === 0))) {
    throw new ManifestFault(`${paths.join(' ')}: contains no Kubernetes object`);
  }
  return read;
}
