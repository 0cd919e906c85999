import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { providersPage } from '../support/providers-page';

const DOCS = join(__dirname, '..', '..', 'docs');
const PAGE = join(DOCS, 'providers.md');

test('docs/providers.md says what the providers declare', () => {
  if (process.env.UPDATE_DOCS) {
    writeFileSync(PAGE, providersPage());
  }
  expect(readFileSync(PAGE, 'utf8')).toBe(providersPage());
});

test.each(readdirSync(DOCS).filter((name) => name.endsWith('.md')))(
  'the links of docs/%s lead to files that are there',
  (name) => {
    const links = [...readFileSync(join(DOCS, name), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
      ([, link]) => link,
    );
    for (const link of links) {
      const path = join(DOCS, link);
      expect([link, readdirSync(join(path, '..'))]).toEqual([link, expect.arrayContaining([path.split('/').at(-1)])]);
    }
  },
);
