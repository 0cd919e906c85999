import { ApiObject, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { Entry, HttpRequest, NoteKind, PodReadiness, Split, Traffic } from '../../../src';
import { ask, delegating, deployment, destination, echo, routeTable, service, to, upstream, virtualService, weighted } from '../../support/gloo-objects';
import { holds } from '../../support/property';

const CANARY = { stage: 'canary' };

function codesOf({ notes }: Split): string[] {
  return notes.map(({ code }) => code);
}

const half = { matchers: [{ prefix: '/echo' }], ...weighted({ v1: 50, v2: 50 }) };

describe('weights', () => {
  const objects = (weights: any) => [...echo(), upstream(), virtualService([{ matchers: [{ prefix: '/' }], ...weighted(weights) }])];

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
    const group = { apiVersion: 'gloo.solo.io/v1', kind: 'UpstreamGroup', metadata: { name: 'g', namespace: 'echo' }, spec: weighted({ v1: 1, v2: 2 }).routeAction.multi };
    const route = virtualService([{ matchers: [{ prefix: '/' }], routeAction: { upstreamGroup: { name: 'g', namespace: 'echo' } } }]);
    expect(ask([...echo(), upstream(), group, route]).toString()).toBe('v1 1/3, v2 2/3');
    const missing = ask([...echo(), upstream(), route]);
    expect([missing.toString(), codesOf(missing)]).toEqual(['no listener 1', ['gloo-upstream-group-missing']]);
  });

  test('after the first destination that picks a subset of an Upstream without subsets are lost', () => {
    const split = ask([...echo(1, 3), upstream({ subsetSpec: undefined }), virtualService([{ matchers: [{ prefix: '/' }], ...weighted({ v1: 1, v2: 1 }) }])]);
    expect(split.toString()).toBe('v1 1/4, v2 3/4');
    expect(codesOf(split)).toEqual(['gloo-subset-without-spec', 'gloo-destinations-lost']);
  });
});

