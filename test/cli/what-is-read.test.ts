import { run, temporaryFolders } from '../support/command-line';
import * as nginx from '../support/ingress-objects';

const folder = temporaryFolders();

/** The objects of an application of its own. */
function application(name: string): any[] {
  const namespace = 'shop';
  const inShop = (object: any) => ({ ...object, metadata: { ...object.metadata, namespace } });
  return [
    nginx.deployment(name, 1, { app: name }),
    { ...nginx.service(name), spec: { ...nginx.service(name).spec, selector: { app: name } } },
    nginx.ingress({ name, host: `${name}.example`, service: name }),
  ].map(inShop);
}

/** What `check` says of how it has read a folder. */
function readAs(path: string): any[] {
  return JSON.parse(run('check', path, '--output', 'json').output).read;
}

describe('numbered files', () => {
  test('are stages where they have objects in common', () => {
    const { path } = folder({
      'shop-00-baseline.k8s.yaml': application('front'),
      'shop-01-deploy.k8s.yaml': [...application('front'), ...application('back')],
    });
    expect(readAs(path)).toEqual([{ set: `${path}/shop`, stages: ['00-baseline', '01-deploy'] }]);
  });

  test('are one state where each is an application of its own', () => {
    const { path } = folder({
      'shop-01-front.k8s.yaml': application('front'),
      'shop-02-back.k8s.yaml': application('back'),
    });
    expect(readAs(path)).toEqual([{ set: path, stages: [path] }]);
    expect(run('check', path)).toMatchObject({ code: 0 });
    expect(run('traffic', path, '--url', 'http://back.example/').output).toContain('shop/back');
  });
});

describe('kustomize', () => {
  const base = { 'app.yaml': application('front'), 'kustomization.yaml': 'resources: [app.yaml]\n' };

  test('has nothing to build where it only lists files', () => {
    const { path } = folder(base);
    expect(run('check', path)).toMatchObject({ code: 0, output: expect.not.stringContaining('kustomization') });
  });

  test.each([
    ['patches: [{ path: app.yaml }]', 'changes objects (patches)'],
    ['namespace: b\nimages: []', 'changes objects (images, namespace)'],
    ['resources: [../base]', 'takes objects from elsewhere (../base)'],
    ['resources: [https://example.com/base]', 'takes objects from elsewhere (https://example.com/base)'],
  ])('has to be built before with %j', (text, reason) => {
    const { path } = folder({ ...base, 'kustomization.yaml': `${text}\n` });
    expect(run('check', path)).toEqual({
      code: 2,
      output: '',
      errors:
        `cdk8s-rollouts check: ${path}/kustomization.yaml ${reason}: build it first, and read what comes out, such as ` +
        `kubectl kustomize ${path} | cdk8s-rollouts check -\n`,
    });
  });

  test('is something else than an object of Flux, which a file of the same name may hold', () => {
    const flux = { apiVersion: 'kustomize.toolkit.fluxcd.io/v1', kind: 'Kustomization', metadata: { name: 'a' } };
    const { path } = folder({ ...base, 'kustomization.yaml': [flux] });
    expect(run('check', path).output).toContain('Kustomization (kustomize.toolkit.fluxcd.io/v1)');
  });
});

describe('a template of Helm has to be rendered before', () => {
  test.each([
    ['as the value of a field', 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n'],
    ['in a line of its own', 'apiVersion: v1\nkind: Service\n{{- if .Values.a }}\nmetadata:\n  name: a\n{{- end }}\n'],
    ['in a list', 'apiVersion: v1\nkind: Service\nspec:\n  ports:\n    - {{ .Values.port }}\n'],
  ])('%s', (_, text) => {
    const { path } = folder({ 'service.yaml': text });
    expect(run('check', path)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(/service\.yaml, document 1, line \d+: .*it is a Helm template: render it first/),
    });
  });

  test('but not where a text has two braces', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations: { b: "{{ c }}" }\n' +
      'data:\n  rule: |\n    {{ $labels.instance }} is down\n';
    const { path } = folder({ 'rules.yaml': text });
    expect(run('check', path)).toMatchObject({ code: 0 });
  });
});

describe('stage files', () => {
  const front = application('front');
  const lane = [...front, ...application('back')];

  test('are stages of one application where their names have several numbers', () => {
    const { path } = folder({
      'cart-00-baseline.k8s.yaml': front,
      'cart-01-weight-20.k8s.yaml': lane,
      'cart-02-weight-20-2.k8s.yaml': front,
      'cart-03-weight-12-5.k8s.yaml': lane,
    });
    expect(readAs(path)).toEqual([
      { set: `${path}/cart`, stages: ['00-baseline', '01-weight-20', '02-weight-20-2', '03-weight-12-5'] },
    ]);
  });

  test('of which one is missing are told, and not read as one state', () => {
    const { path } = folder({
      'cart-00-baseline.k8s.yaml': front,
      'cart-01-deploy.k8s.yaml': lane,
      'cart-03-promote.k8s.yaml': front,
      'web-00-baseline.k8s.yaml': front,
      'web-02-retire.k8s.yaml': front,
    });
    const what = 'Add its file, or name the files of the stages that you mean, in their order';
    expect(run('check', path)).toEqual({
      code: 2,
      output: '',
      errors:
        `cdk8s-rollouts check: ${path}/cart: a stage is missing: after cart-01-deploy.k8s.yaml comes ` +
        `cart-03-promote.k8s.yaml. ${what}\n${path}/web: a stage is missing: after web-00-baseline.k8s.yaml comes ` +
        `web-02-retire.k8s.yaml. ${what}\n`,
    });
  });

  test('that are named one by one are stages in the order of the arguments', () => {
    const one = folder({ 'web-03-weight-20.k8s.yaml': front, 'web-06-weight-50-2.k8s.yaml': lane });
    const [early, late] = ['web-03-weight-20.k8s.yaml', 'web-06-weight-50-2.k8s.yaml'].map((name) => one.file(name));
    const stagesOf = (...files: string[]) => JSON.parse(run('check', ...files, '--output', 'json').output).read[0].stages;
    expect(stagesOf(early, late)).toEqual(['03-weight-20', '06-weight-50-2']);
    expect(stagesOf(late, early)).toEqual(['06-weight-50-2', '03-weight-20']);
  });
});
