/**
 * Whether labels fulfil a label selector. A label that is missing is in no list
 * (pkg/labels/selector.go of kubernetes/apimachinery).
 *
 * @internal
 */
export function isSelected(
  labels: { readonly [key: string]: string } | undefined,
  { matchLabels = {}, matchExpressions = [] }: any,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels?.[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }: any) => {
      const value = labels?.[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        default:
          return value === undefined;
      }
    })
  );
}