describe('a split over three destinations', () => {
  test('keeps those up to the first that picks a subset of an Upstream without subsets', () => {
    const others = ['other', 'third'].flatMap((name) => [deployment(name, 1, { app: name, version: name }), service(name), upstream({ subsetSpec: undefined }, name)]);
    const destinations = [
      { destination: destination(undefined, 'other'), weight: 1 },
      { destination: destination('third', 'third'), weight: 1 },
      { destination: destination('v1'), weight: 2 },
    ];
    const split = ask([...echo(), upstream(), ...others, virtualService([{ routeAction: { multi: { destinations } } }])]);
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
    expect(ask([...echo(1, 3), upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], fallbackPolicy: 'NO_FALLBACK' } }), all]).toString()).toBe('503 1');
  });

  test('are all of them where the subsetSpec has no selectors, whatever its fallback policy', () => {
    expect(ask([...echo(), upstream({ subsetSpec: { fallbackPolicy: 'NO_FALLBACK' } }), all]).toString()).toBe('v1 1/2, v2 1/2');
    const split = ask([...echo(), upstream({ subsetSpec: {} }), virtualService([{ ...to('v1') }])]);
    expect([split.toString(), codesOf(split)]).toEqual(['v1 1/2, v2 1/2', ['gloo-subset-keys']]);
  });

  test('of a subset with a single host are one, and which one may be undefined', () => {
    const single = (key: string) => upstream({ subsetSpec: { selectors: [{ keys: [key], singleHostPerSubset: true }] } });
    const route = (values: any) => virtualService([{ routeAction: { single: { ...destination(), subset: { values } } } }]);
    expect(ask([...echo(2, 2), single('version'), route({ version: 'v1' })]).toString()).toBe('v1 1');
    expect(ask([...echo(1, 1), single('app'), route({ app: 'echo' })]).shares[0].undetermined?.code).toBe('gloo-single-host');
  });

  test('that fall back are told', () => {
    expect(ask([...echo(1, 0), upstream(), virtualService([half])]).notes).toMatchObject([
      { code: 'gloo-fallback', kind: NoteKind.EXPLAINED, objects: ['Upstream echo/echo'], field: 'version=v2' },
    ]);
  });

  test('of a discovered Upstream have no subsets either, so that a split over two loses the second', () => {
    const other = [deployment('other', 1, { app: 'other', version: 'o1' }), service('other')];
    const to2 = (name: string, values?: any) => ({ destination: { upstream: { name, namespace: 'gloo-system' }, ...(values ? { subset: { values } } : {}) }, weight: 50 });
    const route = virtualService([{ routeAction: { multi: { destinations: [to2('echo-echo-80', { version: 'v1' }), to2('echo-other-80')] } } }]);
    expect(ask([...echo(), ...other, route]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test('are narrowed by the Upstream\'s selector', () => {
    expect(ask([...echo(1, 3), upstream({ selector: { version: 'v2' }, subsetSpec: undefined }), all]).toString()).toBe('v2 1');
  });

  test('are those that the PodReadiness names', () => {
    const objects = [...echo(1, 3), upstream({ subsetSpec: undefined }), all];
    expect(ask(objects, '/', {}, PodReadiness.allReady().withReadyPods('echo/echo-v2', 1)).toString()).toBe('v1 1/2, v2 1/2');
    expect(ask(objects, '/', {}, PodReadiness.allReady().withReadyPods('echo/echo-v1', 0).withReadyPods('echo/echo-v2', 0)).toString()).toBe('503 1');
    expect(ask(objects, '/', {}, PodReadiness.allReady().withReadyPods('echo/other', 0)).notes).toMatchObject([{ code: 'readiness-of-nothing' }]);
  });

  test('that lack a label are filed under its empty value', () => {
    const unlabelled = deployment('echo-old', 1, { app: 'echo' });
    const split = ask([unlabelled, ...echo(), upstream(), virtualService([{ matchers: [{ prefix: '/' }], routeAction: { single: { ...destination(), subset: { values: { version: '' } } } } }])]);
    expect(split.shares.map(({ workload, fraction }) => `${workload} ${fraction}`)).toEqual(['echo/echo-old 1']);
  });

  test('have to open a port that is targeted by name', () => {
    const named = deployment('echo-v2', 1, { app: 'echo', version: 'v2' });
    named.spec.template.spec.containers[0].ports = [{ name: 'http', containerPort: 8080 }];
    const objects = [deployment('echo-v1', 1, { app: 'echo', version: 'v1' }), named, service('echo', [{ port: 80, targetPort: 'http' }]), upstream({ subsetSpec: undefined }), all];
    expect(ask(objects).toString()).toBe('v2 1');
  });

  test('need not declare a port that is targeted by number, also in quotes', () => {
    expect(ask([...echo().slice(0, 2), service('echo', [{ port: 80, targetPort: '8080' }]), upstream({ subsetSpec: undefined }), all]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test('are taken as ready where no workload is among the objects', () => {
    const split = ask([service(), upstream(), virtualService([half])]);
    expect(split.shares.map((share) => ({ ...share, fraction: share.fraction.toString() }))).toMatchObject([
      { fraction: '1/2', version: 'v1', service: 'echo/echo', subset: { version: 'v1' } },
      { fraction: '1/2', version: 'v2', service: 'echo/echo', subset: { version: 'v2' } },
    ]);
    expect(split.notes).toMatchObject([{ code: 'gloo-pods-assumed', kind: NoteKind.ASSUMED, objects: ['Service echo/echo'] }]);
  });

  test('answer through a Service that is named directly', () => {
    const kube = (port: number) => virtualService([{ matchers: [{ prefix: '/' }], routeAction: { single: { kube: { ref: { name: 'echo', namespace: 'echo' }, port } } } }]);
    expect(ask([...echo(1, 1), kube(80)]).toString()).toBe('v1 1/2, v2 1/2');
    expect(ask([...echo(1, 1), kube(8080)]).toString()).toBe('503 1');
  });

  test('answer through an Upstream that Gloo discovers', () => {
    const discovered = virtualService([{ matchers: [{ prefix: '/' }], routeAction: { single: { upstream: { name: 'echo-echo-80', namespace: 'gloo-system' } } } }]);
    expect(ask([...echo(1, 1), discovered]).toString()).toBe('v1 1/2, v2 1/2');
  });
});

describe('hosts', () => {
  const one = (domain: string, version: string) => virtualService([{ matchers: [{ prefix: '/' }], ...to(version) }], [domain], domain.replace(/[^a-z]/g, 'x'));
  const objects = [...echo(), upstream(), one('*', 'v1'), one('app.example', 'v2')];

  test.each([
    ['http://app.example/', 'v2 1'],
    ['http://APP.example/', 'v2 1'],
    ['http://other.example/', 'v1 1'],
    ['http://app.example:8080/', 'v1 1'],
  ])('%s is served by the best domain, the port being part of it', (url, expected) => {
    expect(ask(objects, url).toString()).toBe(expected);
  });

  test('exact beats suffix beats prefix beats any', () => {
    const all = [one('*', 'a'), one('api.*', 'b'), one('*.example', 'c'), one('*.app.example', 'd'), one('api.app.example', 'e')];
    const chosen = (host: string) => ask(all, `http://${host}/`).toString();
    expect(['api.app.example', 'x.app.example', 'x.example', 'api.other', 'other'].map(chosen)).toEqual(['e 1', 'd 1', 'c 1', 'b 1', 'a 1']);
  });

  test('without a VirtualService get 404', () => {
    expect(ask([...echo(), upstream(), one('app.example', 'v1')], 'http://other.example/').toString()).toBe('404 1');
  });

  test('that two VirtualServices claim are rejected', () => {
    const twice = { ...one('app.example', 'v1'), metadata: { name: 'second', namespace: 'gloo-system' } };
    const split = ask([...objects, twice], 'http://app.example/');
    expect([split.toString(), split.notes]).toMatchObject(['no listener 1', [{
      code: 'gloo-domain-repeated',
      kind: NoteKind.REJECTED,
      objects: ['VirtualService gloo-system/appxexample', 'VirtualService gloo-system/second'],
      field: 'app.example',
    }]]);
  });

  test('over TLS are served by VirtualServices with sslConfig only', () => {
    const secure = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['app.example'], 'secure', { sslConfig: { secretRef: { name: 'tls', namespace: 'gloo-system' } } });
    const both = [...echo(), upstream(), one('app.example', 'v1'), secure];
    expect([ask(both, 'https://app.example/').toString(), ask(both, 'http://app.example/').toString()]).toEqual(['v2 1', 'v1 1']);
  });

  test('are served by VirtualServices that a Gateway selects, where Gateways are among the objects', () => {
    const gateway = { apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'gateway-proxy', namespace: 'gloo-system' }, spec: { httpGateway: { virtualServiceSelector: { team: 'web' } } } };
    expect(ask([...objects, gateway], 'http://app.example/').toString()).toBe('no listener 1');
  });

  test('of a folder without VirtualService are served over http', () => {
    const team = [...echo(), upstream(), routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }])];
    expect([ask(team, 'http://app.example/').toString(), ask(team, 'https://app.example/').toString()]).toEqual(['v1 1', 'no listener 1']);
  });

  const gatewayFor = (name: string, spec: any) => ({ apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name, namespace: 'gloo-system' }, spec });
  const labelled = (version: string, domain: string, team: string) => {
    const bound = virtualService([{ matchers: [{ prefix: '/' }], ...to(version) }], [domain], team);
    return { ...bound, metadata: { ...bound.metadata, labels: { team } } };
  };

  test('may be claimed twice on two Gateways, and then it depends on the port', () => {
    const gateways = ['public', 'internal'].map((team, index) => {
      return gatewayFor(team, { bindPort: 8080 + index, httpGateway: { virtualServiceSelector: { team } } });
    });
    const both = [...echo(), upstream(), labelled('v1', 'app.example', 'public'), labelled('v2', 'app.example', 'internal'), ...gateways];
    expect(ask(both, 'http://app.example/').shares[0].undetermined?.code).toBe('gloo-gateways-differ');
    const at = (name: string) => Traffic.of(both).at(Entry.gateway(`gloo-system/${name}`)).split(HttpRequest.to('http://app.example/'));
    expect([at('public'), at('internal')].map(String)).toEqual(['v1 1', 'v2 1']);
  });

  test('are served by hybrid Gateways too', () => {
    const hybrid = gatewayFor('hybrid', { hybridGateway: { matchedGateways: [{ matcher: {}, httpGateway: { virtualServices: [{ name: 'public', namespace: 'gloo-system' }] } }] } });
    expect(ask([...echo(), upstream(), labelled('v1', 'app.example', 'public'), hybrid], 'http://app.example/').toString()).toBe('v1 1');
  });

  test('lose their port where the Gateway strips it', () => {
    const strips = gatewayFor('g', { httpGateway: { options: { httpConnectionManagerSettings: { stripAnyHostPort: true } } } });
    expect(ask([...objects, strips], 'http://app.example:8080/').toString()).toBe('v2 1');
  });

  test('that one VirtualService lists twice, or that differ in case only, are rejected', () => {
    const twice = virtualService([{ ...to('v1') }], ['a.example', 'a.example'], 'a');
    const split = ask([...echo(), upstream(), twice], 'http://a.example/');
    expect([split.toString(), codesOf(split)]).toEqual(['no listener 1', ['gloo-domain-repeated']]);
    const [lower, upper] = [virtualService([{ ...to('v1') }], ['a.example'], 'a'), virtualService([{ ...to('v2') }], ['A.example'], 'b')];
    const folded = ask([...echo(), upstream(), lower, upper], 'http://a.example/');
    expect([folded.toString(), codesOf(folded)]).toEqual(['no listener 1', ['gloo-domain-case']]);
  });

  test('of no Gateway for the scheme find nothing that listens', () => {
    const insecure = { apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'gloo-system' }, spec: { httpGateway: {} } };
    const split = ask([...objects, insecure], 'https://app.example/');
    expect([split.toString(), codesOf(split)]).toEqual(['no listener 1', ['gloo-no-gateway']]);
  });

  test.each<[string, any, string]>([
    ['its namespaces', { virtualServiceNamespaces: ['other'] }, 'no listener 1'],
    ['all namespaces', { virtualServiceNamespaces: ['*'] }, 'v2 1'],
    ['expressions', { virtualServiceExpressions: { expressions: [{ key: 'team', operator: 'DoesNotExist' }] } }, 'v2 1'],
    ['expressions that Kubernetes does not take', { virtualServiceExpressions: { expressions: [{ key: 'team', operator: 'DoesNotExist', values: ['x'] }] } }, 'no listener 1'],
    ['references', { virtualServices: [{ name: 'appxexample', namespace: 'gloo-system' }] }, 'v2 1'],
  ])('are selected by %s of a Gateway', (_, httpGateway, expected) => {
    const selecting = { apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'gloo-system' }, spec: { httpGateway } };
    expect(ask([...objects, selecting], 'http://app.example/').toString()).toBe(expected);
  });

  test('that two VirtualServices claim take the whole listener away, with the hosts of others', () => {
    const a = virtualService([{ matchers: [{ prefix: '/' }], ...to('v1') }], ['x.example', 'a.example'], 'a');
    const b = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['x.example'], 'b');
    const c = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['c.example'], 'c');
    for (const host of ['a', 'c', 'x']) {
      const split = ask([...echo(), upstream(), a, b, c], `http://${host}.example/`);
      expect([split.toString(), codesOf(split)]).toEqual(['no listener 1', ['gloo-domain-repeated']]);
    }
  });
});

