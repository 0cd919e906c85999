import { idOf, KubernetesObject } from '../engine/kubernetes-object';

const PREFIX = 'nginx.ingress.kubernetes.io/';

/** An annotation of ingress-nginx as written. @internal */
export function annotation(ingress: KubernetesObject | undefined, name: string): string | undefined {
  return ingress?.metadata?.annotations?.[PREFIX + name];
}

/** The names of the annotations of ingress-nginx, without their prefix. @internal */
export function annotationNames(ingress: KubernetesObject | undefined): string[] {
  return Object.keys(ingress?.metadata?.annotations ?? {}).filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/** As Go's strconv.ParseBool; false for everything else. @internal */
export function isTrue(ingress: KubernetesObject | undefined, name: string): boolean {
  return ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(annotation(ingress, name) ?? '');
}

/** Whether an annotation says no, in a word that Go's strconv.ParseBool knows. @internal */
export function isFalse(ingress: KubernetesObject | undefined, name: string): boolean {
  return ['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(annotation(ingress, name) ?? '');
}

/** What a canary Ingress asks for. @internal */
export interface CanaryPolicy {
  readonly weight: number;
  readonly weightTotal: number;
  readonly header: string;
  readonly headerValue: string;
  readonly headerPattern: string;
  readonly cookie: string;
}

/** The characters that the controller accepts (internal/ingress/annotations/parser/validators.go). */
const BASIC = /^[-._~a-zA-Z0-9/:]*$/;
const PATTERN = /^[-._~a-zA-Z0-9/:^$[\](){}*+?|&=\\]*$/;

/**
 * The canary policy of an Ingress, if it is a canary (internal/ingress/annotations/canary/main.go). A value that the
 * controller does not accept is empty to it.
 *
 * @internal
 */
export function canaryPolicy(ingress: KubernetesObject, notes: string[]): CanaryPolicy | undefined {
  const id = idOf(ingress);
  const text = (name: string, isAccepted: (value: string) => boolean): string => {
    const given = annotation(ingress, name) ?? '';
    if (!isAccepted(given)) {
      notes.push(`Ingress ${id}: the controller does not accept the value '${given}' of ${name} and drops it in silence`);
      return '';
    }
    return given.split('\n').map((line) => line.trim()).join('\n');
  };
  const basic = (value: string) => BASIC.test(value.replace(/ /g, ''));
  const number = (name: string): number => {
    const given = annotation(ingress, name);
    if (given !== undefined && !/^[-+]?\d+$/.test(given)) {
      notes.push(`Ingress ${id}: ${name} '${given}' is no whole number, so it counts as 0`);
    }
    return integer(given);
  };
  const policy = {
    weight: number('canary-weight'),
    weightTotal: number('canary-weight-total'),
    header: text('canary-by-header', basic),
    headerValue: text('canary-by-header-value', basic),
    headerPattern: text('canary-by-header-pattern', (value) => PATTERN.test(value)),
    cookie: text('canary-by-cookie', basic),
  };
  if (isTrue(ingress, 'canary')) {
    return policy;
  }
  if (policy.weight > 0 || policy.header || policy.headerValue || policy.headerPattern || policy.cookie) {
    notes.push(`Ingress ${id} has canary annotations and not canary: "true", so the controller takes it for an ordinary Ingress`);
  }
  return undefined;
}

/** As Go's strconv.Atoi with its 64 bits; 0 for everything else. What a double does not hold exactly is as good as its limit. @internal */
export function integer(text: string | undefined): number {
  if (text === undefined || !/^[-+]?\d+$/.test(text)) {
    return 0;
  }
  const value = BigInt(text.replace('+', ''));
  const isGo = value >= -(2n ** 63n) && value < 2n ** 63n;
  return isGo ? Math.min(Math.max(Number(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER) : 0;
}
