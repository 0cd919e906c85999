import { NoteKind, Traffic } from '../../../src';
import * as gatewayApi from '../../support/gateway-objects';
import { ingress } from '../../support/ingress-objects';
import * as istio from '../../support/istio-objects';
import { deployment, service } from '../../support/kubernetes-objects';

type Change = (object: any) => void;

/** The field for which an object is refused, once it is changed; `accepted` where it is not. */
function verdict(object: any, change: Change): string {
  const changed = structuredClone(object);
  change(changed);
  const [refused] = Traffic.of([changed])._indexNotes.filter(({ code }) => code === 'object-rejected');
  return refused === undefined ? 'accepted' : refused.field!;
}

const PATH = 'spec.rules[0].http.paths[0]';

describe('an Ingress is accepted or refused as by the API server:', () => {
  const path = (of: any) => of.spec.rules[0].http.paths[0];
  test.each<[string, Change, string]>([
    ['a whole one', () => undefined, 'accepted'],
    [
      'a dot segment at the end',
      (of) => {
        path(of).path = '/a/.';
      },
      `${PATH}.path`,
    ],
    [
      'two slashes',
      (of) => {
        path(of).path = '/a//b';
      },
      `${PATH}.path`,
    ],
    [
      'two slashes where the implementation decides',
      (of) => {
        Object.assign(path(of), { path: '/a//b', pathType: 'ImplementationSpecific' });
      },
      'accepted',
    ],
    [
      'an address as host',
      (of) => {
        of.spec.rules[0].host = '::1';
      },
      'spec.rules[0].host',
    ],
    [
      'a wildcard in the middle',
      (of) => {
        of.spec.rules[0].host = 'a.*.example';
      },
      'spec.rules[0].host',
    ],
    [
      'a rule without paths',
      (of) => {
        of.spec.rules[0] = { host: 'a.example' };
      },
      'accepted',
    ],
    [
      'a port with a name and a number',
      (of) => {
        path(of).backend.service.port = { name: 'http', number: 80 };
      },
      `${PATH}.backend.service.port`,
    ],
    [
      'a port name of digits',
      (of) => {
        path(of).backend.service.port = { name: '80' };
      },
      `${PATH}.backend.service.port.name`,
    ],
    [
      'a class annotation of another class',
      (of) => {
        of.metadata.annotations = { 'kubernetes.io/ingress.class': 'other' };
      },
      'spec.ingressClassName',
    ],
    [
      'a TLS host with a port',
      (of) => {
        of.spec.tls = [{ hosts: ['a.example:443'] }];
      },
      'spec.tls[0].hosts[0]',
    ],
    [
      'an unknown field',
      (of) => {
        of.spec.tsl = [];
      },
      'spec.tsl',
    ],
    [
      'annotations above 256 KiB',
      (of) => {
        of.metadata.annotations = { a: 'x'.repeat(262_144) };
      },
      'metadata.annotations',
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict(ingress(), change)).toBe(expected);
  });
});

describe('a Service is accepted or refused as by the API server:', () => {
  test.each<[string, Change, string]>([
    ['a whole one', () => undefined, 'accepted'],
    [
      'headless without ports',
      (of) => {
        of.spec = { clusterIP: 'None', selector: { a: 'b' } };
      },
      'accepted',
    ],
    [
      'an ExternalName without ports',
      (of) => {
        of.spec = { type: 'ExternalName', externalName: 'a.example.' };
      },
      'accepted',
    ],
    [
      'an external name in capitals',
      (of) => {
        of.spec = { type: 'ExternalName', externalName: 'A.example' };
      },
      'spec.externalName',
    ],
    [
      'a type that does not exist',
      (of) => {
        of.spec.type = 'clusterIP';
      },
      'spec.type',
    ],
    [
      'a node port of a ClusterIP',
      (of) => {
        of.spec.ports[0].nodePort = 30000;
      },
      'spec.ports[0].nodePort',
    ],
    [
      'a name that begins with a digit',
      (of) => {
        of.metadata.name = '1echo';
      },
      'metadata.name',
    ],
    [
      'a port as text',
      (of) => {
        of.spec.ports[0].port = '80';
      },
      'spec.ports[0].port',
    ],
    [
      'a selector that no pod can carry',
      (of) => {
        of.spec.selector = { app: 'a b' };
      },
      'spec.selector.app',
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict(service(), change)).toBe(expected);
  });
});

