import { NoteKind, PodReadiness } from '../../../src';
import { codesOf } from '../../support/gloo-answers';
import {
  ask,
  delegating,
  deployment,
  destination,
  echo,
  routeTable,
  service,
  to,
  upstream,
  virtualService,
  weighted,
} from '../../support/gloo-objects';

const half = { matchers: [{ prefix: '/echo' }], ...weighted({ v1: 50, v2: 50 }) };

describe('weights', () => {
  const objects = (weights: any) => [
    ...echo(),
    upstream(),
    virtualService([{ matchers: [{ prefix: '/' }], ...weighted(weights) }]),
  ];

  test.each([
    [{ v1: 1, v2: 3 }, 'v1 1/4, v2 3/4'],
    [{ v1: 100, v2: 0 }, 'v1 1'],
    [{ v1: null, v2: 7 }, 'v2 1'],
    [{ v1: 1, v2: 4294967294 }, 'v1 1/4294967295, v2 4294967294/4294967295'],
  ])('%j are parts of their sum', (weights, expected) => {
    expect(ask(objects(weights)).toString()).toBe(expected);
  });

  test('that add up to more than 32 bits are rejected', () => {
    const split = ask(objects({ v1: 4294967295, v2: 1 }));
    expect([split.toString(), codesOf(split)]).toEqual(['no listener 1', ['gloo-weights-overflow']]);
  });

  test('that are all zero are rejected', () => {
    const split = ask(objects({ v1: 0, v2: 0 }));
    expect([split.toString(), codesOf(split)]).toEqual(['no listener 1', ['gloo-weights-zero']]);
  });

  test('live in an UpstreamGroup too', () => {
    const group = {
      apiVersion: 'gloo.solo.io/v1',
      kind: 'UpstreamGroup',
      metadata: { name: 'g', namespace: 'echo' },
      spec: weighted({ v1: 1, v2: 2 }).routeAction.multi,
    };
    const route = virtualService([
      { matchers: [{ prefix: '/' }], routeAction: { upstreamGroup: { name: 'g', namespace: 'echo' } } },
    ]);
    expect(ask([...echo(), upstream(), group, route]).toString()).toBe('v1 1/3, v2 2/3');
    const missing = ask([...echo(), upstream(), route]);
    expect([missing.toString(), codesOf(missing)]).toEqual(['no listener 1', ['gloo-upstream-group-missing']]);
  });

  test('after the first destination that picks a subset of an Upstream without subsets are lost', () => {
    const split = ask([
      ...echo(1, 3),
      upstream({ subsetSpec: undefined }),
      virtualService([{ matchers: [{ prefix: '/' }], ...weighted({ v1: 1, v2: 1 }) }]),
    ]);
    expect(split.toString()).toBe('v1 1/4, v2 3/4');
    expect(codesOf(split)).toEqual(['gloo-subset-without-spec', 'gloo-destinations-lost']);
  });
});

describe('a split over three destinations', () => {
  test('keeps those up to the first that picks a subset of an Upstream without subsets', () => {
    const others = ['other', 'third'].flatMap((name) => [
      deployment(name, 1, { app: name, version: name }),
      service(name),
      upstream({ subsetSpec: undefined }, name),
    ]);
    const destinations = [
      { destination: destination(undefined, 'other'), weight: 1 },
      { destination: destination('third', 'third'), weight: 1 },
      { destination: destination('v1'), weight: 2 },
    ];
    const split = ask([
      ...echo(),
      upstream(),
      ...others,
      virtualService([{ routeAction: { multi: { destinations } } }]),
    ]);
    expect(split.toString()).toBe('other 1/2, third 1/2');
  });
});

