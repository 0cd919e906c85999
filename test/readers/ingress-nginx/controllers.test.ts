import { Entry, HttpRequest, Traffic } from '../../../src';
import { canary, deployment, ingress, service } from '../../support/ingress-objects';

const pods = [
  deployment('echo-v1', 3, { app: 'echo', version: 'v1' }),
  deployment('echo-v2', 3, { app: 'echo-canary', version: 'v2' }),
  service(),
  service('echo-canary'),
];

function ingressClass(name: string, controller = 'k8s.io/ingress-nginx'): any {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name }, spec: { controller } };
}

const request = HttpRequest.to('http://a.example/');

describe('two controllers', () => {
  const classes = [ingressClass('public', 'k8s.io/ingress-nginx-public'), ingressClass('internal')];
  const traffic = Traffic.of([
    ...pods,
    ...classes,
    ingress({ className: 'public' }),
    ingress({ name: 'inside', host: 'a.example', className: 'internal', service: 'echo-canary' }),
    ingress({ name: 'only', host: 'only.example', className: 'internal' }),
  ]);

  test('are two entries, named by their classes', () => {
    expect(traffic.entries().map(String)).toEqual(['gateway public', 'gateway internal']);
    expect(traffic.entries(HttpRequest.to('http://only.example/')).map(String)).toEqual(['gateway internal']);
  });

  test('answer differently, so that a question that leaves the controller open is undetermined', () => {
    expect(traffic.split(request).shares[0].undetermined).toMatchObject({
      code: 'ingress-nginx-controllers-differ',
      kind: 'ambiguous',
    });
    expect(['public', 'internal'].map((name) => traffic.at(Entry.gateway(name)).split(request).toString())).toEqual([
      'v1 1',
      'v2 1',
    ]);
  });

  test('are asked where they know the host', () => {
    expect(traffic.split(HttpRequest.to('http://only.example/')).toString()).toBe('v1 1');
  });

  test('do not share a canary', () => {
    const objects = [
      ...pods,
      ...classes,
      ingress({ className: 'public' }),
      canary({ 'canary-weight': '40' }, { className: 'internal' }),
    ];
    expect(Traffic.of(objects).split(request).toString()).toBe('v1 1');
    expect(Traffic.of(objects)._pitfalls()).toMatchObject([
      { rule: 'ingress-nginx-canary-other-class', severity: 'error' },
    ]);
  });
});

describe('the class annotation', () => {
  const annotated = (value: string) =>
    ingress({ className: null, annotations: { 'kubernetes.io/ingress.class': value } });
  const read = (objects: any[], complete = false) =>
    Traffic.of([...pods, ...objects], { complete })
      .split(request)
      .toString();

  test("is compared with the controller's own class, and not with IngressClass objects", () => {
    expect(read([ingressClass('internal'), annotated('internal')])).toBe('404 1');
    expect(read([ingressClass('internal'), annotated('nginx')])).toBe('v1 1');
  });

  test('that is empty is another class', () => {
    expect(read([ingressClass('nginx'), annotated(''), ingress({ host: 'b.example' })])).toBe('404 1');
  });

  test('of a controller of its own is taken as such in a part of the objects', () => {
    const own = ingress({
      className: null,
      annotations: { 'kubernetes.io/ingress.class': 'edge' },
      nginx: { 'ssl-redirect': 'true' },
    });
    expect([read([own]), read([own], true)]).toEqual(['v1 1', '404 1']);
  });
});

describe('all objects', () => {
  const read = (objects: any[]) => Traffic.of(objects, { complete: true }).split(request);
  const codes = (objects: any[]) => read(objects).notes.map(({ kind, code }) => `${kind} ${code}`);

  test('without the main Service: nobody answers', () => {
    expect(read([ingress()]).toString()).toBe('503 1');
    expect(codes([ingress()])).toEqual([
      'explained ingress-nginx-service-missing',
      'explained ingress-nginx-empty-backend',
    ]);
  });

  test("without the canary's Service: stable answers", () => {
    expect(read([...pods.slice(0, 3), ingress(), canary({ 'canary-weight': '100' })]).toString()).toBe('v1 1');
  });

  test('without a workload of the Service: nobody answers, unless its pods are listed', () => {
    expect(read([service(), ingress()]).toString()).toBe('503 1');
    const slice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'x', namespace: 'echo', labels: { 'kubernetes.io/service-name': 'echo' } },
    };
    expect(read([service(), ingress(), slice]).toString()).toBe('echo/echo 1');
    const { metadata } = slice;
    const own = { ...metadata.labels, 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' };
    const left = { ...slice, metadata: { ...metadata, labels: own } };
    expect(read([service(), ingress(), left]).toString()).toBe('503 1');
    expect(read([service(), ingress(), { ...slice, metadata: { ...metadata, namespace: 'other' } }]).toString()).toBe(
      '503 1',
    );
  });

  test('without the Service of default-backend: nobody stands in', () => {
    expect(
      read([
        deployment('x', 0, { app: 'echo' }),
        service(),
        ingress({ nginx: { 'default-backend': 'nosuch' } }),
      ]).toString(),
    ).toBe('503 1');
  });
});

describe('Services', () => {
  const read = (spec: any, nginx: { [name: string]: string } = {}) => {
    const echo = { ...service(), spec: { ...service().spec, ...spec } };
    return Traffic.of([pods[0], echo, ingress({ nginx })])
      .split(request)
      .toString();
  };

  test('have no endpoints at a port of UDP, unless its targetPort is a number and another port is one of TCP', () => {
    const ports = (targetPort: any) => [
      { name: 'http', port: 80, targetPort, protocol: 'UDP' },
      { name: 'other', port: 81, targetPort: 8081 },
    ];
    const named = deployment('echo-v1', 3, { app: 'echo', version: 'v1' });
    named.spec.template.spec.containers[0].ports = [{ name: 'web', containerPort: 8080, protocol: 'UDP' }];
    const answer = (targetPort: any) =>
      Traffic.of([named, service('echo', ports(targetPort)), ingress()]).split(request).toString();
    expect([answer(8080), answer('web')]).toEqual(['v1 1', '503 1']);
  });

  test('of another place are forwarded to, but not to the controller itself', () => {
    expect(
      ['b.example', 'localhost', '127.0.0.1', 'not a name'].map((externalName) =>
        read({ type: 'ExternalName', externalName }),
      ),
    ).toEqual(['echo/echo 1', '503 1', '503 1', '503 1']);
  });

  test('by their cluster address need a port that they have', () => {
    expect(read({ ports: [{ port: 8080 }] }, { 'service-upstream': 'true' })).toBe('undetermined 1');
    expect(read({ ports: [{ port: 8080 }], clusterIP: 'None' }, { 'service-upstream': 'true' })).toBe('503 1');
  });
});
