// How many requests a second are answered where 200 routes match paths by expressions (over Voyager, which has none, by prefixes):
// requests whose paths are asked again and again, and requests of which each has a path of its own.
import { createRequire } from 'node:module';

const { HttpRequest, Traffic } = createRequire(import.meta.url)('../..');

const ROUTES = 200;
const SECONDS = 1;
const namespace = 'shop';
const expression = (index) => `/[a-z]+/p${index}/.*`;
const indexes = Array.from({ length: ROUTES }, (_, index) => index);

const service = (name) => ({
  apiVersion: 'v1', kind: 'Service', metadata: { name, namespace }, spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
});
const deployment = (name) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name, version: name } }, spec: { containers: [{ name: 'c', image: 'registry.example/a:1' }] } },
  },
});
const pods = ['v1', 'v2'].flatMap((name) => [service(name), deployment(name)]);
const created = (index) => new Date(Date.UTC(2024, 0, 1, 0, 0, index)).toISOString().replace('.000', '');

const routers = {
  'Gloo': [
    ...['v1', 'v2'].map((name) => ({
      apiVersion: 'gloo.solo.io/v1', kind: 'Upstream', metadata: { name, namespace }, spec: { kube: { serviceName: name, serviceNamespace: namespace, servicePort: 80 } },
    })),
    {
      apiVersion: 'gateway.solo.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'edge', namespace },
      spec: {
        virtualHost: {
          domains: ['a.example'],
          routes: indexes.map((index) => ({
            matchers: [{ regex: expression(index) }],
            routeAction: { multi: { destinations: [['v1', 80], ['v2', 20]].map(([name, weight]) => ({ weight, destination: { upstream: { name, namespace } } })) } },
          })),
        },
      },
    },
  ],
  'ingress-nginx': indexes.map((index) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `edge-${index}`, namespace, creationTimestamp: created(index), annotations: { 'nginx.ingress.kubernetes.io/use-regex': 'true' } },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host: 'a.example', http: { paths: [{ path: expression(index), pathType: 'ImplementationSpecific', backend: { service: { name: 'v1', port: { number: 80 } } } }] } }],
    },
  })),
  'Voyager': [{
    apiVersion: 'voyager.appscode.com/v1',
    kind: 'Ingress',
    metadata: { name: 'edge', namespace },
    spec: { rules: [{ host: 'a.example', http: { paths: indexes.map((index) => ({ path: `/abc/p${index}/`, backend: { service: { name: 'v1', port: { number: 80 } } } })) } }] },
  }],
  'Gateway API': [
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'GatewayClass', metadata: { name: 'istio' }, spec: { controllerName: 'istio.io/gateway-controller' } },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'edge', namespace }, spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } },
    ...Array.from({ length: ROUTES / 10 }, (_, place) => ({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: `edge-${place}`, namespace, creationTimestamp: created(place) },
      spec: {
        parentRefs: [{ name: 'edge' }],
        hostnames: ['a.example'],
        rules: indexes.slice(place * 10, place * 10 + 10).map((index) => ({
          matches: [{ path: { type: 'RegularExpression', value: expression(index) } }],
          backendRefs: [{ name: 'v1', port: 80, weight: 80 }, { name: 'v2', port: 80, weight: 20 }],
        })),
      },
    })),
  ],
  'Istio': [
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'edge', namespace },
      spec: { selector: { istio: 'ingressgateway' }, servers: [{ hosts: ['*'], port: { number: 80, name: 'http', protocol: 'HTTP' } }] },
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'VirtualService',
      metadata: { name: 'edge', namespace },
      spec: {
        hosts: ['a.example'],
        gateways: ['edge'],
        http: indexes.map((index) => ({
          match: [{ uri: { regex: expression(index) } }],
          route: [{ destination: { host: 'v1' }, weight: 80 }, { destination: { host: 'v2' }, weight: 20 }],
        })),
      },
    },
  ],
};

/** Requests a second, after so many that the code is warm. */
function rate(traffic, requestAt) {
  const ask = (seconds, from) => {
    const start = performance.now();
    let count = 0;
    while (performance.now() < start + seconds * 1000) {
      for (let index = 0; index < 100; index += 1) {
        traffic.split(requestAt(from + count));
        count += 1;
      }
    }
    return { count, rate: count / (performance.now() - start) * 1000 };
  };
  return ask(SECONDS, ask(SECONDS / 2, 0).count).rate;
}

const rates = {};
for (const [name, routes] of Object.entries(routers)) {
  const traffic = Traffic.of([...pods, ...routes]);
  const answer = String(traffic.split(HttpRequest.to('http://a.example/abc/p7/x')));
  if (!answer.startsWith('v1 ')) {
    throw new Error(`${name} answers ${answer}`);
  }
  const known = indexes.map((index) => HttpRequest.to(`http://a.example/abc/p${index}/x`));
  rates[name] = {
    known: rate(traffic, (count) => known[count % ROUTES]),
    fresh: rate(traffic, (count) => HttpRequest.to(`http://a.example/abc/p${count % ROUTES}/${count}`)),
  };
}
console.log(JSON.stringify({ rates }));
