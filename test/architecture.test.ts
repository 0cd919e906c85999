import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = join(__dirname, '..');

/** The TypeScript files below a folder of the project. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** The folders right below one. */
function rooms(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** What a file imports or loads late: paths below the project for relative ones, package names for others. */
function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^;]*?from '([^']+)';/gms),
    ...text.matchAll(/\b(?:require|import)\('([^']+)'\)/g),
    ...text.matchAll(/^import '([^']+)';/gm),
  ];
  return [
    ...new Set(
      found.map(([, from]) => (from.startsWith('.') ? relative(root, resolve(root, dirname(file), from)) : from)),
    ),
  ];
}

/** What the files of a folder import from outside of it. */
function importsOf(folder: string): string[] {
  const all = sources(folder).flatMap(imports);
  return [...new Set(all)].filter((from) => from !== folder && !from.startsWith(`${folder}/`));
}

/** Which folders below src/ a folder imports from. */
function foldersOf(folder: string): string[] {
  return [...new Set(importsOf(folder).flatMap((from) => /^src\/([^/]+)/.exec(from)?.[1] ?? []))].sort();
}

/** The file that an import leads to. */
function fileOf(path: string): string | undefined {
  return [`${path}.ts`, `${path}/index.ts`].find((file) => existsSync(join(root, file)));
}

/** Groups of files that import each other in a circle. */
function circles(): string[][] {
  const [order, lowest, path] = [new Map<string, number>(), new Map<string, number>(), [] as string[]];
  const found: string[][] = [];
  const visit = (file: string) => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    path.push(file);
    for (const next of imports(file).flatMap((from) => fileOf(from) ?? [])) {
      if (!order.has(next)) {
        visit(next);
        lowest.set(file, Math.min(lowest.get(file)!, lowest.get(next)!));
      } else if (path.includes(next)) {
        lowest.set(file, Math.min(lowest.get(file)!, order.get(next)!));
      }
    }
    if (lowest.get(file) === order.get(file)) {
      const circle = path.splice(path.indexOf(file));
      found.push(...(circle.length > 1 ? [circle] : []));
    }
  };
  sources('src')
    .filter((file) => !order.has(file))
    .forEach(visit);
  return found;
}

/** Which folders below src/ each of them may import from. Whoever adds an arrow says why in ARCHITECTURE.md. */
const ARROWS: { [folder: string]: string[] } = {
  output: [],
  files: [],
  faults: ['output'],
  fraction: [],
  http: ['faults'],
  caching: [],
  plan: ['faults', 'fraction', 'http'],
  application: ['caching', 'faults', 'plan'],
  synthesis: ['caching', 'faults'],
  delivery: ['application', 'faults', 'synthesis'],
  writers: ['application', 'caching', 'delivery', 'faults', 'files', 'fraction', 'plan', 'synthesis'],
  readers: ['caching', 'faults', 'fraction', 'http'],
  manifests: ['caching', 'files', 'readers'],
  checks: ['caching', 'faults', 'fraction', 'http', 'manifests', 'readers'],
  compare: ['application', 'faults', 'http', 'plan', 'readers', 'writers'],
  report: ['checks', 'http', 'output', 'readers'],
  explain: ['http', 'readers'],
  status: ['caching', 'checks', 'faults', 'manifests', 'readers'],
  cli: ['checks', 'explain', 'faults', 'files', 'http', 'manifests', 'output', 'readers', 'report', 'status'],
};

describe('the arrows between folders run one way', () => {
  test.each(rooms('src'))('%s imports from the folders that the map allows', (folder) => {
    expect(Object.keys(ARROWS)).toContain(folder);
    expect(foldersOf(`src/${folder}`).filter((other) => !ARROWS[folder].includes(other))).toEqual([]);
  });

  test('only src/output makes texts that are fit to be shown', () => {
    const makers = sources('src').filter((file) => /\bas Shown\b|<Shown>/.test(readFileSync(join(root, file), 'utf8')));
    expect(makers.filter((file) => !file.startsWith('src/output/'))).toEqual([]);
    expect(makers).not.toEqual([]);
  });

  test('no files import each other in a circle', () => {
    expect(circles()).toEqual([]);
  });

  test('a plan knows nothing of Kubernetes: from cdk8s it takes durations only', () => {
    expect(
      importsOf('src/plan')
        .filter((from) => !from.startsWith('src/'))
        .sort(),
    ).toEqual(['cdk8s', 'node:http', 're2js']);
    for (const file of sources('src/plan')) {
      const fromCdk8s = /import \{([^}]*)\} from 'cdk8s'/.exec(readFileSync(join(root, file), 'utf8'));
      expect(fromCdk8s?.[1].trim() ?? 'Duration').toBe('Duration');
    }
  });
});

