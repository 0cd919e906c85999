import { isIP } from 'node:net';

/**
 * What names, labels and ports may be: pkg/util/validation/validation.go of kubernetes/apimachinery. Each function
 * returns what is asked, where the text is something else.
 */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** @internal */
export function labelFault(text: string): string | undefined {
  return text.length <= 63 && LABEL.test(text)
    ? undefined
    : 'must be a DNS label: at most 63 lower-case letters, digits and hyphens, without a hyphen at its ends';
}

/** @internal */
export function label1035Fault(text: string): string | undefined {
  return text.length <= 63 && LABEL_1035.test(text)
    ? undefined
    : 'must be a DNS label that begins with a letter: at most 63 lower-case letters, digits and hyphens';
}

/** @internal */
export function subdomainFault(text: string): string | undefined {
  return text.length <= 253 && SUBDOMAIN.test(text)
    ? undefined
    : 'must be a DNS name in lower case: letters, digits, hyphens and dots, without a port';
}

/** A host of an Ingress, which may begin with `*.`. @internal */
export function hostFault(text: string): string | undefined {
  if (isIP(text) !== 0) {
    return 'must be a DNS name and no IP address';
  }
  if (!text.includes('*')) {
    return subdomainFault(text);
  }
  return text.length <= 253 && text.startsWith('*.') && SUBDOMAIN.test(text.slice(2))
    ? undefined
    : 'may have a * as its first label only, before a DNS name in lower case';
}

/** The name of a label, an annotation or a protocol, with or without a prefix. @internal */
export function qualifiedNameFault(text: string): string | undefined {
  const parts = text.split('/');
  const name = parts[parts.length - 1];
  const isPrefixed = parts.length === 1 || (parts.length === 2 && subdomainFault(parts[0]) === undefined);
  return isPrefixed && name.length <= 63 && QUALIFIED.test(name)
    ? undefined
    : 'must be at most 63 letters, digits, hyphens, underscores and dots, after a DNS name and a slash or alone';
}

/** @internal */
export function labelValueFault(text: string): string | undefined {
  return text === '' || (text.length <= 63 && QUALIFIED.test(text))
    ? undefined
    : 'must be empty, or at most 63 letters, digits, hyphens, underscores and dots, without these at its ends';
}

/** @internal */
export function portNameFault(text: string): string | undefined {
  const isName =
    text.length <= 15 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text) && /[a-z]/.test(text) && !text.includes('--');
  return isName
    ? undefined
    : 'must be a port name: at most 15 lower-case letters, digits and single hyphens, with at least one letter';
}

/** A port by number, or by the name that a container gives it. @internal */
export function portFault(port: number | string): string | undefined {
  return typeof port === 'string' ? portNameFault(port) : portNumberFault(port);
}

/** @internal */
export function portNumberFault(port: number): string | undefined {
  return port >= 1 && port <= 65535 ? undefined : 'must be a port from 1 to 65535';
}
