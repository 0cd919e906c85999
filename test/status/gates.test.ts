import { PlannedGate } from '../../src/manifests/plan-file';
import { gateState } from '../../src/status/gates';
import { LiveObjects } from '../../src/status/live-objects';

/** Whether a gate holds for one object: yes, no or ?, and why. */
function told(kind: 'ready' | 'accepted' | 'duration', live: any): string {
  const gate = (kind === 'duration' ? { kind, seconds: 60 } : { kind }) as PlannedGate;
  const { holds, reason } = gateState(gate, [live], [live], new LiveObjects([live]), 100_000);
  return `${holds === undefined ? '?' : holds ? 'yes' : 'no'}: ${reason}`;
}

const workload = (status: any, spec: any = { replicas: 3 }, kind = 'Deployment', generation: any = 7) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'a', namespace: 'shop', generation },
  spec,
  status,
});
const counts = (replicas: number, updatedReplicas: number, availableReplicas?: number) => ({
  observedGeneration: 7, replicas, updatedReplicas, readyReplicas: updatedReplicas, availableReplicas,
});

describe('pods are ready', () => {
  test.each<[string, any, string]>([
    ['where as many as wanted are updated and available', workload(counts(3, 3, 3)), 'yes: '],
    ['not while old ones answer for new ones that crash', workload(counts(6, 3, 3)), 'no: 3 old pods of Deployment shop/a are still there'],
    ['not before they are available, whatever is ready', workload(counts(3, 3)), 'no: 0 of 3 pods of Deployment shop/a are updated and ready'],
    ['where none is wanted', workload({ observedGeneration: 7 }, { replicas: 0 }), 'yes: '],
    [
      'in a DaemonSet by its own counts',
      workload({ observedGeneration: 7, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }, {}, 'DaemonSet'),
      'yes: ',
    ],
    ['in a ReplicaSet', workload({ observedGeneration: 7, replicas: 3, availableReplicas: 3 }, undefined, 'ReplicaSet'), 'yes: '],
    ['as a single Pod by its condition', workload({ conditions: [{ type: 'Ready', status: 'True' }] }, {}, 'Pod'), 'yes: '],
    ['of a Rollout where it is healthy', workload({ phase: 'Healthy', observedGeneration: '7' }, {}, 'Rollout'), 'yes: '],
    ['not of a Rollout that is paused', workload({ phase: 'Paused', observedGeneration: '7' }, {}, 'Rollout'), 'no: Rollout shop/a is Paused'],
    ['not of a Rollout that has changed since', workload({ phase: 'Healthy', observedGeneration: '6' }, {}, 'Rollout'), 'no: the controller has not seen the last change of Rollout shop/a'],
    ['not before the controller has seen the last change', workload({ ...counts(3, 3, 3), observedGeneration: 6 }), 'no: the controller has not seen the last change of Deployment shop/a'],
    ['as nobody knows, without a status', workload(undefined), '?: Deployment shop/a has no status yet'],
    ['as nobody knows, with a status that is a text', workload('x'), '?: Deployment shop/a has no status yet'],
    ['as nobody knows, with a generation that is a text', workload(counts(3, 3, 3), undefined, 'Deployment', 'zz'), '?: Deployment shop/a does not tell which generation its controller has seen'],
    ['as nobody knows, with fewer pods than none', workload(counts(3, 3, 3), { replicas: -1 }), '?: the numbers of pods of Deployment shop/a are no numbers'],
  ])('%s', (_, live, expected) => {
    expect(told('ready', live)).toBe(expected);
  });
});

describe('routes are accepted', () => {
  const route = (parents: any, parentRefs: any[] = [{ name: 'g1' }, { name: 'g2', sectionName: 'web' }]) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'a', namespace: 'shop', generation: 7 },
    spec: { parentRefs },
    status: { parents },
  });
  const accepted = (parentRef: any, observedGeneration: any = 7) => ({
    parentRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', namespace: 'shop', ...parentRef },
    conditions: ['Accepted', 'ResolvedRefs'].map((type) => ({ type, status: 'True', observedGeneration })),
  });
  const other = { apiVersion: 'gateway.solo.io/v1', kind: 'RouteTable', metadata: { name: 'a', namespace: 'shop' } };

  test.each<[string, any, string]>([
    ['by every Gateway', route([accepted({ name: 'g1' }), accepted({ name: 'g2', sectionName: 'web' })]), 'yes: '],
    ['not where one Gateway is silent', route([accepted({ name: 'g1' })]), 'no: Gateway shop/g2 has not answered for HTTPRoute shop/a'],
    ['not where another listener has answered', route([accepted({ name: 'g1' }), accepted({ name: 'g2' })]), 'no: Gateway shop/g2 has not answered for HTTPRoute shop/a'],
    ['not where it is not told whether its references resolve', route([{ ...accepted({ name: 'g1' }), conditions: [{ type: 'Accepted', status: 'True', observedGeneration: 7 }] }]), 'no: Gateway shop/g1 has not answered for HTTPRoute shop/a'],
    ['not for an earlier generation', route([accepted({ name: 'g1' }, 6)]), 'no: Gateway shop/g1 has not seen the last change of HTTPRoute shop/a'],
    ['by Gloo', { ...other, status: { statuses: { 'gloo-system': { state: 'Accepted' } } } }, 'yes: '],
    ['not where Gloo warns', { ...other, status: { statuses: { 'gloo-system': { state: 'Warning' } } } }, 'no: Gloo has not accepted RouteTable shop/a'],
    ['as Istio does not say', { ...other, apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' }, '?: the router of VirtualService shop/a does not write whether it has accepted it'],
  ])('%s', (_, live, expected) => {
    expect(told('accepted', live)).toBe(expected);
  });

  test.each(['hasOwnProperty', 'valueOf', '__proto__', 'toString', 'constructor'])('and no other kind is a route: %s', (kind) => {
    expect(told('accepted', { ...other, kind })).toBe('yes: ');
  });
});

test.each<[any, string]>([
  [[{ time: '1970-01-01T00:00:30Z' }, { time: '1970-01-01T00:01:30Z', subresource: 'status' }], 'yes: 70 s'],
  [[{ time: '1970-01-01T00:01:10Z' }], 'no: 30 s so far'],
  ['text', '?: the objects do not tell since when: read them with kubectl get --show-managed-fields'],
  [{ a: 1 }, '?: the objects do not tell since when: read them with kubectl get --show-managed-fields'],
  [[null, 1, { time: {} }], '?: the objects do not tell since when: read them with kubectl get --show-managed-fields'],
])('a time has passed since the last change: %j', (managedFields, expected) => {
  expect(told('duration', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a', managedFields } })).toBe(expected);
});
