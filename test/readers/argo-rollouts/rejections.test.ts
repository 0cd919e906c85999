import { HttpRequest, NoteKind, RolloutMoment, Traffic } from '../../../src';
import { at, BOTH, rejected, rolloutObject, SERVICES, to, virtualService } from '../../support/rollout-objects';

describe('a Rollout that the controller rejects', () => {
  const istio = { virtualService: { name: 'echo', routes: ['main'] } };
  const header = (match: any[]) => ({ setHeaderRoute: { name: 'lane', match } });
  const routed = (steps: any[], more: any = {}) => ({
    ...BOTH,
    steps,
    trafficRouting: { istio, managedRoutes: [{ name: 'lane' }] },
    ...more,
  });
  const routes = virtualService({
    hosts: ['echo-stable'],
    http: [{ name: 'main', route: [to('echo-stable', undefined, 100), to('echo-canary', undefined, 0)] }],
  });

  test.each<[string, any, string]>([
    ['a weight above 100', routed([{ setWeight: 101 }]), 'spec.strategy.canary.steps[0].setWeight'],
    ['a weight below 0', routed([{ pause: {} }, { setWeight: -1 }]), 'spec.strategy.canary.steps[1].setWeight'],
    [
      'a total for Istio',
      routed([{ setWeight: 20 }], { trafficRouting: { istio, maxTrafficWeight: 1000 } }),
      'spec.strategy.canary.trafficRouting.maxTrafficWeight',
    ],
    [
      'E10: a pause of days',
      routed([{ setWeight: 20 }, { pause: { duration: '1d' } }]),
      'spec.strategy.canary.steps[1].pause.duration',
    ],
    [
      'a pause of less than nothing',
      routed([{ setWeight: 20 }, { pause: { duration: -1 } }]),
      'spec.strategy.canary.steps[1].pause.duration',
    ],
    ['a step that does nothing', routed([{ setWeight: 20 }, {}]), 'spec.strategy.canary.steps[1]'],
    ['a step that does two things', routed([{ setWeight: 20, pause: {} }]), 'spec.strategy.canary.steps[0]'],
    [
      'a header of two conditions',
      routed([{ setWeight: 20 }, header([{ headerName: 'a', headerValue: { exact: 'b', prefix: 'c' } }])]),
      'spec.strategy.canary.steps[1].setHeaderRoute.match[0]',
    ],
    [
      'a header without a condition',
      routed([{ setWeight: 20 }, header([{ headerName: 'a', headerValue: {} }])]),
      'spec.strategy.canary.steps[1].setHeaderRoute.match[0]',
    ],
    [
      'a route that is none of the managed ones',
      routed([{ setWeight: 20 }, { setHeaderRoute: { name: 'other' } }]),
      'spec.strategy.canary.steps[1]',
    ],
    [
      'a route without managed ones',
      routed([{ setWeight: 20 }, { setMirrorRoute: { name: 'lane' } }], { trafficRouting: { istio } }),
      'spec.strategy.canary.trafficRouting.managedRoutes',
    ],
    [
      'one Service for both',
      routed([{ setWeight: 20 }], { canaryService: 'echo-stable' }),
      'spec.strategy.canary.stableService',
    ],
    [
      'no Services',
      routed([{ setWeight: 20 }], { canaryService: undefined, stableService: undefined }),
      'spec.strategy.canary.stableService',
    ],
    [
      'two ways to name the VirtualService',
      routed([{ setWeight: 20 }], { trafficRouting: { istio: { ...istio, virtualServices: [{ name: 'b' }] } } }),
      'spec.strategy.canary.trafficRouting.istio',
    ],
    [
      'a stable version that shrinks, and a delay',
      routed([{ setWeight: 20 }], { dynamicStableScale: true, scaleDownDelaySeconds: 5 }),
      'spec.strategy.canary.dynamicStableScale',
    ],
    [
      'a canary scale without a router',
      { steps: [{ setWeight: 20 }, { setCanaryScale: { replicas: 1 } }] },
      'spec.strategy.canary.steps[1].setCanaryScale',
    ],
    [
      'a delay without a router',
      { steps: [{ setWeight: 20 }], scaleDownDelaySeconds: 5 },
      'spec.strategy.canary.scaleDownDelaySeconds',
    ],
  ])('for %s stays what it was', (_, canary, field) => {
    const found = at(0, canary, [...SERVICES, routes], { url: 'http://echo-stable/' });
    expect([found.toString(), found.notes]).toEqual(['v1 1', [rejected(field)]]);
  });

  test.each<[string, any, string]>([
    [
      'a deadline before pods are available',
      { progressDeadlineSeconds: 10, minReadySeconds: 20 },
      'spec.progressDeadlineSeconds',
    ],
    [
      'a selector that its pods do not fulfil',
      { selector: { matchLabels: { app: 'other' } } },
      'spec.template.metadata.labels',
    ],
    ['no selector', { selector: undefined }, 'spec.selector'],
    [
      'a template beside workloadRef',
      { workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'echo' } },
      'spec.template',
    ],
  ])('for %s stays what it was, too', (_, spec, field) => {
    const canary = routed([{ setWeight: 20 }]);
    const moment = RolloutMoment.at({ rollout: 'echo/echo', step: 0, before: [rolloutObject('v1', canary)] });
    const found = Traffic.during([rolloutObject('v2', canary, 4, spec), ...SERVICES, routes], moment).split(
      HttpRequest.to('http://echo-stable/'),
    );
    expect([found.toString(), found.notes]).toEqual(['v1 1', [rejected(field)]]);
  });

  test.each<[string, any]>([
    ['a pause of no time', routed([{ setWeight: 20 }, { pause: { duration: 0 } }])],
    ['a pause of parts of a second', routed([{ setWeight: 20 }, { pause: { duration: '1.5h20m' } }])],
    ['a pause in seconds as a text', routed([{ setWeight: 20 }, { pause: { duration: '10' } }])],
    ['a weight and a scale in one step', routed([{ setWeight: 20, setCanaryScale: { replicas: 1 } }])],
    ['an empty list of conditions', routed([{ setWeight: 20 }, header([])])],
  ])('is not one for %s', (_, canary) => {
    expect(at(0, canary, [...SERVICES, routes], { url: 'http://echo-stable/' }).toString()).toBe('v1 4/5, v2 1/5');
  });

  test('needs exactly one way to name the Ingress', () => {
    const nginx = (more: any) =>
      at(0, { ...BOTH, steps: [], trafficRouting: { nginx: more } }, [...SERVICES, routes], {
        url: 'http://echo-stable/',
      }).notes;
    const refused = [rejected('spec.strategy.canary.trafficRouting.nginx')];
    expect([nginx({}), nginx({ stableIngress: 'a', stableIngresses: ['b'] })]).toEqual([refused, refused]);
    expect(nginx({ stableIngress: '', stableIngresses: ['b'] })).toEqual([
      expect.objectContaining({ code: 'argo-ingress-missing' }),
    ]);
  });

  test('is told with the field, what to write instead and the source', () => {
    expect(at(0, routed([{ setWeight: 101 }]), [...SERVICES, routes], { url: 'http://echo-stable/' }).notes).toEqual([
      {
        code: 'argo-rejected',
        kind: NoteKind.REJECTED,
        objects: ['Rollout echo/echo'],
        field: 'spec.strategy.canary.steps[0].setWeight',
        message:
          'Rollout echo/echo sets a weight in step 0 that is not between 0 and 100: it is rejected, and ' +
          'everything stays as it is',
        fix: 'Write a weight between 0 and 100.',
        source: 'pkg/apis/rollouts/validation/validation.go of argoproj/argo-rollouts',
      },
    ]);
  });
});
