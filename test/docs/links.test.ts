import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..', '..');

const FOLDERS = ['docs', 'examples', 'conformance', '.github'];

/** The pages of the project, generated ones aside. */
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md') && name !== 'API.md'),
  ...FOLDERS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.md') && !entry.parentPath.includes('node_modules'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  ),
];

/** Links to files, without those to other sites and to headings. */
function links(text: string): string[] {
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target.split('#')[0])
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

test.each(pages)('%s links to files that exist', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  expect(links(text).filter((target) => !existsSync(join(root, dirname(page), target)))).toEqual([]);
});

test.each(pages)('%s names files of the sources and tests that exist', (page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const named = [...text.matchAll(/`((?:src|test|scripts|imports|bench)\/[\w./-]+)`/g)].map(([, path]) => path);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('every page of docs/ is in its index', () => {
  const index = readFileSync(join(root, 'docs', 'index.md'), 'utf8');
  const own = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'index.md');
  expect(own.filter((name) => !index.includes(`(${name})`))).toEqual([]);
});

test('every decision is in the index of decisions', () => {
  const index = readFileSync(join(root, 'docs', 'decisions', 'README.md'), 'utf8');
  const own = readdirSync(join(root, 'docs', 'decisions')).filter((name) => name !== 'README.md');
  expect(own.filter((name) => !index.includes(`(${name})`))).toEqual([]);
});
