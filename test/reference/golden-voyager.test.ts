import { adapted, Difference, isOf, valueAt } from './difference';
import { describeWithReference, expectedOf, reference, referenceFiles } from './reference';
import { HttpRequest, Traffic } from '../../src';

const STAGES = /^004-0[3-6]/;
const FULL = /^004-05/;
const RBAC = /^004-01/;
const SAME_NAME = "one name for all of them, as the account's";

/** What the text calls its versions, at the stages of the first release and of the next. */
const RELEASES = [
  { files: /^004-0[345]/, previous: '2.4.18', next: '2.4.20' },
  { files: /^004-06/, previous: '2.4.20', next: '2.4.23' },
];

/** Every place where our output deliberately differs from the reference manifests. Anything else fails. */
const DIFFERENCES: Difference[] = [
  ...RELEASES.flatMap(({ files, previous, next }) =>
    [
      { role: 'previous', version: previous },
      { role: 'new', version: next },
    ].flatMap(({ role, version }) => {
      const name = new RegExp(`^httpd-${role}`);
      const configMap = `httpd-${version.replace(/\./g, '-')}-index`;
      return [
        {
          files,
          kind: 'ConfigMap',
          name,
          path: 'metadata/name',
          ours: configMap,
          reason:
            'by version: under a fixed name the pods of the old version would show the page of the new one while they ' +
            'are replaced',
        },
        {
          files,
          kind: 'ConfigMap',
          name,
          path: 'data',
          ours: { 'index.html': version },
          reason: 'the key is the name of the file, so that nothing has to be mapped',
        },
        {
          files,
          kind: 'Deployment',
          name,
          path: 'spec/template/spec/volumes/0/configMap',
          ours: { name: configMap },
          reason: 'as the ConfigMap',
        },
        {
          files,
          kind: 'Deployment',
          name,
          path: 'spec/selector/matchLabels',
          ours: { app: 'httpd', track: role },
          reason: 'a label of ours tells the two apart',
        },
        {
          files,
          kind: 'Deployment',
          name,
          path: 'spec/template/metadata/labels',
          ours: { app: 'httpd', track: role, version },
          reason: 'and another one tells the version',
        },
      ];
    }),
  ),
  {
    files: STAGES,
    kind: 'Deployment',
    path: 'metadata/labels',
    ours: undefined,
    reason: 'labels of the object itself select nothing',
  },
  {
    files: STAGES,
    kind: 'Deployment',
    path: 'spec/strategy',
    ours: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    reason: 'Recreate takes a version away while its weight changes, and everybody gets 503 while it is the only one',
  },
  {
    files: STAGES,
    kind: 'Deployment',
    path: 'spec/minReadySeconds',
    ours: 10,
    reason: 'HAProxy learns of a new pod by a reload, and the old one is taken away only after it',
  },
  {
    files: STAGES,
    kind: 'Deployment',
    path: 'spec/template/spec/containers/0/volumeMounts/0/readOnly',
    ours: true,
    reason: 'nobody writes there',
  },
  {
    files: FULL,
    kind: 'Deployment',
    name: /previous/,
    path: 'spec/replicas',
    ours: 1,
    reason: 'pods go in a stage of their own, after the requests have gone',
  },
  {
    files: FULL,
    kind: 'Deployment',
    name: /previous/,
    path: 'spec/template/metadata/annotations/ingress.appscode.com~backend-weight',
    ours: '1',
    reason:
      'the Service leaves the version out instead: with weights of 0 there can be a moment in which nobody has one',
  },
  {
    files: FULL,
    kind: 'Service',
    path: 'spec/selector',
    ours: { app: 'httpd', version: '2.4.20' },
    reason: 'the Service leaves the other version out',
  },
  { files: STAGES, kind: 'Service', path: 'metadata/name', ours: 'httpd', reason: "the application's name" },
  { files: STAGES, kind: 'Service', path: 'spec/type', ours: undefined, reason: 'ClusterIP is the default' },
  {
    files: STAGES,
    kind: 'Service',
    path: 'spec/ports/0/name',
    ours: 'http',
    reason: 'a port without a name is taken for any number',
  },
  { files: /^004-0[2-6]/, kind: 'Ingress', path: 'metadata/name', ours: 'httpd', reason: "the application's name" },
  {
    files: /^004-02/,
    kind: 'Ingress',
    path: 'metadata/namespace',
    ours: 'httpdcanary',
    reason: 'given, where the text leaves it to kubectl',
  },
  {
    files: /^004-0[2-6]/,
    kind: 'Ingress',
    path: 'spec/backend/serviceName',
    ours: 'httpd',
    reason: "the application's name",
  },
  ...['ServiceAccount', 'Role', 'RoleBinding'].map((kind) => ({
    files: RBAC,
    kind,
    path: 'metadata/name',
    ours: 'httpd-deployer',
    reason: SAME_NAME,
  })),
  {
    files: RBAC,
    kind: 'Role',
    path: 'rules',
    ours: [
      {
        apiGroups: [''],
        resources: ['configmaps', 'services'],
        verbs: ['get', 'list', 'watch', 'create', 'patch', 'delete'],
      },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get', 'list', 'watch', 'create', 'patch', 'delete'] },
      {
        apiGroups: ['voyager.appscode.com'],
        resources: ['ingresses'],
        verbs: ['get', 'list', 'watch', 'create', 'patch', 'delete'],
      },
    ],
    reason: 'what the stages consist of: no Secrets, no pods, nothing in the group extensions, which is gone',
  },
  {
    files: RBAC,
    kind: 'RoleBinding',
    path: 'roleRef',
    ours: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'httpd-deployer' },
    reason: 'the group that Kubernetes fills in anyway',
  },
  {
    files: RBAC,
    kind: 'RoleBinding',
    path: 'subjects',
    ours: [{ kind: 'ServiceAccount', name: 'httpd-deployer', namespace: 'httpdcanary' }],
    reason: "the account's namespace, which the text leaves to be that of the binding",
  },
];

