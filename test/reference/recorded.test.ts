import { recordedAnswers, replay } from './recorded-answers';
import { describeWithReference } from './reference';
import { GatewayImplementation } from '../../src/readers/engine';

describeWithReference('what real routers answered', () => {
  test.each([
    ['istio', undefined],
    ['gloo', undefined],
    ['envoy-gateway', GatewayImplementation.ENVOY_GATEWAY],
    ['ingress-nginx', undefined],
    ['voyager', undefined],
  ] as [string, GatewayImplementation | undefined][])('is what the reader says: %s', (router, implementation) => {
    const replays = recordedAnswers(router).map((recorded) => replay(router, recorded, implementation));
    const wrong = replays.filter(({ verdict }) => verdict === 'wrong');
    expect(wrong.map(({ recorded, said }) => `${recorded.case}: ${said}`)).toEqual([]);
    const undetermined = replays.filter(({ verdict }) => verdict === 'undetermined');
    expect(undetermined.length / replays.length).toBeLessThanOrEqual(0.02);
  });
});
