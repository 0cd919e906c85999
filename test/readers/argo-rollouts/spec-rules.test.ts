import { goDuration, pauseSeconds } from '../../../src/readers/argo-rollouts/validation/durations';
import { podTemplateRejection } from '../../../src/readers/argo-rollouts/validation/pod-template';
import { schemaRejection } from '../../../src/readers/argo-rollouts/validation/schema';
import { specRejection } from '../../../src/readers/argo-rollouts/validation/spec-rejection';
import { rolloutObject } from '../../support/rollout-objects';

/** The field for which the controller refuses a specification; undefined where it takes it. */
function field(canary: any, more: any = {}): string | undefined {
  const { spec } = rolloutObject('v1', canary, 4, more);
  return specRejection(spec, spec.template, spec.selector)?.field;
}

const at = (path: string) => `spec.strategy.canary.${path}`;
const istio = { istio: { virtualService: { name: 'echo' } } };
const BOTH = { stableService: 'a', canaryService: 'b' };

describe('the controller refuses a specification', () => {
  test.each<[string, any, any, string | undefined]>([
    ['with no steps: no', {}, {}, undefined],
    ['with less than no replicas', {}, { replicas: -1 }, 'spec.replicas'],
    ['without a selector', {}, { selector: undefined }, 'spec.selector'],
    ['with an empty selector', {}, { selector: {} }, 'spec.selector'],
    [
      'with an operator that there is not',
      {},
      { selector: { matchExpressions: [{ key: 'app', operator: 'Is' }] } },
      'spec.selector',
    ],
    [
      'with an operator that lacks values',
      {},
      { selector: { matchExpressions: [{ key: 'app', operator: 'In' }] } },
      'spec.selector',
    ],
    [
      'with an expression that its pods fulfil: no',
      {},
      { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['echo'] }] } },
      undefined,
    ],
    [
      'with an expression that they do not',
      {},
      { selector: { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] } },
      'spec.template.metadata.labels',
    ],
    ['with negative seconds', {}, { minReadySeconds: -1 }, 'spec.minReadySeconds'],
    ['with a negative history', {}, { revisionHistoryLimit: -1 }, 'spec.revisionHistoryLimit'],
    [
      'with a deadline as long as pods need',
      {},
      { minReadySeconds: 30, progressDeadlineSeconds: 30 },
      'spec.progressDeadlineSeconds',
    ],
    ['without a strategy', {}, { strategy: {} }, 'spec.strategy'],
    ['with two strategies', {}, { strategy: { canary: {}, blueGreen: { activeService: 'a' } } }, 'spec.strategy'],
    [
      'with one Service twice',
      {},
      { strategy: { blueGreen: { activeService: 'a', previewService: 'a' } } },
      'spec.strategy.blueGreen.activeService',
    ],
    ['with no surge and nobody unavailable', { maxSurge: '0%', maxUnavailable: 0 }, {}, at('maxSurge')],
    ['with a surge that is no number: no', { maxSurge: 'many' }, {}, undefined],
    ['with neither surge nor unavailable as numbers', { maxSurge: 'many', maxUnavailable: 'x' }, {}, at('maxSurge')],
    [
      'with pingPong over ingress-nginx',
      { ...BOTH, trafficRouting: { nginx: {} }, pingPong: { pingService: 'c', pongService: 'd' } },
      {},
      at('pingPong'),
    ],
    [
      'with one Service for ping and pong',
      { trafficRouting: istio, pingPong: { pingService: 'c', pongService: 'c' } },
      {},
      at('pingPong'),
    ],
    [
      'with pingPong and no Services: no',
      { trafficRouting: istio, pingPong: { pingService: 'c', pongService: 'd' } },
      {},
      undefined,
    ],
    [
      'with subsets and no Services: no',
      { trafficRouting: { istio: { ...istio.istio, destinationRule: {} } } },
      {},
      undefined,
    ],
    ['with no Services over Istio', { trafficRouting: istio }, {}, at('stableService')],
    [
      'with two kinds of antiAffinity',
      {
        antiAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: { weight: 1 },
          requiredDuringSchedulingIgnoredDuringExecution: {},
        },
      },
      {},
      at('antiAffinity'),
    ],
    [
      'with an antiAffinity of no weight',
      { antiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: { weight: 0 } } },
      {},
      at('antiAffinity'),
    ],
  ])('%s', (_, canary, more, expected) => {
    expect(field(canary, more)).toBe(expected);
  });

  test.each<[string, any, any, string | undefined]>([
    [
      'a mirror over the plugin',
      { setMirrorRoute: { name: 'l', match: [] } },
      { plugins: { 'a/b': {} } },
      'setMirrorRoute',
    ],
    ['a lane over ingress-nginx', { setHeaderRoute: { name: 'l' } }, { nginx: {} }, 'setHeaderRoute'],
    [
      'a lane of ALB by expression',
      { setHeaderRoute: { name: 'l', match: [{ headerName: 'a', headerValue: { regex: 'b' } }] } },
      { alb: {} },
      'setHeaderRoute.match[0]',
    ],
    [
      'headers of a mirror, which are not looked at: no',
      { setMirrorRoute: { name: 'l', match: [{ headers: { a: { exact: 'x', prefix: 'y' } } }] } },
      istio,
      undefined,
    ],
    [
      'a mirror of two paths in one',
      { setMirrorRoute: { name: 'l', match: [{ path: { exact: '/', prefix: '/' } }] } },
      istio,
      'setMirrorRoute.match[0]',
    ],
    [
      'a weight of an experiment over ingress-nginx',
      { experiment: { templates: [{ name: 'a', specRef: 'canary', weight: 5 }] } },
      { nginx: {} },
      'experiment.templates',
    ],
    [
      'an argument of metadata that there is not',
      { analysis: { args: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: 'metadata.foo' } } }] } },
      istio,
      'analysis.args',
    ],
    [
      'an argument from a label: no',
      { analysis: { args: [{ name: 'a', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a']" } } }] } },
      istio,
      undefined,
    ],
    ['a pause of -1', { pause: { duration: -1 } }, istio, 'pause.duration'],
  ])('for a step with %s', (_, step, routing, expected) => {
    const canary = { ...BOTH, steps: [step], trafficRouting: { managedRoutes: [{ name: 'l' }], ...routing } };
    expect(field(canary)).toBe(expected === undefined ? undefined : at(`steps[0].${expected}`));
  });
});

