import { Lazy } from 'cdk8s';
import { given, isMap, shown } from '../faults/shown';
import { sortedEntries } from '../faults/sorted-map';
import { whyMisreadKey, whyMisreadValue } from '../synthesis/misread-text';

/**
 * The parts of a manifest that cdk8s cannot print, or that Kubernetes reads differently from what was meant: functions
 * and instances of classes; the key `constructor` (cdk8s treats its map as an instance of a class, and throws while it
 * writes files) and the key `__proto__` (cdk8s drops it silently); texts and keys that Kubernetes misreads or rejects.
 *
 * @internal
 */
export function printFaults(value: any, path: string): string[] {
  switch (formOf(value)) {
    case Form.UNPRINTABLE:
      return [`${path} is not plain YAML, ${given(value)}: write plain texts, numbers, booleans, lists and maps`];
    case Form.MISREAD:
      return [
        `${path} is the text ${shown(value)}, which ${whyMisreadValue(value)}: ` +
          'write another text, for example with a letter at the beginning',
      ];
    case Form.CONTAINER:
      return sortedEntries(value).flatMap(([key, inner]) => [
        ...(Array.isArray(value) ? [] : keyFaults(key, path)),
        ...(UNPRINTABLE_KEYS.includes(key) ? [] : printFaults(inner, `${path}.${key}`)),
      ]);
    default:
      return [];
  }
}

/**
 * Whether a manifest has neither faults nor tokens. cdk8s prints such a manifest unchanged, and always in the same way.
 *
 * @internal
 */
export function isPlainManifest(value: any): boolean {
  const form = formOf(value);
  if (form !== Form.CONTAINER) {
    return form === Form.PLAIN;
  }
  const isPlainKey = (key: string) =>
    Array.isArray(value) || (!UNPRINTABLE_KEYS.includes(key) && whyMisreadKey(key) === undefined);
  return Object.keys(value).every((key) => isPlainKey(key) && isPlainManifest(value[key]));
}

const UNPRINTABLE_KEYS = ['constructor', '__proto__'];

/** How cdk8s prints a value. */
enum Form { PLAIN, TOKEN, CONTAINER, MISREAD, UNPRINTABLE }

function formOf(value: any): Form {
  switch (typeof value) {
    case 'string': return whyMisreadValue(value) === undefined ? Form.PLAIN : Form.MISREAD;
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

function keyFaults(key: string, path: string): string[] {
  if (UNPRINTABLE_KEYS.includes(key)) {
    return [`${path} has the key '${key}', which cdk8s cannot print: choose another key`];
  }
  const reason = whyMisreadKey(key);
  return reason === undefined ? [] : [`${path} has the key ${shown(key)}, which ${reason}: choose another key`];
}

/** Whether cdk8s resolves a value to a plain one when it prints. */
function isToken(value: any): boolean {
  return value instanceof Lazy || typeof value.resolve === 'function';
}
