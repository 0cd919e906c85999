import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const pages = ['command-line.md', 'safety.md'].map((name) => readFileSync(join(root, 'docs', name), 'utf8')).join('\n');

const sources = ['src/readers', 'src/checks'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')));

/** Rules that sources name beside the property, those of Argo Rollouts as the first item of a tuple. */
const rules = [...new Set(sources.flatMap((source) => [
  ...[...source.matchAll(/\brule: '([a-z-]+)'/g)].map(([, rule]) => rule),
  ...[...source.matchAll(/\[\s*'(argo-[a-z-]+)',\s*[^\]]*?'(?:error|warning|note)'/g)].map(([, rule]) => rule),
]))].sort();

test('the sources have rules of every router', () => {
  expect(rules).toEqual(expect.arrayContaining(['gloo-upstream-port', 'istio-rejected', 'argo-lane-lost', 'no-answer']));
});

test.each(rules)('docs/ describes the rule %s', (rule) => {
  expect(pages).toContain(`\`${rule}\``);
});
