import { HttpRequest, NoteKind, PodReadiness, RolloutMoment, RolloutPhase, Traffic } from '../../../src';
import { statusMoment } from '../../../src/readers/argo-rollouts/cluster/live-rollout';
import { BOTH, named, rolloutObject, SERVICES, to, virtualService } from '../../support/rollout-objects';

const HASH = 'rollouts-pod-template-hash';
const STEPS = [{ setWeight: 25 }, { pause: {} }, { setWeight: 50 }, { pause: {} }];
const CANARY = { ...BOTH, steps: STEPS, trafficRouting: { istio: { virtualService: { name: 'echo' } } } };

function live(status: any): any {
  return {
    ...rolloutObject('v2', CANARY),
    status: { phase: 'Paused', currentStepIndex: 1, stableRS: 'aaa', currentPodHash: 'bbb', ...status },
  };
}

function replicaSet(version: string, hash: string, replicas: number, readyReplicas?: number): any {
  const labels = { app: 'echo', version, [HASH]: hash };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `echo-${hash}`,
      namespace: 'echo',
      labels,
      ownerReferences: [{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'echo', controller: true }],
    },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'echo', image: 'echo' }] } },
    },
    status: { replicas, readyReplicas },
  };
}

function chosen(name: string, hash: string): any {
  return { ...named(name), spec: { ...named(name).spec, selector: { app: 'echo', [HASH]: hash } } };
}

const weighed = (stable: number, canary: number, ...http: any[]) =>
  virtualService({
    hosts: ['echo'],
    http: [
      ...http,
      { name: 'main', route: [to('echo-stable', undefined, stable), to('echo-canary', undefined, canary)] },
    ],
  });
const SETS = [replicaSet('v1', 'aaa', 4, 4), replicaSet('v2', 'bbb', 1, 1)];
const SELECTED = [chosen('echo-stable', 'aaa'), chosen('echo-canary', 'bbb'), named('echo')];
const split = (objects: any[], readiness = PodReadiness.allReady()) =>
  Traffic.of(objects).split(HttpRequest.to('http://echo/'), readiness);

describe('the objects of a cluster', () => {
  test('tell who gets what: ReplicaSets are the versions, routes are as the controller has written them', () => {
    const found = split([live({}), ...SETS, ...SELECTED, weighed(75, 25)]);
    expect([found.toString(), found.shares.map(({ workload }) => workload)]).toEqual([
      'v1 3/4, v2 1/4',
      ['echo/echo-aaa', 'echo/echo-bbb'],
    ]);
    expect(found.notes).toEqual([
      expect.objectContaining({ code: 'argo-live-state', kind: NoteKind.EXPLAINED, objects: ['Rollout echo/echo'] }),
    ]);
    expect(found.notes[0].message).toContain('at step 1 of 4 (Paused)');
  });

  test('say which pods are ready', () => {
    const objects = (ready?: number) => [
      live({}),
      SETS[0],
      replicaSet('v2', 'bbb', 1, ready),
      ...SELECTED,
      weighed(75, 25),
    ];
    expect(
      [
        split(objects()),
        split(objects(1)),
        split(objects(1), PodReadiness.allReady().withReadyPods('echo/echo-bbb', 0)),
      ].map(String),
    ).toEqual(['v1 3/4, 503 1/4', 'v1 3/4, v2 1/4', 'v1 3/4, 503 1/4']);
  });

  test('keep lanes that were lost lost, and hashes that were wiped wiped', () => {
    const lane = { name: 'lane', match: [{ headers: { 'x-user': { exact: 'qa' } } }], route: [to('echo-canary')] };
    const asked = HttpRequest.to('http://echo/').withHeader('x-user', 'qa');
    const found = (...http: any[]) =>
      Traffic.of([live({}), ...SETS, ...SELECTED, weighed(75, 25, ...http)])
        .split(asked)
        .toString();
    expect([found(), found(lane)]).toEqual(['v1 3/4, v2 1/4', 'v2 1']);
    const wiped = [
      { ...named('echo-stable'), metadata: { ...named('echo-stable').metadata, resourceVersion: '7' } },
      SELECTED[1],
      named('echo'),
    ];
    expect(split([live({}), ...SETS, ...wiped, weighed(100, 0)]).toString()).toBe('v1 4/5, v2 1/5');
  });

  test('without ReplicaSets take pods from the status, of which the version of stable is not known', () => {
    const found = split([live({ updatedReplicas: 1, readyReplicas: 5 }), ...SELECTED, weighed(75, 25)]);
    expect([found.toString(), found.notes.map(({ code }) => code)]).toEqual([
      'echo/echo-aaa 3/4, v2 1/4',
      ['argo-live-state', 'argo-replica-sets-missing'],
    ]);
  });

  test("can still be asked for another step: stable's pods are those of its ReplicaSet", () => {
    const moment = RolloutMoment.at({ rollout: 'echo/echo', before: [], step: 3 });
    const found = Traffic.during([live({}), ...SETS, ...SELECTED, weighed(75, 25)], moment).split(
      HttpRequest.to('http://echo/'),
    );
    expect([found.toString(), found.notes]).toEqual(['v1 1/2, v2 1/2', []]);
  });
});

