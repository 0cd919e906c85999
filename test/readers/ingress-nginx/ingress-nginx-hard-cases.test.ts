import { HttpRequest, Split, Traffic, PodReadiness } from '../../../src';
import { ask, backend, canary, deployment, ingress, service } from '../../support/ingress-objects';

/** The codes of the notes of an answer. */
function codes({ notes }: Split): string[] {
  return notes.map(({ code }) => code);
}

/** Stable with 3 pods behind the Service `echo`, canary with 3 behind `echo-canary`. */
const pods = [
  deployment('echo-v1', 3, { app: 'echo', version: 'v1' }),
  deployment('echo-v2', 3, { app: 'echo-canary', version: 'v2' }),
  service(),
  service('echo-canary'),
];
const main = ingress();

function split(
  policy: { [name: string]: string },
  headers: { [name: string]: string } = {},
  readiness?: PodReadiness,
): string {
  return ask([...pods, main, canary(policy)], 'http://a.example/', headers, readiness).toString();
}

const noCanary = PodReadiness.allReady().withReadyPods('echo/echo-v2', 0);
const noStable = PodReadiness.allReady().withReadyPods('echo/echo-v1', 0);

describe('hard case 5: a header with a value', () => {
  const policy = { 'canary-weight': '20', 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'v2' };
  const byWeight = 'v1 4/5, v2 1/5';

  test.each([
    ['the value itself', 'v2', 'v2 1'],
    ['never, which is nothing special beside a value', 'never', byWeight],
    ['always, which is nothing special either', 'always', byWeight],
    ['the value in another case', 'V2', byWeight],
  ])('%s', (_, value, expected) => {
    expect(split(policy, { 'X-Canary': value })).toBe(expected);
  });

  test('sent in two lines is joined, and so another value', () => {
    const request = HttpRequest.to('http://a.example/').withHeader('X-Canary', 'v2').withHeader('X-Canary', 'v2');
    expect(
      Traffic.of([...pods, main, canary(policy)])
        .split(request)
        .toString(),
    ).toBe(byWeight);
  });

  test('leads to stable when the canary is empty', () => {
    expect(split(policy, { 'X-Canary': 'v2' }, noCanary)).toBe('v1 1');
  });

  test.each([
    ['true', byWeight],
    ['never', 'v1 1'],
    ['Always', byWeight],
    ['always', 'v2 1'],
  ])('without a value, %s', (value, expected) => {
    expect(split({ 'canary-weight': '20', 'canary-by-header': 'X-Canary' }, { 'X-Canary': value })).toBe(expected);
  });
});

describe('hard case 6: totals', () => {
  test.each([
    ['1', '10', 'v1 99/100, v2 1/100'],
    ['5', '1000', 'v1 199/200, v2 1/200'],
    ['150', undefined, 'v2 1'],
    ['-5', undefined, 'v1 1'],
    ['5', '100', 'v1 19/20, v2 1/20'],
    ['20%', undefined, 'v1 1'],
    [' 20', undefined, 'v1 1'],
    ['+20', undefined, 'v1 4/5, v2 1/5'],
  ])('a weight of %s of %s', (weight, total, expected) => {
    expect(split({ 'canary-weight': weight, ...(total ? { 'canary-weight-total': total } : {}) })).toBe(expected);
  });
});

describe('hard case 7: a main backend without pods', () => {
  test.each<[string, { [name: string]: string }]>([
    ['a weight of 100', {}],
    ['the header always', { 'X-Canary': 'always' }],
  ])('is 503 for %s', (_, headers) => {
    expect(split({ 'canary-weight': '100', 'canary-by-header': 'X-Canary' }, headers, noStable)).toBe('503 1');
  });
});

