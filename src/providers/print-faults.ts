import { Lazy } from 'cdk8s';
import { isMap, shown } from '../faults/shown';

/**
 * What of a manifest cdk8s cannot print as it is meant: functions and instances of classes, the key `constructor`
 * (cdk8s takes its holder for an instance of a class and fails while files are being written), and texts that it
 * leaves unquoted although Kubernetes reads them as numbers (YAML 1.1 as Go reads it: 0o17, 0X1F, 0B11).
 *
 * @internal
 */
export function printFaults(value: any, path: string): string[] {
  if (typeof value === 'function' || typeof value === 'bigint' || typeof value === 'symbol' || (typeof value === 'number' && !Number.isFinite(value))) {
    return [`${path} cannot be printed, given ${shown(value)}: write plain texts, numbers, booleans, lists and maps`];
  }
  if (typeof value === 'string') {
    return isHiddenNumber(value)
      ? [`${path} is the text ${shown(value)}, which is printed without quotes and read as a number by Kubernetes: write it in another way, for example with a letter before it`]
      : [];
  }
  if (typeof value !== 'object' || value === null || isToken(value)) {
    return [];
  }
  if (!Array.isArray(value) && !isMap(value)) {
    return [`${path} cannot be printed, given ${shown(value)}: write plain texts, numbers, booleans, lists and maps`];
  }
  return Object.entries(value).flatMap(([key, inner]) => (key === 'constructor'
    ? [`${path} has the key 'constructor', which cdk8s cannot print: choose another key`]
    : printFaults(inner, `${path}.${key}`)));
}

/** Whether a manifest has no faults and no tokens: then it is printed as it is, and the same one is printed in the same way. @internal */
export function isPlainManifest(value: any): boolean {
  switch (typeof value) {
    case 'string': return !isHiddenNumber(value);
    case 'number': return Number.isFinite(value);
    case 'boolean': case 'undefined': return true;
    case 'object': break;
    default: return false;
  }
  if (value === null) {
    return true;
  }
  if (Array.isArray(value)) {
    return value.every(isPlainManifest);
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) {
    return false;
  }
  for (const key in value) {
    if (key === 'constructor' || !isPlainManifest(value[key])) {
      return false;
    }
  }
  return true;
}

/** What cdk8s leaves without quotes and Kubernetes reads as a number. */
function isHiddenNumber(text: string): boolean {
  return /^[-+]?0[oXB]/i.test(text) && /^[-+]?(0[oO][0-7_]+|0X[0-9a-fA-F_]+|0B[01_]+)$/.test(text);
}

/** What cdk8s itself turns into plain values when it prints. */
function isToken(value: any): boolean {
  return value instanceof Lazy || typeof value.resolve === 'function';
}
