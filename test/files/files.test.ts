import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodedText } from '../../src/files/decoded-text';
import { nameOfBytes, pathOfName } from '../../src/files/file-names';
import { Folder, run } from '../support/command-line';

const SERVICE = 'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {ports: [{port: 80}]}\n';

const folders: Folder[] = [];
afterEach(() => folders.splice(0).forEach((one) => one.remove()));

function folder(files: { [name: string]: string } = {}): Folder {
  const made = new Folder(files);
  folders.push(made);
  return made;
}

/** The error of a command that refuses, without the name of the folder. */
function refusal(one: Folder, ...args: string[]): string {
  const { code, output, errors } = run(...args);
  expect([code, output]).toEqual([2, '']);
  return one.without(errors).trimEnd();
}

describe('a name of a file', () => {
  test.each([
    ['web.yaml', Buffer.from('web.yaml')],
    ['grün.yaml', Buffer.from('grün.yaml')],
    ['a\udcff\udcfe.yaml', Buffer.from([0x61, 0xff, 0xfe, 0x2e, 0x79, 0x61, 0x6d, 0x6c])],
  ])('%j is the text of its bytes, and leads back to them', (name, bytes) => {
    expect(nameOfBytes(bytes)).toBe(name);
    expect(Buffer.from(pathOfName(name) as string)).toEqual(bytes);
  });

  test('that is no UTF-8 does not keep its folder from being read', () => {
    const one = folder({ 'b.yaml': SERVICE });
    writeFileSync(Buffer.concat([Buffer.from(`${one.path}/a`), Buffer.from([0xff]), Buffer.from('.yaml')]), 'a: [');
    expect(refusal(one, 'check', one.path)).toMatch(/^cdk8s-rollouts check: a\\udcff\.yaml, document 1/);
  });
});

describe('a text', () => {
  test.each([
    ['UTF-16 with a mark', Buffer.from('\ufeffa: 1\n', 'utf16le'), 'it is written in UTF-16: '],
    ['UTF-16 of the other order', Buffer.from('\ufeffa: 1\n', 'utf16le').swap16(), 'it is written in UTF-16: '],
    ['UTF-16 without a mark', Buffer.from('a: 1\n', 'utf16le'), 'it is written in UTF-16 or UTF-32: '],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0]), 'it is written in UTF-32: '],
  ])('in %s is told', (_, bytes, message) => {
    expect(() => decodedText(bytes)).toThrow(`${message}write it in UTF-8, for example by iconv -t UTF-8`);
  });

  test('with bytes that are no UTF-8 is told with the line', () => {
    const one = folder();
    writeFileSync(one.file('x.yaml'), Buffer.concat([Buffer.from('a: 1\nb: "'), Buffer.from([0xff, 0xe9]), Buffer.from('"\n')]));
    expect(refusal(one, 'check', one.file('x.yaml'))).toBe(
      'cdk8s-rollouts check: x.yaml: cannot be read (line 2 is no UTF-8: write the file in UTF-8)',
    );
  });
});

describe('what is no file', () => {
  test('is refused: a device, and a pipe that nobody writes to', () => {
    const one = folder();
    execFileSync('mkfifo', [one.file('pipe')]);
    expect(refusal(one, 'check', '/dev/zero')).toBe(
      'cdk8s-rollouts check: /dev/zero: cannot be read (it is a device or a socket, not a file)',
    );
    expect(refusal(one, 'check', one.file('pipe'))).toBe(
      'cdk8s-rollouts check: pipe: cannot be read (it is a pipe that nobody writes to)',
    );
  });

  test('but a pipe with a writer is read', async () => {
    const one = folder({ 'x.yaml': SERVICE });
    execFileSync('mkfifo', [one.file('pipe')]);
    const writer = spawn('sh', ['-c', `exec 3<>${one.file('pipe')}; cat ${one.file('x.yaml')} >&3; echo; sleep 2`]);
    await new Promise((done) => writer.stdout.once('data', done));
    expect(run('check', one.file('pipe')).code).toBe(0);
    writer.kill();
  }, 20_000);

  test('is told in words: links in a circle, a folder without permission to be entered', () => {
    const one = folder();
    symlinkSync('self', one.file('self'));
    expect(refusal(one, 'check', one.file('self'))).toBe(
      'cdk8s-rollouts check: self: cannot be read (its links lead in a circle)',
    );
  });
});

describe('a page', () => {
  const page = (one: Folder, output: string) => refusal(one, 'report', one.file('x'), '-o', output);

  test('never takes the place of what is read', () => {
    const one = folder({ x: SERVICE });
    symlinkSync('x', one.file('link'));
    linkSync(one.file('x'), one.file('hard'));
    for (const name of ['x', 'link', 'hard']) {
      expect(page(one, one.file(name))).toBe(
        `cdk8s-rollouts report: --output: ${name} is x, which is read: write the page to another file`,
      );
    }
    expect(readFileSync(one.file('x'), 'utf8')).toBe(SERVICE);
  });

  test('has no name by which it would be read as a manifest', () => {
    const one = folder({ x: SERVICE });
    expect(page(one, one.file('new.yaml'))).toBe(
      'cdk8s-rollouts report: --output: new.yaml has the name of a manifest, and the page is HTML: write -o report.html',
    );
  });

  test('that cannot be written is told in words', () => {
    const one = folder({ x: SERVICE });
    mkdirSync(one.file('folder'));
    execFileSync('mkfifo', [one.file('pipe')]);
    expect(page(one, '')).toBe('cdk8s-rollouts report: --output: the name of the file is empty: write -o report.html');
    expect(page(one, one.file('folder'))).toMatch(/ folder cannot be written \(it is a folder\)$/);
    expect(page(one, one.file('gone/x.html'))).toMatch(/ cannot be written \(there is no such file or folder\)$/);
    expect(page(one, one.file('pipe'))).toMatch(/ cannot be written \(nobody reads from it, or there is no such device\)$/);
  });
});

test('a kustomization says nothing past the command line', () => {
  const text = '%FOO \u001b[31m\n---\n::stop-commands::t: !foo y\n? [a, b]\n: 1\n';
  const one = folder({ 'kustomization.yaml': text, 'x.yaml': SERVICE });
  const program = join(__dirname, '../../bin/cdk8s-rollouts');
  const { stderr, status } = spawnSync(process.execPath, [program, 'check', one.path], { encoding: 'utf8' });
  expect(stderr).not.toMatch(/\u001b|^::|Warning/m);
  expect([0, 1, 2]).toContain(status);
}, 60_000);

test.each(['> /dev/full', '> /dev/full 2> /dev/full'])('an output that is full is exit code 2: %s', (redirection) => {
  const one = folder({ 'x.yaml': SERVICE });
  const program = join(__dirname, '../../bin/cdk8s-rollouts');
  const { status } = spawnSync('sh', ['-c', `${process.execPath} ${program} check ${one.file('x.yaml')} ${redirection}`]);
  expect(status).toBe(2);
}, 60_000);
