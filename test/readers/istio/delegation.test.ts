import { virtualService } from '../../support/istio-objects';
import { answer, answerOf, codesOf, ECHO, PUBLIC, publicRoutes, toVersion } from '../../support/istio-traffic';

/** Who answers where a root with a match delegates to routes, and everything else goes to v1. */
function ask(
  rootMatch: any[],
  leaf: any,
  url: string,
  headers: { [name: string]: string } = {},
  root: any = {},
): string {
  return answer(objects(rootMatch, leaf, root), url, undefined, headers);
}

function objects(rootMatch: any[], leaf: any, root: any = {}): any[] {
  const delegating = { match: rootMatch, delegate: { name: 'leaf' }, ...root };
  return [
    ...ECHO,
    PUBLIC,
    publicRoutes([delegating, toVersion('v1')]),
    virtualService({ http: [].concat(leaf) }, 'leaf'),
  ];
}

const AT_A = [{ uri: { prefix: '/a' } }];
const URL = 'http://app.example/a/b';

describe("a delegate's match", () => {
  test.each<[string, any, any, string]>([
    [
      'another case of paths, where one side has no path',
      { ignoreUriCase: true, headers: { x: { exact: '1' } } },
      { headers: { x: { exact: '1' } } },
      'v1 1',
    ],
    [
      'presence in the root beside a value in the leaf',
      { queryParams: { x: {} } },
      { queryParams: { x: { exact: '1' } } },
      'v1 1',
    ],
    ['a namespace of clients that the leaf does not name', { sourceNamespace: 'istio-system' }, {}, 'v1 1'],
    ['gateways that the root does not name', { gateways: ['web'] }, { gateways: ['mesh'] }, 'v1 1'],
    ['nothing', {}, { headers: { x: { exact: '1' } } }, 'v2 1'],
  ])('contradicts by %s', (_, root, leaf, expected) => {
    expect(ask([root], toVersion('v2', leaf), `${URL}?x=1`, { x: '1' })).toBe(expected);
  });

  test('needs one entry of the root without a contradiction; only the other pairs fall away', () => {
    const root = [{ uri: { exact: '/x' } }, { uri: { prefix: '/a' } }];
    expect(ask(root, toVersion('v2', { uri: { prefix: '/a/b' } }), URL)).toBe('v2 1');
  });

  test('without any such entry drops its whole route, also its other entries', () => {
    const leaf = { match: [{ uri: { prefix: '/a/b' } }, { uri: { prefix: '/fresh' } }], route: toVersion('v2').route };
    const found = answerOf(objects(AT_A, leaf), URL);
    expect([found.toString(), codesOf(found)]).toEqual(['v1 1', ['istio-delegate-conflict']]);
  });

  test("comes in the order of the leaf's routes, its entries, then the root's entries", () => {
    const leaf = [
      toVersion('v2', { headers: { x: { exact: '1' } } }),
      toVersion('v1', { headers: { y: { exact: '1' } } }),
    ];
    expect(
      ask([{ headers: { y: { exact: '1' } } }, { headers: { x: { exact: '1' } } }], leaf, URL, { x: '1', y: '1' }),
    ).toBe('v2 1');
  });
});

describe('a delegate', () => {
  test('inherits a fault, and a direct response, of the root where it has none', () => {
    expect(
      ask(AT_A, toVersion('v2'), URL, {}, { fault: { abort: { httpStatus: 500, percentage: { value: 50 } } } }),
    ).toBe('500 1/2, v2 1/2');
    expect(ask(AT_A, toVersion('v2'), URL, {}, { directResponse: { status: 418 } })).toBe('418 1');
  });

  test('that delegates is rejected as a whole', () => {
    const nested = [{ delegate: { name: 'deeper' } }, toVersion('v2')];
    const found = answerOf(objects(AT_A, nested), URL);
    expect([found.toString(), codesOf(found)]).toEqual(['v1 1', ['istio-rejected', 'istio-delegate-missing']]);
  });

  test('has short names of its own namespace', () => {
    const leaf = virtualService({ http: [{ route: [{ destination: { host: 'echo' } }] }] }, 'leaf', {
      namespace: 'team',
    });
    const root = publicRoutes([{ match: AT_A, delegate: { name: 'leaf', namespace: 'team' } }]);
    const found = answerOf([...ECHO, PUBLIC, root, leaf], URL);
    expect([found.toString(), found.notes.map(({ code, objects: [first] }) => [code, first])]).toEqual([
      '503 1',
      [['istio-destination-missing', 'Service team/echo']],
    ]);
  });

  test("has to be exported to the root's namespace", () => {
    const leaf = virtualService({ exportTo: ['.'], http: [toVersion('v2')] }, 'leaf', { namespace: 'team' });
    const root = publicRoutes([{ match: AT_A, delegate: { name: 'leaf', namespace: 'team' } }, toVersion('v1')]);
    const found = answerOf([...ECHO, PUBLIC, root, leaf], URL);
    expect([found.toString(), codesOf(found)]).toEqual(['v1 1', ['istio-delegate-hidden']]);
  });
});
