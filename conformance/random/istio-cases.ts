import { GeneratedCase, GeneratedRequest } from './generated-case';
import { httpRouteCase } from './gateway-api-cases';
import { destinationRule, gateway, matchEntry, route, virtualService } from './istio-objects';
import { age, headerLines, path } from './istio-words';
import { Random } from './random';

/** A case of any kind, from this seed alone. */
export function istioCase(name: string, seed: number): GeneratedCase {
  const random = new Random(seed);
  const kind = random.next();
  const make = kind < 0.4 ? gatewayCase : kind < 0.6 ? delegationCase : kind < 0.78 ? meshCase : httpRouteCase;
  return { name, with: ['workloads.yaml'], ...make(random) };
}

type Made = Omit<GeneratedCase, 'name' | 'with'> & Partial<Pick<GeneratedCase, 'with'>>;

/** One to three VirtualServices at a gateway. */
function gatewayCase(random: Random): Made {
  const services = random.many(random.pick([1, 1, 1, 2, 3]), () => ({
    hosts: random.pick([['web.example'], ['web.example'], ['*.example'], ['web.example', 'b.example'], ['*'], ['web.example', '*.test']]),
    gateways: random.isOne(0.1) ? ['istio-system/public', 'mesh'] : ['istio-system/public'],
    http: [
      ...random.many(random.pick([1, 2, 3, 4]), () => route(random, 'gateway')),
      ...(random.isOne(0.4) ? [{ route: [{ destination: { host: 'web', subset: 'v1' } }] }] : []),
    ],
  }));
  return {
    rule: 'VirtualServices at a gateway',
    objects: [destinationRule(), gateway(random), ...services.map((spec, i) => virtualService(`routes-${i}`, spec, age(random)))],
    requests: random.many(6, () => gatewayRequest(random)),
  };
}

/** A root that delegates to leaves. */
function delegationCase(random: Random): Made {
  const delegating = random.many(random.pick([1, 2]), () => ({
    match: random.many(random.pick([1, 1, 2]), () => matchEntry(random, 'gateway')),
    delegate: { name: random.pick(['leaf-a', 'leaf-a', 'leaf-b']), ...random.maybe(0.5, 'namespace', () => 'shop') },
  }));
  const root = { hosts: ['web.example'], gateways: ['istio-system/public'], http: [...delegating, { route: [{ destination: { host: 'other' } }] }] };
  const leaves = ['leaf-a', 'leaf-b'].map((name) => (
    virtualService(name, { http: random.many(random.pick([1, 2, 3]), () => route(random, 'leaf')) }, age(random))
  ));
  return {
    rule: 'a VirtualService that delegates',
    objects: [destinationRule(), gateway(random), virtualService('root', root, age(random)), ...leaves],
    requests: random.many(6, () => gatewayRequest(random)),
  };
}

/** VirtualServices for clients in the mesh. */
function meshCase(random: Random): Made {
  const services = random.many(random.pick([1, 1, 2]), () => ({
    hosts: [random.pick(['web', 'web', 'web.shop.svc.cluster.local', '*.shop.svc.cluster.local', 'web.example', 'other'])],
    http: random.many(random.pick([1, 2, 3]), () => route(random, 'mesh')),
  }));
  return {
    rule: 'VirtualServices in sidecars',
    client: { namespace: 'shop', labels: { app: 'client' } },
    objects: [destinationRule(), ...services.map((spec, i) => virtualService(`routes-${i}`, spec, age(random)))],
    requests: random.many(6, () => ({ ...request(random, random.pick(MESH_HOSTS)), from: 'mesh' })),
  };
}

/** Names by which clients in the mesh call; the last is no Service. */
const MESH_HOSTS = ['web', 'web', 'web', 'web', 'web.shop', 'web.shop', 'web.shop.svc.cluster.local', 'other', 'web-v1', 'web.example'];

function gatewayRequest(random: Random): GeneratedRequest {
  return request(random, random.pick(['web.example', 'web.example', 'web.example', 'web.example', 'b.example', 'c.d.example', 'x.test', 'web.example:8080']));
}

/** A request to a host, over the words that routes are made of. */
export function request(random: Random, host: string): GeneratedRequest {
  const headers = headerLines(random);
  const method = random.pick(['GET', 'GET', 'GET', 'GET', 'POST', 'PUT']);
  return { url: `http://${host}${path(random)}`, ...(method === 'GET' ? {} : { method }), ...(headers.length === 0 ? {} : { headers }) };
}
