import { httpRouteCase } from './gateway-api-cases';
import { GeneratedCase } from './generated-case';
import { destinationRule, gateway, matchEntry, route, virtualService } from './istio-objects';
import { age } from './istio-words';
import { Random } from './random';
import { request } from './requests';

/** A case of any kind, from this seed alone. */
export function istioCase(name: string, seed: number): GeneratedCase {
  const random = new Random(seed);
  const kind = random.next();
  const make = kind < 0.4 ? gatewayCase : kind < 0.6 ? delegationCase : kind < 0.78 ? meshCase : httpRouteCase;
  return { name, with: ['istiod.yaml', 'workloads.yaml'], ...make(random) };
}

type Made = Omit<GeneratedCase, 'name' | 'with'> & Partial<Pick<GeneratedCase, 'with'>>;

/** Hosts of VirtualServices at a gateway, and those that requests are sent to. */
const GATEWAY_HOSTS = [
  ['web.example'], ['web.example'], ['*.example'], ['web.example', 'b.example'], ['*'], ['web.example', '*.test'],
];
const ASKED = [
  'web.example', 'web.example', 'web.example', 'web.example', 'b.example', 'c.d.example', 'x.test', 'web.example:8080',
];

/** One to three VirtualServices at a gateway. */
function gatewayCase(random: Random): Made {
  const services = random.many(random.pick([1, 1, 1, 2, 3]), () => ({
    hosts: random.pick(GATEWAY_HOSTS),
    gateways: random.isOne(0.1) ? ['istio-system/public', 'mesh'] : ['istio-system/public'],
    http: [
      ...random.many(random.pick([1, 2, 3, 4]), () => route(random, 'gateway')),
      ...(random.isOne(0.4) ? [{ route: [{ destination: { host: 'web', subset: 'v1' } }] }] : []),
    ],
  }));
  return {
    rule: 'VirtualServices at a gateway',
    objects: [destinationRule(), gateway(random), ...virtualServices(random, services)],
    requests: random.many(6, () => request(random, random.pick(ASKED))),
  };
}

/** A root that delegates to leaves. */
function delegationCase(random: Random): Made {
  const delegating = random.many(random.pick([1, 2]), () => ({
    match: random.many(random.pick([1, 1, 2]), () => matchEntry(random, 'gateway')),
    delegate: { name: random.pick(['leaf-a', 'leaf-a', 'leaf-b']), ...random.maybe(0.5, 'namespace', () => 'shop') },
  }));
  const http = [...delegating, { route: [{ destination: { host: 'other' } }] }];
  const root = { hosts: ['web.example'], gateways: ['istio-system/public'], http };
  const leaves = ['leaf-a', 'leaf-b'].map((name) => (
    virtualService(name, { http: random.many(random.pick([1, 2, 3]), () => route(random, 'leaf')) }, age(random))
  ));
  return {
    rule: 'a VirtualService that delegates',
    objects: [destinationRule(), gateway(random), virtualService('root', root, age(random)), ...leaves],
    requests: random.many(6, () => request(random, random.pick(ASKED))),
  };
}

/** Hosts of VirtualServices in the mesh. */
const MESH_HOSTS = ['web', 'web', 'web.shop.svc.cluster.local', '*.shop.svc.cluster.local', 'web.example', 'other'];

/** VirtualServices for clients in the mesh. */
function meshCase(random: Random): Made {
  const services = random.many(random.pick([1, 1, 2]), () => ({
    hosts: [random.pick(MESH_HOSTS)],
    http: random.many(random.pick([1, 2, 3]), () => route(random, 'mesh')),
  }));
  return {
    rule: 'VirtualServices in sidecars',
    client: { namespace: 'shop', labels: { app: 'client' } },
    objects: [destinationRule(), ...virtualServices(random, services)],
    requests: random.many(6, () => ({ ...request(random, random.pick(CALLED)), from: 'mesh' })),
  };
}

/** Names by which clients in the mesh call; the last is no Service. */
const CALLED = [
  'web', 'web', 'web', 'web', 'web.shop', 'web.shop', 'web.shop.svc.cluster.local', 'other', 'web-v1', 'web.example',
];

function virtualServices(random: Random, specs: any[]): any[] {
  const exported = () => random.maybe(0.1, 'exportTo', () => [random.pick(['.', '*', 'shop', 'istio-system'])]);
  return specs.map((spec, i) => virtualService(`routes-${i}`, { ...exported(), ...spec }, age(random)));
}
