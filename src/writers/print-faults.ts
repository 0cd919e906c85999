import { Lazy } from 'cdk8s';
import { isMap, shown } from '../faults/shown';

/**
 * What cdk8s cannot print of a manifest: functions and instances of classes; the key `constructor` (cdk8s takes its holder
 * for an instance of a class, and fails while it writes files) and the key `__proto__` (cdk8s drops it in silence); and
 * texts that it leaves unquoted although Kubernetes reads them as numbers (YAML 1.1 as Go reads it: 0o17, 0X1F, 0B11).
 *
 * @internal
 */
export function printFaults(value: any, path: string): string[] {
  switch (formOf(value)) {
    case Form.UNPRINTABLE: return [`${path} cannot be printed, given ${shown(value)}: write plain texts, numbers, booleans, lists and maps`];
    case Form.HIDDEN_NUMBER: return [`${path} is the text ${shown(value)}, which is printed without quotes and read as a number by Kubernetes: write it in another way, for example with a letter before it`];
    case Form.CONTAINER: return Object.entries(value).flatMap(([key, inner]) => (UNPRINTABLE_KEYS.includes(key)
      ? [`${path} has the key '${key}', which cdk8s cannot print: choose another key`]
      : printFaults(inner, `${path}.${key}`)));
    default: return [];
  }
}

/** Whether a manifest has no faults and no tokens: then it is printed as it is, and the same one is printed in the same way. @internal */
export function isPlainManifest(value: any): boolean {
  const form = formOf(value);
  const isPlainIn = (key: string) => !UNPRINTABLE_KEYS.includes(key) && isPlainManifest(value[key]);
  return form === Form.PLAIN || (form === Form.CONTAINER && Object.keys(value).every(isPlainIn));
}

const UNPRINTABLE_KEYS = ['constructor', '__proto__'];

/** What a value is to cdk8s when it prints. */
enum Form { PLAIN, TOKEN, CONTAINER, HIDDEN_NUMBER, UNPRINTABLE }

function formOf(value: any): Form {
  switch (typeof value) {
    case 'string': return isHiddenNumber(value) ? Form.HIDDEN_NUMBER : Form.PLAIN;
    case 'number': return Number.isFinite(value) ? Form.PLAIN : Form.UNPRINTABLE;
    case 'function': case 'bigint': case 'symbol': return Form.UNPRINTABLE;
    case 'object': break;
    default: return Form.PLAIN;
  }
  if (value === null) {
    return Form.PLAIN;
  }
  if (isToken(value)) {
    return Form.TOKEN;
  }
  return Array.isArray(value) || isMap(value) ? Form.CONTAINER : Form.UNPRINTABLE;
}

/** What cdk8s leaves without quotes and Kubernetes reads as a number. */
function isHiddenNumber(text: string): boolean {
  return /^[-+]?0[oXB]/i.test(text) && /^[-+]?(0[oO][0-7_]+|0X[0-9a-fA-F_]+|0B[01_]+)$/.test(text);
}

/** What cdk8s itself turns into plain values when it prints. */
function isToken(value: any): boolean {
  return value instanceof Lazy || typeof value.resolve === 'function';
}
