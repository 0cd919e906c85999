import { labelValueFault, qualifiedNameFault } from '../../engine/validation/names';

/** Labels by key. @internal */
export type Labels = { readonly [key: string]: string };

/** What is wrong with labels, in a few words. @internal */
export function labelFault(labels: Labels | undefined): string | undefined {
  const isWrong = ([name, text]: [string, string]) => qualifiedNameFault(name) || labelValueFault(String(text));
  const [key, value] = Object.entries(labels ?? {}).find(isWrong) ?? [];
  return key === undefined ? undefined : `the label ${key}: ${value}, which Kubernetes does not allow`;
}

/** What is wrong with a label selector, in a few words (ValidateLabelSelector of k8s.io/apimachinery). @internal */
export function selectorFault({ matchLabels, matchExpressions = [] }: any): string | undefined {
  const fault = labelFault(matchLabels);
  if (fault) {
    return fault;
  }
  for (const { key, operator, values = [] } of matchExpressions) {
    if (!['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator)) {
      return `the operator ${operator}, which is none of In, NotIn, Exists, DoesNotExist`;
    }
    const needsValues = operator === 'In' || operator === 'NotIn';
    if (needsValues !== values.length > 0) {
      return `the operator ${operator} ${needsValues ? 'without' : 'with'} values`;
    }
    if (qualifiedNameFault(key) || values.some((value: string) => needsValues && labelValueFault(value))) {
      return `the expression for ${key}, which Kubernetes does not allow`;
    }
  }
  return undefined;
}
