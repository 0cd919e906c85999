import { NoteKind, PodReadiness, RolloutMoment, RolloutPhase, Traffic, HttpRequest } from '../../../src';
import {
  at,
  BOTH,
  destinationRule,
  named,
  Question,
  rolloutObject,
  service,
  SERVICES,
  to,
  virtualService,
} from '../../support/rollout-objects';

const LANE = { setHeaderRoute: { name: 'lane', match: [{ headerName: 'x-user', headerValue: { exact: 'qa' } }] } };
const SCALE = { setCanaryScale: { weight: 100 } };
const QA = { 'x-user': 'qa' };
const MAIN = { name: 'main', route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] };

const routing = { managedRoutes: [{ name: 'lane' }], istio: { virtualService: { name: 'echo', routes: ['main'] } } };
const byService = (steps: any[], more: any = {}) => ({ ...BOTH, steps, trafficRouting: routing, ...more });
const rule = { name: 'echo-rule', stableSubsetName: 'stable', canarySubsetName: 'canary' };
const bySubset = (steps: any[]) => ({
  steps,
  trafficRouting: { ...routing, istio: { ...routing.istio, destinationRule: rule } },
});

/** Who answers at the hosts of both Services, and at the canary's alone under /preview. */
function on(step: number, canary: any, question: Question = {}) {
  const preview = { name: 'preview', match: [{ uri: { prefix: '/preview' } }], route: [to('echo-canary')] };
  const others = [...SERVICES, named('echo'), virtualService({ hosts: ['echo'], http: [preview, MAIN] })];
  return at(step, canary, others, { url: 'http://echo/', ...question });
}

function onSubsets(step: number, canary: any, question: Question = {}) {
  const main = { name: 'main', route: [to('echo', 'stable', 100), to('echo', 'canary', 0)] };
  const rules = destinationRule('echo', { stable: { app: 'echo' }, canary: { app: 'echo' } });
  return at(step, canary, [service(), rules, virtualService({ hosts: ['echo'], http: [main] })], {
    url: 'http://echo/',
    ...question,
  });
}

describe('a lane', () => {
  test('that opens while the canary has no pod is lost for good', () => {
    const found = (step: number) =>
      on(step, byService([LANE, { setWeight: 20 }, { pause: {} }]), { headers: QA }).toString();
    expect([found(1), found(2)]).toEqual(['v1 4/5, v2 1/5', 'v1 4/5, v2 1/5']);
  });

  test('that opens when pods are there stays until the end, and is gone once they are', () => {
    const steps = [SCALE, LANE, { pause: {} }, { setWeight: 20 }];
    const found = (step: number, ready?: number) => on(step, byService(steps), { headers: QA, ready }).toString();
    expect([found(0), found(1), found(2), found(3), found(2, 0)]).toEqual(['v1 1', 'v2 1', 'v2 1', 'v2 1', 'v1 1']);
  });

  test('is lost at a step that takes the pods away, and no later step brings it back', () => {
    const steps = [SCALE, LANE, { setCanaryScale: { replicas: 0 } }, SCALE, { setWeight: 20 }];
    expect(on(4, byService(steps), { headers: QA }).toString()).toBe('v1 4/5, v2 1/5');
  });

  test('in the first step comes and goes after an abort: by subset it leads to pods that are gone', () => {
    const [first, aborted] = [[LANE, { setWeight: 50 }, { pause: {} }], { phase: RolloutPhase.ABORTED, headers: QA }];
    const found = onSubsets(2, bySubset(first), aborted);
    expect([found.toString(), found.shares[0].undetermined]).toEqual([
      'undetermined 1',
      expect.objectContaining({ code: 'states-alternate', kind: NoteKind.AMBIGUOUS }),
    ]);
    expect(found.notes).toContainEqual(
      expect.objectContaining({ code: 'argo-flapping', kind: NoteKind.AMBIGUOUS, objects: ['Rollout echo/echo'] }),
    );
    expect(onSubsets(2, bySubset(first), { phase: RolloutPhase.ABORTED }).toString()).toBe('v1 1');
    expect(on(2, byService(first), aborted).toString()).toBe('v1 1');
  });
});

describe("the canary's Service", () => {
  const steps = [{ setWeight: 50 }, { pause: {} }];
  const preview = { url: 'http://echo/preview' };

  test("has stable's pods until the canary has some, and keeps the canary's hash when they are gone", () => {
    expect(on(0, byService(steps), { ...preview, ready: 0, phase: RolloutPhase.PROGRESSING }).toString()).toBe('v1 1');
    expect(on(1, byService(steps), { ...preview, ready: 0 }).toString()).toBe('503 1');
    expect(on(1, byService(steps), { url: 'http://echo/', ready: 0 }).toString()).toBe('v1 1');
  });

  test("goes back and forth after an abort, until the canary's pods are gone", () => {
    const aborted = { ...preview, phase: RolloutPhase.ABORTED };
    expect([on(1, byService(steps), { ...aborted, ready: 2 }), on(1, byService(steps), aborted)].map(String)).toEqual([
      'undetermined 1',
      'v1 1',
    ]);
    expect(on(1, byService(steps), { url: 'http://echo/', phase: RolloutPhase.ABORTED, ready: 2 }).toString()).toBe(
      'v1 1',
    );
  });

  test("goes back and forth for ever with abortScaleDownDelaySeconds: 0 and the canary's size as first step", () => {
    const found = (first: any[]) =>
      on(first.length, byService([...first, ...steps], { abortScaleDownDelaySeconds: 0 }), {
        ...preview,
        phase: RolloutPhase.ABORTED,
      }).toString();
    expect([found([SCALE]), found([])]).toEqual(['undetermined 1', 'v1 1']);
  });
});

test('no weight goes back to stable while it lacks pods for it', () => {
  const canary = byService([{ setWeight: 50 }, { pause: {} }]);
  const objects = [
    rolloutObject('v2', canary),
    ...SERVICES,
    named('echo'),
    virtualService({ hosts: ['echo'], http: [MAIN] }),
  ];
  const found = (stable: number, phase: RolloutPhase) => {
    const moment = RolloutMoment.at({ rollout: 'echo/echo', before: [rolloutObject('v1', canary)], step: 1, phase });
    const readiness = PodReadiness.allReady()
      .withReadyPods('echo/echo:canary', 0)
      .withReadyPods('echo/echo:stable', stable);
    return Traffic.during(objects, moment).split(HttpRequest.to('http://echo/'), readiness).toString();
  };
  expect([found(4, RolloutPhase.PAUSED), found(3, RolloutPhase.PAUSED)]).toEqual(['v1 1', 'v1 1/2, 503 1/2']);
});