describe('hard case 8: leak and competition', () => {
  const ports = [{ port: 80, targetPort: 8080, name: 'http' }];
  const objects = [
    ...pods.filter(({ kind }) => kind === 'Deployment'),
    service('echo', ports),
    service('echo-canary', ports),
    ingress({ name: 'a', created: '2026-01-01T00:00:00Z' }),
    ingress({ name: 'b', host: 'b.example', path: '/shop', created: '2026-01-01T00:00:01Z' }),
    ingress({ name: 'c', host: 'c.example', port: 'http', created: '2026-01-01T00:00:02Z' }),
    canary({ 'canary-weight': '30' }, { created: '2026-01-01T00:00:03Z' }),
  ];

  test('the canary is where it is meant to be', () => {
    expect(ask(objects, 'http://a.example/').toString()).toBe('v1 7/10, v2 3/10');
  });

  test('it leaks to every path that uses the same Service and port', () => {
    expect(ask(objects, 'http://b.example/shop').toString()).toBe('v1 7/10, v2 3/10');
  });

  test('the leak ends where the port is written in another way', () => {
    expect(ask(objects, 'http://c.example/').toString()).toBe('v1 1');
  });

  test('a second canary is ignored', () => {
    const second = canary(
      { 'canary-by-header': 'X-Canary' },
      { name: 'echo-canary-2', service: 'echo-canary-2', created: '2026-01-01T00:00:04Z' },
    );
    const split2 = ask([...objects, second, service('echo-canary-2')], 'http://a.example/', { 'X-Canary': 'always' });
    expect(split2.toString()).toBe('v1 7/10, v2 3/10');
    expect(codes(split2)).toContain('ingress-nginx-second-canary');
  });

  test('a canary path without a counterpart takes the canary away', () => {
    const [a, b, c] = objects.slice(4);
    const split2 = ask(
      [...objects.slice(0, 4), a, b, c, canary({ 'canary-weight': '30' }, { path: '/foo' })],
      'http://a.example/',
    );
    expect(split2.toString()).toBe('v1 1');
    expect(codes(split2)).toContain('ingress-nginx-canary-path-unknown');
  });
});

describe('hard case 9: patterns', () => {
  const pattern = (text: string) => ({
    'canary-weight': '50',
    'canary-by-header': 'X',
    'canary-by-header-pattern': text,
  });
  const byWeight = 'v1 1/2, v2 1/2';

  test.each([
    ['a comma makes the controller drop the pattern, which leaves always and never', 'a{1,3}', 'aa', byWeight],
    ['as it does here', 'a{1,3}', 'always', 'v2 1'],
    ['a pattern matches anywhere in the value', 'beta', 'alphabeta', 'v2 1'],
    ['a broken pattern is stable, whatever the weight', '(', 'anything', 'v1 1'],
    ['case counts', '^BETA$', 'beta', byWeight],
    ['an empty value matches .*', '.*', '', 'v2 1'],
    ['a pattern with a blank is dropped', 'a b', 'never', 'v1 1'],
  ])('%s', (_, text, value, expected) => {
    expect(split(pattern(text), { X: value })).toBe(expected);
  });

  test('a broken pattern does not concern requests without the header', () => {
    expect(split(pattern('('))).toBe(byWeight);
  });

  test('what only PCRE can judge is undetermined', () => {
    expect(split(pattern('(a)(?1)b'), { X: 'aab' })).toBe('undetermined 1');
  });
});

describe('extra case E6: classes', () => {
  const policy = { 'canary-weight': '20' };
  const traffic = (...ingresses: any[]): Split => ask([...pods, ...ingresses], 'http://a.example/');

  test('a canary without class beside a main Ingress with one is not watched', () => {
    expect(traffic(main, canary(policy, { className: null })).toString()).toBe('v1 1');
  });

  test('a canary of another class is not watched', () => {
    const found = traffic(main, canary(policy, { className: 'traefik' }));
    expect(found.toString()).toBe('v1 1');
    expect(found.notes).toMatchObject([{ code: 'ingress-nginx-other-class', objects: ['Ingress echo/echo-canary'] }]);
  });

  test('the deprecated annotation is a class', () => {
    expect(
      traffic(
        main,
        canary(policy, { className: null, annotations: { 'kubernetes.io/ingress.class': 'nginx' } }),
      ).toString(),
    ).toBe('v1 4/5, v2 1/5');
  });

  test('a main Ingress without class is taken as watched, and then every other without class is', () => {
    const found = traffic(ingress({ className: null }), canary(policy, { className: null }));
    expect(found.toString()).toBe('v1 4/5, v2 1/5');
    expect(found.notes).toMatchObject([{ code: 'ingress-nginx-classless', kind: 'assumed' }]);
  });

  test('a class and an annotation that differ are rejected by the API server, and equal ones are not', () => {
    const annotated = (name: string) => canary(policy, { annotations: { 'kubernetes.io/ingress.class': name } });
    expect(traffic(main, annotated('nginx')).toString()).toBe('v1 4/5, v2 1/5');
    const found = traffic(main, annotated('other'));
    expect(found.toString()).toBe('v1 1');
    expect(found.notes).toMatchObject([{ code: 'object-rejected', objects: ['Ingress echo/echo-canary'] }]);
  });

  test("IngressClass objects say which classes are the controller's", () => {
    const ours = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'internal' },
      spec: { controller: 'k8s.io/ingress-nginx' },
    };
    expect(
      traffic(ours, ingress({ className: 'internal' }), canary(policy, { className: 'internal' })).toString(),
    ).toBe('v1 4/5, v2 1/5');
    expect(traffic(ours, ingress({ className: 'internal' }), canary(policy, { className: 'nginx' })).toString()).toBe(
      'v1 1',
    );
  });

  test('a default class is that of Ingresses without one', () => {
    const byDefault = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name: 'nginx', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } },
      spec: { controller: 'k8s.io/ingress-nginx' },
    };
    expect(traffic(byDefault, main, canary(policy, { className: null })).toString()).toBe('v1 4/5, v2 1/5');
  });
});

