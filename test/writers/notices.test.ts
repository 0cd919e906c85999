import { App, Testing } from 'cdk8s';
import { GlooProvider, GlooRoutes, HttpPath, RolloutPlan, StagedRollout } from '../../src';
import { echoApplication } from '../support/rollouts';

const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [] });

function rollout(app: App, name: string, lifeCycleNotice?: boolean): StagedRollout {
  const provider = new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { a: 'b' } }), lifeCycleNotice });
  return new StagedRollout(app, name, {
    application: echoApplication({ name, namespace: name, paths: [HttpPath.prefix(`/${name}`)] }),
    plan,
    provider,
  });
}

/** What an app says on standard error while it is synthesized. */
function said(make: (app: App) => void): string[] {
  const lines: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  try {
    const app = Testing.app();
    make(app);
    app.synth();
  } finally {
    write.mockRestore();
  }
  return lines;
}

describe('notices', () => {
  beforeEach(() => {
    delete process.env.CDK8S_ROLLOUTS_NOTICES;
  });

  afterEach(() => {
    process.env.CDK8S_ROLLOUTS_NOTICES = 'off';
  });

  test('tell of a router\'s end at synth time, once an app however many rollouts it has', () => {
    expect(said((app) => ['echo', 'foxtrot'].forEach((name) => rollout(app, name)))).toEqual([
      'cdk8s-rollouts: Gloo Edge: the open-source edition ends on 31 December 2026: ' +
        'move to the Gateway API. (Silence this with lifeCycleNotice: false.)\n',
    ]);
  });

  test('are told again by the next app', () => {
    expect([1, 2].flatMap(() => said((app) => rollout(app, 'echo')))).toHaveLength(2);
  });

  test('are silenced by an option', () => {
    expect(said((app) => rollout(app, 'echo', false))).toEqual([]);
  });

  test('are silenced by the environment', () => {
    process.env.CDK8S_ROLLOUTS_NOTICES = 'off';
    expect(said((app) => rollout(app, 'echo'))).toEqual([]);
  });
});
