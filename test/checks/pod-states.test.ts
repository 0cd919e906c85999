import { PodState, podStates } from '../../src/checks/transition/pod-states';

interface Spec {
  readonly kind?: string;
  readonly replicas?: number;
  readonly image?: string;
  readonly strategy?: any;
}

function workload({ kind = 'Deployment', replicas, image = 'web:1', strategy }: Spec = {}): any {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image }] } };
  return { apiVersion: 'apps/v1', kind, metadata: { name: 'web' }, spec: { replicas, strategy, template } };
}

/** The numbers of ready pods of each state: `2+1` are two old and one new one, `all` is the wanted state. */
function readyPods(states: PodState[]): string[] {
  return states.map(({ ready }) => (ready.length === 0 ? 'all' : ready.map(({ pods }) => pods).join('+')));
}

function statesOf(before: any, after: any): PodState[] {
  return podStates({ kind: 'changed', before, after } as any);
}

const changed = (replicas: number | undefined, more: Spec = {}) =>
  readyPods(statesOf(workload({ ...more, replicas }), workload({ ...more, replicas, image: 'web:2' })));

describe('while pods are replaced', () => {
  test('old and new ones are ready together, as many as the default strategy allows', () => {
    expect(changed(4)).toEqual([
      '0+3', '1+2', '1+3', '1+4', '2+1', '2+2', '2+3', '3+0', '3+1', '3+2', '4+0', '4+1', 'all',
    ]);
  });

  test('the default strategy rounds the surge up and the unavailable pods down', () => {
    expect(changed(3)).toEqual(['1+2', '1+3', '2+1', '2+2', '3+0', '3+1', 'all']);
  });

  test('a workload without replicas has one pod', () => {
    expect(changed(undefined)).toEqual(['1+0', '1+1', 'all']);
  });

  test('numbers of pods in the strategy are taken as they are', () => {
    const strategy = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 2 } };
    expect(changed(3, { strategy })).toEqual(['0+1', '0+2', '1+0', '1+1', '1+2', '2+0', '2+1', '3+0', 'all']);
  });

  test('one pod may be missing where neither more nor fewer pods are allowed', () => {
    const strategy = { rollingUpdate: { maxSurge: '0%', maxUnavailable: '0%' } };
    expect(changed(2, { strategy })).toEqual(['0+1', '1+0', '1+1', '2+0', 'all']);
  });

  test('all go before a new one starts where the strategy recreates them', () => {
    const states = statesOf(
      workload({ replicas: 3, strategy: { type: 'Recreate' } }),
      workload({ replicas: 3, strategy: { type: 'Recreate' }, image: 'web:2' }),
    );
    expect(readyPods(states)).toEqual(['3+0', '0+0', 'all']);
    expect(states.map(({ isRecreated }) => isRecreated ?? false)).toEqual([true, true, false]);
  });

  test('a StatefulSet has no more pods than its replicas, and one less at times', () => {
    expect(changed(3, { kind: 'StatefulSet' })).toEqual(['0+2', '1+1', '1+2', '2+0', '2+1', '3+0', 'all']);
  });

  test('the old ones have the old template, the new ones the new template', () => {
    const [{ name, objects, isMixed }] = statesOf(workload({ replicas: 2 }), workload({ replicas: 2, image: 'web:2' }));
    expect(name).toBe('1 old and 1 new pods of web are ready');
    expect(isMixed).toBe(true);
    expect(objects.map(({ metadata, spec }) => [
      metadata.name,
      spec.replicas,
      spec.template.spec.containers[0].image,
    ])).toEqual([
      ['web:old', 2, 'web:1'],
      ['web:new', 2, 'web:2'],
    ]);
  });

  test('of many pods the ends and some numbers between are taken', () => {
    const pods = new Set(changed(60).filter((state) => state !== 'all').map((state) => Number(state.split('+')[0])));
    expect([...pods].sort((one, other) => one - other)).toEqual([0, 10, 20, 30, 40, 50, 60]);
  });
});

describe('while a number of pods changes', () => {
  test('the ones that were there are ready first', () => {
    const [first, whole] = statesOf(workload({ replicas: 2 }), workload({ replicas: 5 }));
    expect([first.name, first.ready.map(({ pods }) => pods)]).toEqual(['2 of 5 pods of web are ready', [2]]);
    expect(whole).toMatchObject({ name: '', ready: [] });
  });

  test('pods that go leave only the wanted state', () => {
    expect(readyPods(statesOf(workload({ replicas: 5 }), workload({ replicas: 2 })))).toEqual(['all']);
  });

  test('no pod of a new workload is ready at first, unless it has none', () => {
    const created = (after: any) => readyPods(podStates({ kind: 'created', after } as any));
    expect(created(workload({ replicas: 3 }))).toEqual(['0', 'all']);
    expect(created(workload({ replicas: 0 }))).toEqual(['all']);
  });

  test('a workload that is deleted has no pod', () => {
    const [state, ...others] = podStates({ kind: 'deleted', before: workload({ replicas: 3 }) } as any);
    expect(others).toEqual([]);
    expect(state.objects.map(({ metadata, spec }) => [metadata.name, spec.replicas])).toEqual([['web', 0]]);
  });
});