describe('the two houses', () => {
  const WRITERS = rooms('src/writers').filter((room) => room !== 'registry' && room !== 'shared');
  const READERS = rooms('src/readers').filter((room) => room !== 'engine' && room !== 'envoy');

  test('share words, and not a line of logic', () => {
    expect(foldersOf('src/readers')).not.toContain('writers');
    expect(foldersOf('src/writers')).not.toContain('readers');
    expect(importsOf('src/readers').filter((from) => /^(cdk8s|cdk8s-plus)/.test(from))).toEqual([]);
  });

  test.each(WRITERS)('%s writes without knowing another router', (router) => {
    const others = WRITERS.filter((other) => other !== router).map((other) => `src/writers/${other}`);
    expect(importsOf(`src/writers/${router}`).filter((from) => others.some((other) => from.startsWith(other)))).toEqual(
      [],
    );
  });

  test.each(READERS)('%s reads without knowing another router', (router) => {
    const others = READERS.filter((other) => other !== router).map((other) => `src/readers/${other}`);
    expect(importsOf(`src/readers/${router}`).filter((from) => others.some((other) => from.startsWith(other)))).toEqual(
      [],
    );
  });

  test('what all routers share knows none of them', () => {
    const shared = sources('src/writers').filter(
      (file) => /^src\/writers\/(registry\/|shared\/|[^/]+$)/.test(file) && file !== 'src/writers/index.ts',
    );
    expect(
      shared.flatMap(imports).filter((from) => WRITERS.some((router) => from.startsWith(`src/writers/${router}`))),
    ).toEqual([]);
    const engine = [...sources('src/readers/engine'), ...sources('src/readers/envoy'), 'src/readers/traffic.ts'];
    expect(
      engine.flatMap(imports).filter((from) => READERS.some((router) => from.startsWith(`src/readers/${router}`))),
    ).toEqual([]);
  });

  test('every reader is in the list of the door, and loaded late', () => {
    const door = readFileSync(join(root, 'src/readers/index.ts'), 'utf8');
    expect(READERS.filter((router) => !door.includes(`require('./${router}/reader')`))).toEqual([]);
    const eager = [...door.matchAll(/^import [^;]*? from '([^']+)';/gm)].map(([, from]) => from);
    expect(eager.filter((from) => !from.startsWith('./engine/'))).toEqual([]);
  });

  test.each(WRITERS)('%s has its options, faults, manifests and provider in files of these names', (router) => {
    const files = readdirSync(join(root, 'src/writers', router));
    expect(files).toEqual(expect.arrayContaining(['index.ts', 'options.ts', 'provider.ts']));
  });

  test.each(READERS)('%s has its reader, shapes and pitfalls in files of these names', (router) => {
    expect(readdirSync(join(root, 'src/readers', router))).toEqual(
      expect.arrayContaining(['reader.ts', 'shapes.ts', 'pitfalls.ts']),
    );
  });
});

/** All that is loaded, at once or late, with some files. */
function reachable(...files: string[]): string[] {
  const found = new Set(files);
  for (const file of found) {
    if (!file.endsWith('.ts')) {
      continue;
    }
    imports(file)
      .flatMap((from) => fileOf(from) ?? [from])
      .forEach((next) => found.add(next));
  }
  return [...found];
}

describe('a command that only reads', () => {
  test('reaches no writer, no construct and nothing of cdk8s', () => {
    const all = reachable('src/cli/program.ts');
    expect(all.filter((file) => /^src\/(writers|application|plan|synthesis|delivery|compare)\//.test(file))).toEqual(
      [],
    );
    expect(all.filter((file) => /^cdk8s/.test(file))).toEqual([]);
  });
});

describe('the layout', () => {
  test('nothing imports the command line or the report, but the command line', () => {
    const others = sources('src').filter((file) => !/^src\/(cli|report)\//.test(file));
    expect(others.flatMap(imports).filter((from) => /^src\/(cli|report)/.test(from))).toEqual([]);
    expect(importsOf('src/report').filter((from) => from.startsWith('src/cli'))).toEqual([]);
  });

  test('nothing is imported for its side effects', () => {
    expect(sources('src').filter((file) => /^import '/m.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
  });

  test('src/index.ts is the only door: it has one line per module', () => {
    const lines = readFileSync(join(root, 'src/index.ts'), 'utf8').trim().split('\n');
    expect(lines.filter((line) => !/^export \* from '\.\/[a-z/-]+';$/.test(line))).toEqual([]);
  });

  test('folders and files are named after things', () => {
    expect(sources('src').filter((file) => /util|helper|common|misc/.test(file))).toEqual([]);
  });
});
