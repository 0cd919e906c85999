import { ApiObject, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Finding, IProvider, RolloutPlan, Severity, StagedRollout, StageKind, Transition } from '../../src';
import { plan as anyPlan } from '../support/arbitraries';
import { everyProvider } from '../support/every-provider';
import { holds } from '../support/property';
import { echoApplication, httpEcho } from '../support/rollouts';

const application = echoApplication({ hosts: ['app.example'], versions: { v1: httpEcho('v1', 2), v2: httpEcho('v2', 3) } });

interface Found {
  readonly kind: StageKind;
  readonly finding: Finding;
}

/** What is wrong with the ways between the stages of a plan, there and back; undefined where the router refuses the plan. */
function findings(provider: IProvider, plan: RolloutPlan, rollbackFrom?: string): Found[] | undefined {
  const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan, provider, rollbackFrom });
  const states = rollout.stages.map(({ id, kind }) => {
    return { kind, objects: rollout.chart(id).node.findAll().filter(ApiObject.isApiObject).map((object) => (object as ApiObject).toJson()) };
  });
  if (states.length === 0) {
    return undefined;
  }
  return states.slice(1).flatMap(({ kind, objects }, index) => {
    return new Transition({ from: states[index].objects, to: objects }).findings.map((finding) => ({ kind, finding }));
  });
}

/**
 * Pods over Voyager are replaced one by one, and their weights with them: a little beyond both shares. With another number of
 * canary pods it is more, which a notice tells when the plan is synthesized.
 */
function isTold(provider: string, { kind, finding }: Found): boolean {
  return provider === 'Voyager' && (finding.severity === Severity.NOTE || (kind === StageKind.SCALES && finding.rule === 'share-out-of-bounds'));
}

test.each([...everyProvider()])('%s: the way from each stage to the next one is safe, whoever applies it, for random plans', (name, provider) => {
  let taken = 0;
  holds(fc.property(anyPlan, (plan) => {
    const found = findings(provider, plan);
    taken += found ? 1 : 0;
    expect((found ?? []).filter((one) => !isTold(name, one))).toEqual([]);
  }), 40);
  expect(taken).toBeGreaterThan(0);
});
