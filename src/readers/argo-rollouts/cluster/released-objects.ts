import { ObjectTable } from './object-table';
import { narrowed, replicaSets } from './pods';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { mayBeIn } from '../../engine/object-index';
import { Release } from '../release';
import { referenced } from '../rollout';
import { pluginOf, reweighted } from '../routers/gateway-api';
import { rerouted } from '../routers/istio';
import { canaryIngresses, canaryIngressName } from '../routers/nginx';
import { virtualServiceKey } from '../routers/virtual-service-names';
import { ingressNames, virtualServiceReferences } from '../validation/references';

/**
 * Changes the objects as the controller leaves them in one state of a Rollout. What it has written in a cluster (its
 * ReplicaSets, the canary Ingresses) is replaced.
 *
 * @param stableTemplate the pods of the version before
 * @internal
 */
export function release(table: ObjectTable, state: Release, stableTemplate: any): void {
  const { rollout, index } = state;
  const { canary } = rollout.spec.strategy;
  const { namespace, name = '' } = rollout.metadata ?? {};
  const near = (change: (object: KubernetesObject) => KubernetesObject | undefined) => (object: KubernetesObject) =>
    mayBeIn(object, namespace) ? change(object) : object;
  table.change('Rollout', name, (object) => (object === rollout ? undefined : object));
  table.changeOwned(
    'Rollout',
    name,
    near((object) => (object.kind === 'ReplicaSet' ? undefined : object)),
  );
  const source = referenced(rollout, index);
  if (source && ['onsuccess', 'progressively'].includes(rollout.spec.workloadRef.scaleDown)) {
    table.change(source.kind, source.metadata?.name ?? '', (object) => (object === source ? undefined : object));
  }
  for (const service of [canary.stableService, canary.canaryService].filter((one) => one)) {
    table.change(
      'Service',
      service,
      near((object) => {
        return object.apiVersion === 'v1' ? narrowed(object, rollout, state.state.canaryRole) : object;
      }),
    );
  }
  releaseRoutes(table, state, near);
  table.add(replicaSets(rollout, stableTemplate, state.state, index));
  if (canary.trafficRouting?.nginx) {
    table.add(canaryIngresses(state));
  }
}

type Change = (object: KubernetesObject) => KubernetesObject | undefined;

function releaseRoutes(table: ObjectTable, state: Release, near: (change: Change) => Change): void {
  const { rollout } = state;
  const { nginx, istio } = rollout.spec.strategy.canary.trafficRouting ?? {};
  if (nginx) {
    const names = ingressNames(rollout).map((ingress) => canaryIngressName(rollout.metadata?.name, ingress));
    names.forEach((one) =>
      table.change(
        'Ingress',
        one,
        near(() => undefined),
      ),
    );
  }
  if (istio) {
    const names = new Set<string>(
      virtualServiceReferences(rollout).map((one) => virtualServiceKey(one.name, rollout).name),
    );
    names.forEach((one) => table.change('VirtualService', one, (object) => rerouted(object, state)));
    if (istio.destinationRule) {
      table.change('DestinationRule', istio.destinationRule.name, (object) => rerouted(object, state));
    }
  }
  if (pluginOf(rollout)) {
    const changed = reweighted(table.ofKind('HTTPRoute'), state);
    table.changeAll('HTTPRoute', (object) => changed.get(object) ?? object);
  }
}