describe('the pods behind a route', () => {
  const all = virtualService([{ matchers: [{ prefix: '/' }], ...to() }]);

  test('of an Upstream without subsets share by their number', () => {
    expect(ask([...echo(1, 3), upstream({ subsetSpec: undefined }), all]).toString()).toBe('v1 1/4, v2 3/4');
  });

  test('of an unpinned route on an Upstream with subsets follow the fallback policy', () => {
    expect(ask([...echo(1, 3), upstream(), all]).toString()).toBe('v1 1/4, v2 3/4');
    expect(
      ask([
        ...echo(1, 3),
        upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], fallbackPolicy: 'NO_FALLBACK' } }),
        all,
      ]).toString(),
    ).toBe('503 1');
  });

  test('are all of them where the subsetSpec has no selectors, whatever its fallback policy', () => {
    expect(ask([...echo(), upstream({ subsetSpec: { fallbackPolicy: 'NO_FALLBACK' } }), all]).toString()).toBe(
      'v1 1/2, v2 1/2',
    );
    const split = ask([...echo(), upstream({ subsetSpec: {} }), virtualService([{ ...to('v1') }])]);
    expect([split.toString(), codesOf(split)]).toEqual(['v1 1/2, v2 1/2', ['gloo-subset-keys']]);
  });

  test('of a subset with a single host are one, and which one may be undefined', () => {
    const single = (key: string) =>
      upstream({ subsetSpec: { selectors: [{ keys: [key], singleHostPerSubset: true }] } });
    const route = (values: any) =>
      virtualService([{ routeAction: { single: { ...destination(), subset: { values } } } }]);
    expect(ask([...echo(2, 2), single('version'), route({ version: 'v1' })]).toString()).toBe('v1 1');
    expect(ask([...echo(1, 1), single('app'), route({ app: 'echo' })]).shares[0].undetermined?.code).toBe(
      'gloo-single-host',
    );
  });

  test('that fall back are told', () => {
    expect(ask([...echo(1, 0), upstream(), virtualService([half])]).notes).toMatchObject([
      { code: 'gloo-fallback', kind: NoteKind.EXPLAINED, objects: ['Upstream echo/echo'], field: 'version=v2' },
    ]);
  });

  test('of a discovered Upstream have no subsets either, so that a split over two loses the second', () => {
    const other = [deployment('other', 1, { app: 'other', version: 'o1' }), service('other')];
    const to2 = (name: string, values?: any) => ({
      destination: { upstream: { name, namespace: 'gloo-system' }, ...(values ? { subset: { values } } : {}) },
      weight: 50,
    });
    const route = virtualService([
      { routeAction: { multi: { destinations: [to2('echo-echo-80', { version: 'v1' }), to2('echo-other-80')] } } },
    ]);
    expect(ask([...echo(), ...other, route]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test("are narrowed by the Upstream's selector", () => {
    expect(
      ask([...echo(1, 3), upstream({ selector: { version: 'v2' }, subsetSpec: undefined }), all]).toString(),
    ).toBe('v2 1');
  });

  test('are those that the PodReadiness names', () => {
    const objects = [...echo(1, 3), upstream({ subsetSpec: undefined }), all];
    expect(ask(objects, '/', {}, PodReadiness.allReady().withReadyPods('echo/echo-v2', 1)).toString()).toBe(
      'v1 1/2, v2 1/2',
    );
    expect(
      ask(
        objects,
        '/',
        {},
        PodReadiness.allReady().withReadyPods('echo/echo-v1', 0).withReadyPods('echo/echo-v2', 0),
      ).toString(),
    ).toBe('503 1');
    expect(ask(objects, '/', {}, PodReadiness.allReady().withReadyPods('echo/other', 0)).notes).toMatchObject([
      { code: 'readiness-of-nothing' },
    ]);
  });

  test('that lack a label are filed under its empty value', () => {
    const unlabelled = deployment('echo-old', 1, { app: 'echo' });
    const split = ask([
      unlabelled,
      ...echo(),
      upstream(),
      virtualService([
        {
          matchers: [{ prefix: '/' }],
          routeAction: { single: { ...destination(), subset: { values: { version: '' } } } },
        },
      ]),
    ]);
    expect(split.shares.map(({ workload, fraction }) => `${workload} ${fraction}`)).toEqual(['echo/echo-old 1']);
  });

  test('have to open a port that is targeted by name', () => {
    const named = deployment('echo-v2', 1, { app: 'echo', version: 'v2' });
    named.spec.template.spec.containers[0].ports = [{ name: 'http', containerPort: 8080 }];
    const objects = [
      deployment('echo-v1', 1, { app: 'echo', version: 'v1' }),
      named,
      service('echo', [{ port: 80, targetPort: 'http' }]),
      upstream({ subsetSpec: undefined }),
      all,
    ];
    expect(ask(objects).toString()).toBe('v2 1');
  });

  test('need not declare a port that is targeted by number, also in quotes', () => {
    expect(
      ask([
        ...echo().slice(0, 2),
        service('echo', [{ port: 80, targetPort: '8080' }]),
        upstream({ subsetSpec: undefined }),
        all,
      ]).toString(),
    ).toBe('v1 1/2, v2 1/2');
  });

  test('are taken as ready where no workload is among the objects', () => {
    const split = ask([service(), upstream(), virtualService([half])]);
    expect(split.shares.map((share) => ({ ...share, fraction: share.fraction.toString() }))).toMatchObject([
      { fraction: '1/2', version: 'v1', service: 'echo/echo', subset: { version: 'v1' } },
      { fraction: '1/2', version: 'v2', service: 'echo/echo', subset: { version: 'v2' } },
    ]);
    expect(split.notes).toMatchObject([
      { code: 'gloo-pods-assumed', kind: NoteKind.ASSUMED, objects: ['Service echo/echo'] },
    ]);
  });

  test('answer through a Service that is named directly', () => {
    const kube = (port: number) =>
      virtualService([
        {
          matchers: [{ prefix: '/' }],
          routeAction: { single: { kube: { ref: { name: 'echo', namespace: 'echo' }, port } } },
        },
      ]);
    expect(ask([...echo(1, 1), kube(80)]).toString()).toBe('v1 1/2, v2 1/2');
    expect(ask([...echo(1, 1), kube(8080)]).toString()).toBe('503 1');
  });

  test('answer through an Upstream that Gloo discovers', () => {
    const discovered = virtualService([
      {
        matchers: [{ prefix: '/' }],
        routeAction: { single: { upstream: { name: 'echo-echo-80', namespace: 'gloo-system' } } },
      },
    ]);
    expect(ask([...echo(1, 1), discovered]).toString()).toBe('v1 1/2, v2 1/2');
  });
});

describe('references without a namespace', () => {
  const bare = (object: any) => JSON.parse(JSON.stringify(object));

  test("of a route's own Upstream mean the namespace of the object that holds it", () => {
    const single = bare(to('v1'));
    delete single.routeAction.single.upstream.namespace;
    expect(
      ask([
        ...echo(),
        upstream(),
        delegating(),
        routeTable('t', [{ matchers: [{ prefix: '/' }], ...single }]),
      ]).toString(),
    ).toBe('v1 1');
    expect(
      ask([...echo(), upstream(), virtualService([{ matchers: [{ prefix: '/' }], ...single }])]).toString(),
    ).toBe('503 1');
    const discovered = virtualService([
      { matchers: [{ prefix: '/' }], routeAction: { single: { upstream: { name: 'echo-echo-80' } } } },
    ]);
    expect(ask([...echo(), discovered]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test('find nothing elsewhere', () => {
    const table = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }]);
    expect(
      ask([...echo(), upstream(), table, virtualService([{ delegateAction: { ref: { name: 't' } } }])]).toString(),
    ).toBe('404 1');
    expect(
      ask([
        ...echo(),
        virtualService([{ routeAction: { single: { kube: { ref: { name: 'echo' }, port: 80 } } } }]),
      ]).toString(),
    ).toBe('503 1');
    expect(ask([...echo(), upstream({ serviceNamespace: undefined }), virtualService([half])]).toString()).toBe(
      '503 1',
    );
  });
});