const FILES: [RegExp, string][] = [
  [/^004-01-rbac-resolved/, 'target'],
  [/^004-0[23]/, 'httpd-02-canary-25'],
  [/^004-04/, 'httpd-03-canary-75'],
  [/^004-05/, 'httpd-04-canary-100'],
  [/^004-06/, 'httpd-next-02-canary-25'],
];

describeWithReference('the reference manifests of Voyager', () => {
  const manifests = referenceFiles('golden', /^004-.*(?<!tpl)\.yaml$/);
  const expected = expectedOf('voyager');
  const stage = (file: string) => expected.get(`${FILES.find(([pattern]) => pattern.test(file))![1]}.k8s.yaml`)!;

  test('are all there', () => {
    expect(manifests).toHaveLength(6);
  });

  test.each(manifests)(
    '%s is what our stage consists of, field by field, but for the differences in the table',
    (file) => {
      const objects = reference('golden', file).map((object) => adapted(file, object, DIFFERENCES));
      for (const object of objects) {
        expect(
          stage(file).filter(({ kind, metadata }) => kind === object.kind && metadata.name === object.metadata.name),
        ).toEqual([object]);
      }
      // The text applies the Ingress alone once, before any stage.
      expect(stage(file)).toHaveLength(file.startsWith('004-02') ? 6 : objects.length);
    },
  );

  test.each(DIFFERENCES)('the difference of $kind at $path is real: $reason', (difference) => {
    const objects = manifests.flatMap((file) =>
      reference('golden', file).filter((object) => isOf(difference, file, object)),
    );
    expect(objects).not.toHaveLength(0);
    objects.forEach((object) => expect(valueAt(object, difference.path)).not.toEqual(difference.ours));
  });

  test.each([
    [/^004-03/, '3/4', '1/4'],
    [/^004-04/, '1/4', '3/4'],
    [/^004-05/, '0', '1'],
    [/^004-06/, '3/4', '1/4'],
  ])('%s is read as the text says, with equal numbers of pods', (file, previous, next) => {
    const { shares } = Traffic.of(
      manifests.filter((name) => file.test(name)).flatMap((name) => reference('golden', name)),
    ).split(HttpRequest.to('/'));
    const share = (name: string) =>
      String(shares.find(({ workload }) => workload === `httpdcanary/${name}`)?.fraction ?? 0);
    expect([share('httpd-previous'), share('httpd-new')]).toEqual([previous, next]);
  });
});