describe('matchers', () => {
  const objects = (...matchers: any[]) => [...echo(), upstream(), virtualService([{ matchers, ...to('v2') }, ...(matchers.length ? [{ matchers: [{ prefix: '/' }], ...to('v1') }] : [])])];

  test.each<[string, any, HttpRequest, boolean]>([
    ['exact path', { exact: '/echo' }, HttpRequest.to('/echo?x=1'), true],
    ['exact path, longer', { exact: '/echo' }, HttpRequest.to('/echo/'), false],
    ['expression for the whole path', { regex: '/e.*o' }, HttpRequest.to('/echo'), true],
    ['expression for part of the path', { regex: '/e' }, HttpRequest.to('/echo'), false],
    ['path in another case', { prefix: '/Echo' }, HttpRequest.to('/echo'), false],
    ['path in another case, caseSensitive off', { prefix: '/Echo', caseSensitive: false }, HttpRequest.to('/echo'), true],
    ['header present', { prefix: '/', headers: [{ name: 'X-A' }] }, HttpRequest.to('/', { headers: { 'x-a': '' } }), true],
    ['header absent', { prefix: '/', headers: [{ name: 'X-A', value: '' }] }, HttpRequest.to('/'), false],
    ['header expression for the whole value', { prefix: '/', headers: [{ name: 'a', value: 'can', regex: true }] }, HttpRequest.to('/', { headers: { a: 'canary' } }), false],
    ['header lines joined by a comma', { prefix: '/', headers: [{ name: 'a', value: 'b,c' }] }, HttpRequest.to('/').withHeader('a', 'b').withHeader('a', 'c'), true],
    ['all headers together', { prefix: '/', headers: [{ name: 'a', value: '1' }, { name: 'b', value: '2' }] }, HttpRequest.to('/', { headers: { a: '1' } }), false],
    ['query parameter', { prefix: '/', queryParameters: [{ name: 'v', value: '2' }] }, HttpRequest.to('/?u=1&v=2'), true],
    ['query parameter present', { prefix: '/', queryParameters: [{ name: 'v' }] }, HttpRequest.to('/?v'), true],
    ['query parameter expression', { prefix: '/', queryParameters: [{ name: 'v', value: '\\d', regex: true }] }, HttpRequest.to('/?v=22'), false],
    ['method', { prefix: '/', methods: ['POST', 'PUT'] }, HttpRequest.to('/', { method: 'PUT' }), true],
    ['other method', { prefix: '/', methods: ['POST', 'PUT'] }, HttpRequest.to('/'), false],
    ['no CONNECT', { connectMatcher: {} }, HttpRequest.to('/'), false],
    ['method as a header', { prefix: '/', headers: [{ name: ':method', value: 'GET' }] }, HttpRequest.to('/'), true],
    ['path as a header, normalised', { prefix: '/', headers: [{ name: ':path', value: '/a?b=c' }] }, HttpRequest.to('/x/../a?b=c'), true],
    ['scheme as a header', { prefix: '/', headers: [{ name: ':scheme', value: 'https' }] }, HttpRequest.to('/'), false],
    ['authority as a header', { prefix: '/', headers: [{ name: ':authority', value: 'app.example' }] }, HttpRequest.to('http://app.example/'), true],
  ])('%s', (_, matcher, request, expected) => {
    expect(Traffic.of(objects(matcher)).split(request).toString()).toBe(expected ? 'v2 1' : 'v1 1');
  });

  test('of one route are alternatives', () => {
    expect(ask(objects({ exact: '/a' }, { exact: '/b' }), '/b').toString()).toBe('v2 1');
  });

  test('that are missing mean every path', () => {
    expect(ask(objects(), '/anything').toString()).toBe('v2 1');
  });

  test('that match nothing give 404', () => {
    expect(ask([...echo(), upstream(), virtualService([{ matchers: [{ exact: '/a' }], ...to('v1') }])], '/b').toString()).toBe('404 1');
  });

  test.each<[string, any]>([
    ['gloo-condition-without-name', { prefix: '/', headers: [{ value: 'x' }] }],
    ['gloo-condition-expression-invalid', { prefix: '/', queryParameters: [{ name: 'a', value: '[', regex: true }] }],
    ['gloo-condition-expression-invalid', { prefix: '/', headers: [{ name: 'a', value: '(', regex: true }] }],
    ['gloo-condition-expression-invalid', { prefix: '/', methods: ['GET', '('] }],
    ['gloo-matcher-without-path', { headers: [{ name: 'stage', value: 'canary' }] }],
    ['gloo-expression-empty', { regex: '' }],
  ])('make Envoy refuse all routes of the listener: %s %j', (code, matcher) => {
    const split = ask(objects(matcher), '/other');
    expect([split.toString(), split.notes]).toMatchObject(['no listener 1', [
      { code, kind: NoteKind.REJECTED, objects: ['VirtualService gloo-system/app'], field: 'spec.virtualHost.routes[0]' },
    ]]);
  });

  test('whose path is no expression hold the VirtualService back', () => {
    const split = ask(objects({ regex: '(' }), '/other');
    expect([split.toString(), codesOf(split)]).toEqual(['no listener 1', ['gloo-listener-empty', 'gloo-expression-invalid']]);
  });

  test.each<[any, string]>([
    [{ prefix: '/a b' }, '/a%20b'],
    [{ exact: '/a/..' }, '/'],
    [{ prefix: '/a//b' }, '/a//b'],
    [{ prefix: '/a%2Fb' }, '/a%2Fb'],
  ])('with a path that Gloo does not accept are served, and only their own requests are told: %j', (matcher, url) => {
    const own = ask([...echo(), upstream(), virtualService([{ matchers: [matcher, { prefix: '/' }], ...to('v2') }])], url);
    expect([own.toString(), own.notes]).toMatchObject(['v2 1', [{ code: 'gloo-path-invalid', kind: NoteKind.REJECTED }]]);
    expect(ask(objects(matcher), '/other').notes).toEqual([]);
  });

  test('with several paths have the last of prefix, exact and regex', () => {
    const of = (matcher: any) => ['/a', '/a/b', '/x'].map((url) => ask(objects(matcher), url).toString());
    expect(of({ prefix: '/a', exact: '/a' })).toEqual(['v2 1', 'v1 1', 'v1 1']);
    expect(of({ regex: '/x', exact: '/a' })).toEqual(['v1 1', 'v1 1', 'v2 1']);
  });

  test('of one VirtualService that Envoy refuses take the others of the listener away, and leave those of other listeners', () => {
    const matchers = [{ prefix: '/', headers: [{ name: 'a', value: '(', regex: true }] }];
    const broken = virtualService([{ matchers, ...to('v2') }], ['b.example'], 'broken');
    const sound = virtualService([{ matchers: [{ prefix: '/' }], ...to('v1') }], ['a.example'], 'sound');
    const secure = { ...broken, metadata: { name: 'secure', namespace: 'gloo-system' }, spec: { ...broken.spec, sslConfig: {} } };
    expect(ask([...echo(), upstream(), secure, sound], 'http://a.example/').toString()).toBe('v1 1');
    expect(ask([...echo(), upstream(), broken, sound], 'http://a.example/').toString()).toBe('no listener 1');
  });
});

