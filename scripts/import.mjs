// Makes the types in imports/ from our subset schemas in imports/crds/.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cdk8s, root } from './cdk8s.mjs';

for (const old of readdirSync(join(root, 'imports')).filter((name) => name.endsWith('.ts'))) {
  rmSync(join(root, 'imports', old));
}
for (const schema of readdirSync(join(root, 'imports', 'crds')).sort()) {
  cdk8s(root, 'import', `imports/crds/${schema}`, '--language', 'typescript', '--output', 'imports', '--no-save');
}
