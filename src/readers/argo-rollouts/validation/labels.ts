/** Labels by key. @internal */
export type Labels = { readonly [key: string]: string };

const NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Whether a text is a qualified name of Kubernetes: `app`, `example.com/app`. @internal */
export function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1)!;
  const isPrefixed = parts.length === 1 || (parts.length === 2 && parts[0].length <= 253 && SUBDOMAIN.test(parts[0]));
  return isPrefixed && name.length <= 63 && NAME.test(name);
}

/** Whether a text may be the value of a label. @internal */
export function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && NAME.test(value));
}

/** What is wrong with labels, in a few words. @internal */
export function labelFault(labels: Labels | undefined): string | undefined {
  const [key, value] =
    Object.entries(labels ?? {}).find(([name, text]) => !isQualifiedName(name) || !isLabelValue(String(text))) ?? [];
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
    if (!isQualifiedName(key) || values.some((value: string) => needsValues && !isLabelValue(value))) {
      return `the expression for ${key}, which Kubernetes does not allow`;
    }
  }
  return undefined;
}

/** Whether labels fulfil a label selector. @internal */
export function fulfils(labels: Labels | undefined, { matchLabels = {}, matchExpressions = [] }: any): boolean {
  const isMet = ({ key, operator, values = [] }: any) => {
    const value = labels?.[key];
    const isAmong = value !== undefined && values.includes(value);
    return operator === 'In'
      ? isAmong
      : operator === 'NotIn'
        ? !isAmong
        : operator === 'Exists'
          ? value !== undefined
          : value === undefined;
  };
  return Object.entries(matchLabels).every(([key, value]) => labels?.[key] === value) && matchExpressions.every(isMet);
}
