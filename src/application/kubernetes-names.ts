import { isMissing, shown } from '../faults/shown';
import { sortedEntries } from '../faults/sorted-map';

/**
 * Kubernetes' rules for names and labels. Each function returns the fault of a value, as the end of a sentence that
 * begins with what is named ("the namespace …"), or undefined.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ and …/labels/
 */
function nameFault(value: unknown, kind: string, rule: string): string {
  return `${isMissing(value) ? 'is missing' : `${shown(value)} is not ${kind}`}: ${rule}`;
}

/** A Service name (RFC 1035 label): begins with a letter. @internal */
export function serviceNameFault(name: unknown): string | undefined {
  if (typeof name === 'string' && name.length <= 63 && /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    return undefined;
  }
  return nameFault(
    name,
    'a Service name',
    'use at most 63 lower-case letters, digits and dashes, with a letter at the beginning and no dash at the end',
  );
}

/** A namespace or container name (RFC 1123 label). @internal */
export function labelNameFault(name: unknown): string | undefined {
  if (typeof name === 'string' && name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name)) {
    return undefined;
  }
  return nameFault(
    name,
    'a DNS label',
    'use at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends',
  );
}

/** The name of most objects (RFC 1123 subdomain). @internal */
export function objectNameFault(name: unknown): string | undefined {
  if (
    typeof name === 'string' &&
    name.length <= 253 &&
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)
  ) {
    return undefined;
  }
  return nameFault(
    name,
    'an object name',
    'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
  );
}

/** A label value. @internal */
export function labelValueFault(value: unknown): string | undefined {
  if (typeof value === 'string' && value.length <= 63 && /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value)) {
    return undefined;
  }
  return nameFault(
    value,
    'a label value',
    'use at most 63 letters, digits, dashes, dots and underscores, with a letter or digit at both ends',
  );
}

/** A label or annotation key: an optional DNS prefix, a slash, and a name. @internal */
export function labelKeyFault(key: string): string | undefined {
  if (key === 'constructor') {
    return `${shown(key)} breaks cdk8s, which cannot print it: choose another key`;
  }
  const [name, prefix, ...rest] = key.split('/').reverse();
  const named = name.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name);
  if (named && rest.length === 0 && (prefix === undefined || objectNameFault(prefix) === undefined)) {
    return undefined;
  }
  return (
    `${shown(key)} is not a label key: use a name of at most 63 letters, digits, ` +
      'dashes, dots and underscores, after an optional DNS prefix and a slash'
  );
}

/** A port number. @internal */
export function portFault(port: unknown): string | undefined {
  const isPort = Number.isInteger(port) && (port as number) >= 1 && (port as number) <= 65535;
  return isPort ? undefined : nameFault(port, 'a port', 'write a whole number from 1 to 65535');
}

/** All the faults of a label map. @internal */
export function labelFaults(labels: { [key: string]: string }): string[] {
  return sortedEntries(labels).flatMap(([key, value]) => {
    const valueFault = labelValueFault(value);
    return [labelKeyFault(key), valueFault && `${shown(key)}: ${valueFault}`].filter((fault) => fault !== undefined);
  });
}
