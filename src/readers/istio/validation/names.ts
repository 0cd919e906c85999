import { isIP } from 'node:net';
import { Fault, fault } from '../../engine/fault';

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
export function exportFault(exportTo: string[], namespace: string): Fault | undefined {
  const resolved = exportTo.map((one) => (one === '.' ? namespace : one));
  if (new Set(resolved).size < resolved.length) {
    return fault('exportTo names a namespace twice', 'Name each namespace once in exportTo.');
  }
  const odd = resolved.find((one) => one !== '*' && !isLabel(one));
  if (odd !== undefined) {
    return fault(`exportTo has ${JSON.stringify(odd)}, which is neither a namespace, . nor *`, 'Write names of namespaces, . or * in exportTo.');
  }
  return resolved.includes('*') && resolved.length > 1
    ? fault('exportTo has * beside a namespace', "Write exportTo: ['*'], or the namespaces alone.")
    : undefined;
}

/** Names after the first one without a slash are not looked at (validateGatewayNames). @internal */
export function gatewaysFault(gateways: string[]): Fault | undefined {
  for (const name of gateways) {
    const at = name.indexOf('/');
    if (at < 0) {
      return isDomain(name)
        ? undefined
        : fault(`the gateway ${JSON.stringify(name)} has no valid name`, 'Write the name of a Gateway, or mesh.');
    }
    if (!isLabel(name.slice(0, at)) || !isLabel(name.slice(at + 1))) {
      return fault(`the gateway ${JSON.stringify(name)} is not NAMESPACE/NAME`, 'Write namespace/name of a Gateway.');
    }
  }
  return undefined;
}

/** @internal */
export function firstFault<T>(
  items: T[],
  judge: (item: T, position: number) => Fault | undefined,
): Fault | undefined {
  for (let position = 0; position < items.length; position++) {
    const found = judge(items[position], position);
    if (found !== undefined) {
      return found;
    }
  }
  return undefined;
}
