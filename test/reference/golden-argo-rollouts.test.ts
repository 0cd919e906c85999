import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { adapted, Difference, isOf, valueAt } from './difference';
import { describeWithReference, expectedOf, reference, referenceFiles, referencePath } from './reference';

const ROLLOUT = /^002-05/;
const SERVICES = /^002-06/;
const INGRESS = /^002-07/;
const HEADER = /^003-02/;
const ALL = /^00[23]/;

/** Where ours deliberately differs from the texts' manifests. */
const DIFFERENCES: Difference[] = [
  ...['Rollout', 'Service', 'Ingress'].flatMap((kind): Difference[] => [
    {
      files: ALL,
      kind,
      path: 'metadata/labels',
      ours: undefined,
      reason: "objects are found by their names; labels of one's own are an option of the application",
    },
    {
      files: ALL,
      kind,
      path: 'metadata/namespace',
      ours: 'default',
      reason: 'nothing depends on what namespace a client is in',
    },
  ]),
  {
    files: ROLLOUT,
    kind: 'Rollout',
    path: 'spec/template/metadata/labels/version',
    ours: 'blue',
    reason: 'the pods say which version they are',
  },
  {
    files: ROLLOUT,
    kind: 'Rollout',
    path: 'spec/template/spec/containers/0/ports/0',
    ours: { containerPort: 8080 },
    reason: 'the Service calls the port by its number; TCP is the default',
  },
  {
    files: SERVICES,
    kind: 'Service',
    path: 'spec/ports/0/targetPort',
    ours: 8080,
    reason: "derived from the application's port",
  },
  {
    files: INGRESS,
    kind: 'Ingress',
    path: 'metadata/annotations',
    ours: undefined,
    reason: 'the class is given by the field that replaced the annotation',
  },
  {
    files: INGRESS,
    kind: 'Ingress',
    path: 'spec/ingressClassName',
    ours: 'nginx',
    reason: 'the class is given by the field that replaced the annotation',
  },
  {
    files: INGRESS,
    kind: 'Ingress',
    path: 'spec/rules/0/http/paths/0/backend/service/port',
    ours: { number: 80 },
    reason: 'by number; main and canary Ingress lead to different Services here, whose upstreams cannot be mixed up',
  },
  {
    files: HEADER,
    kind: 'fragment',
    path: 'trafficRouting/managedRoutes/0/name',
    ours: 'header-test',
    reason: 'the name is that of the stage with every other router',
  },
  {
    files: HEADER,
    kind: 'fragment',
    path: 'steps/1/setHeaderRoute/name',
    ours: 'header-test',
    reason: 'the name is that of the stage with every other router',
  },
];

/** The strategy of a fragment file, as an object of its own. */
function strategy(file: string): any {
  const text = parse(readFileSync(referencePath('golden', file), 'utf8'));
  return { kind: 'fragment', metadata: { name: file }, ...text.strategy.canary };
}

describeWithReference('the reference manifests of Argo Rollouts', () => {
  const manifests = referenceFiles('golden', /^002-0[567].*\.yaml$/);
  const fragments = referenceFiles('golden', /^003-.*fragment\.yaml$|^002-10/);
  const ours = expectedOf('argo-nginx').get('canary-demo-00-baseline.k8s.yaml')!;

  test('are all there', () => {
    expect([manifests.length, fragments.length]).toEqual([3, 3]);
  });

  test.each(manifests)(
    '%s is what the baseline consists of, field by field, but for the differences in the table',
    (file) => {
      for (const object of reference('golden', file)) {
        const own = ours.find(({ kind, metadata }) => kind === object.kind && metadata.name === object.metadata.name);
        expect(own).toEqual(adapted(file, object, DIFFERENCES));
      }
    },
  );

  test('leave out nothing of the baseline', () => {
    expect(ours).toHaveLength(manifests.flatMap((file) => reference('golden', file)).length);
  });

  test('the release is the change of the image, as the text makes it', () => {
    const { containers } = reference('golden', '002-08-rollout-image-update.fragment.yaml')[0];
    const rollout = expectedOf('argo-nginx')
      .get('canary-demo-01-rollout.k8s.yaml')!
      .find(({ kind }) => kind === 'Rollout');
    expect(rollout.spec.template.spec.containers[0]).toMatchObject(containers[0]);
  });

  test.each([
    ['002-10-comment-rollout-strategy.fragment.yaml', 'argo-nginx', 'canary-demo-01-rollout.k8s.yaml'],
    ['003-01-strategy-weight-istio-subset.fragment.yaml', 'argo-istio-weight', 'dubbo3-provider-01-rollout.k8s.yaml'],
    [
      '003-02-strategy-header-istio-host.fragment.yaml',
      'argo-istio-header',
      'cluster-1/dubbo3-provider-01-rollout.k8s.yaml',
    ],
  ])(
    '%s is the strategy of examples/%s, field by field, but for the differences in the table',
    (file, example, output) => {
      const rollout = expectedOf(example)
        .get(output)!
        .find(({ kind }) => kind === 'Rollout');
      const { kind, metadata, ...wanted } = adapted(file, strategy(file), DIFFERENCES);
      expect([kind, metadata.name]).toEqual(['fragment', file]);
      expect(rollout.spec.strategy.canary).toEqual(wanted);
    },
  );

  test.each(DIFFERENCES)('the difference of $kind at $path is real: $reason', (difference) => {
    const files = [
      ...manifests.flatMap((file) => reference('golden', file).map((object) => [file, object])),
      ...fragments.map((file) => [file, strategy(file)]),
    ];
    const objects = files.filter(([file, object]) => isOf(difference, file, object)).map(([, object]) => object);
    expect(objects).not.toHaveLength(0);
    objects.forEach((object) => expect(valueAt(object, difference.path)).not.toEqual(difference.ours));
  });
});
