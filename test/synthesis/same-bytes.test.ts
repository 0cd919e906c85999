import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Delivery, FleetApp, GlooApp, GlooDelegation, GlooProvider, GlooRoutes, RolloutDeployer, RolloutPlan, StagedRollout,
  Step,
} from '../../src';
import { appProps, build, trees } from '../support/construct-trees';
import { everyProvider } from '../support/every-provider';
import { holds } from '../support/property';
import { echoApplication } from '../support/rollouts';

/** Every file below a folder, and every empty folder. */
function contents(folder: string): { [file: string]: string } {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
  return Object.fromEntries(entries.map((entry) => {
    const path = join(entry.parentPath, entry.name);
    return [relative(folder, path), entry.isFile() ? readFileSync(path, 'latin1') : '(folder)'];
  }));
}

interface Output {
  /** The files of two runs in a row. */
  readonly files?: any;
  readonly yaml?: string;
  readonly error?: string;
}

function writtenBy(make: (outdir: string) => App, fill: (app: App) => void): Output {
  const outdir = mkdtempSync(join(tmpdir(), 'same-'));
  try {
    const app = make(outdir);
    fill(app);
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

const steps = [Step.weight(20), Step.pause(), Step.weight(50), Step.pause()];
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
const gloo = new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { team: 'web' } }) });

describe('a FleetApp writes the same bytes as an App', () => {
  const deliveries: [string, Delivery | undefined][] = [
    ['', undefined],
    [', for Argo CD', Delivery.argoCd()],
    [', for Flux', Delivery.flux({ sourceName: 'apps', path: './echo' })],
  ];
  const cases = [...everyProvider()].flatMap(([name, provider]) => (
    deliveries.map(([suffix, delivery]) => ({ name: `${name}${suffix}`, provider, delivery }))));

  test.each(cases)('over $name', ({ provider, delivery }) => {
    const files = (make: (outdir: string) => App) => writtenBy(make, (app) => {
      for (const name of ['api', 'web']) {
        const application = echoApplication({ name, namespace: name, hosts: [`${name}.example`] });
        new StagedRollout(app, name, { application, plan, provider, delivery });
      }
    });
    const theirs = files((outdir) => new App({ outdir }));
    expect(Object.keys(theirs.files[0]).length).toBeGreaterThan(3);
    expect(files((outdir) => new FleetApp({ outdir }))).toEqual(theirs);
  });

  test('with stages in charts that have namespaces and labels', () => {
    const files = (make: (outdir: string) => App) => writtenBy(make, (app) => {
      ['v1', 'v2'].forEach((release) => ['baseline', 'weight-20'].forEach((stage) => {
        const chart = new Chart(app, `${release}-${stage}`, { namespace: stage, labels: { release } });
        const routes = GlooRoutes.routeTable({ labels: { team: 'web' } });
        new GlooApp(chart, 'echo', { application: echoApplication(), plan, stage, routes });
      }));
      const platform = new Chart(app, 'platform', { namespace: 'infra', labels: { team: 'platform' } });
      new GlooDelegation(platform, 'delegation', { labels: { team: 'web' } });
      new RolloutDeployer(platform, 'deployer', { application: echoApplication(), provider: gloo });
    });
    const theirs = files((outdir) => new App({ outdir }));
    expect(theirs.error).toBeUndefined();
    expect(files((outdir) => new FleetApp({ outdir }))).toEqual(theirs);
  });

  test('for random trees of constructs: the same files, or the same error', () => {
    let [runs, errors] = [0, 0];
    holds(fc.property(trees, (tree) => {
      const theirs = writtenBy((outdir) => new App(appProps(tree, outdir)), (app) => build(app, tree));
      const ours = writtenBy((outdir) => new FleetApp(appProps(tree, outdir)), (app) => build(app, tree));
      runs += 1;
      errors += theirs.error === undefined ? 0 : 1;
      expect(ours).toEqual(theirs);
    }), 600);
    process.stderr.write(`    ${runs} trees, ${errors} with errors\n`);
    expect(errors).toBeLessThan(runs * 0.6);
  });
});
