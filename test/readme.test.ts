import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';

const ROOT = join(__dirname, '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

function blocks(language: string): string[] {
  return [...README.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code);
}

const [release, proof] = blocks('ts');

/** What the TypeScript compiler says of a program, with the package's name leading to the sources. */
function diagnostics(code: string): string[] {
  const file = join(ROOT, 'examples', 'readme.ts');
  const { config } = ts.readConfigFile(join(ROOT, 'examples', 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, join(ROOT, 'examples'));
  // The release's rollout is used by the proof below it.
  options.noUnusedLocals = false;
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? code : readFile(name));
  host.getSourceFile = (name, version) =>
    name === file ? ts.createSourceFile(name, code, version) : getSourceFile.call(host, name, version);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

/** Runs a program: file names to contents of what it prints. */
function run(code: string): Map<string, string> {
  const outdir = mkdtempSync(join(tmpdir(), 'readme-'));
  const file = join(outdir, 'readme.js');
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  writeFileSync(file, outputText);
  process.env.CDK8S_OUTDIR = join(outdir, 'dist');
  const load = (name: string) => jest.requireActual(name === 'cdk8s-rollouts' ? join(ROOT, 'src', 'index.ts') : name);
  new Function('require', 'exports', outputText)(load, {});
  delete process.env.CDK8S_OUTDIR;
  const dist = join(outdir, 'dist');
  return new Map(
    readdirSync(dist)
      .sort()
      .map((name) => [name, readFileSync(join(dist, name), 'utf8')]),
  );
}

describe('the README', () => {
  test('is shorter than 200 lines', () => {
    expect(README.split('\n').length).toBeLessThan(200);
  });

  test('has a snippet of at most 25 lines that compiles', () => {
    expect(release.trim().split('\n').length).toBeLessThanOrEqual(25);
    expect(diagnostics(release)).toEqual([]);
  });

  test('notices a snippet that does not compile', () => {
    expect(diagnostics(release.replace('Step.weight(20)', 'Step.wieght(20)'))).toEqual([
      expect.stringContaining("Property 'wieght' does not exist"),
    ]);
  });

  test('shows the files and the YAML that its snippet gives', () => {
    const files = run(release);
    for (const name of files.keys()) {
      expect(README).toContain(`\`${name.replace('.k8s.yaml', '')}`);
    }
    const objects = parseAllDocuments(files.get('echo-03-weight-20.k8s.yaml')!).map((document) => document.toJS());
    expect(objects).toContainEqual(parse(blocks('yaml')[0]));
  });

  test('proves what it says it proves', () => {
    const program = `${release}\n${proof}`.replace(/^import .*$/gm, '');
    const imports =
      "import { App, Testing } from 'cdk8s';\nimport { Application, GlooProvider, GlooRoutes, HeaderMatch, HttpPath, " +
      "HttpRequest, RolloutApp, RolloutPlan, StagedRollout, Step, Traffic, Version, PodReadiness } from 'cdk8s-rollouts';\n";
    expect(diagnostics(imports + program)).toEqual([]);
    const claims = [...proof.matchAll(/^(traffic\.split.*);\n\/\/ ([^:\n]+)/gm)];
    expect(claims).toHaveLength(3);
    for (const [, expression, answer] of claims) {
      run(
        imports +
          program.replace(
            `${expression};`,
            `if (${expression} !== ${JSON.stringify(answer)}) throw new Error(${expression});`,
          ),
      );
    }
  });

  test('names commands that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const named = [...README.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...named, 'test']));
  });

  test.each([...README.matchAll(/\]\((?!https)([^)#]+)\)/g)].map(([, link]) => link))(
    'links to %s, which is there',
    (link) => {
      expect(readdirSync(join(ROOT, link, '..'))).toContain(link.split('/').at(-1));
    },
  );
});
