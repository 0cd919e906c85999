import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'cdk8s';
import { GatewayApiProvider, RolloutApp, RolloutPlan, StagedRollout, Step } from '../../src';
import { echoApplication } from '../support/rollouts';

const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true })));

function outdir(): string {
  made.push(mkdtempSync(join(tmpdir(), 'app-')));
  return made.at(-1)!;
}

function rollout(app: App, canary = 'v2'): App {
  new StagedRollout(app, 'echo', {
    application: echoApplication(),
    plan: RolloutPlan.canary({ stable: 'v1', canary, steps: [Step.weight(20)] }),
    provider: new GatewayApiProvider({ gateways: [{ name: 'public' }] }),
  });
  return app;
}

describe('a RolloutApp', () => {
  test('writes the manifests of an App, and the plan file of each rollout', () => {
    const [ours, stock] = [rollout(new RolloutApp({ outdir: outdir() })), rollout(new App({ outdir: outdir() }))];
    [ours, stock].forEach((app) => app.synth());
    const written = readdirSync(stock.outdir);
    expect(readdirSync(ours.outdir).sort()).toEqual([...written, 'echo.plan.json5'].sort());
    for (const file of written) {
      expect(readFileSync(join(ours.outdir, file), 'utf8')).toBe(readFileSync(join(stock.outdir, file), 'utf8'));
    }
  });

  test('says what is wrong without a stack trace, and writes nothing', () => {
    const app = rollout(new RolloutApp({ outdir: outdir() }), 'v1');
    let stack: string | undefined;
    try {
      app.synth();
    } catch (error) {
      stack = (error as Error).stack;
    }
    expect(stack).toBe(
      'Error: Validation failed with the following errors:\n' +
        "  [echo] plan v1 → v1: stable and canary are both 'v1', but a rollout needs two versions: " +
        'name the new version as canary',
    );
    expect(readdirSync(app.outdir)).toEqual([]);
  });
});
