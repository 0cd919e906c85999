import { Fraction, PodReadiness, ShareRole } from '../../../src';
import { KUBERNETES_SHAPES, podsOfService } from '../../../src/readers/engine/endpoints';
import { ObjectIndex } from '../../../src/readers/engine/object-index';
import { shareOf, sharesOf } from '../../../src/readers/engine/pod-shares';
import { servicePort, takesHttp } from '../../../src/readers/engine/service';
import { workloadRole } from '../../../src/readers/engine/workload-role';
import { deployment, service } from '../../support/kubernetes-objects';

const V1 = { app: 'echo', version: 'v1' };
const V2 = { app: 'echo', version: 'v2' };

function owned(object: any, kind: string, name: string): any {
  return {
    ...object,
    metadata: { ...object.metadata, ownerReferences: [{ apiVersion: 'apps/v1', kind, name, controller: true }] },
  };
}

function replicaSet(name: string, labels: any, revision: number, ready?: number): any {
  const { spec } = deployment(name, 3, labels);
  const annotations = { 'deployment.kubernetes.io/revision': String(revision) };
  const status = ready === undefined ? {} : { status: { replicas: 3, readyReplicas: ready, observedGeneration: 1 } };
  return owned(
    { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, namespace: 'echo', annotations }, spec, ...status },
    'Deployment',
    'echo',
  );
}

function pod(name: string, labels: any, set: string, isReady: boolean): any {
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] };
  const spec = { containers: [{ name: 'c', image: 'i' }] };
  return owned(
    { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'echo', labels }, spec, status },
    'ReplicaSet',
    set,
  );
}

function pods(objects: any[], options: any = {}, readiness = PodReadiness.allReady(), of: any = service()): any {
  const found = podsOfService(
    new ObjectIndex([of, ...objects], KUBERNETES_SHAPES, options),
    of,
    of.spec.ports[0],
    readiness,
  );
  return found?.map(({ workload, role, labels, ready }) => [workload, role, labels.version, ready]);
}

describe('the pods behind a Service', () => {
  test('are those that its workloads ask for', () => {
    expect(pods([deployment('a', 2, V1), deployment('b', 1, V2)])).toEqual([
      ['echo/a', undefined, 'v1', 2],
      ['echo/b', undefined, 'v2', 1],
    ]);
  });

  test('are those that are ready by the status of a live Deployment', () => {
    const live = { ...deployment('a', 3, V1), status: { observedGeneration: 4, replicas: 3, readyReplicas: 1 } };
    expect(pods([live])).toEqual([['echo/a', undefined, 'v1', 1]]);
    expect(pods([{ ...live, status: { observedGeneration: 4, replicas: 3 } }])).toEqual([
      ['echo/a', undefined, 'v1', 0],
    ]);
  });

  test('are those of both versions while a live Deployment is updated', () => {
    const sets = [replicaSet('echo-1', V1, 1, 2), replicaSet('echo-2', V2, 2, 1)];
    expect(pods([deployment('echo', 3, V2), ...sets])).toEqual([
      ['echo/echo', ShareRole.STABLE, 'v1', 2],
      ['echo/echo', ShareRole.CANARY, 'v2', 1],
    ]);
  });

  test('are counted once where the Deployment, its ReplicaSet and its pods are given', () => {
    const all = [
      deployment('echo', 3, V2),
      replicaSet('echo-1', V1, 1),
      pod('echo-1-a', V1, 'echo-1', true),
      pod('echo-1-b', V1, 'echo-1', false),
    ];
    expect(pods(all)).toEqual([['echo/echo', undefined, 'v1', 1]]);
  });

  test('are as many as the ReplicaSet tells where some of its pods are not given', () => {
    expect(
      pods([deployment('echo', 3, V1), replicaSet('echo-1', V1, 1, 3), pod('echo-1-a', V1, 'echo-1', true)]),
    ).toEqual([['echo/echo', undefined, 'v1', 3]]);
  });

  test('are as many as are given for the Deployment, all of them new', () => {
    const live = [deployment('echo', 3, V2), replicaSet('echo-1', V1, 1, 2), replicaSet('echo-2', V2, 2, 1)];
    expect(pods(live, {}, PodReadiness.allReady().withReadyPods('echo/echo', 2))).toEqual([
      ['echo/echo', ShareRole.STABLE, 'v1', 0],
      ['echo/echo', ShareRole.CANARY, 'v2', 2],
    ]);
  });

  test('that are being deleted are not ready', () => {
    const going = pod('a', V1, 'nobody', true);
    expect(pods([{ ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }])).toEqual([
      ['echo/a', undefined, 'v1', 0],
    ]);
  });

  test('get requests although they are not ready where the Service publishes their addresses', () => {
    const all = { ...service(), spec: { ...service().spec, publishNotReadyAddresses: true } };
    const nobody = PodReadiness.allReady().withReadyPods('echo/a', 0);
    expect([pods([deployment('a', 2, V1)], {}, nobody, all), pods([deployment('a', 2, V1)], {}, nobody)]).toEqual([
      [['echo/a', undefined, 'v1', 2]],
      [['echo/a', undefined, 'v1', 0]],
    ]);
  });

  test('are not known where nothing is selected, and none where the objects are all there is', () => {
    expect([pods([]), pods([], { complete: true })]).toEqual([undefined, []]);
    const bare = { ...service(), spec: { ports: [{ port: 80 }] } };
    const slice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'echo-1', namespace: 'echo', labels: { 'kubernetes.io/service-name': 'echo' } },
    };
    expect([pods([], { complete: true }, undefined, bare), pods([slice], { complete: true }, undefined, bare)]).toEqual(
      [[], undefined],
    );
  });

  test('of an ExternalName are none, whatever it selects', () => {
    const external = { ...service(), spec: { ...service().spec, type: 'ExternalName', externalName: 'a.example' } };
    expect(pods([deployment('a', 2, V1)], {}, undefined, external)).toBeUndefined();
  });
});

