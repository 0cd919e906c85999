import { Lazy } from 'cdk8s';
import { isMap, shown } from '../faults/shown';
import { whyMisreadKey, whyMisreadValue } from '../synthesis/misread-text';

/**
 * What cdk8s cannot print of a manifest, or prints in a way that Kubernetes reads otherwise: functions and instances of
 * classes; the key `constructor` (cdk8s takes its map for an instance of a class, and fails while it writes files) and the
 * key `__proto__` (cdk8s drops it in silence); texts and keys that Kubernetes misreads or refuses.
 *
 * @internal
 */
export function printFaults(value: any, path: string): string[] {
  switch (formOf(value)) {
    case Form.UNPRINTABLE: return [`${path} cannot be printed, ${given(value)}: write plain texts, numbers, booleans, lists and maps`];
    case Form.MISREAD: return [`${path} is the text ${shown(value)}, which ${whyMisreadValue(value)}: write it in another way, for example with a letter before it`];
    case Form.CONTAINER: return Object.entries(value).flatMap(([key, inner]) => [
      ...(Array.isArray(value) ? [] : keyFaults(key, path)),
      ...(UNPRINTABLE_KEYS.includes(key) ? [] : printFaults(inner, `${path}.${key}`)),
    ]);
    default: return [];
  }
}

/**
 * Whether a manifest has neither faults nor tokens. Then cdk8s prints it as it is, and prints the same manifest in the same
 * way.
 *
 * @internal
 */
export function isPlainManifest(value: any): boolean {
  const form = formOf(value);
  if (form !== Form.CONTAINER) {
    return form === Form.PLAIN;
  }
  const isPlainKey = (key: string) => Array.isArray(value) || (!UNPRINTABLE_KEYS.includes(key) && whyMisreadKey(key) === undefined);
  return Object.keys(value).every((key) => isPlainKey(key) && isPlainManifest(value[key]));
}

const UNPRINTABLE_KEYS = ['constructor', '__proto__'];

/** What a value is to cdk8s when it prints. */
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

/** What cdk8s itself turns into plain values when it prints. */
function isToken(value: any): boolean {
  return value instanceof Lazy || typeof value.resolve === 'function';
}