describe('the path', () => {
  const objects = [...echo(), upstream(), virtualService([{ matchers: [{ prefix: '/admin' }], ...to('v2') }, { matchers: [{ prefix: '/' }], ...to('v1') }])];

  test.each(['/admin', '/x/../admin', '/./admin/.', '/%61dmin', '/x/%2e%2e/admin'])('%s is compared after normalisation', (path) => {
    expect(ask(objects, path).toString()).toBe('v2 1');
  });

  test('keeps the case of escapes that stay, takes backslashes for slashes, and merges slashes where asked to', () => {
    const exact = (path: string) => [...echo(), upstream(), virtualService([{ matchers: [{ exact: path }], ...to('v2') }, { matchers: [{ prefix: '/' }], ...to('v1') }])];
    const settings = (httpConnectionManagerSettings: any) => ({ apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'gloo-system' }, spec: { httpGateway: { options: { httpConnectionManagerSettings } } } });
    expect(ask(exact('/caf%c3%a9'), '/caf%c3%a9').toString()).toBe('v2 1');
    expect(ask(exact('/caf%C3%A9'), '/caf%c3%a9').toString()).toBe('v1 1');
    expect(ask(exact('/admin/x'), '/admin\\x').toString()).toBe('v2 1');
    expect(ask([...exact('/a/b'), settings({ mergeSlashes: true })], '/a//b').toString()).toBe('v2 1');
    const escaped = (pathWithEscapedSlashesAction: any) => ask([...exact('/a/b'), settings({ pathWithEscapedSlashesAction })], '/a%2fb').toString();
    const actions = ['KEEP_UNCHANGED', 'REJECT_REQUEST', 'UNESCAPE_AND_REDIRECT', 'UNESCAPE_AND_FORWARD', 4];
    expect(actions.map(escaped)).toEqual(['v1 1', '400 1', '307 1', 'v2 1', 'v2 1']);
  });

  test.each(['//admin', '/x%2F..%2Fadmin', '/admi'])('%s is not made into another', (path) => {
    expect(ask(objects, path).toString()).toBe('v1 1');
  });

  test('is compared as sent where the Gateway says so', () => {
    const gateway = { apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'gloo-system' }, spec: { httpGateway: { options: { httpConnectionManagerSettings: { normalizePath: false } } } } };
    expect(ask([...objects, gateway], '/x/../admin').toString()).toBe('v1 1');
  });
});