test('durations are read as Go reads them', () => {
  const texts = ['0', '-0', '1h30m', '.5s', '5.s', '-1.5h', '1µs', '1d', '5', 's', '1e3', '', '1 s', '9999999h'];
  expect(texts.map(goDuration)).toEqual([0, 0, 5400, 0.5, 5, -5400, 1e-6, ...Array(7).fill(undefined)]);
  expect([7, '10', '+5', '-0.5s', '1_0', '', '5S', '700000h'].map(pauseSeconds)).toEqual([
    7, 10, 5, -0, -1, -1, -1, -1,
  ]);
});

describe('Kubernetes refuses pods', () => {
  const container = { name: 'c', image: 'i' };
  const fieldOf = (spec: any, metadata: any = {}) =>
    podTemplateRejection({ metadata, spec: { containers: [container], ...spec } }, {})?.field;

  test.each<[string, any, string | undefined]>([
    ['that are right: no', {}, undefined],
    ['without containers', { containers: [] }, 'containers'],
    ['without an image', { containers: [{ name: 'c' }] }, 'containers[0].image'],
    ['with a name in capitals', { containers: [{ ...container, name: 'C' }] }, 'containers[0].name'],
    ['with a name twice', { containers: [container, container] }, 'containers[1].name'],
    ['with port 0', { containers: [{ ...container, ports: [{ containerPort: 0 }] }] }, 'containers[0].ports'],
    [
      'with a mount of no volume',
      { containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
      'containers[0].volumeMounts',
    ],
    [
      'with a mount of a volume: no',
      { volumes: [{ name: 'v' }], containers: [{ ...container, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] },
      undefined,
    ],
    ['that are not restarted', { restartPolicy: 'Never' }, 'restartPolicy'],
    ['that end by themselves', { activeDeadlineSeconds: 5 }, 'activeDeadlineSeconds'],
  ])('%s', (_, spec, expected) => {
    expect(fieldOf(spec)).toBe(expected && `spec.template.spec.${expected}`);
  });

  test('with labels that it does not allow', () => {
    expect([fieldOf({}, { labels: { app: 'a b' } }), fieldOf({}, { annotations: { 'a b': '' } })]).toEqual([
      'spec.template.metadata.labels',
      'spec.template.metadata.annotations',
    ]);
  });
});

describe('the API server refuses by schema', () => {
  test.each<[string, any, string | undefined]>([
    ['a field that nobody knows', { steps: [{ setWeight: 5, nonsense: 1 }] }, 'steps[0].nonsense'],
    [
      'a header without a name',
      { steps: [{ setHeaderRoute: { match: [{ headerValue: { exact: 'a' } }] } }] },
      'steps[0].setHeaderRoute.match[0].headerName',
    ],
    ['a weight as a text', { steps: [{ setWeight: '5' }] }, 'steps[0].setWeight'],
    ['a duration with a fraction', { steps: [{ pause: { duration: 1.5 } }] }, 'steps[0].pause.duration'],
    [
      'a VirtualService without a name',
      { trafficRouting: { istio: { virtualService: {} } } },
      'trafficRouting.istio.virtualService.name',
    ],
    ['nothing of a plugin: no', { trafficRouting: { plugins: { 'a/b': { any: [1] } } } }, undefined],
  ])('%s', (_, canary, expected) => {
    expect(schemaRejection(rolloutObject('v1', canary))?.field).toBe(expected && at(expected));
  });

  test('a container without a name, and an object without a specification', () => {
    const object = rolloutObject('v1', {}, 1, { template: { spec: { containers: [{ image: 'i' }] } } });
    expect([schemaRejection(object)?.field, schemaRejection({ ...object, spec: undefined })?.field]).toEqual([
      'spec.template.spec.containers[0].name',
      'spec',
    ]);
  });
});