describe('extra case E8: canary annotations without canary: "true"', () => {
  const forgotten = (created?: string) =>
    ingress({ name: 'echo-canary', service: 'echo-canary', nginx: { 'canary-weight': '20' }, created });

  test('collide with the main Ingress, and the older one serves', () => {
    const older = ask(
      [...pods, ingress({ created: '2026-01-01T00:00:00Z' }), forgotten('2026-01-02T00:00:00Z')],
      'http://a.example/',
    );
    expect(older.toString()).toBe('v1 1');
    expect(codes(older)).toEqual(
      expect.arrayContaining(['ingress-nginx-canary-not-enabled', 'ingress-nginx-path-taken']),
    );
    expect(
      ask(
        [...pods, ingress({ created: '2026-01-02T00:00:00Z' }), forgotten('2026-01-01T00:00:00Z')],
        'http://a.example/',
      ).toString(),
    ).toBe('v2 1');
  });

  test('of equal age the name that sorts last comes first', () => {
    const created = '2026-01-01T00:00:00Z';
    expect(ask([...pods, ingress({ created }), forgotten(created)], 'http://a.example/').toString()).toBe('v2 1');
  });

  test('are told to depend on an age that nobody knows', () => {
    expect(codes(ask([...pods, main, forgotten()], 'http://a.example/'))).toContain('ingress-nginx-age-unknown');
  });

  test('any word for true will do, and no other', () => {
    for (const [word, expected] of [
      ['1', 'v1 4/5, v2 1/5'],
      ['T', 'v1 4/5, v2 1/5'],
      ['yes', 'v1 1'],
    ]) {
      expect([
        word,
        ask(
          [
            ...pods,
            main,
            ingress({ name: 'echo-canary', service: 'echo-canary', nginx: { 'canary': word, 'canary-weight': '20' } }),
          ],
          'http://a.example/',
        ).toString(),
      ]).toEqual([word, expected]);
    }
  });
});

describe('a Service that is both main and canary', () => {
  const promoted = (created: string) => ingress({ service: 'echo-canary', created });
  const left = (created: string) => canary({ 'canary-weight': '50' }, { created });

  test('is an ordinary one where the main Ingress is older: the canary changes nothing', () => {
    expect(
      ask([...pods, promoted('2026-01-01T00:00:00Z'), left('2026-01-02T00:00:00Z')], 'http://a.example/').toString(),
    ).toBe('v2 1');
  });

  test('leads nowhere where the canary Ingress is older', () => {
    const found = ask([...pods, promoted('2026-01-02T00:00:00Z'), left('2026-01-01T00:00:00Z')], 'http://a.example/');
    expect(found.toString()).toBe('404 1');
    expect(codes(found)).toContain('ingress-nginx-service-of-canary');
  });

  test('a default backend is made anew by the last Ingress that names it', () => {
    const byDefault = { spec: { rules: undefined, defaultBackend: backend('echo') } };
    const canaryByDefault = canary(
      { 'canary-weight': '50' },
      { spec: { rules: undefined, defaultBackend: backend('echo-canary') } },
    );
    expect(ask([...pods, ingress(byDefault), canaryByDefault], 'http://whatever.example/x').toString()).toBe(
      'v1 1/2, v2 1/2',
    );
  });
});
