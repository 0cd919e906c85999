import { NoteKind, RolloutPhase } from '../../../src';
import { at, BOTH, deployment, Question, rejected, service, SERVICES, WEIGHTS } from '../../support/rollout-objects';

describe('Argo Rollouts over ingress-nginx', () => {
  const path = (name: string, at_ = '/') => ({
    path: at_,
    pathType: 'Prefix',
    backend: { service: { name, port: { number: 80 } } },
  });
  const ingress = (paths = [path('echo-stable')]) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'echo' },
    spec: { ingressClassName: 'nginx', rules: [{ host: 'a.example', http: { paths } }] },
  });
  const canary = (steps: any[] = WEIGHTS, nginx: any = {}, more: any = {}) => ({
    ...BOTH,
    steps,
    ...more,
    trafficRouting: { nginx: { stableIngress: 'web', ...nginx }, ...more.trafficRouting },
  });
  const on = (step: number, question: Question = {}, one: any = canary(), others: any[] = [...SERVICES, ingress()]) =>
    at(step, one, others, { url: 'http://a.example/', ...question });

  test('gives the canary the weight of the last setWeight, and everything after the last step', () => {
    expect([0, 1, 2, 3, 4].map((step) => on(step).toString())).toEqual([
      'v1 4/5, v2 1/5',
      'v1 4/5, v2 1/5',
      'v1 1/2, v2 1/2',
      'v1 1/2, v2 1/2',
      'v2 1',
    ]);
  });

  test('stays at the weight before until the pods of a step are there', () => {
    expect([0, 1, 2, 4].map((step) => on(step, { phase: RolloutPhase.PROGRESSING }).toString())).toEqual([
      'v1 1',
      'v1 4/5, v2 1/5',
      'v1 4/5, v2 1/5',
      'v1 1/2, v2 1/2',
    ]);
  });

  test('gives everything back to stable on an abort, and to the new version when it is stable', () => {
    expect(on(2, { phase: RolloutPhase.ABORTED }).toString()).toBe('v1 1');
    expect(on(4, { phase: RolloutPhase.PROMOTED }).toString()).toBe('v2 1');
    expect(on(2, { phase: RolloutPhase.FULL_PROMOTION }).toString()).toBe('v1 1/2, v2 1/2');
  });

  test('gives a canary without ready pods nothing', () => {
    expect(on(2, { ready: 0 }).toString()).toBe('v1 1');
  });

  test('without steps gives the canary nothing until it is stable', () => {
    expect(on(0, {}, canary([])).toString()).toBe('v1 1');
  });

  test('hard case 6: a total below 100 is none to ingress-nginx, whatever the controller believes', () => {
    const limited = canary([{ setWeight: 5 }, { pause: {} }], {}, { trafficRouting: { maxTrafficWeight: 10 } });
    expect([0, 2].map((step) => on(step, {}, limited).toString())).toEqual(['v1 19/20, v2 1/20', 'v1 9/10, v2 1/10']);
    const fine = canary([{ setWeight: 5 }, { pause: {} }], {}, { trafficRouting: { maxTrafficWeight: 1000 } });
    expect(on(0, {}, fine).toString()).toBe('v1 199/200, v2 1/200');
  });

  test('hard case 7: a stable version that shrinks with its share is empty at 100, which is 503 for everybody', () => {
    expect([1, 4].map((step) => on(step, {}, canary(WEIGHTS, {}, { dynamicStableScale: true })).toString())).toEqual([
      'v1 4/5, v2 1/5',
      '503 1',
    ]);
  });

  test('has annotations of its own for the whole life of the canary Ingress', () => {
    const byHeader = canary([{ setCanaryScale: { replicas: 1 } }, { pause: {} }, ...WEIGHTS], {
      additionalIngressAnnotations: { 'canary-by-header': 'X-Canary' },
    });
    expect(on(1, { headers: { 'X-Canary': 'always' } }, byHeader).toString()).toBe('v2 1');
    expect(on(1, { headers: { 'X-Canary': 'yes' } }, byHeader).toString()).toBe('v1 1');
    expect(on(6, { headers: { 'X-Canary': 'never' }, phase: RolloutPhase.PROMOTED }, byHeader).toString()).toBe('v2 1');
    const full = canary(WEIGHTS, {
      additionalIngressAnnotations: { 'nginx.ingress.kubernetes.io/canary-by-header': 'X-A' },
      canaryIngressAnnotations: { 'nginx.ingress.kubernetes.io/canary-by-header': 'X-B' },
    });
    expect(on(0, { headers: { 'X-B': 'always' } }, full).toString()).toBe('v2 1');
  });

  test('copies whole rules, and those of other Services stay with them', () => {
    const admin = [service('admin'), deployment('admin', 1, { app: 'admin', version: 'admin' })];
    const found = (url: string) =>
      on(2, { url }, canary(), [
        ...SERVICES,
        ...admin,
        ingress([path('echo-stable'), path('admin', '/admin')]),
      ]).toString();
    expect([found('http://a.example/'), found('http://a.example/admin')]).toEqual(['v1 1/2, v2 1/2', 'admin 1']);
  });

  test('is rejected where the stable Ingress has no rule for the stable Service', () => {
    const found = on(2, {}, canary(), [...SERVICES, service('echo'), ingress([path('echo')])]);
    expect(found.notes).toContainEqual(rejected('spec.strategy.canary.trafficRouting'));
  });

  test('takes several stable Ingresses', () => {
    const second = {
      ...ingress(),
      metadata: { name: 'second', namespace: 'echo' },
      spec: { ingressClassName: 'nginx', rules: [{ host: 'b.example', http: { paths: [path('echo-stable')] } }] },
    };
    const both = canary(WEIGHTS, { stableIngress: undefined, stableIngresses: ['web', 'second'] });
    expect(
      ['http://a.example/', 'http://b.example/'].map((url) =>
        on(0, { url }, both, [...SERVICES, ingress(), second]).toString(),
      ),
    ).toEqual(['v1 4/5, v2 1/5', 'v1 4/5, v2 1/5']);
  });

  test('says that a stable Ingress is not among the objects', () => {
    const found = on(2, {}, canary(WEIGHTS, { stableIngress: undefined, stableIngresses: ['web', 'other'] }));
    expect(found.notes).toEqual([
      expect.objectContaining({
        code: 'argo-ingress-missing',
        kind: NoteKind.ASSUMED,
        objects: ['Rollout echo/echo'],
        field: 'other',
      }),
    ]);
  });

  test('takes an annotation that begins with the prefix as it is, with or without a slash', () => {
    const given = canary(WEIGHTS, { annotationPrefix: 'nginx', additionalIngressAnnotations: { nginxed: 'kept' } });
    expect(on(1, { headers: { 'X-Canary': 'always' } }, given).toString()).toBe('v1 1');
  });

  test('gives a canary scale a share of maxTrafficWeight, not percent', () => {
    const steps = [{ setCanaryScale: { weight: 100 } }, { setWeight: 500 }, { pause: {} }];
    const found = (ready: number) =>
      on(1, { ready }, canary(steps, {}, { trafficRouting: { maxTrafficWeight: 1000 } })).toString();
    // 100 of 1000 of 4 pods is 1 pod.
    expect([found(1), found(4)]).toEqual(['v1 1/2, v2 1/2', 'v1 1']);
  });
});
