import { HttpRequest, NoteKind, PodReadiness, RolloutMoment, RolloutPhase, Traffic } from '../../../src';
import {
  at,
  BOTH,
  deployment,
  rolloutObject,
  service,
  SERVICES,
  to,
  virtualService,
  WEIGHTS,
} from '../../support/rollout-objects';

describe('a Rollout', () => {
  const anyRoute = virtualService({ hosts: ['echo'], http: [{ route: [to('echo')] }] });

  test('without traffic routing divides pods instead of requests', () => {
    expect(
      [0, 2, 4].map((step) =>
        at(step, { steps: WEIGHTS }, [service(), anyRoute], { url: 'http://echo/' }, 10).toString(),
      ),
    ).toEqual(['v1 4/5, v2 1/5', 'v1 1/2, v2 1/2', 'v2 1']);
    expect(at(0, { steps: WEIGHTS }, [service(), anyRoute], { url: 'http://echo/' }, 4).toString()).toBe(
      'v1 4/5, v2 1/5',
    );
    expect(at(0, { steps: [{ setWeight: 5 }] }, [service(), anyRoute], { url: 'http://echo/' }, 4).toString()).toBe(
      'v1 4/5, v2 1/5',
    );
  });

  test.each<[number, number, any, string]>([
    [10, 5, undefined, 'v1 10/11, v2 1/11'],
    [3, 50, 0, 'v1 1/3, v2 2/3'],
    [3, 50, undefined, 'v1 1/2, v2 1/2'],
    [1, 5, undefined, 'v1 1/2, v2 1/2'],
    [1, 50, 0, 'v2 1'],
    [1, 5, '0%', 'v1 1'],
    [2, 99, undefined, 'v1 1/3, v2 2/3'],
    [4, 0, undefined, 'v1 1'],
    [4, 100, undefined, 'v2 1'],
  ])(
    'without traffic routing divides %s pods for %s % as nearly as a surge of %s allows: %s',
    (replicas, weight, maxSurge, expected) => {
      expect(
        at(
          0,
          { steps: [{ setWeight: weight }], maxSurge },
          [service(), anyRoute],
          { url: 'http://echo/' },
          replicas,
        ).toString(),
      ).toBe(expected);
    },
  );

  test('outside of a release is one version', () => {
    expect(
      Traffic.of([rolloutObject('v1', { steps: WEIGHTS }), service(), anyRoute])
        .split(HttpRequest.to('http://echo/'))
        .toString(),
    ).toBe('v1 1');
  });

  test('that was not there before skips its steps', () => {
    const moment = RolloutMoment.at({ rollout: 'echo/echo', before: [], step: 0 });
    const found = Traffic.during([rolloutObject('v1', { steps: WEIGHTS }), service(), anyRoute], moment).split(
      HttpRequest.to('http://echo/'),
    );
    expect([found.toString(), found.notes]).toEqual([
      'v1 1',
      [expect.objectContaining({ code: 'argo-first-installation', kind: NoteKind.ASSUMED })],
    ]);
  });

  test('may take its pods from a Deployment', () => {
    const of = (version: string) => {
      const {
        spec: { template, ...spec },
        ...rest
      } = rolloutObject(version, { steps: WEIGHTS }, 10);
      const source = deployment('web', 10, { app: 'echo' });
      source.spec.template = template;
      return [
        {
          ...rest,
          spec: {
            ...spec,
            workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', scaleDown: 'onsuccess' },
          },
        },
        source,
      ];
    };
    const moment = RolloutMoment.at({ rollout: 'echo/echo', before: of('v1'), step: 0 });
    expect(
      Traffic.during([...of('v2'), service(), anyRoute], moment)
        .split(HttpRequest.to('http://echo/'))
        .toString(),
    ).toBe('v1 4/5, v2 1/5');
  });

  test('takes its pods from the Deployment of its own namespace', () => {
    const elsewhere = deployment('web', 10, { app: 'echo', version: 'other' }, 'other');
    const { template: _, ...spec } = rolloutObject('v1', { steps: WEIGHTS }, 10).spec;
    const rollout = {
      ...rolloutObject('v1', { steps: WEIGHTS }, 10),
      spec: { ...spec, workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    };
    const own = deployment('web', 10, { app: 'echo', version: 'own' });
    const found = (...sources: any[]) =>
      Traffic.of([...sources, rollout, service(), anyRoute]).split(HttpRequest.to('http://echo/')).toString();
    expect(found(elsewhere, own)).toBe('own 1');
    expect(found(own, elsewhere)).toBe('own 1');
  });

  test('has pods called after it, in a PodReadiness', () => {
    const moment = RolloutMoment.at({
      rollout: 'echo/echo',
      before: [rolloutObject('v1', { steps: WEIGHTS })],
      step: 2,
    });
    const traffic = Traffic.during([rolloutObject('v2', { steps: WEIGHTS }), service(), anyRoute], moment);
    const split = traffic.split(
      HttpRequest.to('http://echo/'),
      PodReadiness.allReady().withReadyPods('echo/echo:stable', 1).withReadyPods('echo/echo:canary', 3),
    );
    expect(split.shares.map(String)).toEqual(['v1 1/4', 'v2 3/4']);
    expect(split.notes).toEqual([]);
  });

  test('has to be among the objects', () => {
    const moment = RolloutMoment.at({ rollout: 'echo/other', before: [], step: 0 });
    expect(() => Traffic.during([rolloutObject('v2', {})], moment)).toThrow(
      'There is no Rollout echo/other among the objects. The Rollouts are: echo/echo.',
    );
    expect(() => RolloutMoment.at({ rollout: 'echo/echo', before: [], step: -1 })).toThrow(
      'The step of echo/echo must be a whole number, at least 0, given -1.',
    );
  });

  test('keeps its Services to its own pods, whatever other Rollouts have the same labels', () => {
    const other = { ...rolloutObject('vB', { steps: [] }), metadata: { name: 'other', namespace: 'echo' } };
    const canary = { ...BOTH, steps: WEIGHTS, trafficRouting: { istio: { virtualService: { name: 'echo' } } } };
    const routes = virtualService({
      hosts: ['echo-stable'],
      http: [{ route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] }],
    });
    const found = at(0, canary, [{ ...other }, ...SERVICES, routes], { url: 'http://echo-stable/' });
    expect(found.toString()).toBe('v1 4/5, v2 1/5');
  });

  test("whose stable version shrinks, shrinks it no sooner than its share, and promotes by the canary's pods", () => {
    const canary = {
      ...BOTH,
      dynamicStableScale: true,
      steps: [{ setWeight: 50 }, { setWeight: 100 }],
      trafficRouting: { istio: { virtualService: { name: 'echo' } } },
    };
    const routes = virtualService({
      hosts: ['echo-stable'],
      http: [{ route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] }],
    });
    const found = (step: number, phase: RolloutPhase) =>
      at(step, canary, [...SERVICES, routes], { url: 'http://echo-stable/', phase }).toString();
    expect([found(1, RolloutPhase.PROGRESSING), found(0, RolloutPhase.FULL_PROMOTION)]).toEqual([
      'v1 1/2, v2 1/2',
      'v2 1',
    ]);
  });

  test('that had no specification before has no pods to tell', () => {
    const moment = RolloutMoment.at({
      rollout: 'echo/echo',
      before: [{ ...rolloutObject('v1', {}), spec: undefined }],
      step: 0,
    });
    expect(() =>
      Traffic.during([rolloutObject('v2', { steps: WEIGHTS }), service(), anyRoute], moment).split(
        HttpRequest.to('http://echo/'),
      ),
    ).not.toThrow();
  });

  test('of another strategy, or over another router, is said to be unread', () => {
    const blueGreen = rolloutObject('v2', {}, 4, { strategy: { blueGreen: { activeService: 'echo' } } });
    expect(Traffic.of([blueGreen, service(), anyRoute]).split(HttpRequest.to('http://echo/')).notes).toContainEqual(
      expect.objectContaining({ code: 'argo-strategy-unread', kind: NoteKind.UNREAD }),
    );
    const other = rolloutObject('v2', { ...BOTH, trafficRouting: { smi: {} } });
    expect(Traffic.of([other, service(), anyRoute]).split(HttpRequest.to('http://echo/')).notes).toContainEqual(
      expect.objectContaining({ code: 'argo-router-unread', field: 'smi' }),
    );
  });
});