describe('references without a namespace', () => {
  const bare = (object: any) => JSON.parse(JSON.stringify(object));

  test('of a route\'s own Upstream mean the namespace of the object that holds it', () => {
    const single = bare(to('v1'));
    delete single.routeAction.single.upstream.namespace;
    expect(ask([...echo(), upstream(), delegating(), routeTable('t', [{ matchers: [{ prefix: '/' }], ...single }])]).toString()).toBe('v1 1');
    expect(ask([...echo(), upstream(), virtualService([{ matchers: [{ prefix: '/' }], ...single }])]).toString()).toBe('503 1');
    const discovered = virtualService([{ matchers: [{ prefix: '/' }], routeAction: { single: { upstream: { name: 'echo-echo-80' } } } }]);
    expect(ask([...echo(), discovered]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test('find nothing elsewhere', () => {
    const table = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }]);
    expect(ask([...echo(), upstream(), table, virtualService([{ delegateAction: { ref: { name: 't' } } }])]).toString()).toBe('404 1');
    expect(ask([...echo(), virtualService([{ routeAction: { single: { kube: { ref: { name: 'echo' }, port: 80 } } } }])]).toString()).toBe('503 1');
    expect(ask([...echo(), upstream({ serviceNamespace: undefined }), virtualService([half])]).toString()).toBe('503 1');
  });
});

describe('actions that answer by themselves', () => {
  test.each<[any, string]>([
    [{ redirectAction: { hostRedirect: 'x' } }, '301 1'],
    [{ redirectAction: { responseCode: 'TEMPORARY_REDIRECT' } }, '307 1'],
    [{ redirectAction: { responseCode: 4 } }, '308 1'],
    [{ redirectAction: { responseCode: 301 } }, 'no listener 1'],
    [{ redirectAction: { pathRedirect: '/a//b' } }, '301 1'],
    [{ directResponseAction: { body: 'x' } }, 'no listener 1'],
    [{ directResponseAction: { status: 700 } }, 'no listener 1'],
    [{ directResponseAction: { status: 199 } }, 'no listener 1'],
    [{ directResponseAction: { status: 200, body: 'x'.repeat(4096) } }, '200 1'],
    [{ directResponseAction: { status: 200, body: 'ä'.repeat(2049) } }, 'no listener 1'],
    [{ routeAction: { clusterHeader: 'x-cluster' } }, '503 1'],
    [{ routeAction: {} }, 'no listener 1'],
    [{ routeAction: { multi: { destinations: [] } } }, 'no listener 1'],
    [{ routeAction: { single: {} } }, 'no listener 1'],
    [{ routeAction: { single: { consul: { serviceName: 'echo' } } } }, 'undetermined 1'],
    [{}, 'no listener 1'],
    [{ directResponseAction: { status: 418 } }, '418 1'],
    [{ ...to('v1'), directResponseAction: { status: 418 } }, '418 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a?x=1' } }, 'v1 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a%20b' } }, 'v1 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a//b' } }, 'v1 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a', regexRewrite: { pattern: { regex: 'a' } } } }, 'no listener 1'],
    [{ ...to('v1'), options: { regexRewrite: { pattern: { regex: '(' } } } }, 'no listener 1'],
    [{ redirectAction: { hostRedirect: 'x' }, options: { faults: { abort: { percentage: 10, httpStatus: 500 } } } }, '301 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 10 } } } }, 'v1 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 10, httpStatus: 600 } } } }, 'v1 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 101, httpStatus: 500 } } } }, '500 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 100, httpStatus: 200 } } } }, '200 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 2.5, httpStatus: 500 } } } }, 'v1 39/40, 500 1/40'],
  ])('%j', (action, expected) => {
    expect(ask([...echo(), upstream(), virtualService([{ matchers: [{ prefix: '/' }], ...action }])]).toString()).toBe(expected);
  });
});

