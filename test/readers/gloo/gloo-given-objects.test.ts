import { ApiObject, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { HttpRequest, PodReadiness, Traffic } from '../../../src';
import {
  ask,
  delegating,
  echo,
  routeTable,
  service,
  to,
  upstream,
  virtualService,
  weighted,
} from '../../support/gloo-objects';
import { holds } from '../../support/property';

const CANARY = { stage: 'canary' };
const half = { matchers: [{ prefix: '/echo' }], ...weighted({ v1: 50, v2: 50 }) };

describe('objects from elsewhere', () => {
  test('may leave their namespace to kubectl', () => {
    const bare = (object: any) => ({ ...object, metadata: { ...object.metadata, namespace: undefined } });
    const split = ask([...echo().map(bare), upstream(), virtualService([half])]);
    expect(split.shares.map(({ version, workload }) => [version, workload])).toEqual([
      ['v1', 'echo-v1'],
      ['v2', 'echo-v2'],
    ]);
  });

  test('may be a dump of a cluster, where pods are counted once, with their owner', () => {
    const owner = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
    const [v1, v2, svc] = echo(2, 1);
    const replicaSet = {
      ...v1,
      kind: 'ReplicaSet',
      metadata: { ...v1.metadata, name: 'echo-v1-abc', ...owner('Deployment', 'echo-v1') },
    };
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'echo-v1-abc-1',
        namespace: 'echo',
        labels: { app: 'echo', version: 'v1' },
        ...owner('ReplicaSet', 'echo-v1-abc'),
      },
      spec: { containers: [{ name: 'echo', image: 'echo' }] },
    };
    const all = virtualService([{ matchers: [{ prefix: '/' }], ...to() }]);
    expect(ask([v1, v2, svc, replicaSet, pod, upstream({ subsetSpec: undefined }), all]).toString()).toBe(
      'v1 2/3, v2 1/3',
    );
    expect(
      ask([v2, svc, replicaSet, upstream({ subsetSpec: undefined }), all]).shares.map(({ workload }) => workload),
    ).toEqual(['echo/echo-v2', 'echo/echo-v1-abc']);
  });

  test('may have pods that are not ready', () => {
    const pod = (name: string, version: string, status: any) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'echo', labels: { app: 'echo', version } },
      spec: { containers: [{ name: 'echo', image: 'echo' }] },
      status,
    });
    const pods = [
      pod('a', 'v1', { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }),
      pod('b', 'v2', { phase: 'Pending' }),
      pod('c', 'v2', {
        phase: 'Running',
        conditions: [
          { type: 'PodScheduled', status: 'True' },
          { type: 'Ready', status: 'False' },
        ],
      }),
    ];
    expect(
      ask([
        ...pods,
        service(),
        upstream({ subsetSpec: undefined }),
        virtualService([{ matchers: [{ prefix: '/' }], ...to() }]),
      ]).toString(),
    ).toBe('v1 1');
  });

  test('may have fields of null, which are not there', () => {
    const nulls = virtualService([
      {
        name: null,
        matchers: [{ prefix: '/echo', exact: null, regex: null, headers: null }],
        redirectAction: null,
        ...weighted({ v1: 50, v2: 50 }),
      },
      null,
    ]);
    expect(
      ask([
        ...echo(),
        upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], defaultSubset: null } }),
        nulls,
      ]).toString(),
    ).toBe('v1 1/2, v2 1/2');
  });

  test.each<[string, any]>([
    ['domains as text', virtualService([half], 'app.example' as any)],
    [
      'a header value that is a number',
      virtualService([{ matchers: [{ prefix: '/', headers: [{ name: 'a', value: 1 }] }], ...to('v1') }]),
    ],
    ['a negative weight', virtualService([{ ...weighted({ v1: -1, v2: 2 }) }])],
    ['a weight in quotes', virtualService([{ ...weighted({ v1: '80' as any }) }])],
  ])('that the API server rejects are left out: %s', (_, object) => {
    const table = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }]);
    const split = ask([...echo(), upstream(), table, object]);
    expect(split.toString()).toBe('404 1');
    expect(split.notes).toContainEqual(
      expect.objectContaining({ code: 'object-rejected', objects: ['VirtualService gloo-system/app'] }),
    );
  });

  test('that are there twice count once, the last of them', () => {
    const [v1, v2, svc] = echo();
    const all = virtualService([{ ...to() }]);
    const split = ask([v1, v1, v2, svc, upstream({ servicePort: 8080 }), upstream({ subsetSpec: undefined }), all]);
    expect([split.toString(), split.notes]).toMatchObject([
      'v1 1/2, v2 1/2',
      [
        { code: 'object-repeated', objects: ['Deployment echo/echo-v1'] },
        { code: 'object-repeated', objects: ['Upstream echo/echo'] },
      ],
    ]);
  });

  test('that are constructs are refused with what to write instead', () => {
    const chart = Testing.chart();
    new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'Service' });
    for (const constructs of [chart, chart.apiObjects]) {
      expect(() => Traffic.of(constructs as any)).toThrow(
        'Traffic reads plain Kubernetes objects, and was given constructs: write ' +
        'Traffic.of(Testing.synth(chart)), or Traffic.of(chart.toJson()).',
      );
    }
  });

  test('of any shape never make the evaluator fail', () => {
    const odd = fc.oneof(
      fc.constant(null),
      fc.constant({}),
      fc.constant([]),
      fc.string(),
      fc.integer(),
      fc.boolean(),
    );
    holds(
      fc.property(fc.nat(), odd, (position, value) => {
        const objects = bareObjects();
        const holders = nodesOf(objects);
        const [holder, key] = holders[position % holders.length];
        holder[key] = value;
        try {
          const traffic = Traffic.of(objects);
          const headers = { ...CANARY, 'origin': 'http://a.example', 'access-control-request-method': 'GET' };
          for (const request of ['GET /echo', 'OPTIONS /echo', 'POST /g', 'GET /r', 'GET /d']) {
            const [method, path] = request.split(' ');
            expect(traffic.split(HttpRequest.to(path, { method, headers })).shares).not.toHaveLength(0);
          }
          expect(traffic._pitfalls()).toEqual(expect.any(Array));
          expect(traffic.entries()).toEqual(expect.any(Array));
        } catch (error) {
          expect((error as Error).message).toContain('Among the objects are no routes');
        }
      }),
      1500,
    );
  });

  test('may come as a List, with documents between that are none of Kubernetes', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [...echo(), upstream()] };
    expect(ask([null, 'text', { a: 1 }, list, virtualService([half])]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test('without routes of a known router are answered with their kinds', () => {
    expect(() => ask(echo())).toThrow(
      'Among the objects are no routes of a known router. Their kinds are: Deployment, Service.',
    );
    expect(() =>
      Traffic.of([...echo(), virtualService([])]).split(HttpRequest.to('/'), PodReadiness.allReady(), 'Istio'),
    ).toThrow('Among the objects are no routes of Istio.');
    expect(Traffic.of([virtualService([])]).routers).toEqual(['Gloo Edge']);
  });
});

