import { labelValueFault, qualifiedNameFault } from '../names';
import { each, Refusal, refusal } from '../refusal';

/** ValidateLabelSelector in pkg/apis/meta/v1/validation/validation.go of kubernetes/apimachinery. @internal */
export function* selectorRefusals(selector: any, path: string): Generator<Refusal> {
  for (const [key, value] of Object.entries<string>(selector?.matchLabels ?? {})) {
    if (qualifiedNameFault(key) || labelValueFault(value)) {
      yield refusal(
        `${path}.matchLabels`,
        qualifiedNameFault(key)
          ? `has a key that ${qualifiedNameFault(key)}`
          : `has a value that ${labelValueFault(value)}`,
        'Write a label that pods can carry.',
        `${key}: ${value}`,
      );
    }
  }
  for (const [{ key = '', operator, values = [] }, place] of each(
    selector?.matchExpressions,
    `${path}.matchExpressions`,
  )) {
    const hasValues = values.length > 0;
    const isKnown = ['In', 'NotIn', 'Exists', 'DoesNotExist'].includes(operator);
    const needsValues = operator === 'In' || operator === 'NotIn';
    if (!isKnown) {
      yield refusal(
        `${place}.operator`,
        'must be one of In, NotIn, Exists, DoesNotExist',
        'Write one of these.',
        operator,
      );
    } else if (needsValues !== hasValues) {
      yield refusal(
        `${place}.values`,
        needsValues ? 'must have at least one value' : `must be empty, since the operator is ${operator}`,
        'Change the operator or the values.',
        values,
      );
    }
    if (qualifiedNameFault(key)) {
      yield refusal(`${place}.key`, qualifiedNameFault(key)!, 'Write the name of a label.', key);
    }
  }
}
