import { Entry } from '../../../src';
import { deployment, destinationRule, service, to, virtualService } from '../../support/istio-objects';
import { answer, answerOf, codesOf, ECHO, PUBLIC, publicRoutes, toVersion } from '../../support/istio-traffic';

describe('exportTo', () => {
  test('of a VirtualService says whose sidecars follow it', () => {
    const own = virtualService({ hosts: ['echo'], exportTo: ['.'], http: [toVersion('v2')] });
    const from = (namespace: string) => answer([...ECHO, own], 'http://echo.echo/', Entry.mesh(namespace));
    expect([from('echo'), from('web')]).toEqual(['v2 1', 'v1 1/2, v2 1/2']);
    expect(answerOf([...ECHO, own], 'http://echo.echo/', Entry.mesh()).shares[0].undetermined?.code).toBe(
      'istio-clients-differ',
    );
  });

  test("of a VirtualService at a gateway names the namespace of the gateway's pods", () => {
    const limited = (namespace: string) => {
      const routes = publicRoutes([toVersion('v2')]);
      return answer(
        [...ECHO, PUBLIC, { ...routes, spec: { ...routes.spec, exportTo: [namespace] } }],
        'http://app.example/',
      );
    };
    expect([limited('istio-system'), limited('.')]).toEqual(['v2 1', '404 1']);
  });

  test('of a Service, which is an annotation, hides it from other namespaces', () => {
    const hidden = service('hidden', [{ name: 'http', port: 80 }]);
    hidden.metadata.annotations = { 'networking.istio.io/exportTo': '.' };
    const objects = [
      ...ECHO,
      hidden,
      deployment('hidden', 1, { app: 'hidden', version: 'h' }),
      PUBLIC,
      publicRoutes([{ route: [to('hidden')] }]),
    ];
    const found = answerOf(objects, 'http://app.example/');
    expect([found.toString(), codesOf(found)]).toEqual(['503 1', ['istio-service-hidden']]);
  });

  test('of a DestinationRule says who knows its subsets', () => {
    const limited = destinationRule('echo', { v2: { version: 'v2' } }, 'echo', { exportTo: ['.'] });
    const objects = [...ECHO.slice(0, 3), limited, virtualService({ hosts: ['echo'], http: [toVersion('v2')] })];
    const from = (namespace: string) => answer(objects, 'http://echo.echo/', Entry.mesh(namespace));
    expect([from('echo'), from('web')]).toEqual(['v2 1', '503 1']);
  });
});

describe('DestinationRules', () => {
  const routes = virtualService({ hosts: ['echo'], http: [toVersion('v1')] });
  const mesh = Entry.mesh('echo');

  test("of the client's namespace stand above those of the Service's", () => {
    const own = destinationRule('echo.echo.svc.cluster.local', { other: { version: 'v1' } }, 'web');
    const from = (namespace: string) => answer([...ECHO, own, routes], 'http://echo.echo/', Entry.mesh(namespace));
    expect([from('echo'), from('web')]).toEqual(['v1 1', '503 1']);
  });

  test('of one host are put together: the subset of the older one stands', () => {
    const rule = (name: string, version: string, creationTimestamp?: string) => {
      const made = destinationRule('echo', { v1: { version } });
      return { ...made, metadata: { ...made.metadata, name, creationTimestamp } };
    };
    const both = (...ages: (string | undefined)[]) => [
      ...ECHO.slice(0, 3),
      rule('b', 'v1', ages[0]),
      rule('a', 'v2', ages[1]),
      routes,
    ];
    expect(answer(both('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'), 'http://echo/', mesh)).toBe('v1 1');
    expect(answer(both(), 'http://echo/', mesh)).toBe('v2 1');
  });

  test('with a workloadSelector count for the pods that it takes', () => {
    const selected = destinationRule('echo', { v1: { version: 'v2' } }, 'echo', {
      workloadSelector: { matchLabels: { app: 'web' } },
    });
    const found = answerOf(
      [...ECHO, { ...selected, metadata: { name: 'web', namespace: 'echo' } }, routes],
      'http://echo/',
      mesh,
    );
    expect(found.shares[0].undetermined?.code).toBe('istio-clients-differ');
  });
});

test('the name of a destination is compared with regard to case', () => {
  expect(answer([...ECHO, PUBLIC, publicRoutes([{ route: [to('Echo')] }])], 'http://app.example/')).toBe('503 1');
});
