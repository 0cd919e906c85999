import { HttpRequest, PodReadiness, ShareRole, Traffic } from '../../src';
import * as gloo from '../support/gloo-objects';
import * as nginx from '../support/ingress-objects';
import * as istio from '../support/istio-objects';
import { deployment, service } from '../support/kubernetes-objects';
import * as voyager from '../support/voyager-objects';

const LABELS = { app: 'echo' };
const REVISION = 'deployment.kubernetes.io/revision';

/** A Deployment without versions, whose update has made one of four pods. */
function updated(): any[] {
  const set = (hash: string, revision: number, pods: number) => {
    const made = deployment(`echo-${hash}`, pods, LABELS);
    const ownerReferences = [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'echo', controller: true }];
    const metadata = { ...made.metadata, annotations: { [REVISION]: String(revision) }, ownerReferences };
    return { ...made, kind: 'ReplicaSet', metadata, status: { replicas: pods, readyReplicas: pods } };
  };
  return [deployment('echo', 4, LABELS), set('old', 1, 3), set('new', 2, 1), service()];
}

const ROUTERS: [string, any[]][] = [
  ['Istio', [istio.virtualService({ hosts: ['echo'], http: [{ route: [istio.to()] }] })]],
  [
    'Gloo',
    [
      gloo.upstream({ subsetSpec: undefined }),
      gloo.virtualService([{ matchers: [{ prefix: '/' }], ...gloo.to() }], ['*']),
    ],
  ],
  ['ingress-nginx', [nginx.ingress({ host: 'echo' })]],
  [
    'Voyager',
    [
      {
        ...voyager.voyager({ defaultBackend: voyager.to('echo') }),
        metadata: { name: 'web', namespace: 'echo' },
      },
    ],
  ],
];

describe.each(ROUTERS)('pods of two roles of one workload behind %s', (_, routes) => {
  const split = (readiness = PodReadiness.allReady()) =>
    Traffic.of([...updated(), ...routes]).split(HttpRequest.to('http://echo/'), readiness);

  test('are shares of the workload, each with its role', () => {
    const { shares } = split();
    expect(shares.map(({ workload, role, fraction }) => [workload, role, String(fraction)])).toEqual([
      ['echo/echo', ShareRole.STABLE, '3/4'],
      ['echo/echo', ShareRole.CANARY, '1/4'],
    ]);
  });

  test('count as one workload where the question is who answers', () => {
    expect(split().toString()).toBe('echo/echo 1');
    expect(split().isSameTraffic(split(PodReadiness.allReady().withReadyPods('echo/echo-new', 0)))).toBe(true);
  });
});

describe.each(ROUTERS)('a Service whose addresses somebody else writes, behind %s', (router, routes) => {
  const written = (kind: string, labels: any) => {
    const apiVersion = kind === 'Endpoints' ? 'v1' : 'discovery.k8s.io/v1';
    return { apiVersion, kind, metadata: { name: 'echo', namespace: 'echo', labels } };
  };
  const slice = written('EndpointSlice', { 'kubernetes.io/service-name': 'echo' });
  const endpoints = written('Endpoints', {});
  const selecting = service();
  const open = { ...selecting, spec: { ports: selecting.spec.ports } };
  const readsSlices = ['Istio', 'ingress-nginx'].includes(router);
  const split = (...objects: any[]) =>
    Traffic.of([...objects, ...routes], { complete: true }).split(HttpRequest.to('http://echo/')).toString();

  test('without a selector is answered by them', () => {
    // Voyager leaves such a backend out, and listens nowhere without another one.
    const nobody = router === 'Voyager' ? 'no listener 1' : '503 1';
    expect([split(open), split(open, endpoints)]).toEqual([nobody, 'echo/echo 1']);
  });

  test('with a selector is answered by EndpointSlices only, where the router reads them', () => {
    expect([split(selecting, endpoints), split(selecting, slice)]).toEqual([
      '503 1',
      readsSlices ? 'echo/echo 1' : '503 1',
    ]);
  });
});