function bareObjects(): any[] {
  const table = routeTable('t', [
    {
      matchers: [
        { prefix: '/echo', headers: [{ name: 'stage', value: 'canary' }], methods: ['GET'], queryParameters: [] },
      ],
      ...to('v2'),
    },
    {
      matchers: [{ prefix: '/echo' }],
      ...weighted({ v1: 50, v2: 50 }),
      options: {
        faults: { abort: { percentage: 1, httpStatus: 500 }, delay: { percentage: 1, fixedDelay: '1s' } },
        cors: { allowOrigin: ['http://a.example'], allowOriginRegex: ['a'] },
        csrf: {
          filterEnabled: { defaultValue: { numerator: 1, denominator: 'HUNDRED' } },
          additionalOrigins: [{ exact: 'a' }],
        },
        regexRewrite: { pattern: { regex: 'a' }, substitution: 'b' },
      },
      optionsConfigRefs: { delegateOptions: [{ name: 'o', namespace: 'echo' }] },
    },
    { matchers: [{ regex: '/r' }], redirectAction: { responseCode: 'FOUND', pathRedirect: '/x' } },
    { matchers: [{ exact: '/d' }], directResponseAction: { status: 200, body: 'x' } },
    { matchers: [{ exact: '/g' }], routeAction: { upstreamGroup: { name: 'g', namespace: 'echo' } } },
  ]);
  const group = {
    apiVersion: 'gloo.solo.io/v1',
    kind: 'UpstreamGroup',
    metadata: { name: 'g', namespace: 'echo' },
    spec: weighted({ v1: 1 }).routeAction.multi,
  };
  const option = {
    apiVersion: 'gateway.solo.io/v1',
    kind: 'RouteOption',
    metadata: { name: 'o', namespace: 'echo' },
    spec: { options: { prefixRewrite: '/x' } },
  };
  const settings = { httpConnectionManagerSettings: { mergeSlashes: true, headersWithUnderscoresAction: 'ALLOW' } };
  const gateway = {
    apiVersion: 'gateway.solo.io/v1',
    kind: 'Gateway',
    metadata: { name: 'g', namespace: 'gloo-system' },
    spec: { bindPort: 80, httpGateway: { virtualServiceSelector: {}, options: settings } },
  };
  const hybrid = {
    apiVersion: 'gateway.solo.io/v1',
    kind: 'Gateway',
    metadata: { name: 'h', namespace: 'gloo-system' },
    spec: {
      bindPort: 81,
      hybridGateway: { matchedGateways: [{ matcher: { sourcePrefixRanges: [] }, httpGateway: {} }] },
    },
  };
  const subsetSpec = {
    selectors: [{ keys: ['version'] }],
    fallbackPolicy: 'DEFAULT_SUBSET',
    defaultSubset: { values: { version: 'v1' } },
  };
  const plain = upstream({ subsetSpec });
  const checks = { outlierDetection: { interval: '1s' }, healthChecks: [{ timeout: '1s', httpHealthCheck: {} }] };
  const checked = { ...upstream({}, 'other'), spec: { ...plain.spec, ...checks } };
  const objects = [...echo(), plain, checked, table, delegating(), gateway, hybrid, group, option];
  return JSON.parse(JSON.stringify(objects));
}

/** Every place of a document: its holder and its key. */
function nodesOf(value: any): [any, string | number][] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.keys(value).flatMap((key) => [[value, key] as [any, string], ...nodesOf(value[key])]);
}
