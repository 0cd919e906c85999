import { adapted, Difference, isOf, valueAt } from './difference';
import { describeWithReference, expectedOf, reference, referenceFiles } from './reference';
import { HttpRequest, Traffic } from '../../src';

const MAIN = /^002-0[12]/;
const CANARY = /^002-0[34]/;
const ALL = /^002-0[1-4]/;
const NAMED = 'named by application and version, so that the next release clashes with nothing';

/** Every place where our output deliberately differs from the reference manifests. Anything else fails. */
const DIFFERENCES: Difference[] = [
  ...['Deployment', 'Service', 'Ingress'].map((kind) => ({
    files: ALL,
    kind,
    path: 'metadata/namespace',
    ours: 'demo',
    reason: 'given, where the text leaves it to kubectl',
  })),
  ...['Deployment', 'Service'].flatMap((kind) => [
    { files: MAIN, kind, path: 'metadata/name', ours: 'demo-blue', reason: NAMED },
    { files: CANARY, kind, path: 'metadata/name', ours: 'demo-green', reason: NAMED },
    {
      files: ALL,
      kind,
      path: 'metadata/labels',
      ours: undefined,
      reason: 'labels of the object itself select nothing',
    },
  ]),
  ...[
    { files: MAIN, version: 'blue' },
    { files: CANARY, version: 'green' },
  ].flatMap(({ files, version }) => [
    { files, kind: 'Deployment', path: 'spec/selector/matchLabels', ours: { app: 'demo', version }, reason: NAMED },
    { files, kind: 'Deployment', path: 'spec/template/metadata/labels', ours: { app: 'demo', version }, reason: NAMED },
    { files, kind: 'Service', path: 'spec/selector', ours: { app: 'demo', version }, reason: NAMED },
    {
      files,
      kind: 'Ingress',
      path: 'spec/rules/0/http/paths/0/backend/service/name',
      ours: `demo-${version}`,
      reason: NAMED,
    },
  ]),
  { files: ALL, kind: 'Service', path: 'spec/type', ours: undefined, reason: 'ClusterIP is the default' },
  {
    files: ALL,
    kind: 'Service',
    path: 'spec/ports/0/name',
    ours: 'http',
    reason: 'the canary Ingress calls the port by its name',
  },
  { files: MAIN, kind: 'Ingress', path: 'metadata/name', ours: 'demo', reason: "the application's name" },
  { files: CANARY, kind: 'Ingress', path: 'metadata/name', ours: 'demo-canary', reason: "the application's name" },
  {
    files: ALL,
    kind: 'Ingress',
    path: 'spec/ingressClassName',
    ours: 'nginx',
    reason: "one class on both Ingresses, by the field that replaced the annotation; the text's main Ingress has none",
  },
  {
    files: CANARY,
    kind: 'Ingress',
    path: 'metadata/annotations/kubernetes.io~ingress.class',
    ours: undefined,
    reason: 'deprecated; the field says it',
  },
  {
    files: CANARY,
    kind: 'Ingress',
    path: 'metadata/annotations/nginx.ingress.kubernetes.io~canary-by-header-value',
    ours: 'always',
    reason:
      "the plan's condition is this value; without it the controller would also keep clients from the canary that say " +
      'never',
  },
  {
    files: CANARY,
    kind: 'Ingress',
    path: 'spec/rules/0/http/paths/0/backend/service/port',
    ours: { name: 'http' },
    reason:
      'by name, where the main Ingress has the number: so the two never become one upstream, which would lead nowhere ' +
      'if the canary Ingress were older',
  },
];

const OURS = {
  'Deployment prod': 'demo-blue',
  'Deployment canary': 'demo-green',
  'Service prod-service': 'demo-blue',
  'Service canary-service': 'demo-green',
  'Ingress prod-ingress': 'demo',
  'Ingress canary-ingress-canary': 'demo-canary',
};

describeWithReference('the reference manifests of ingress-nginx', () => {
  const manifests = referenceFiles('golden', /^002-0[1-4].*(?<!fragment)\.yaml$/);
  const ours = [...expectedOf('ingress-nginx')].find(([name]) => name.startsWith('demo-03-weight-20'))![1];

  test('are all there', () => {
    expect(manifests).toHaveLength(4);
  });

  test.each(manifests)(
    '%s is what the stage weight-20 consists of, field by field, but for the differences in the table',
    (file) => {
      for (const object of reference('golden', file)) {
        const name = OURS[`${object.kind} ${object.metadata.name}` as keyof typeof OURS];
        const own = ours.find(({ kind, metadata }) => kind === object.kind && metadata.name === name);
        expect(own).toEqual(adapted(file, object, DIFFERENCES));
      }
    },
  );

  test('leave out nothing of the stage', () => {
    expect(ours).toHaveLength(manifests.flatMap((file) => reference('golden', file)).length);
  });

  test.each(DIFFERENCES)('the difference of $kind at $path is real: $reason', (difference) => {
    const objects = manifests.flatMap((file) =>
      reference('golden', file).filter((object) => isOf(difference, file, object)),
    );
    expect(objects).not.toHaveLength(0);
    objects.forEach((object) => expect(valueAt(object, difference.path)).not.toEqual(difference.ours));
  });

  test("are read as the text's author saw them, where the controller watches Ingresses without a class", () => {
    const traffic = Traffic.of(manifests.flatMap((file) => reference('golden', file)));
    const ask = (headers: { [name: string]: string }) =>
      traffic
        .split(HttpRequest.to('http://canary.demo/', { headers }))
        .shares.map(({ workload, fraction }) => `${workload} ${fraction}`)
        .join(', ');
    expect([ask({}), ask({ 'X-Canary': 'always' }), ask({ 'X-Canary': 'true' })]).toEqual([
      'prod 4/5, canary 1/5',
      'canary 1',
      'prod 4/5, canary 1/5',
    ]);
  });
});
