import { Traffic } from '../../../src';
import { destinationRule, service, to, virtualService } from '../../support/istio-objects';
import { ECHO, PUBLIC, publicRoutes, toVersion } from '../../support/istio-traffic';

function pitfalls(objects: any[]): string[] {
  return Traffic.of(objects)
    ._pitfalls()
    .map(({ rule, severity }) => `${severity} ${rule}`);
}

describe('pitfalls of Istio', () => {
  const mesh = (http: any[], hosts = ['echo']) => virtualService({ hosts, http }, 'mesh');
  const halves = { route: [to('echo', 'v1', 50), to('echo', 'v2', 50)] };

  test.each<[string, any[], string[]]>([
    [
      'two hosts that overlap',
      [virtualService({ hosts: ['app.example', '*.example'], gateways: ['web'], http: [toVersion('v1')] })],
      ['error istio-rejected'],
    ],
    [
      'a redirect that Envoy does not know',
      [publicRoutes([{ redirect: { uri: '/x', redirectCode: 304 } }]), mesh([halves])],
      ['error istio-envoy-refuses'],
    ],
    [
      'a gateway that leads to a Service with routes for the mesh',
      [publicRoutes([{ route: [to('echo')] }]), mesh([halves])],
      ['warning istio-unchained'],
    ],
    [
      'a delegate with hosts',
      [publicRoutes([{ delegate: { name: 'mesh' } }]), mesh([toVersion('v1')])],
      ['warning istio-delegate-missing'],
    ],
    [
      "subsets of a Service that only another host's route names",
      [service('front'), mesh([halves], ['front'])],
      ['note istio-subsets-unrouted'],
    ],
    ['none', [mesh([halves])], []],
  ])('%s', (_, objects, expected) => {
    expect(pitfalls([...ECHO, PUBLIC, ...objects])).toEqual(expected);
  });

  test('stickiness that does not span weights', () => {
    const sticky = destinationRule('echo', { v1: { version: 'v1' }, v2: { version: 'v2' } }, 'echo', {
      trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: 'x-user' } } },
    });
    expect(pitfalls([...ECHO.slice(0, 3), sticky, mesh([halves])])).toEqual(['note istio-sticky-weights']);
  });

  test('one of each rule tells what to write instead', () => {
    const found = Traffic.of([...ECHO, PUBLIC, publicRoutes([{ route: [to('echo')] }]), mesh([halves])])._pitfalls();
    expect(found.map(({ message, fix }) => [message, fix])).toEqual([
      [
        'a gateway route of VirtualService echo/echo leads to a host of VirtualService echo/mesh, whose routes apply in the mesh only: ' +
          'the gateway sends its requests to all pods of the Service',
        'Write the destinations of VirtualService echo/mesh into the gateway\'s route, '
          + 'or delegate both to one VirtualService.',
      ],
    ]);
  });
});
