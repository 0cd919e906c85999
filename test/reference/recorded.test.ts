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

interface Reasons {
  readonly [router: string]: { readonly [name: string]: string };
}

/** The cases about which the reader says something else than the recording, and why. */
const DIFFERENT: Reasons = {
  'ingress-nginx': {
    'ot-methods': 'the recording has ?HEAD for an answer without a body',
    'sv-port-number-as-name': 'the API server refuses a port name without a letter, and was no part of the measurement',
  },
};

/** The cases that no manifest decides, and what decides. */
const OPEN: Reasons = {
  voyager: {
    'r-lb-first': 'the load of the first pod',
    'r-lb-leastconn': 'the open connections of each pod',
  },
};

const hasNote =
  (code: string) =>
    ({ notes }: Replay) =>
      notes.some((note) => note.startsWith(`${code}: `));
const described = (all: Replay[]) => all.map(({ recorded, said }) => `${recorded.case}: ${said}`);
const casesOf = (all: Replay[]) => [...new Set(all.map(({ recorded }) => recorded.case))];

describeWithReference('what real routers answered', () => {
  test.each([
    ['istio', undefined],
    ['gloo', undefined],
    ['envoy-gateway', GatewayImplementation.ENVOY_GATEWAY],
    ['ingress-nginx', undefined],
    ['voyager', undefined],
  ] as [string, GatewayImplementation | undefined][])('is what the reader says: %s', (router, implementation) => {
    const all = replays(router, implementation);
    const wrong = all.filter(({ verdict }) => verdict === 'wrong');
    expect(casesOf(wrong)).toEqual(Object.keys(DIFFERENT[router] ?? {}));
    // Objects that cannot be decoded stop the loader of files that was measured; a cluster leaves only them out.
    const undetermined = all
      .filter(({ verdict }) => verdict === 'undetermined')
      .filter((one) => !hasNote('envoy-gateway-undecodable')(one))
      .filter(({ recorded }) => !(OPEN[router] ?? {}).hasOwnProperty(recorded.case));
    expect(undetermined.length / all.length).toBeLessThanOrEqual(0.02);
  });

  test('departs from the standard where the reader says that it is open, or that implementations differ', () => {
    const departures = replays('envoy-gateway', GatewayImplementation.STANDARD).filter(
      ({ verdict }) => verdict === 'wrong',
    );
    expect(described(departures.filter((one) => !hasNote('gateway-api-implementations-differ')(one)))).toEqual([]);
  });
});
