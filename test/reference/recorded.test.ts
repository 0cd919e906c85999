import { recordedAnswers, Replay, replay } from './recorded-answers';
import { describeWithReference } from './reference';
import { GatewayImplementation } from '../../src/readers/engine';

/** Gateway API by Istio: the names of its cases begin so. */
const GATEWAY_API_BY_ISTIO = /^g-/;

function replays(router: string, implementation?: GatewayImplementation): Replay[] {
  return recordedAnswers(router).map((recorded) => {
    const isByIstio = router === 'istio' && GATEWAY_API_BY_ISTIO.test(recorded.case);
    return replay(router, recorded, implementation ?? (isByIstio ? GatewayImplementation.ISTIO : undefined));
  });
}

const hasNote = (code: string) => ({ notes }: Replay) => notes.some((note) => note.startsWith(`${code}: `));
const described = (all: Replay[]) => all.map(({ recorded, said }) => `${recorded.case}: ${said}`);

describeWithReference('what real routers answered', () => {
  test.each([
    ['istio', undefined],
    ['gloo', undefined],
    ['envoy-gateway', GatewayImplementation.ENVOY_GATEWAY],
    ['ingress-nginx', undefined],
    ['voyager', undefined],
  ] as [string, GatewayImplementation | undefined][])('is what the reader says: %s', (router, implementation) => {
    const all = replays(router, implementation);
    expect(described(all.filter(({ verdict }) => verdict === 'wrong'))).toEqual([]);
    // Objects that cannot be decoded stop the loader of files that was measured; a cluster leaves only them out.
    const undetermined = all.filter((one) => one.verdict === 'undetermined' && !hasNote('envoy-gateway-undecodable')(one));
    expect(undetermined.length / all.length).toBeLessThanOrEqual(0.02);
  });

  test('departs from the standard where the reader says that it is open, or that implementations differ', () => {
    const departures = replays('envoy-gateway', GatewayImplementation.STANDARD).filter(({ verdict }) => verdict === 'wrong');
    expect(described(departures.filter((one) => !hasNote('gateway-api-implementations-differ')(one)))).toEqual([]);
  });
});
