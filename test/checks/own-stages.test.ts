import { ApiObject, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Finding, IProvider, RolloutPlan, Severity, StagedRollout, StageKind, Transition } from '../../src';
import { plan as anyPlan } from '../support/arbitraries';
import { everyProvider } from '../support/every-provider';
import { holds } from '../support/property';
import { echoApplication, httpEcho } from '../support/rollouts';

const application = echoApplication({
  hosts: ['app.example'],
  versions: { v1: httpEcho('v1', 2), v2: httpEcho('v2', 3) },
});

interface Found {
  readonly kind: StageKind;
  readonly finding: Finding;
}

interface State {
  readonly id: string;
  readonly kind: StageKind;
  readonly objects: any[];
}

/** The stages of a plan, or of the way back from one of them; none where the router refuses the plan. */
function states(provider: IProvider, plan: RolloutPlan, rollbackFrom?: string): State[] {
  const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan, provider, rollbackFrom });
  return rollout.stages.map(({ id, kind }) => {
    return {
      id,
      kind,
      objects: rollout
        .chart(id)
        .node.findAll()
        .filter(ApiObject.isApiObject)
        .map((object) => (object as ApiObject).toJson()),
    };
  });
}

/** What is wrong with the ways between states that follow each other. */
function findings(all: State[]): Found[] {
  return all.slice(1).flatMap(({ kind, objects }, index) => {
    return new Transition({ from: all[index].objects, to: objects }).findings.map((finding) => ({ kind, finding }));
  });
}

/**
 * Pods over Voyager are replaced one by one, and each new one is there beside the old ones for a while: shares go
 * beyond both stages' by as much as one pod more makes. That is told, and it is no error. With another number of canary
 * pods a notice tells it when the plan is synthesized.
 */
function isTold(provider: string, { kind, finding }: Found): boolean {
  const isMild = finding.severity !== Severity.ERROR || kind === StageKind.SCALES;
  return provider === 'Voyager' && finding.rule === 'share-out-of-bounds' && isMild;
}

test.each([...everyProvider()])(
  '%s: the way from each stage to the next one is safe, whoever applies it, for random plans',
  (name, provider) => {
    let taken = 0;
    holds(
      fc.property(anyPlan, (plan) => {
        const all = states(provider, plan);
        taken += Number(all.length > 0);
        expect(findings(all).filter((one) => !isTold(name, one))).toEqual([]);
      }),
      40,
    );
    expect(taken).toBeGreaterThan(0);
  },
);

test.each([...everyProvider()])('%s: so is the way back from any stage, for random plans', (name, provider) => {
  let taken = 0;
  holds(
    fc.property(anyPlan, fc.nat(), (plan, which) => {
      const all = states(provider, plan);
      const from = all[1 + (which % Math.max(all.length - 1, 1))];
      if (from) {
        taken += 1;
        const back = states(provider, plan, from.id);
        expect([from.id, ...findings([from, ...back]).filter((one) => !isTold(name, one))]).toEqual([from.id]);
      }
    }),
    40,
  );
  expect(taken).toBeGreaterThan(0);
});