describe('a workload that is divided', () => {
  test.each([
    ['echo/echo:stable', 'echo/echo', ShareRole.STABLE],
    ['echo/echo:old', 'echo/echo', ShareRole.STABLE],
    ['echo:canary', 'echo', ShareRole.CANARY],
    ['echo/echo:new', 'echo/echo', ShareRole.CANARY],
    ['echo/echo', 'echo/echo', undefined],
    ['echo/echo:nobody', 'echo/echo:nobody', undefined],
  ])('%s is %s, of the role %s', (id, workload, role) => {
    expect(workloadRole(id)).toEqual(role ? { workload, role } : { workload });
  });

  test('keeps its name in a PodReadiness, and has its role in shares', () => {
    const made = [deployment('echo:stable', 3, V1), deployment('echo:canary', 1, V2)];
    const readiness = PodReadiness.allReady().withReadyPods('echo/echo:canary', 2);
    expect(pods(made, {}, readiness)).toEqual([
      ['echo/echo', ShareRole.STABLE, 'v1', 3],
      ['echo/echo', ShareRole.CANARY, 'v2', 2],
    ]);
    const share = shareOf(
      {
        workload: 'echo/echo',
        role: ShareRole.CANARY,
        labels: V2,
        annotations: {},
        ready: 1,
        total: 1,
        isGuess: false,
      },
      Fraction.ONE,
      'echo/echo',
    );
    expect([share.workload, share.role, share.version, share.service]).toEqual([
      'echo/echo',
      ShareRole.CANARY,
      'v2',
      'echo/echo',
    ]);
  });

  test('is shared by ready pods', () => {
    const of = (workload: string, ready: number) => ({
      workload,
      labels: {},
      annotations: {},
      ready,
      total: ready,
      isGuess: false,
    });
    expect(sharesOf([of('a', 3), of('b', 0), of('c', 1)], Fraction.of(1, 2)).map(String)).toEqual(['a 3/8', 'c 1/8']);
  });
});

describe('a port of a Service', () => {
  const ports = [
    { name: 'dns', port: 80, protocol: 'UDP' },
    { name: 'web', port: 80 },
    { name: 'udp', port: 90, protocol: 'UDP' },
  ];
  const of = service('echo', ports);

  test('is found by number or name; of two with one number that of TCP', () => {
    expect([
      servicePort(of, 80).name,
      servicePort(of, 'dns').name,
      servicePort(of, 90).name,
      servicePort(of, 70),
    ]).toEqual(['web', 'dns', 'udp', undefined]);
  });

  test('takes HTTP over TCP only', () => {
    expect(ports.map(takesHttp)).toEqual([false, true, false]);
  });
});
