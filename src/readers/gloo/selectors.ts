import { carries } from '../engine/endpoints';
import { KubernetesObject } from '../engine/kubernetes-object';
import { mayBeIn } from '../engine/object-index';

/** Whether labels fulfil the expressions of a Gloo selector (Kubernetes' label requirements). @internal */
export function fulfils(labels: { [key: string]: string } = {}, expressions: any[]): boolean {
  return expressions.every(({ key, operator = 'Equals', values = [] }) => {
    const value = labels[key];
    switch (operator) {
      case 'Equals': case 'DoubleEquals': case 'In': return value !== undefined && values.includes(value);
      case 'NotEquals': case 'NotIn': return value === undefined || !values.includes(value);
      case 'Exists': return value !== undefined;
      case 'DoesNotExist': return value === undefined;
      case 'GreaterThan': return value !== undefined && Number(value) > Number(values[0]);
      case 'LessThan': return value !== undefined && Number(value) < Number(values[0]);
      default: return false;
    }
  });
}

/** Whether Kubernetes takes an expression (labels.NewRequirement); a selector with one that it does not take selects nothing. @internal */
export function isRequirement({ operator = 'Equals', values = [] }: any): boolean {
  switch (operator) {
    case 'Equals': case 'DoubleEquals': case 'NotEquals': return values.length === 1;
    case 'In': case 'NotIn': return values.length > 0;
    case 'Exists': case 'DoesNotExist': return values.length === 0;
    case 'GreaterThan': case 'LessThan': return values.length === 1 && /^-?\d+$/.test(values[0]);
    default: return false;
  }
}

/** The tables that a selector picks, or the reason why Gloo picks none. @internal */
export function selectedTables(tables: KubernetesObject[], selector: any, ownNamespace: string | undefined): KubernetesObject[] | string {
  const labels = selector.labels ?? {};
  const expressions = selector.expressions ?? [];
  if (Object.keys(labels).length > 0 && expressions.length > 0) {
    return 'labels and expressions cannot be used in one selector';
  }
  if (!expressions.every(isRequirement)) {
    return 'the route table selector expression is invalid';
  }
  const namespaces: string[] = selector.namespaces ?? [];
  const inReach = (table: KubernetesObject) => (namespaces.length === 0
    ? mayBeIn(table, ownNamespace)
    : namespaces.includes('*') || namespaces.some((namespace) => mayBeIn(table, namespace)));
  const isMeant = (table: KubernetesObject) => carries(table.metadata?.labels, labels) && fulfils(table.metadata?.labels, expressions);
  const selected = tables.filter((table) => isMeant(table) && inReach(table));
  return selected.length > 0 ? selected : 'no route table matches the given selector';
}
