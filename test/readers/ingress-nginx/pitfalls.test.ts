import { Traffic } from '../../../src';
import { canary, deployment, ingress, service } from '../../support/ingress-objects';

const pods = [
  deployment('echo-v1', 3, { app: 'echo', version: 'v1' }),
  deployment('echo-v2', 3, { app: 'echo-canary', version: 'v2' }),
  service(),
  service('echo-canary'),
];

function rules(...ingresses: any[]): string[] {
  return Traffic.of([...pods, ...ingresses])
    ._pitfalls()
    .map(({ severity, rule }) => `${severity} ${rule}`);
}

function fixes(...ingresses: any[]): string[] {
  return Traffic.of([...pods, ...ingresses])
    ._pitfalls()
    .map(({ fix }) => fix);
}

const weight = { 'canary-weight': '20' };

test('a canary as it should be has none', () => {
  expect(rules(ingress(), canary(weight))).toEqual([]);
});

describe('annotations', () => {
  test.each([
    ['canary-weigth', 'canary-weight'],
    ['canary-header', 'canary-by-header'],
    ['canary-by-header-values', 'canary-by-header-value'],
    ['rewrite-targets', 'rewrite-target'],
    ['ssl-redirct', 'ssl-redirect'],
    ['whitelist-source-rage', undefined],
  ])('%s is not known: did you mean %s?', (name, known) => {
    expect(rules(ingress({ nginx: { [name]: '20' } }))).toEqual(['warning ingress-nginx-unknown-annotation']);
    expect(fixes(ingress({ nginx: { [name]: '20' } }))).toEqual([
      known === undefined
        ? `Remove nginx.ingress.kubernetes.io/${name}.`
        : `Write nginx.ingress.kubernetes.io/${known}.`,
    ]);
  });

  test("of other prefixes, and of earlier releases, are nobody's business", () => {
    expect(
      rules(
        ingress({
          annotations: { 'example.com/canary-weigth': '1' },
          nginx: { 'secure-backends': 'true', 'whitelist-source-range': '10.0.0.0/8' },
        }),
      ),
    ).toEqual([]);
  });

  test('of a canary that only a main Ingress can have are ignored', () => {
    expect(rules(ingress(), canary({ ...weight, 'rewrite-target': '/ingest', 'proxy-body-size': '1m' }))).toEqual([
      'warning ingress-nginx-ignored-on-canary',
    ]);
    expect(
      rules(ingress({ nginx: { 'proxy-body-size': '1m' } }), canary({ ...weight, 'proxy-body-size': '1m' })),
    ).toEqual([]);
    expect(rules(ingress(), canary({ ...weight, 'load-balance': 'ewma' }))).toEqual([]);
  });

  test.each<[string, any, string]>([
    ['drop an Ingress', ingress({ nginx: { 'limit-rps': 'many' } }), 'ingress-nginx-annotation-invalid'],
    ['are too risky', ingress({ nginx: { 'server-snippet': '' } }), 'ingress-nginx-annotation-risk'],
    ['deny its paths', ingress({ nginx: { 'auth-type': 'basic' } }), 'ingress-nginx-denied'],
    ['are none to nginx', ingress({ nginx: { 'proxy-read-timeout': '-1' } }), 'ingress-nginx-configuration-refused'],
  ])('that %s are errors', (_, object, rule) => {
    expect(rules(object)).toEqual([`error ${rule}`]);
    expect(Traffic.of([...pods, object])._pitfalls()[0].objects).toHaveLength(1);
  });
});

describe('canaries', () => {
  test('of a host that no main Ingress has get nothing there', () => {
    const both = canary(weight);
    both.spec.rules.push({ ...both.spec.rules[0], host: 'b.example' });
    expect(rules(ingress(), both)).toEqual(['warning ingress-nginx-canary-host-unknown']);
    expect(rules(ingress(), canary(weight, { host: 'b.example' }))).toEqual(['error ingress-nginx-unattached-canary']);
  });

  test('of a path that no main Ingress has are removed', () => {
    expect(rules(ingress(), canary(weight, { path: '/a' }))).toEqual(['error ingress-nginx-unattached-canary']);
    expect(rules(ingress(), canary(weight, { pathType: 'Exact' }))).toEqual(['error ingress-nginx-unattached-canary']);
  });

  test('after the first are ignored', () => {
    const other = canary(
      { 'canary-by-header': 'X', 'canary-by-header-value': 'a' },
      { name: 'third', service: 'third' },
    );
    expect(rules(ingress(), canary(weight), other)).toEqual(['warning ingress-nginx-second-canary']);
  });

  test('of another namespace are attached all the same', () => {
    expect(rules(ingress(), canary(weight, { namespace: 'other' }))).toEqual([
      'note ingress-nginx-canary-other-namespace',
    ]);
  });

  test('beside an affinity do not move who is bound', () => {
    const sticky = ingress({ nginx: { affinity: 'cookie' } });
    expect(rules(sticky, canary(weight))).toEqual(['warning ingress-nginx-affinity-canary']);
    expect(rules(sticky, canary({ ...weight, 'affinity-canary-behavior': 'legacy' }))).toEqual([
      'note ingress-nginx-affinity-canary',
    ]);
  });

  test('reach every path of their Service', () => {
    expect(rules(ingress(), ingress({ name: 'b', host: 'b.example' }), canary(weight))).toEqual([
      'error ingress-nginx-leaking-canary',
    ]);
  });

  test('need a pod behind the main Ingress', () => {
    const empty = [deployment('empty', 0, { app: 'empty' }), service('empty')];
    expect(rules(...empty, ingress({ service: 'empty' }), canary(weight))).toEqual([
      'error ingress-nginx-empty-primary',
    ]);
  });
});

test('an expression on one path widens the exact path of a neighbour on the same host, and of no other', () => {
  const exact = ingress({ path: '/a', pathType: 'Exact' });
  const rewriting = (host: string) =>
    ingress({ name: 'other', host, path: '/b', service: 'echo-canary', nginx: { 'rewrite-target': '/' } });
  expect(rules(exact, rewriting('a.example'))).toEqual(['warning ingress-nginx-widened-path']);
  expect(rules(exact, rewriting('b.example'))).toEqual([]);
});

test('every pitfall says what to write and where the rule comes from', () => {
  const all = Traffic.of([
    ...pods,
    ingress({ nginx: { 'affinity': 'cookie', 'x-y-z-unknown': '' } }),
    canary({ 'canary-weight-total': '50', 'canary-by-header-value': 'x' }),
  ])._pitfalls();
  expect(all.length).toBeGreaterThan(3);
  for (const { fix, source, message } of all) {
    expect([fix, source, message].every((text) => text.length > 10)).toBe(true);
  }
});