describe('a Deployment is accepted or refused as by the API server:', () => {
  const container = (of: any) => of.spec.template.spec.containers[0];
  const CONTAINER = 'spec.template.spec.containers[0]';
  test.each<[string, Change, string]>([
    ['a whole one', () => undefined, 'accepted'],
    [
      'an empty selector',
      (of) => {
        of.spec.selector = {};
      },
      'spec.selector',
    ],
    [
      'a selector by expressions',
      (of) => {
        of.spec.selector = { matchExpressions: [{ key: 'app', operator: 'In', values: ['a'] }] };
      },
      'accepted',
    ],
    [
      'a selector that its pods do not fulfil',
      (of) => {
        of.spec.selector = { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] };
      },
      'spec.template.metadata.labels',
    ],
    [
      'a probe without a handler',
      (of) => {
        container(of).readinessProbe = { periodSeconds: 5 };
      },
      `${CONTAINER}.readinessProbe`,
    ],
    [
      'a liveness probe that has to succeed twice',
      (of) => {
        container(of).livenessProbe = { tcpSocket: { port: 80 }, successThreshold: 2 };
      },
      `${CONTAINER}.livenessProbe.successThreshold`,
    ],
    [
      'a scheme in lower case',
      (of) => {
        container(of).readinessProbe = { httpGet: { port: 80, scheme: 'https' } };
      },
      `${CONTAINER}.readinessProbe.httpGet.scheme`,
    ],
    [
      'a mount without its volume',
      (of) => {
        container(of).volumeMounts = [{ name: 'v', mountPath: '/v' }];
      },
      `${CONTAINER}.volumeMounts[0].name`,
    ],
    [
      'two containers of one name',
      (of) => {
        of.spec.template.spec.containers.push({ name: 'c', image: 'j' });
      },
      'spec.template.spec.containers[1]',
    ],
    [
      'a request above its limit',
      (of) => {
        container(of).resources = { requests: { memory: '1Gi' }, limits: { memory: '512Mi' } };
      },
      `${CONTAINER}.resources.requests.memory`,
    ],
    [
      'Recreate with a rolling update',
      (of) => {
        of.spec.strategy = { type: 'Recreate', rollingUpdate: {} };
      },
      'spec.strategy.rollingUpdate',
    ],
    [
      'more than all pods unavailable',
      (of) => {
        of.spec.strategy = { rollingUpdate: { maxUnavailable: '101%' } };
      },
      'spec.strategy.rollingUpdate.maxUnavailable',
    ],
    [
      'a deadline that is no later than readiness',
      (of) => {
        of.spec.minReadySeconds = 600;
      },
      'spec.progressDeadlineSeconds',
    ],
    [
      'a misspelt field of a container',
      (of) => {
        container(of).redinessProbe = {};
      },
      `${CONTAINER}.redinessProbe`,
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict(deployment('a', 1, { app: 'a' }), change)).toBe(expected);
  });
});

