import { isIP } from 'node:net';

const LABEL = /^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$/;
const WILDCARD_LABEL = /^(\*|(\*-?)?[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?)$/;
const MAX_LABEL = 63;
const MAX_NAME = 255;

/** A label of a domain name (IsDNS1123Label in pkg/config/labels/instance.go of istio/istio). @internal */
export function isLabel(text: string): boolean {
  return text.length <= MAX_LABEL && LABEL.test(text);
}

/** A domain name, a dot at its end included (ValidateFQDN in pkg/config/validation/agent/validation.go). @internal */
export function isDomain(text: string): boolean {
  const labels = text.split('.');
  const last = labels[labels.length - 1];
  const isEnded = last === '' && labels.length > 1;
  return (
    text.length <= MAX_NAME &&
    text !== '' &&
    !/^[+-]?\d+$/.test(last) &&
    (isEnded ? labels.slice(0, -1) : labels).every(isLabel)
  );
}

/** A domain name whose first label may be, or begin with, an asterisk (ValidateWildcardDomain, there). @internal */
export function isWildcardDomain(text: string): boolean {
  const [first, ...others] = text.split('.');
  const isFirst = first.length <= MAX_LABEL && WILDCARD_LABEL.test(first);
  return text.length <= MAX_NAME && isFirst && (others.length === 0 || isDomain(others.join('.')));
}

/** @internal */
export function isAddress(text: string): boolean {
  return isIP(text) !== 0;
}

/** @internal */
export function isPort(number: unknown): boolean {
  return Number.isInteger(number) && (number as number) >= 1 && (number as number) <= 65535;
}

/** Claims of a token that some other object has to have verified (ToRoutingClaim in pkg/jwt/routing.go). @internal */
export function isClaim(name: string): boolean {
  return /^@request\.auth\.claims(\..+|\[.+\])$/i.test(name);
}

/**
 * What is wrong with the namespaces that an object is for (validateExportTo in pkg/config/validation/validation.go).
 *
 * @internal
 */
export function exportFault(exportTo: string[], namespace: string): string | undefined {
  const resolved = exportTo.map((one) => (one === '.' ? namespace : one));
  if (new Set(resolved).size < resolved.length) {
    return 'exportTo names a namespace twice';
  }
  const odd = resolved.find((one) => one !== '*' && !isLabel(one));
  if (odd !== undefined) {
    return `exportTo has ${JSON.stringify(odd)}, which is neither a namespace, . nor *`;
  }
  return resolved.includes('*') && resolved.length > 1 ? 'exportTo has * beside a namespace' : undefined;
}

/** Names after the first one without a slash are not looked at (validateGatewayNames). @internal */
export function gatewaysFault(gateways: string[]): string | undefined {
  for (const name of gateways) {
    const at = name.indexOf('/');
    if (at < 0) {
      return isDomain(name) ? undefined : `the gateway ${JSON.stringify(name)} is no name`;
    }
    if (!isLabel(name.slice(0, at)) || !isLabel(name.slice(at + 1))) {
      return `the gateway ${JSON.stringify(name)} is not NAMESPACE/NAME`;
    }
  }
  return undefined;
}

/** @internal */
export function firstFault<T>(
  items: T[],
  judge: (item: T, position: number) => string | undefined,
): string | undefined {
  for (let position = 0; position < items.length; position++) {
    const fault = judge(items[position], position);
    if (fault !== undefined) {
      return fault;
    }
  }
  return undefined;
}
