import { existsSync, readFileSync } from 'node:fs';
import { Browser, chromium } from 'playwright-core';
import { Folder, run } from '../support/command-line';
import * as gloo from '../support/gloo-objects';

const header = [{ name: 'stage', value: 'canary' }];
const state = (...routes: any[]) => [...gloo.echo(), gloo.upstream(), gloo.virtualService(routes, ['app.example'])];
const lane = { matchers: [{ prefix: '/', headers: header }], ...gloo.to('v2') };
const plain = (route: any) => ({ matchers: [{ prefix: '/' }], ...route });

const folder = new Folder({
  'echo-00-baseline.k8s.yaml': state(plain(gloo.to('v1'))),
  'echo-01-header-test.k8s.yaml': state(lane, plain(gloo.to('v1'))),
  'echo-02-weight-20.k8s.yaml': state(lane, plain(gloo.weighted({ v1: 80, v2: 20 }))),
  'echo-03-promote.k8s.yaml': state(plain(gloo.to('v2'))),
  'echo-04-odd.k8s.yaml': [
    ...state(plain(gloo.to('v2'))),
    { apiVersion: 'v1', kind: '<script>alert(1)</script>', metadata: { name: '"><img src=x onerror=alert(2)>' } },
  ],
});
afterAll(() => folder.remove());

const file = folder.file('report.html');

beforeAll(() => {
  expect(run('report', folder.path, '-o', file)).toMatchObject({ code: 0, output: '' });
});

/** What the program says of each stage and request: percent by version. */
function toldByTraffic(): string[] {
  const answers: any[] = JSON.parse(run('traffic', folder.path, '--output', 'json').output);
  return answers.flatMap(({ stage, request, split }) => {
    const headers = Object.entries(request.headers)
      .map(([name, value]) => ` [${name}: ${value}]`)
      .join('');
    return split.map(
      ({ version, percent }: any) => `${stage} ${request.method} ${request.url}${headers} ${version} ${percent}`,
    );
  });
}

describe('the page', () => {
  test('is one file without script, and asks for nothing from outside', () => {
    const html = readFileSync(file, 'utf8');
    expect(html).not.toMatch(/<script|<link rel="stylesheet"|src="|@import|https?:\/\/[^ <]*\.(js|css)/);
    expect(html).toContain('Content-Security-Policy');
    expect(html).toContain('&#60;script&#62;');
  });

  test('is the same for the same manifests', () => {
    expect(run('report', folder.path).output).toBe(readFileSync(file, 'utf8'));
  });
});

/** Debian's package, or what the environment names. */
const BROWSER = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);

const withBrowser = BROWSER === undefined ? describe.skip : describe;

if (BROWSER === undefined) {
  process.stderr.write(
    '    no browser is there (apt-get install chromium, or CHROMIUM=/path): the page is not looked at\n',
  );
}

withBrowser('the page in a browser', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox', '--disable-gpu'] });
  }, 60_000);

  afterAll(async () => browser?.close());

  async function opened(options: any = {}) {
    const page = await browser.newPage(options);
    const problems: string[] = [];
    page.on('console', (message) => problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('request', (request) => problems.push(...(/^(file|data):/.test(request.url()) ? [] : [request.url()])));
    await page.goto(`file://${file}`);
    return { page, problems };
  }

  test('shows at every stage the share that the program tells', async () => {
    const { page, problems } = await opened();
    const shown = await page.$$eval('td[data-stage]', (cells: any[]) =>
      cells.flatMap((cell) =>
        [...cell.querySelectorAll('.share')].map((share: any) => {
          const { stage, request } = (cell as any).dataset;
          return { place: `${stage} ${request}`, text: share.textContent as string };
        }),
      ),
    );
    const told = toldByTraffic();
    expect(shown.length).toBeGreaterThanOrEqual(told.length);
    const texts = shown.map(({ place, text }) => `${place} ${text.replace(' %', '')}`);
    expect(texts).toEqual(expect.arrayContaining(told));
    expect(problems).toEqual([]);
  }, 60_000);

  test('works without scripts, in the dark, on a telephone and by keyboard', async () => {
    const { page } = await opened({
      javaScriptEnabled: false,
      colorScheme: 'dark',
      viewport: { width: 390, height: 800 },
    });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    const summary = page.locator('details summary').first();
    await summary.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open]').count()).toBe(1);
    await page.screenshot({ path: folder.file('dark.png'), fullPage: true });
  }, 60_000);

  test('can be printed', async () => {
    const { page } = await opened();
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  }, 60_000);
});