describe('an HTTPRoute is accepted or refused as by the API server:', () => {
  const rule = (of: any) => of.spec.rules[0];
  const rewrite = { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } } };
  const many = (count: number) => Array.from({ length: count }, (_, index) => gatewayApi.header(`x-${index}`, 'a'));
  test.each<[string, Change, string]>([
    ['a whole one', () => undefined, 'accepted'],
    [
      '16 headers',
      (of) => {
        rule(of).matches = [{ headers: many(16) }];
      },
      'accepted',
    ],
    [
      '17 headers',
      (of) => {
        rule(of).matches = [{ headers: many(17) }];
      },
      'spec.rules[0].matches[0].headers',
    ],
    [
      '129 matches in all',
      (of) => {
        of.spec.rules = [64, 64, 1].map((length) => ({ matches: Array(length).fill({ method: 'GET' }) }));
      },
      'spec.rules',
    ],
    [
      'a prefix replaced without a match',
      (of) => {
        rule(of).filters = [rewrite];
      },
      'accepted',
    ],
    [
      'a prefix replaced for two matches',
      (of) => {
        Object.assign(rule(of), { filters: [rewrite], matches: [{}, {}] });
      },
      'spec.rules[0].filters[0]',
    ],
    [
      'a filter twice',
      (of) => {
        rule(of).filters = [rewrite, rewrite];
      },
      'spec.rules[0].filters[1]',
    ],
    [
      'a field of another filter',
      (of) => {
        rule(of).filters = [{ ...rewrite, requestRedirect: {} }];
      },
      'spec.rules[0].filters[0].requestRedirect',
    ],
    [
      'a redirect beside backends',
      (of) => {
        rule(of).filters = [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https' } }];
      },
      'spec.rules[0].filters[0]',
    ],
    [
      'a backend timeout above the whole',
      (of) => {
        rule(of).timeouts = { request: '1s', backendRequest: '1m1ms' };
      },
      'spec.rules[0].timeouts.backendRequest',
    ],
    [
      'no timeout of the whole',
      (of) => {
        rule(of).timeouts = { request: '0s', backendRequest: '1m' };
      },
      'accepted',
    ],
    [
      'a timeout with a fraction',
      (of) => {
        rule(of).timeouts = { request: '1.5s' };
      },
      'spec.rules[0].timeouts.request',
    ],
    [
      'a rule name in capitals',
      (of) => {
        rule(of).name = 'A';
      },
      'spec.rules[0].name',
    ],
    [
      'a Service without port',
      (of) => {
        delete rule(of).backendRefs[0].port;
      },
      'spec.rules[0].backendRefs[0].port',
    ],
    [
      'a parent twice by section',
      (of) => {
        of.spec.parentRefs = [
          { name: 'g', sectionName: 'a' },
          { name: 'g', sectionName: 'b' },
        ];
      },
      'accepted',
    ],
    [
      'a parent with a section and without',
      (of) => {
        of.spec.parentRefs = [{ name: 'g', sectionName: 'a' }, { name: 'g' }];
      },
      'spec.parentRefs[1]',
    ],
    [
      'a field of the experimental channel',
      (of) => {
        rule(of).retry = { attempts: 2 };
      },
      'accepted',
    ],
    [
      'a field that does not exist',
      (of) => {
        rule(of).backendRef = [];
      },
      'spec.rules[0].backendRef',
    ],
    [
      'no spec',
      (of) => {
        delete of.spec;
      },
      'spec',
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict(gatewayApi.httpRoute([{ backendRefs: [gatewayApi.to('v1')] }]), change)).toBe(expected);
  });
});

describe('a Gateway is accepted or refused as by the API server:', () => {
  const http = (more: any = {}) => ({ name: 'http', port: 80, protocol: 'HTTP', ...more });
  test.each<[string, any[], string]>([
    ['a whole one', [http()], 'accepted'],
    ['no listeners', [], 'spec.listeners'],
    ['two listeners of one name', [http(), http({ port: 81 })], 'spec.listeners[1]'],
    ['two listeners of one port', [http(), http({ name: 'b' })], 'spec.listeners[1]'],
    ['two listeners of one port and two hosts', [http(), http({ name: 'b', hostname: 'a.example' })], 'accepted'],
    ['TLS for HTTP', [http({ tls: { certificateRefs: [{ name: 'a' }] } })], 'spec.listeners[0].tls'],
    ['TLS without a certificate', [http({ protocol: 'HTTPS', tls: {} })], 'spec.listeners[0].tls.certificateRefs'],
    [
      'HTTPS that is passed through',
      [http({ protocol: 'HTTPS', tls: { mode: 'Passthrough' } })],
      'spec.listeners[0].tls.mode',
    ],
    ['a port above 65535', [http({ port: 70000 })], 'spec.listeners[0].port'],
    ['the hostname *', [http({ hostname: '*' })], 'spec.listeners[0].hostname'],
  ])('%s', (_, listeners, expected) => {
    expect(verdict(gatewayApi.gateway(listeners), () => undefined)).toBe(expected);
  });
});

