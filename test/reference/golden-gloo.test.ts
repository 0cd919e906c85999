import { Testing } from 'cdk8s';
import { adapted, Difference, isOf, valueAt } from './difference';
import { describeWithReference, expectedOf, reference, referenceFiles } from './reference';
import { GlooApp } from '../../src';

/** Every place where our output deliberately differs from the reference manifests. Anything else fails. */
const DIFFERENCES: Difference[] = [
  {
    files: /upstream|rendered/,
    kind: 'Upstream',
    path: 'spec/kube/servicePort',
    ours: 80,
    reason: "since Gloo 1.12 it has to be the Service's port; the container's 8080 gets 503",
  },
  {
    files: /upstream|rendered/,
    kind: 'Upstream',
    path: 'spec/kube/subsetSpec/fallbackPolicy',
    ours: 'DEFAULT_SUBSET',
    reason:
      'an empty canary falls back to stable, and never the other way round (OnEmpty.STABLE); unset it would be any pod',
  },
  {
    files: /upstream|rendered-\w+-values-[1-5]/,
    kind: 'Upstream',
    path: 'spec/kube/subsetSpec/defaultSubset',
    ours: { values: { version: 'v1' } },
    reason: 'the version behind the plain route answers for an empty one',
  },
  {
    files: /rendered-echo-values-6/,
    kind: 'Upstream',
    path: 'spec/kube/subsetSpec/defaultSubset',
    ours: { values: { version: 'v2' } },
    reason: 'after the promotion that is v2',
  },
  {
    files: /^001/,
    kind: 'Deployment',
    path: 'metadata/namespace',
    ours: 'echo',
    reason: 'given, where the text leaves it to kubectl; the Upstream names it',
  },
  {
    files: /^001/,
    kind: 'Service',
    path: 'metadata/namespace',
    ours: 'echo',
    reason: 'given, where the text leaves it to kubectl; the Upstream names it',
  },
  {
    files: /^000-07/,
    kind: 'RouteTable',
    path: 'metadata/labels',
    ours: { apiGroup: 'example' },
    reason: "without the label no VirtualService delegates to it; the chart's template has it",
  },
  {
    files: /^000-07/,
    kind: 'RouteTable',
    path: 'spec/routes/0/routeAction/single/upstream/namespace',
    ours: 'foxtrot',
    reason: "the Upstream stands beside its application, as the chart's templates have it",
  },
  {
    files: /^001-04/,
    kind: 'VirtualService',
    path: 'spec/virtualHost/routes/0/routeAction/single/subset',
    ours: { values: { version: 'v1' } },
    reason: 'the baseline is pinned to v1 already: unpinned, v2 would leak as soon as it is deployed',
  },
];

describeWithReference('the reference manifests of Gloo', () => {
  const manifests = referenceFiles('golden', /^00[01]-.*(?<!tpl|values)\.yaml$/).filter(
    (name) => !/rendered/.test(name),
  );
  const ours = ['gloo-app', 'gloo-two-phase'].flatMap((example) => [...expectedOf(example).values()].flat());

  test('are all there', () => {
    expect(manifests).toHaveLength(16);
  });

  test.each(manifests)('%s is one of our objects, field by field, but for the differences in the table', (file) => {
    for (const object of reference('golden', file)) {
      const sameName = ours.filter(
        ({ kind, metadata }) => kind === object.kind && metadata.name === object.metadata.name,
      );
      expect(sameName).toContainEqual(adapted(file, object, DIFFERENCES));
    }
  });

  const rendered = (release: string, number: number) =>
    referenceFiles('golden', new RegExp(`rendered-${release}-values-${number}\\.derived\\.yaml$`))[0];
  const values = referenceFiles('golden', /^000-2[2-7]-values-\d\.values\.yaml$/).map(
    (file, index) => [file, index + 1] as const,
  );
  const releases = values.flatMap(
    ([file, number]) =>
      [['echo', file, number], ...(number === 1 ? [['foxtrot', file, number]] : [])] as [string, string, number][],
  );

  test.each(releases)(
    'release %s with %s is rendered as by the chart, but for the differences in the table',
    (release, file, number) => {
      const chart = Testing.chart();
      GlooApp.fromValues(chart, release, {
        releaseName: release,
        namespace: release,
        values: reference('golden', file)[0],
      });
      const golden = rendered(release, number);
      const expected = reference('golden', golden).map((object) => adapted(golden, object, DIFFERENCES));
      // A canary without weight: to the chart that is a split of 100 to 0, to us too.
      expect(Testing.synth(chart)).toEqual(expected);
    },
  );

  test("the values of the chart's design are values that we take", () => {
    for (const file of referenceFiles('golden', /^000-1[0-6]-values-design/)) {
      const chart = Testing.chart();
      GlooApp.fromValues(chart, 'echo', {
        releaseName: 'echo',
        namespace: 'echo',
        values: reference('golden', file)[0],
      });
      expect([file, Testing.synth(chart).map(({ kind }) => kind)]).toEqual([
        file,
        expect.arrayContaining(['Service', 'Upstream', 'RouteTable']),
      ]);
    }
  });

  test.each(DIFFERENCES)('the difference at $kind $path is real: $reason', (difference) => {
    const files = referenceFiles('golden', /^00[01]-.*(?<!tpl|values)\.yaml$/).filter((name) =>
      difference.files.test(name),
    );
    const objects = files.flatMap((file) =>
      reference('golden', file).filter((object) => isOf(difference, file, object)),
    );
    expect(objects).not.toHaveLength(0);
    objects.forEach((object) => expect(valueAt(object, difference.path)).not.toEqual(difference.ours));
  });
});
