import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(__dirname, '..');

const PROVIDERS = readdirSync(join(root, 'src/providers'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** What a file imports: folders below the project for relative imports, package names for others. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)';/gms)]
    .map(([, from]) => (from.startsWith('.') ? relative(root, resolve(root, dirname(file), from)) : from));
}

function importsOf(folder: string): string[] {
  return [...new Set(sources(folder).flatMap(imports))].filter((from) => !from.startsWith(folder));
}

describe('the arrows between folders run one way', () => {
  test('a plan knows nothing of Kubernetes: from cdk8s it takes durations only', () => {
    expect(importsOf('src/plan').sort()).toEqual(['cdk8s', 'node:http', 're2js', 'src/faults/list-fault', 'src/faults/shown', 'src/fraction', 'src/http']);
    for (const file of sources('src/plan')) {
      const fromCdk8s = /import \{([^}]*)\} from 'cdk8s'/.exec(readFileSync(join(root, file), 'utf8'));
      expect(fromCdk8s?.[1].trim() ?? 'Duration').toBe('Duration');
    }
  });

  test('an application knows plans and no provider', () => {
    expect(importsOf('src/application').filter((from) => from.startsWith('src/') && !/^src\/(plan|faults)/.test(from))).toEqual([]);
  });

  test('what writes files knows cdk8s, and nothing of ours', () => {
    expect(importsOf('src/synthesis').sort()).toEqual(['cdk8s', 'constructs', 'node:fs', 'node:path']);
  });

  test('traffic knows no provider, no application and no plan', () => {
    expect(importsOf('src/traffic').sort()).toEqual(['constructs', 're2js', 'src/fraction', 'src/http', 'src/http/expression-examples']);
  });

  test.each(PROVIDERS)('the evaluator of %s shares nothing with the constructs that write what it reads', (provider) => {
    const folder = `src/providers/${provider}`;
    const outside = importsOf(`${folder}/traffic`).filter((from) => !from.startsWith('src/traffic'));
    expect(outside.filter((from) => !['re2js', 'src/fraction', 'src/http'].includes(from))).toEqual([]);
    const writers = sources(folder).filter((file) => !file.startsWith(`${folder}/traffic`) && !file.endsWith('index.ts'));
    expect(writers.flatMap(imports).filter((from) => from.startsWith(`${folder}/traffic/`) || from === `${folder}/traffic` || from.startsWith('src/traffic'))).toEqual([]);
  });

  test.each(PROVIDERS)('%s knows no other provider', (provider) => {
    const others = PROVIDERS.filter((other) => other !== provider);
    expect(importsOf(`src/providers/${provider}`).filter((from) => others.some((other) => from.startsWith(`src/providers/${other}`)))).toEqual([]);
  });

  test('safety and reading manifests know no provider: routers are known by their reading half alone', () => {
    const known = /^src\/(traffic|http|fraction|safety)/;
    expect(importsOf('src/safety').filter((from) => from.startsWith('src/') && !known.test(from))).toEqual([]);
    expect(importsOf('src/manifests').filter((from) => from.startsWith('src/') && !known.test(from))).toEqual([]);
  });

  test('nothing imports the command line or the report, but the command line', () => {
    const others = sources('src').filter((file) => !/^src\/(cli|report)\//.test(file));
    expect(others.flatMap(imports).filter((from) => /^src\/(cli|report)/.test(from))).toEqual([]);
    expect(importsOf('src/report').filter((from) => from.startsWith('src/cli'))).toEqual([]);
  });

  test('what providers share knows none of them', () => {
    const shared = sources('src/providers').filter((file) => dirname(file) === 'src/providers' && !file.endsWith('index.ts'));
    expect(shared.flatMap(imports).filter((from) => PROVIDERS.some((provider) => from.startsWith(`src/providers/${provider}`)))).toEqual([]);
  });

  test('only src/index.ts leads outside: it has one line per module', () => {
    const lines = readFileSync(join(root, 'src/index.ts'), 'utf8').trim().split('\n');
    expect(lines.every((line) => /^export \* from '\.\/[a-z-]+';$/.test(line))).toBe(true);
  });

  test('folders are named after things, never after being leftovers', () => {
    expect(sources('src').filter((file) => /util|helper|common|misc/.test(file))).toEqual([]);
  });
});
