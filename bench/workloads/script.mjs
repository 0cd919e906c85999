// A script of one's own: plain objects, the yaml package, a file for each stage.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fileOf, nameOf, objectsOf, STAGES } from './plain-objects.mjs';

export default function run(_variant, count, outdir) {
  mkdirSync(outdir, { recursive: true });
  for (let index = 0; index < count; index++) {
    const name = nameOf(index);
    STAGES.forEach(([stage, state], place) => {
      const documents = objectsOf(name, state).map((object) => stringify(object, { lineWidth: 0, version: '1.1' }));
      writeFileSync(join(outdir, fileOf(name, stage, place)), documents.join('---\n'));
    });
  }
}
