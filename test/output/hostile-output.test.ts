import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { annotations } from '../../src/output/github-annotation';
import { htmlBlock, htmlText } from '../../src/output/html';
import { jsonText } from '../../src/output/json';
import { Markdown } from '../../src/output/markdown';
import { terminalText } from '../../src/output/terminal';
import { visible } from '../../src/output/visible';
import { holds } from '../support/property';

/** What a terminal, a runner or a reader takes for something else than text. */
const DANGEROUS = [
  '\u001b[8m', '\u001b]8;;http://x\u0007', '\r', '\b', '\n', '\u007f', '\u009b31m', '\u202e', '\u2066', '\u2028',
  '\u200b', '\ufeff', '\ud800', '\u{e0041}', '::stop-commands::t', '##[error]', '::error::x', '%0A', '<script>', '`',
  '|', '\\|', '\\\\|', '@octocat', 'https://x.example', 'www.x.example', '&lt;', ':tada:', '~~x~~', '**b**', '[a](b)', '#1', '\\', '$x$',
];

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...DANGEROUS), fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 5 })
  .map((parts) => parts.join(''));

/** Controls, marks of direction, and halves of characters, as they would be raw. */
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\p{Surrogate}/u;

test.each([
  ['a\nb', 'a\\nb'],
  ['\u001b[8m', '\\u001b[8m'],
  ['\u202eabc', '\\u202eabc'],
  ['a\ud800', 'a\\ud800'],
  ['\u{e0041}', '\\u{e0041}'],
  ['grüße 👍 日本', 'grüße 👍 日本'],
])('%j is shown as %s', (text, expected) => {
  expect(visible(text)).toBe(expected);
});

describe('no text of a manifest is anything but text', () => {
  test('in a terminal and in the log of a workflow', () => {
    holds(
      fc.property(fc.array(hostile, { minLength: 1, maxLength: 3 }), (lines) => {
        const text = terminalText(lines);
        expect(text).not.toMatch(RAW);
        expect(text.split('\n')).toHaveLength(lines.length + 1);
        expect(text).not.toMatch(/^\s*::/m);
        expect(text).not.toContain('##[');
      }),
      3000,
    );
  });

  test('in JSON, which means the same as before', () => {
    holds(
      fc.property(hostile, (text) => {
        const json = jsonText({ text });
        expect(json).not.toMatch(RAW);
        expect(json).not.toContain('##[');
        expect(JSON.parse(json)).toEqual({ text });
      }),
      3000,
    );
  });

  test('in an annotation of a workflow, which is one command', () => {
    holds(
      fc.property(hostile, hostile, hostile, (file, title, text) => {
        const line = annotations([{ kind: 'error', file, line: 1, title, text: [text] }]);
        expect(line).not.toMatch(RAW);
        expect(line.split('\n')).toHaveLength(2);
        expect(line).not.toContain('##[');
        const [, properties] = /^::error (.*?)::/.exec(line)!;
        expect(properties.split(',').map((one) => one.split('=')[0])).toEqual(['file', 'line', 'title']);
      }),
      3000,
    );
  });

  test('on a page', () => {
    holds(
      fc.property(hostile, (text) => {
        for (const html of [htmlText(text), htmlBlock(text)]) {
          expect(html).not.toMatch(RAW);
          expect(html).not.toMatch(/[<>"'`]/);
          expect(html).not.toMatch(/^\s*::/m);
          expect(html).not.toContain('##[');
        }
        expect(htmlText(text)).not.toContain('\n');
      }),
      3000,
    );
  });

  test('in Markdown, as the rules of GitHub render it', () => {
    const texts = fc.sample(hostile, 400).filter((text) => text !== '');
    const table = ['| a | b |', '|---|---|', ...texts.map((text) => Markdown.of`| ${Markdown.cell(text)} | x |`.shown)];
    const paragraphs = texts.map((text) => Markdown.code(text).shown);
    expect(table.join('\n')).not.toContain('##[');
    const html = rendered([...paragraphs, table.join('\n')]);
    const tags = (one: string) => [...new Set([...one.matchAll(/<(\/?[a-z0-9]+)[^>]*>/g)].map(([, tag]) => tag))].sort();
    html.slice(0, -1).forEach((one, place) => {
      expect([texts[place], tags(one)]).toEqual([texts[place], ['/code', '/p', 'code', 'p']]);
      expect(one.replace(/\s+/g, ' ').trim()).toMatch(/^<p><code>.*<\/code><\/p>$/);
    });
    const rows = html.at(-1)!.split('<tr>').slice(2);
    expect(rows).toHaveLength(texts.length);
    rows.forEach((row) => expect(row.match(/<td>/g)).toHaveLength(2));
    expect(tags(rows.join(''))).toEqual(['/code', '/table', '/tbody', '/td', '/tr', 'code', 'td']);
  });
});

/** Documents as HTML, by the extension of micromark for GitHub's Markdown. It is an ECMAScript module only. */
function rendered(documents: string[]): string[] {
  const script = `
    import { micromark } from 'micromark';
    import { gfm, gfmHtml } from 'micromark-extension-gfm';
    let text = '';
    for await (const part of process.stdin) text += part;
    const options = { extensions: [gfm()], htmlExtensions: [gfmHtml()] };
    process.stdout.write(JSON.stringify(JSON.parse(text).map((one) => micromark(one, options))));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: join(__dirname, '../..'),
    input: JSON.stringify(documents),
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}