describe("Istio's objects are accepted or refused as by the API server:", () => {
  test.each<[string, any, string]>([
    [
      'a weight below 0, which only the webhook refuses',
      istio.virtualService({ http: [{ route: [istio.to('echo', undefined, -1)] }] }),
      'accepted',
    ],
    [
      'a route without destination',
      istio.virtualService({ http: [{ route: [{ weight: 1 }] }] }),
      'spec.http[0].route[0].destination',
    ],
    [
      'a direct response without status',
      istio.virtualService({ http: [{ directResponse: {} }] }),
      'spec.http[0].directResponse.status',
    ],
    ['a timeout below a millisecond', istio.virtualService({ http: [{ timeout: '0s' }] }), 'spec.http[0].timeout'],
    ['a timeout with a fraction', istio.virtualService({ http: [{ timeout: '1.5s' }] }), 'accepted'],
    [
      'an abort of two kinds',
      istio.virtualService({ http: [{ fault: { abort: { httpStatus: 500, grpcStatus: 'A' } } }] }),
      'spec.http[0].fault.abort',
    ],
    [
      'a subset without name',
      { ...istio.destinationRule('echo', {}), spec: { host: 'echo', subsets: [{}] } },
      'spec.subsets[0].name',
    ],
    [
      'a server without hosts',
      istio.gateway([{ port: { number: 80, protocol: 'HTTP', name: 'http' } }]),
      'spec.servers[0].hosts',
    ],
  ])('%s', (_, object, expected) => {
    expect(verdict(object, () => undefined)).toBe(expected);
  });
});

describe('a refused object', () => {
  test('is told with its field, what to write, and the source', () => {
    const [note] = Traffic.of([{ ...service(), spec: { ports: [] } }])._indexNotes;
    expect(note).toEqual({
      code: 'object-rejected',
      kind: NoteKind.REJECTED,
      objects: ['Service echo/echo'],
      message: 'the API server rejects Service echo/echo: spec.ports must have at least one port',
      field: 'spec.ports',
      fix: 'Add the port that clients ask for.',
      source: expect.stringContaining('kubernetes/kubernetes'),
    });
  });

  test('still tells for which router the objects are', () => {
    expect(Traffic.of([gatewayApi.httpRoute([])]).routers).toEqual(['Gateway API']);
  });

  test('of a kind whose rules are not known is judged by its metadata only', () => {
    const other = { apiVersion: 'example.com/v1', kind: 'Service', metadata: { name: 'ANY' }, spec: 5 };
    expect([
      verdict(other, () => undefined),
      verdict(other, (of) => {
        of.metadata.labels = { a: '-' };
      }),
    ]).toEqual(['accepted', 'metadata.labels.a']);
  });

  test.each([
    ['a bigint', 5n],
    ['a symbol', Symbol('a')],
    ['a function', () => 5],
    ['a lone surrogate', '\ud800'],
  ])('with %s somewhere is no reason to stop', (_, odd) => {
    for (const place of ['labels', 'spec', 'name']) {
      const object = {
        ...service(),
        ...(place === 'spec'
          ? { spec: { ports: [{ port: odd }] } }
          : { metadata: { name: 'a', [place]: place === 'name' ? odd : { a: odd } } }),
      };
      expect(Traffic.of([object])._indexNotes.map(({ code }) => code)).toEqual(['object-rejected']);
    }
  });
});
