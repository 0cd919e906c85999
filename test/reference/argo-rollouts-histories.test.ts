import { changesOf, HISTORIES, replay } from './argo-rollouts-history';
import { describeWithReference } from './reference';
import { Fraction, Traffic } from '../../src';

/**
 * How many revisions of a history the reader does not foretell, and why: docs/argo-rollouts.md, "What a real
 * controller did otherwise".
 */
const UNFORETOLD: { readonly [history: string]: readonly [count: number, reason: 'after a sync' | 'at a promotion'] } =
  {
    'every-testers-argo-istio-echo': [1, 'at a promotion'],
    'gwsync': [1, 'after a sync'],
    'header-third': [1, 'at a promotion'],
    'subsetsboth': [1, 'at a promotion'],
    'thirdsync': [5, 'after a sync'],
  };

describeWithReference('the histories of a real controller', () => {
  test('are foretold, every revision of every object for its step, but those that the docs list', () => {
    const replays = HISTORIES.map((history) => ({ history, ...replay(history) }));
    const unforetold = replays.filter((one) => one.unforetold.length > 0);
    expect(Object.fromEntries(unforetold.map((one) => [one.history, one.unforetold.length]))).toEqual(
      Object.fromEntries(Object.entries(UNFORETOLD).map(([history, [count]]) => [history, count])),
    );
    expect(replays.reduce((sum, { revisions }) => sum + revisions, 0)).toBeGreaterThan(1000);
  });

  test.each(HISTORIES)('end in a state that is read as the status tells it: %s', (history) => {
    const objects = lastState(history);
    const traffic = Traffic.of(objects);
    const plain = traffic
      .requests()
      .filter((request) => request.headerNames.length === 0 && !OWN_ROUTES.includes(`${history} ${request}`));
    expect(plain.length).toBeGreaterThan(0);
    for (const request of plain) {
      expect(traffic.split(request).toString()).toBe(EXTRA_SUBSETS[history] ?? toldByStatus(objects));
    }
  });
});

/** Routes of the manifests that lead past the Rollout. */
const OWN_ROUTES = ['subsets GET http://app/e'];

/** An additional subset keeps its tenth of the weight, and the controller has deleted the subset. */
const EXTRA_SUBSETS: { readonly [history: string]: string } = { subsets: 'v1 9/10, 503 1/10' };

/** The objects of a cluster at the end of a history, as `kubectl get -o yaml` gives them. */
function lastState(history: string): any[] {
  const state = new Map(
    changesOf(history).map(({ type, object }) => [
      `${object.kind}/${object.metadata.name}`,
      type === 'DELETED' ? undefined : object,
    ]),
  );
  return [...state.values()].filter((object) => object !== undefined).map(withContainers);
}

/** The recording leaves out the containers of ReplicaSets, without which no cluster has one. */
function withContainers(object: any): any {
  if (object.kind !== 'ReplicaSet') {
    return object;
  }
  const { template } = object.spec;
  const containers = [{ name: 'echo', image: 'registry.example/echo:1' }];
  return { ...object, spec: { ...object.spec, template: { ...template, spec: { containers } } } };
}

/** The versions of both hashes, by the weights of the status. */
function toldByStatus(objects: any[]): string {
  const { stableRS, currentPodHash, canary } = objects.find(({ kind }) => kind === 'Rollout').status;
  const version = (hash: string) => {
    return objects.find(
      ({ kind, metadata }) => kind === 'ReplicaSet' && metadata.labels['rollouts-pod-template-hash'] === hash,
    ).metadata.labels.version;
  };
  const weight = stableRS === currentPodHash ? 0 : canary.weights.canary.weight;
  const shares: [string, number][] = [
    [version(stableRS), 100 - weight],
    [version(currentPodHash), weight],
  ];
  return shares
    .filter(([, share]) => share > 0)
    .map(([name, share]) => `${name} ${share === 100 ? 1 : Fraction.of(share, 100)}`)
    .join(', ');
}
