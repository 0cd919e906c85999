// Synthesizes every example into dist/<example>/. With --update the YAML beside each example is replaced by it.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cdk8s, root } from './cdk8s.mjs';

const examples = readdirSync(join(root, 'examples')).filter((name) => existsSync(join(root, 'examples', name, 'cdk8s.yaml')));

for (const name of examples.sort()) {
  const folder = join(root, 'examples', name);
  console.log(`\nexamples/${name}`);
  cdk8s(folder, 'synth');
  if (process.argv.includes('--update')) {
    rmSync(join(folder, 'expected'), { recursive: true, force: true });
    // What the cdk8s CLI notes for validation plugins is no manifest.
    cpSync(join(root, 'dist', name), join(folder, 'expected'), { recursive: true, filter: (file) => !file.endsWith('construct-metadata.json') });
  }
}
