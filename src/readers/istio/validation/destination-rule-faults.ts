import { exportFault, isLabel, isWildcardDomain } from './names';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { namespaceOf } from '../model/namespaces';

/**
 * Why Istio's webhook refuses a DestinationRule (ValidateDestinationRule in pkg/config/validation/validation.go of
 * istio/istio).
 *
 * @internal
 */
export function destinationRuleFault(rule: KubernetesObject, index: ObjectIndex): string | undefined {
  const { host = '', subsets = [], exportTo = [], workloadSelector, trafficPolicy } = rule.spec ?? {};
  if (!isWildcardDomain(host)) {
    return `the host ${JSON.stringify(host)} is no domain name`;
  }
  const names: string[] = subsets.map(({ name = '' }: any) => name);
  const odd = names.find((name) => !isLabel(name));
  if (odd !== undefined) {
    return `the subset ${JSON.stringify(odd)} has no valid name`;
  }
  if (new Set(names).size < names.length) {
    return 'it has two subsets of one name';
  }
  const policies = [trafficPolicy, ...subsets.map(({ trafficPolicy: own }: any) => own)];
  if (policies.some((policy) => policy !== undefined && Object.keys(policy).length === 0)) {
    return 'it has an empty trafficPolicy';
  }
  const own = namespaceOf(rule, index);
  if (workloadSelector && exportTo.some((one: string) => one !== '.' && one !== own)) {
    return 'it has a workloadSelector and is exported to other namespaces';
  }
  return exportFault(exportTo, own);
}