test('a Rollout that a controller has seen is rejected where its condition says so, and only there', () => {
  const invalid = { type: 'InvalidSpec', status: 'True', message: 'spec.selector: Required value' };
  const newer = { ...live({}), spec: { ...live({}).spec, fieldOfANewerVersion: 1 } };
  const codes = (rollout: any) => split([rollout, ...SETS, ...SELECTED, weighed(75, 25)]).notes.map(({ code }) => code);
  const objects = [live({ conditions: [invalid] }), ...SETS, ...SELECTED, weighed(75, 25)];
  expect(split(objects).toString()).toBe('v1 3/4, v2 1/4');
  expect([codes(live({ conditions: [invalid] })), codes(newer)]).toEqual([['argo-rejected'], ['argo-live-state']]);
});

test.each<[string, any]>([
  ['a step that is no number', { currentStepIndex: 'one', pauseConditions: 5, conditions: 'none', canary: 7 }],
  ['weights that are none', { promoteFull: true, canary: { weights: [] }, updatedReplicas: 'x' }],
])('a status with %s is read without a fault', (_, status) => {
  expect(() => split([live(status), ...SERVICES, named('echo'), weighed(100, 0)])).not.toThrow();
  expect(() => split([live(status), ...SELECTED, weighed(100, 0)])).not.toThrow();
});

describe('a Rollout of a cluster beside manifests that no controller has seen', () => {
  test('stands for the step of its status', () => {
    expect(
      split([live({ currentStepIndex: 3 }), ...SETS, ...SERVICES, named('echo'), weighed(100, 0)]).toString(),
    ).toBe('v1 1/2, v2 1/2');
  });

  test.each<[any, RolloutPhase, number]>([
    [{}, RolloutPhase.PAUSED, 1],
    [{ phase: 'Progressing' }, RolloutPhase.PROGRESSING, 1],
    [{ phase: 'Progressing', pauseConditions: [{ reason: 'CanaryPauseStep' }] }, RolloutPhase.PAUSED, 1],
    [{ phase: 'Degraded', abort: true, currentStepIndex: 0 }, RolloutPhase.ABORTED, 0],
    [
      { promoteFull: true, currentStepIndex: 4, canary: { weights: { canary: { weight: 25 } } } },
      RolloutPhase.FULL_PROMOTION,
      0,
    ],
    [{ phase: 'Healthy', stableRS: 'bbb', currentStepIndex: 4 }, RolloutPhase.PROMOTED, 4],
  ])('with the status %j is at the moment %s of step %s', (status, phase, step) => {
    expect(statusMoment(live(status))).toMatchObject({ phase, step });
  });
});
