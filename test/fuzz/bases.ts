import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = join(__dirname, '../..');

/** Sound states to begin with: what the examples write, and the cases of conformance/. */
export function bases(): any[][] {
  return ['examples', 'conformance']
    .flatMap((folder) => filesBelow(folder))
    .filter((file) => /(expected|cases)\/.*\.yaml$/.test(file))
    .map((file) => parseAllDocuments(readFileSync(join(ROOT, file), 'utf8')).map((document) => document.toJS()).filter(isRead))
    .filter((objects) => objects.length > 0);
}

/** Cases say of themselves what they show. */
function isRead({ kind }: any): boolean {
  return kind !== 'Case';
}

function filesBelow(folder: string): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names.sort().map((name) => join(folder, name));
}
