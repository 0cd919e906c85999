import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App } from 'cdk8s';
import * as fc from 'fast-check';
import { FleetApp } from '../../src';
import { appProps, build, Tree, trees } from '../support/construct-trees';
import { holds } from '../support/property';

/** Every file below a folder, and every empty folder. */
function contents(folder: string): { [file: string]: string } {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return Object.fromEntries(entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(folder, path), entry.isFile() ? readFileSync(path, 'latin1') : '(folder)'];
  }));
}

/** What an app writes, twice in a row, and what it says; or why it does not. */
function written(make: (outdir: string) => App, tree: Tree): { files?: any; yaml?: string; error?: string } {
  const outdir = mkdtempSync(join(tmpdir(), 'same-'));
  try {
    const app = make(outdir);
    build(app, tree);
    app.synth();
    const files = contents(outdir);
    app.synth();
    return { files: [files, contents(outdir)], yaml: app.synthYaml() };
  } catch (error) {
    return { error: (error as Error).message };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

describe('a FleetApp writes the same bytes as an App', () => {
  test('for random trees of constructs: the same files, or the same error', () => {
    let [runs, errors] = [0, 0];
    holds(fc.property(trees, (tree) => {
      const theirs = written((outdir) => new App(appProps(tree, outdir)), tree);
      const ours = written((outdir) => new FleetApp(appProps(tree, outdir)), tree);
      runs += 1;
      errors += theirs.error === undefined ? 0 : 1;
      expect(ours).toEqual(theirs);
    }), 600);
    process.stderr.write(`    ${runs} trees, ${errors} with errors\n`);
    expect(errors).toBeLessThan(runs * 0.6);
  });
});