describe('delegation', () => {
  const table = (matcher: any, extra: any = {}) => routeTable('t', [{ matchers: [matcher], ...to('v1'), ...extra }]);
  const split = (delegation: any, ...tables: any[]) => (url: string, headers = {}) =>
    ask([...echo(), upstream(), delegation, ...tables], url, headers);
  const under = (prefix: string, extra: any = {}, route: any = {}) => delegating([{ prefix, ...extra }], route);

  test('drops a route outside of its prefix and serves the rest', () => {
    const both = routeTable('t', [{ matchers: [{ prefix: '/other' }], ...to('v2') }, { matchers: [{ prefix: '/api/x' }], ...to('v1') }]);
    expect(split(under('/api'), both)('/api/x').toString()).toBe('v1 1');
    expect(split(under('/api'), both)('/other').toString()).toBe('404 1');
    expect(split(under('/api'), both)('/api/x').notes).toMatchObject([
      { code: 'gloo-route-dropped', kind: NoteKind.IGNORED, objects: ['RouteTable echo/t'], field: 'spec.routes[0]' },
    ]);
  });

  test('drops a route without matchers under a longer prefix unless the path is inherited', () => {
    const bare = routeTable('t', [to('v1')]);
    expect(split(under('/api'), bare)('/api').toString()).toBe('404 1');
    expect(split(under('/api', {}, { inheritablePathMatchers: true }), bare)('/api/x').toString()).toBe('v1 1');
  });

  test('asks children for the parent\'s header unless it is inherited', () => {
    const header = { headers: [{ name: 'stage', value: 'canary' }] };
    expect(split(under('/api', header), table({ prefix: '/api' }))('/api', CANARY).toString()).toBe('404 1');
    expect(split(under('/api', header), table({ prefix: '/api', ...header }))('/api', CANARY).toString()).toBe('v1 1');
    const inherited = split(under('/api', header, { inheritableMatchers: true }), table({ prefix: '/api' }));
    expect([inherited('/api', CANARY).toString(), inherited('/api').toString()]).toEqual(['v1 1', '404 1']);
  });

  test('asks children for the same case sensitivity, unset being another than true', () => {
    expect(split(under('/api', { caseSensitive: true }), table({ prefix: '/api' }))('/api').toString()).toBe('404 1');
    expect(split(under('/api', { caseSensitive: true }), table({ prefix: '/api', caseSensitive: true }))('/api').toString()).toBe('v1 1');
  });

  test('looks in its own namespace unless it names others', () => {
    const own = virtualService([{ matchers: [{ prefix: '/' }], delegateAction: { selector: { labels: { apiGroup: 'example' } } } }]);
    expect(split(own, table({ prefix: '/' }))('/').toString()).toBe('404 1');
    expect(codesOf(split(own, table({ prefix: '/' }))('/'))).toEqual(['gloo-delegation-nowhere']);
  });

  test('looks in the namespaces that it names', () => {
    const named = (...namespaces: string[]) => virtualService([{ delegateAction: { selector: { labels: { apiGroup: 'example' }, namespaces } } }]);
    expect(split(named('other', 'echo'), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    expect(split(named('other', 'third'), table({ prefix: '/' }))('/').toString()).toBe('404 1');
  });

  test('selects by expressions, and not by labels and expressions at once', () => {
    const by = (selector: any) => virtualService([{ matchers: [{ prefix: '/' }], delegateAction: { selector: { namespaces: ['*'], ...selector } } }]);
    const expressions = [{ key: 'apiGroup', operator: 'In', values: ['example'] }];
    expect(split(by({ expressions }), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    expect(split(by({ expressions, labels: { apiGroup: 'example' } }), table({ prefix: '/' }))('/').toString()).toBe('404 1');
    expect(split(by({ expressions: [{ key: 'apiGroup', operator: 'DoesNotExist' }] }), table({ prefix: '/' }))('/').toString()).toBe('404 1');
  });

  test.each<[any, boolean]>([
    [{ operator: 'Equals', values: ['example'] }, true],
    [{ operator: 'DoubleEquals', values: ['other'] }, false],
    [{ operator: 'NotEquals', values: ['other'] }, true],
    [{ operator: 'In', values: ['other', 'example'] }, true],
    [{ operator: 'NotIn', values: ['example'] }, false],
    [{ operator: 'Exists' }, true],
    [{ operator: 'DoesNotExist' }, false],
    [{ key: 'rank', operator: 'GreaterThan', values: ['4'] }, true],
    [{ key: 'rank', operator: 'LessThan', values: ['4'] }, false],
    [{ key: 'none', operator: 'NotIn', values: ['x'] }, true],
    [{ key: 'rank', operator: 'LessThan', values: ['four'] }, false],
  ])('selects by the expression %j', (expression, selected) => {
    const by = virtualService([{ delegateAction: { selector: { namespaces: ['*'], expressions: [{ key: 'apiGroup', ...expression }] } } }]);
    const ranked = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }], {}, { apiGroup: 'example', rank: '5' });
    expect(split(by, ranked)('/').toString()).toBe(selected ? 'v1 1' : '404 1');
  });

  test('asks children for the parent\'s query parameters and methods too', () => {
    const query = { queryParameters: [{ name: 'a', value: '1' }] };
    expect(split(under('/api', query), table({ prefix: '/api' }))('/api?a=1').toString()).toBe('404 1');
    expect(split(under('/api', query), table({ prefix: '/api', ...query }))('/api?a=1').toString()).toBe('v1 1');
    const methods = split(under('/api', { methods: ['POST'] }), table({ prefix: '/api', methods: ['GET'] }))('/api');
    expect([methods.toString(), codesOf(methods)]).toEqual(['404 1', ['gloo-route-dropped']]);
  });

  test('to nothing at all leads nowhere', () => {
    expect(codesOf(split(virtualService([{ delegateAction: {} }]))('/'))).toEqual(['gloo-delegation-nowhere']);
  });

  test('selects nothing by an expression that Kubernetes does not take', () => {
    const by = (expressions: any[]) => virtualService([{ matchers: [{ prefix: '/' }], delegateAction: { selector: { namespaces: ['*'], expressions } } }]);
    expect(split(by([{ key: 'apiGroup', values: ['example'] }]), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    const refused = split(by([{ key: 'apiGroup', operator: 'Exists', values: ['example'] }]), table({ prefix: '/' }))('/');
    expect(codesOf(refused)).toEqual(['gloo-delegation-nowhere']);
  });

  test('leaves a child\'s own options in force', () => {
    const faults = (httpStatus: number, percentage: number) => ({ options: { faults: { abort: { httpStatus, percentage } } } });
    expect(split(under('/api', {}, faults(503, 100)), table({ prefix: '/api' }, faults(418, 10)))('/api').toString()).toBe('v1 9/10, 418 1/10');
    expect(split(under('/api', {}, faults(503, 100)), table({ prefix: '/api' }))('/api').toString()).toBe('503 1');
  });

  test('by reference finds one table', () => {
    const by = (action: any) => virtualService([{ matchers: [{ prefix: '/' }], delegateAction: action }]);
    expect(split(by({ ref: { name: 't', namespace: 'echo' } }), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    expect(split(by({ name: 't', namespace: 'echo' }), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    expect(split(by({ ref: { name: 'u', namespace: 'echo' } }), table({ prefix: '/' }))('/').toString()).toBe('404 1');
  });

  test('in a cycle holds the VirtualService back', () => {
    const first = routeTable('first', [{ matchers: [{ prefix: '/a' }], delegateAction: { ref: { name: 'second', namespace: 'echo' } } }]);
    const second = routeTable('second', [{ matchers: [{ prefix: '/a/b' }], ...to('v2') }, { matchers: [{ prefix: '/a' }], delegateAction: { ref: { name: 'first', namespace: 'echo' } } }], {}, {});
    const chain = split(delegating(), first, second);
    const answer = chain('/a/b');
    expect([answer.toString(), answer.notes]).toMatchObject(['no listener 1', [
      { code: 'gloo-listener-empty' },
      { code: 'gloo-delegation-cycle', kind: NoteKind.REJECTED, objects: ['RouteTable echo/first', 'VirtualService gloo-system/app'] },
    ]]);
  });

  test('is rejected with several matchers or without a prefix', () => {
    const refused = (matchers: any[]) => codesOf(split(delegating(matchers), table({ prefix: '/' }))('/'));
    expect(refused([{ prefix: '/' }, { prefix: '/a' }])).toEqual(['gloo-listener-empty', 'gloo-delegation-matchers']);
    expect(refused([{ exact: '/' }])).toEqual(['gloo-listener-empty', 'gloo-delegation-prefix']);
    expect(refused([{ prefix: '' }])).toEqual(['gloo-listener-empty', 'gloo-delegation-prefix']);
  });

  test('is assumed where a team\'s folder has route tables and no VirtualService', () => {
    const alone = ask([...echo(), upstream(), table({ prefix: '/echo' })]);
    expect([alone.toString(), alone.notes]).toMatchObject(['v1 1', [{ code: 'gloo-virtual-service-assumed', kind: NoteKind.ASSUMED }]]);
  });
});

describe('objects from elsewhere', () => {
  test('may leave their namespace to kubectl', () => {
    const bare = (object: any) => ({ ...object, metadata: { ...object.metadata, namespace: undefined } });
    const split = ask([...echo().map(bare), upstream(), virtualService([half])]);
    expect(split.shares.map(({ version, workload }) => [version, workload])).toEqual([['v1', 'echo-v1'], ['v2', 'echo-v2']]);
  });

  test('may be a dump of a cluster, where pods are counted once, with their owner', () => {
    const owner = (kind: string, name: string) => ({ ownerReferences: [{ kind, name, controller: true }] });
    const [v1, v2, svc] = echo(2, 1);
    const replicaSet = { ...v1, kind: 'ReplicaSet', metadata: { ...v1.metadata, name: 'echo-v1-abc', ...owner('Deployment', 'echo-v1') } };
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'echo-v1-abc-1', namespace: 'echo', labels: { app: 'echo', version: 'v1' }, ...owner('ReplicaSet', 'echo-v1-abc') } };
    const all = virtualService([{ matchers: [{ prefix: '/' }], ...to() }]);
    expect(ask([v1, v2, svc, replicaSet, pod, upstream({ subsetSpec: undefined }), all]).toString()).toBe('v1 2/3, v2 1/3');
    expect(ask([v2, svc, replicaSet, upstream({ subsetSpec: undefined }), all]).shares.map(({ workload }) => workload)).toEqual(['echo/echo-v2', 'echo/echo-v1-abc']);
  });

  test('may have pods that are not ready', () => {
    const pod = (name: string, version: string, status: any) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'echo', labels: { app: 'echo', version } }, status });
    const pods = [pod('a', 'v1', { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }), pod('b', 'v2', { phase: 'Pending' }), pod('c', 'v2', { phase: 'Running', conditions: [{ type: 'PodScheduled', status: 'True' }, { type: 'Ready', status: 'False' }] })];
    expect(ask([...pods, service(), upstream({ subsetSpec: undefined }), virtualService([{ matchers: [{ prefix: '/' }], ...to() }])]).toString()).toBe('v1 1');
  });

  test('may have fields of null, which are not there', () => {
    const nulls = virtualService([{ name: null, matchers: [{ prefix: '/echo', exact: null, regex: null, headers: null }], redirectAction: null, ...weighted({ v1: 50, v2: 50 }) }, null]);
    expect(ask([...echo(), upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], defaultSubset: null } }), nulls]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test.each<[string, any]>([
    ['domains as text', virtualService([half], 'app.example' as any)],
    ['a header value that is a number', virtualService([{ matchers: [{ prefix: '/', headers: [{ name: 'a', value: 1 }] }], ...to('v1') }])],
    ['a negative weight', virtualService([{ ...weighted({ v1: -1, v2: 2 }) }])],
    ['a weight in quotes', virtualService([{ ...weighted({ v1: '80' as any }) }])],
  ])('that the API server rejects are left out: %s', (_, object) => {
    const table = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }]);
    const split = ask([...echo(), upstream(), table, object]);
    expect(split.toString()).toBe('no listener 1');
    expect(split.notes).toContainEqual(expect.objectContaining({ code: 'object-rejected', objects: ['VirtualService gloo-system/app'] }));
  });

  test('that are there twice count once, the last of them', () => {
    const [v1, v2, svc] = echo();
    const all = virtualService([{ ...to() }]);
    const split = ask([v1, v1, v2, svc, upstream({ servicePort: 8080 }), upstream({ subsetSpec: undefined }), all]);
    expect([split.toString(), split.notes]).toMatchObject(['v1 1/2, v2 1/2', [
      { code: 'object-repeated', objects: ['Deployment echo/echo-v1'] }, { code: 'object-repeated', objects: ['Upstream echo/echo'] },
    ]]);
  });

  test('that are constructs are refused with what to write instead', () => {
    const chart = Testing.chart();
    new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'Service' });
    for (const constructs of [chart, chart.apiObjects]) {
      expect(() => Traffic.of(constructs as any)).toThrow('Traffic reads plain Kubernetes objects, and was given constructs: write Traffic.of(Testing.synth(chart)), or Traffic.of(chart.toJson()).');
    }
  });

  test('of any shape never make the evaluator fail', () => {
    const odd = fc.oneof(fc.constant(null), fc.constant({}), fc.constant([]), fc.string(), fc.integer(), fc.boolean());
    holds(fc.property(fc.nat(), odd, (position, value) => {
      const objects = bareObjects();
      const holders = nodesOf(objects);
      const [holder, key] = holders[position % holders.length];
      holder[key] = value;
      try {
        expect(Traffic.of(objects).split(HttpRequest.to('/echo', { headers: CANARY })).shares).not.toHaveLength(0);
      } catch (error) {
        expect((error as Error).message).toContain('Among the objects are no routes');
      }
    }), 1500);
  });

  test('may come as a List, with documents between that are none of Kubernetes', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [...echo(), upstream()] };
    expect(ask([null, 'text', { a: 1 }, list, virtualService([half])]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test('without routes of a known router are answered with their kinds', () => {
    expect(() => ask(echo())).toThrow('Among the objects are no routes of a known router. Their kinds are: Deployment, Service.');
    expect(() => Traffic.of([...echo(), virtualService([])]).split(HttpRequest.to('/'), PodReadiness.allReady(), 'Istio')).toThrow('Among the objects are no routes of Istio.');
    expect(Traffic.of([virtualService([])]).routers).toEqual(['Gloo Edge']);
  });
});

function bareObjects(): any[] {
  const table = routeTable('t', [
    { matchers: [{ prefix: '/echo', headers: [{ name: 'stage', value: 'canary' }], methods: ['GET'], queryParameters: [] }], ...to('v2') },
    { matchers: [{ prefix: '/echo' }], ...weighted({ v1: 50, v2: 50 }), options: { faults: { abort: { percentage: 1, httpStatus: 500 } } } },
  ]);
  const gateway = { apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'gloo-system' }, spec: { httpGateway: { virtualServiceSelector: {} } } };
  const subsetSpec = { selectors: [{ keys: ['version'] }], fallbackPolicy: 'DEFAULT_SUBSET', defaultSubset: { values: { version: 'v1' } } };
  return JSON.parse(JSON.stringify([...echo(), upstream({ subsetSpec }), table, delegating(), gateway]));
}

/** Every place of a document: its holder and its key. */
function nodesOf(value: any): [any, string | number][] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.keys(value).flatMap((key) => [[value, key] as [any, string], ...nodesOf(value[key])]);
}
