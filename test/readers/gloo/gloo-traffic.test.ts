import { ApiObject, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { HttpRequest, Traffic, PodReadiness } from '../../../src';
import { ask, delegating, deployment, destination, echo, routeTable, service, to, upstream, virtualService, weighted } from '../../support/gloo-objects';
import { holds } from '../../support/property';

const CANARY = { stage: 'canary' };
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
    expect(ask(objects({ v1: 4294967295, v2: 1 })).shares[0].undetermined).toContain('the weights add up to more than 32 bits hold');
  });

  test('that are all zero are rejected', () => {
    expect(ask(objects({ v1: 0, v2: 0 })).shares[0].undetermined).toContain('require a total weight that is greater than or equal to 1');
  });

  test('live in an UpstreamGroup too', () => {
    const group = { apiVersion: 'gloo.solo.io/v1', kind: 'UpstreamGroup', metadata: { name: 'g', namespace: 'echo' }, spec: weighted({ v1: 1, v2: 2 }).routeAction.multi };
    const route = virtualService([{ matchers: [{ prefix: '/' }], routeAction: { upstreamGroup: { name: 'g', namespace: 'echo' } } }]);
    expect(ask([...echo(), upstream(), group, route]).toString()).toBe('v1 1/3, v2 2/3');
    expect(ask([...echo(), upstream(), route]).shares[0].undetermined).toContain('UpstreamGroup echo/g is not there, and Envoy does not take the empty name that Gloo writes for it');
  });

  test('after the first destination that picks a subset of an Upstream without subsets are lost', () => {
    const split = ask([...echo(1, 3), upstream({ subsetSpec: undefined }), virtualService([{ matchers: [{ prefix: '/' }], ...weighted({ v1: 1, v2: 1 }) }])]);
    expect(split.toString()).toBe('v1 1/4, v2 3/4');
    expect(split.notes).toEqual([
      'destination 1 picks a subset of an Upstream without subsets, and Gloo loses the 1 destinations after it',
      'the route picks a subset, but Upstream echo/echo has none: any pod answers',
    ]);
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
    expect(ask([...echo(), upstream({ subsetSpec: {} }), virtualService([{ ...to('v1') }])]).shares[0].undetermined).toContain('has a subsetSpec without selectors, so none matches the route\'s subset');
  });

  test('of a subset with a single host are one, and which one may be undefined', () => {
    const single = (key: string) => upstream({ subsetSpec: { selectors: [{ keys: [key], singleHostPerSubset: true }] } });
    const route = (values: any) => virtualService([{ routeAction: { single: { ...destination(), subset: { values } } } }]);
    expect(ask([...echo(2, 2), single('version'), route({ version: 'v1' })]).toString()).toBe('v1 1');
    expect(ask([...echo(1, 1), single('app'), route({ app: 'echo' })]).shares[0].undetermined).toBe('Upstream echo/echo keeps a single host per subset, and which of echo/echo-v1, echo/echo-v2 it is, is not defined');
  });

  test('that fall back are told', () => {
    expect(ask([...echo(1, 0), upstream(), virtualService([half])]).notes).toEqual(['no pod of Upstream echo/echo with version=v2 is ready, so the fallback policy ANY_ENDPOINT applies']);
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
    expect(ask(objects, '/', {}, PodReadiness.allReady().withReadyPods('echo/other', 0)).notes).toEqual(['nothing among the objects is called echo/other, so its number of ready pods changes nothing']);
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
    expect(split.shares.map((share) => ({ ...share, fraction: share.fraction.toString() }))).toEqual([
      { fraction: '1/2', version: 'v1', service: 'echo/echo', subset: { version: 'v1' }, workload: undefined, status: undefined, undetermined: undefined },
      { fraction: '1/2', version: 'v2', service: 'echo/echo', subset: { version: 'v2' }, workload: undefined, status: undefined, undetermined: undefined },
    ]);
    expect(split.notes).toEqual(['no workload of Service echo/echo is among the objects, so its pods are taken as ready']);
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
    expect(ask([...objects, twice], 'http://app.example/').shares[0].undetermined).toBe('the VirtualServices gloo-system/appxexample and gloo-system/second claim the same domain \'app.example\': Gloo rejects them, and the proxy keeps its last valid configuration');
  });

  test('over TLS are served by VirtualServices with sslConfig only', () => {
    const secure = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['app.example'], 'secure', { sslConfig: { secretRef: { name: 'tls', namespace: 'gloo-system' } } });
    const both = [...echo(), upstream(), one('app.example', 'v1'), secure];
    expect([ask(both, 'https://app.example/').toString(), ask(both, 'http://app.example/').toString()]).toEqual(['v2 1', 'v1 1']);
  });

  test('are served by VirtualServices that a Gateway selects, where Gateways are among the objects', () => {
    const gateway = { apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'gateway-proxy', namespace: 'gloo-system' }, spec: { httpGateway: { virtualServiceSelector: { team: 'web' } } } };
    expect(ask([...objects, gateway], 'http://app.example/').toString()).toBe('404 1');
  });

  test('of a folder without VirtualService are served over http and https', () => {
    const team = [...echo(), upstream(), routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }])];
    expect([ask(team, 'http://app.example/').toString(), ask(team, 'https://app.example/').toString()]).toEqual(['v1 1', 'v1 1']);
  });

  const gatewayFor = (name: string, spec: any) => ({ apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name, namespace: 'gloo-system' }, spec });
  const labelled = (version: string, domain: string, team: string) => {
    const bound = virtualService([{ matchers: [{ prefix: '/' }], ...to(version) }], [domain], team);
    return { ...bound, metadata: { ...bound.metadata, labels: { team } } };
  };

  test('may be claimed twice on two Gateways, and then it depends on the port', () => {
    const gateways = ['public', 'internal'].map((team) => gatewayFor(team, { httpGateway: { virtualServiceSelector: { team } } }));
    const both = [...echo(), upstream(), labelled('v1', 'app.example', 'public'), labelled('v2', 'app.example', 'internal'), ...gateways];
    expect(ask(both, 'http://app.example/').shares[0].undetermined).toBe('it depends on the gateway\'s port: Gateway gloo-system/public (v1 1), Gateway gloo-system/internal (v2 1)');
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
    expect(ask([...echo(), upstream(), twice], 'http://a.example/').shares[0].undetermined).toBe('the VirtualService gloo-system/a lists the domain \'a.example\' twice: Gloo rejects it, and the proxy keeps its last valid configuration');
    const other = virtualService([{ ...to('v2') }], ['A.example'], 'b');
    expect(ask([...echo(), upstream(), virtualService([{ ...to('v1') }], ['a.example'], 'a'), other], 'http://a.example/').undetermined.toString()).toBe('1');
  });

  test('of no Gateway for the scheme get 404', () => {
    const insecure = { apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'gloo-system' }, spec: { httpGateway: {} } };
    expect(ask([...objects, insecure], 'https://app.example/').notes).toEqual(['no Gateway listens for https']);
  });

  test.each<[string, any, string]>([
    ['its namespaces', { virtualServiceNamespaces: ['other'] }, '404 1'],
    ['all namespaces', { virtualServiceNamespaces: ['*'] }, 'v2 1'],
    ['expressions', { virtualServiceExpressions: { expressions: [{ key: 'team', operator: 'DoesNotExist' }] } }, 'v2 1'],
    ['expressions that Kubernetes does not take', { virtualServiceExpressions: { expressions: [{ key: 'team', operator: 'DoesNotExist', values: ['x'] }] } }, '404 1'],
    ['references', { virtualServices: [{ name: 'appxexample', namespace: 'gloo-system' }] }, 'v2 1'],
  ])('are selected by %s of a Gateway', (_, httpGateway, expected) => {
    const selecting = { apiVersion: 'gateway.solo.io/v1', kind: 'Gateway', metadata: { name: 'g', namespace: 'gloo-system' }, spec: { httpGateway } };
    expect(ask([...objects, selecting], 'http://app.example/').toString()).toBe(expected);
  });

  test('that others conflict over are told of', () => {
    const a = virtualService([{ matchers: [{ prefix: '/' }], ...to('v1') }], ['x.example', 'a.example'], 'a');
    const b = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['x.example'], 'b');
    const c = virtualService([{ matchers: [{ prefix: '/' }], ...to('v2') }], ['c.example'], 'c');
    const conflict = 'the VirtualServices gloo-system/a and gloo-system/b claim the same domain \'x.example\': Gloo rejects them, and the proxy keeps its last valid configuration';
    expect(ask([...echo(), upstream(), a, b, c], 'http://a.example/').shares[0].undetermined).toBe(conflict);
    expect(ask([...echo(), upstream(), a, b, c], 'http://c.example/').notes).toEqual([conflict]);
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
    ['CONNECT', { connectMatcher: {} }, HttpRequest.to('/', { method: 'CONNECT' }), true],
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

  test.each<[any, string]>([
    [{ regex: '(' }, '\'(\' is no RE2 expression'],
    [{ prefix: '/', exact: '/' }, 'a matcher has one path specifier, not prefix and exact'],
    [{ prefix: '/a b' }, 'the path /a b has characters that Gloo does not accept'],
    [{ exact: '/a/..' }, 'the path /a/.. contains /..'],
    [{ prefix: '/', headers: [{ value: 'x' }] }, 'a header or query parameter condition has no name'],
    [{ prefix: '/', queryParameters: [{ name: 'a', value: '[', regex: true }] }, '\'[\' is no RE2 expression'],
  ])('like %j are rejected', (matcher, reason) => {
    expect(ask(objects(matcher), '/other').notes).toEqual([`VirtualService gloo-system/app route 1 is rejected (${reason}); the proxy keeps its last valid configuration until that is mended`]);
  });

  test('that another VirtualService of the gateway has wrong are told, since Envoy takes all routes or none', () => {
    const broken = virtualService([{ matchers: [{ prefix: '/', headers: [{ name: 'a', value: '(', regex: true }] }], ...to('v2') }], ['b.example'], 'broken');
    const sound = virtualService([{ matchers: [{ prefix: '/' }], ...to('v1') }], ['a.example'], 'sound');
    const secure = { ...broken, metadata: { name: 'secure', namespace: 'gloo-system' }, spec: { ...broken.spec, sslConfig: {} } };
    expect(ask([...echo(), upstream(), secure, sound], 'http://a.example/').notes).toEqual([]);
    const split = ask([...echo(), upstream(), broken, sound], 'http://a.example/');
    expect([split.toString(), split.notes]).toEqual(['v1 1', ['VirtualService gloo-system/broken route 1 is rejected (\'(\' is no RE2 expression); the proxy keeps its last valid configuration until that is mended']]);
  });

  test('that Gloo rejects are told', () => {
    expect(ask(objects({ headers: [{ name: 'stage', value: 'canary' }] }), '/x', CANARY).shares[0].undetermined).toContain('no path specifier provided');
    const split = ask(objects({ prefix: '/a//b' }), '/a//b');
    expect(split.shares[0].undetermined).toBe('VirtualService gloo-system/app route 1 is rejected (the path /a//b contains //), and the proxy keeps its last valid configuration');
    expect(ask(objects({ prefix: '/a//b' }), '/c').notes).toEqual(['VirtualService gloo-system/app route 1 is rejected (the path /a//b contains //); the proxy keeps its last valid configuration until that is mended']);
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
    expect(ask([...exact('/a/b'), settings({ pathWithEscapedSlashesAction: 'UNESCAPE_AND_FORWARD' })], '/a%2fb').notes).toEqual(['Gateway gloo-system/g has a pathWithEscapedSlashesAction, which is not evaluated: the path is taken as sent']);
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
    [{ redirectAction: { responseCode: 301 } }, 'undetermined 1'],
    [{ redirectAction: { pathRedirect: '/a//b' } }, 'undetermined 1'],
    [{ directResponseAction: { body: 'x' } }, 'undetermined 1'],
    [{ directResponseAction: { status: 700 } }, 'undetermined 1'],
    [{ directResponseAction: { status: 99 } }, 'undetermined 1'],
    [{ graphqlApiRef: { name: 'x' } }, 'undetermined 1'],
    [{ routeAction: { clusterHeader: 'x-cluster' } }, 'undetermined 1'],
    [{ routeAction: {} }, 'undetermined 1'],
    [{ routeAction: { multi: { destinations: [] } } }, 'undetermined 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a?x=1' } }, 'v1 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a%20b' } }, 'undetermined 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/%zz' } }, 'undetermined 1'],
    [{ ...to('v1'), options: { regexRewrite: { pattern: { regex: '(' } } } }, 'undetermined 1'],
    [{ directResponseAction: { status: 418 } }, '418 1'],
    [{ redirectAction: { hostRedirect: 'x' }, options: { faults: { abort: { percentage: 10, httpStatus: 500 } } } }, '301 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 10 } } } }, 'undetermined 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 10, httpStatus: 600 } } } }, 'undetermined 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 101, httpStatus: 500 } } } }, 'undetermined 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 100, httpStatus: 200 } } } }, '200 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a//b' } }, 'undetermined 1'],
    [{ routeAction: { single: {} } }, 'undetermined 1'],
    [{ routeAction: { single: { consul: { serviceName: 'echo' } } } }, 'undetermined 1'],
    [{}, 'undetermined 1'],
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
    expect(split(under('/api'), both)('/api/x').notes).toEqual(['RouteTable echo/t route 1 is dropped: its path /other does not begin with /api']);
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
    expect(split(own, table({ prefix: '/' }))('/').notes).toEqual(['VirtualService gloo-system/app route 1 leads nowhere: no route table matches the given selector']);
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
    [{ operator: 'Near', values: ['x'] }, false],
    [{ key: 'rank', operator: 'LessThan', values: ['four'] }, false],
  ])('selects by the expression %j', (expression, selected) => {
    const by = virtualService([{ delegateAction: { selector: { namespaces: ['*'], expressions: [{ key: 'apiGroup', ...expression }] } } }]);
    const ranked = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }], {}, { apiGroup: 'example', rank: '5' });
    expect(split(by, ranked)('/').toString()).toBe(selected ? 'v1 1' : '404 1');
  });

  test('asks children for the parent\'s query parameters and methods too', () => {
    const query = { queryParameters: [{ name: 'a', value: '1' }] };
    expect(split(under('/api', query), table({ prefix: '/api' }))('/api?a=1').notes).toEqual(['RouteTable echo/t route 1 is dropped: it lacks the query parameter a of the delegating route']);
    expect(split(under('/api', query), table({ prefix: '/api', ...query }))('/api?a=1').toString()).toBe('v1 1');
    expect(split(under('/api', { methods: ['POST'] }), table({ prefix: '/api', methods: ['GET'] }))('/api').notes).toEqual(['RouteTable echo/t route 1 is dropped: it lacks the method POST of the delegating route']);
  });

  test('may be written in ways that are not read, which is told', () => {
    const referring = table({ prefix: '/' }, { optionsConfigRefs: { delegateOptions: [{ name: 'o', namespace: 'echo' }] } });
    expect(split(delegating(), referring)('/').notes).toEqual(['RouteTable echo/t route 1 refers to RouteOption objects, which are not read']);
    expect(split(virtualService([{ delegateAction: {} }]))('/').notes).toEqual(['VirtualService gloo-system/app route 1 leads nowhere: it names neither a route table nor a selector']);
  });

  test('selects nothing by an expression that Kubernetes does not take', () => {
    const by = (expressions: any[]) => virtualService([{ matchers: [{ prefix: '/' }], delegateAction: { selector: { namespaces: ['*'], expressions } } }]);
    expect(split(by([{ key: 'apiGroup', values: ['example'] }]), table({ prefix: '/' }))('/').toString()).toBe('v1 1');
    expect(split(by([{ key: 'apiGroup', operator: 'Exists', values: ['example'] }]), table({ prefix: '/' }))('/').notes).toEqual(['VirtualService gloo-system/app route 1 leads nowhere: the route table selector expression is invalid']);
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

  test('goes through several tables and stops at a cycle', () => {
    const first = routeTable('first', [{ matchers: [{ prefix: '/a' }], delegateAction: { ref: { name: 'second', namespace: 'echo' } } }]);
    const second = routeTable('second', [{ matchers: [{ prefix: '/a/b' }], ...to('v2') }, { matchers: [{ prefix: '/a' }], delegateAction: { ref: { name: 'first', namespace: 'echo' } } }], {}, {});
    const chain = split(delegating(), first, second);
    expect(chain('/a/b').toString()).toBe('v2 1');
    expect(chain('/a/c').shares[0].undetermined).toContain('delegation cycle through RouteTable echo/first');
  });

  test('is rejected with several matchers or without a prefix', () => {
    expect(split(delegating([{ prefix: '/' }, { prefix: '/a' }]), table({ prefix: '/' }))('/').shares[0].undetermined).toContain('must omit or specify a single matcher');
    expect(split(delegating([{ exact: '/' }]), table({ prefix: '/' }))('/').shares[0].undetermined).toContain('must use a prefix matcher');
  });

  test('is assumed where a team\'s folder has route tables and no VirtualService', () => {
    const alone = ask([...echo(), upstream(), table({ prefix: '/echo' })]);
    expect([alone.toString(), alone.notes]).toEqual(['v1 1', ['no VirtualService is among the objects, so one is assumed that delegates every path of every host to all RouteTables']]);
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
    const pod = (name: string, version: string, status: any) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'echo', labels: { app: 'echo', version } }, spec: { containers: [{ name: 'c', image: 'i' }] }, status });
    const pods = [pod('a', 'v1', { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }), pod('b', 'v2', { phase: 'Pending' }), pod('c', 'v2', { phase: 'Running', conditions: [{ type: 'PodScheduled', status: 'True' }, { type: 'Ready', status: 'False' }] })];
    expect(ask([...pods, service(), upstream({ subsetSpec: undefined }), virtualService([{ matchers: [{ prefix: '/' }], ...to() }])]).toString()).toBe('v1 1');
  });

  test('may have fields of null, which are not there', () => {
    const nulls = virtualService([{ name: null, matchers: [{ prefix: '/echo', exact: null, regex: null, headers: null }], redirectAction: null, ...weighted({ v1: 50, v2: 50 }) }, null]);
    expect(ask([...echo(), upstream({ subsetSpec: { selectors: [{ keys: ['version'] }], defaultSubset: null } }), nulls]).toString()).toBe('v1 1/2, v2 1/2');
  });

  test.each<[string, any, string]>([
    ['domains as text', virtualService([half], 'app.example' as any), 'VirtualService gloo-system/app is left out, because the API server rejects it: spec.virtualHost.domains must be a list, given "app.example"'],
    ['a header value that is a number', virtualService([{ matchers: [{ prefix: '/', headers: [{ name: 'a', value: 1 }] }], ...to('v1') }]), 'VirtualService gloo-system/app is left out, because the API server rejects it: spec.virtualHost.routes[0].matchers[0].headers[0].value must be a string, given 1'],
    ['a negative weight', virtualService([{ ...weighted({ v1: -1, v2: 2 }) }]), 'VirtualService gloo-system/app is left out, because the API server rejects it: spec.virtualHost.routes[0].routeAction.multi.destinations[0].weight must be a whole number of 32 bits and at least 0, given -1'],
    ['a weight in quotes', virtualService([{ ...weighted({ v1: '80' as any }) }]), 'VirtualService gloo-system/app is left out, because the API server rejects it: spec.virtualHost.routes[0].routeAction.multi.destinations[0].weight must be a whole number of 32 bits and at least 0, given "80"'],
  ])('that the API server rejects are left out: %s', (_, object, note) => {
    const table = routeTable('t', [{ matchers: [{ prefix: '/' }], ...to('v1') }]);
    expect(ask([...echo(), upstream(), table, object]).notes).toContain(note);
  });

  test('that are there twice count once, the last of them', () => {
    const [v1, v2, svc] = echo();
    const all = virtualService([{ ...to() }]);
    const split = ask([v1, v1, v2, svc, upstream({ servicePort: 8080 }), upstream({ subsetSpec: undefined }), all]);
    expect([split.toString(), split.notes]).toEqual(['v1 1/2, v2 1/2', [
      'Deployment echo/echo-v1 is among the objects 2 times, and the last one counts, as if all were applied in order: read one stage at a time',
      'Upstream echo/echo is among the objects 2 times, and the last one counts, as if all were applied in order: read one stage at a time',
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
