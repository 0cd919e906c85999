import { exportFault, isLabel, isWildcardDomain } from './names';
import { Fault, fault } from '../../engine/fault';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { namespaceOf } from '../model/namespaces';

/**
 * Why Istio's webhook refuses a DestinationRule (ValidateDestinationRule in pkg/config/validation/validation.go of
 * istio/istio).
 *
 * @internal
 */
export function destinationRuleFault(rule: KubernetesObject, index: ObjectIndex): Fault | undefined {
  const { host = '', subsets = [], exportTo = [], workloadSelector, trafficPolicy } = rule.spec ?? {};
  if (!isWildcardDomain(host)) {
    return fault(`the host ${JSON.stringify(host)} is no domain name`, 'Write the name of a Service, or a domain name, as host.');
  }
  const names: string[] = subsets.map(({ name = '' }: any) => name);
  const odd = names.find((name) => !isLabel(name));
  if (odd !== undefined) {
    return fault(`the subset ${JSON.stringify(odd)} has no valid name`, 'Name the subset with letters, digits and hyphens.');
  }
  if (new Set(names).size < names.length) {
    return fault('it has two subsets of one name', 'Give each subset a name of its own.');
  }
  const policies = [trafficPolicy, ...subsets.map(({ trafficPolicy: own }: any) => own)];
  if (policies.some((policy) => policy !== undefined && Object.keys(policy).length === 0)) {
    return fault('it has an empty trafficPolicy', 'Remove the empty trafficPolicy.');
  }
  const own = namespaceOf(rule, index);
  if (workloadSelector && exportTo.some((one: string) => one !== '.' && one !== own)) {
    return fault('it has a workloadSelector and is exported to other namespaces', "Write exportTo: ['.'], or leave the workloadSelector out.");
  }
  return exportFault(exportTo, own);
}
