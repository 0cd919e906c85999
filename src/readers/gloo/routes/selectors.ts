import { carries } from '../../engine/endpoints';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { mayBeIn } from '../../engine/object-index';

/** An operator by its name or its number in the proto. */
function operatorOf({ operator = 'Equals' }: any): string {
  const names = [
    'Equals',
    'DoubleEquals',
    'NotEquals',
    'In',
    'NotIn',
    'Exists',
    'DoesNotExist',
    'GreaterThan',
    'LessThan',
  ];
  return typeof operator === 'number' ? names[operator] : operator;
}

/** Whether labels fulfil the expressions of a Gloo selector (labels.Requirement of Kubernetes). @internal */
export function fulfils(labels: { [key: string]: string } = {}, expressions: any[]): boolean {
  return expressions.every((expression) => {
    const { key, values = [] } = expression;
    const value = labels[key];
    switch (operatorOf(expression)) {
      case 'Equals':
      case 'DoubleEquals':
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotEquals':
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
      case 'GreaterThan':
        return isInteger(value) && Number(value) > Number(values[0]);
      case 'LessThan':
        return isInteger(value) && Number(value) < Number(values[0]);
      default:
        return false;
    }
  });
}

function isInteger(value: string | undefined): boolean {
  return value !== undefined && /^[+-]?\d+$/.test(value);
}

/** A label as Kubernetes takes it (labels.NewRequirement). */
const VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;
const KEY = /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;

/**
 * Whether Kubernetes takes an expression (labels.NewRequirement); a selector with one that it does not take selects
 * nothing.
 *
 * @internal
 */
export function isRequirement(expression: any): boolean {
  const { key = '', values = [] } = expression;
  if (!KEY.test(key) || !values.every((value: string) => VALUE.test(value))) {
    return false;
  }
  switch (operatorOf(expression)) {
    case 'Equals':
    case 'DoubleEquals':
    case 'NotEquals':
      return values.length === 1;
    case 'In':
    case 'NotIn':
      return values.length > 0;
    case 'Exists':
    case 'DoesNotExist':
      return values.length === 0;
    case 'GreaterThan':
    case 'LessThan':
      return values.length === 1 && /^[+-]?\d+$/.test(values[0]);
    default:
      return false;
  }
}

/** Whether an object is in one of some namespaces; `*` stands for all of them. @internal */
export function isInNamespaces(object: KubernetesObject, namespaces: string[]): boolean {
  return namespaces.some((namespace) => namespace === '*' || mayBeIn(object, namespace));
}

/**
 * The tables that a selector picks, or the reason why Gloo does not take it (RouteTablesForSelector in
 * projects/gateway/pkg/translator/route_table_selector.go of solo-io/gloo).
 *
 * @internal
 */
export function selectedTables(
  tables: KubernetesObject[],
  selector: any,
  ownNamespace: string | undefined,
): KubernetesObject[] | string {
  const labels = selector.labels ?? {};
  const expressions = selector.expressions ?? [];
  if (Object.keys(labels).length > 0 && expressions.length > 0) {
    return 'a selector has either labels or expressions, not both';
  }
  if (!expressions.every(isRequirement)) {
    return 'Kubernetes does not take an expression of its selector';
  }
  const namespaces: string[] = selector.namespaces ?? [];
  const selected = tables.filter(
    (table) =>
      (namespaces.length === 0 ? mayBeIn(table, ownNamespace) : isInNamespaces(table, namespaces)) &&
      carries(table.metadata?.labels, labels) &&
      fulfils(table.metadata?.labels, expressions),
  );
  return selected;
}
