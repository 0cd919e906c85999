// Makes the types in imports/ from our subset schemas in imports/crds/.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cdk8s, root } from './cdk8s.mjs';

for (const schema of readdirSync(join(root, 'imports', 'crds')).sort()) {
  cdk8s(root, 'import', `imports/crds/${schema}`, '--language', 'typescript', '--output', 'imports', '--no-save');
}
