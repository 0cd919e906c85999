// Synthesizes every example into dist/<example>/. With --update the YAML beside each example is replaced by it.
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cdk8s, root } from './cdk8s.mjs';

/** More than these are not kept. */
const MOST_FILES = 500;

const examples = readdirSync(join(root, 'examples')).filter((name) => existsSync(join(root, 'examples', name, 'cdk8s.yaml')));

for (const name of examples.sort()) {
  const folder = join(root, 'examples', name);
  console.log(`\nexamples/${name}`);
  cdk8s(folder, 'synth');
  if (process.argv.includes('--update')) {
    rmSync(join(folder, 'expected'), { recursive: true, force: true });
    const output = join(root, 'dist', name);
    // Of a fleet the first application is enough.
    const files = readdirSync(output).sort();
    const firstOf = files.length > MOST_FILES ? files[0].replace(/00-.*$/, '') : '';
    // What the cdk8s CLI notes for validation plugins is no manifest.
    const isExpected = (file) => file === output || (relative(output, file).startsWith(firstOf) && !file.endsWith('construct-metadata.json'));
    cpSync(output, join(folder, 'expected'), { recursive: true, filter: isExpected });
  }
}
