import { HttpRequest, RolloutMoment, Traffic } from '../../src';
import { ODD, places } from '../support/hostile';
import { runs } from '../support/property';
import {
  deployment,
  destinationRule,
  gateway,
  rolloutObject,
  server,
  service,
  to,
  virtualService,
} from '../support/rollout-objects';
import { voyager, weightedDeployment } from '../support/voyager-objects';

const STEPS = [
  { setWeight: 20 },
  { setHeaderRoute: { name: 'lane', match: [{ headerName: 'a', headerValue: { exact: 'b' } }] } },
  { setMirrorRoute: { name: 'm', match: [{ method: { exact: 'GET' } }] } },
];
const HTTP = [
  {
    name: 'main',
    match: [{ uri: { prefix: '/' }, headers: { c: { regex: 'd' } }, queryParams: { e: { exact: 'f' } } }],
    route: [to('echo', 'stable', 90, 80), to('echo', 'canary', 10)],
  },
  { fault: { abort: { httpStatus: 500, percentage: { value: 1 } } }, delegate: { name: 'inner', namespace: 'echo' } },
  { redirect: { uri: '/x', redirectCode: 302 } },
];
const ISTIO = [
  service(),
  deployment('echo', 2, { app: 'echo', version: 'v1' }),
  gateway([server(['*.example', 'echo/b.example'], 80, 'HTTP', { httpsRedirect: false })]),
  destinationRule('echo', { stable: { app: 'echo' }, canary: { app: 'echo' } }),
  virtualService({ hosts: ['a.example', 'echo'], gateways: ['web', 'mesh'], http: HTTP }),
  virtualService({ http: [{ route: [to()] }] }, 'inner'),
];
const PATH = { path: '/', pathType: 'Prefix', backend: { service: { name: 'echo', port: { number: 80 } } } };
const INGRESS = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web', namespace: 'echo', annotations: { 'nginx.ingress.kubernetes.io/ssl-redirect': 'false' } },
  spec: {
    ingressClassName: 'nginx',
    tls: [{ hosts: ['a.example'], secretName: 's' }],
    rules: [{ host: 'a.example', http: { paths: [PATH] } }],
  },
};
const ROUTING = {
  stableService: 'echo',
  canaryService: 'canary',
  steps: STEPS,
  canaryMetadata: { labels: { a: 'b' } },
  trafficRouting: {
    managedRoutes: [{ name: 'lane' }, { name: 'm' }],
    istio: {
      virtualService: { name: 'echo', routes: ['main'] },
      destinationRule: { name: 'echo-rule', stableSubsetName: 'stable', canarySubsetName: 'canary' },
    },
  },
};
const NGINX = {
  ...ROUTING,
  trafficRouting: { nginx: { stableIngress: 'web', additionalIngressAnnotations: { 'canary-by-header': 'a' } } },
};

const SETS: [string, any[]][] = [
  ['Istio', ISTIO],
  ['Argo Rollouts over Istio', [...ISTIO, rolloutObject('v2', ROUTING)]],
  ['Argo Rollouts over ingress-nginx', [service(), INGRESS, rolloutObject('v2', NGINX)]],
  [
    'Voyager',
    [
      service('httpd', [{ port: 80, name: 'http' }], 'httpd'),
      weightedDeployment('v1', 1, '50'),
      voyager({
        tls: [{ hosts: ['a.example'] }],
        rules: [{ host: 'a.example', http: { paths: [{ path: '/', backend: to() }] } }],
      }),
    ],
  ],
];

/** A sixth of all ways to replace one piece, another sixth by each seed; `RUNS=6` takes all of them. */
describe('objects with something else in any place', () => {
  test.each(SETS)('of %s are read without anything thrown, and all of a request goes somewhere', (_, objects) => {
    const requests = ['http://a.example/', 'https://a.example/', 'http://echo/x?e=f'].map((url) =>
      HttpRequest.to(url, { headers: { a: 'b' } }),
    );
    let splits = 0;
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    const every = Math.max(1, 6 / Number(process.env.RUNS ?? 1));
    process.stderr.write(`    seed ${seed}: ${expect.getState().currentTestName}\n`);
    for (let position = 0; position < places(objects).length; position++) {
      for (const odd of ODD.filter((_odd, index) => (index + position + seed) % every < 1)) {
        const changed = structuredClone(objects);
        const [holder, key] = places(changed)[position];
        holder[key] = odd;
        for (const traffic of [Traffic.of(changed), ...duringRelease(changed)]) {
          for (const request of traffic.routers.length === 1 ? requests : []) {
            const split = traffic.split(request);
            expect([
              key,
              odd,
              split.shares
                .reduce((sum, { fraction }) => sum.plus(fraction), split.undetermined.minus(split.undetermined))
                .toString(),
            ]).toEqual([key, odd, '1']);
            splits += 1;
          }
        }
      }
    }
    expect(splits).toBeGreaterThan(runs(150));
  });
});

/** The moments of a release, where the Rollout is still one. */
function duringRelease(objects: any[]): Traffic[] {
  return [0, 2, 3].flatMap((step) => {
    try {
      return [Traffic.during(objects, RolloutMoment.at({ rollout: 'echo/echo', before: objects, step }))];
    } catch {
      return [];
    }
  });
}
