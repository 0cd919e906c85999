import { KNOWN_ANNOTATIONS } from './known-annotations';
import { KubernetesObject } from '../../engine/kubernetes-object';

/** What the annotations of ingress-nginx begin with. @internal */
export const PREFIX = 'nginx.ingress.kubernetes.io/';

/** An annotation of ingress-nginx as written. @internal */
export function annotation(ingress: KubernetesObject | undefined, name: string): string | undefined {
  return ingress?.metadata?.annotations?.[PREFIX + name];
}

/** The names of the annotations of ingress-nginx, without their prefix. @internal */
export function annotationNames(ingress: KubernetesObject | undefined): string[] {
  const names = Object.keys(ingress?.metadata?.annotations ?? {});
  return names.filter((name) => name.startsWith(PREFIX)).map((name) => name.slice(PREFIX.length));
}

/**
 * A value as the controller reads it. `invalid`: its validator refuses the value. `empty`: the value is there, and is
 * blank or cannot be parsed.
 *
 * @internal
 */
export type Reading<T> =
  | { readonly state: 'missing' | 'empty' }
  | { readonly state: 'invalid'; readonly name: string }
  | { readonly state: 'value'; readonly value: T };

/**
 * Validates an annotation, or its older name where it is missing or empty (checkAnnotation in
 * internal/ingress/annotations/parser/validators.go). Empty values are not validated.
 */
function validated(ingress: KubernetesObject | undefined, name: string): Reading<string> {
  const { accepts, aliases = [] } = KNOWN_ANNOTATIONS[name];
  const written = annotation(ingress, name);
  const used = written ? name : (aliases.find((alias) => annotation(ingress, alias)) ?? name);
  const value = annotation(ingress, used);
  if (value === undefined) {
    return { state: 'missing' };
  }
  return value !== '' && !accepts(value) ? { state: 'invalid', name: used } : { state: 'value', value };
}

/** A text: every line without the blanks around it. @internal */
export function readText(ingress: KubernetesObject | undefined, name: string): Reading<string> {
  const reading = validated(ingress, name);
  if (reading.state !== 'value') {
    return reading;
  }
  const value = reading.value
    .split('\n')
    .map((line) => line.trim())
    .join('\n');
  return value === '' ? { state: 'empty' } : { state: 'value', value };
}

/** A word that Go's strconv.ParseBool knows. @internal */
export function readBool(ingress: KubernetesObject | undefined, name: string): Reading<boolean> {
  const reading = validated(ingress, name);
  if (reading.state !== 'value') {
    return reading;
  }
  const value = parseBool(reading.value);
  return value === undefined ? { state: 'empty' } : { state: 'value', value };
}

/** A whole number of 64 bits. @internal */
export function readInteger(ingress: KubernetesObject | undefined, name: string): Reading<number> {
  const reading = validated(ingress, name);
  if (reading.state !== 'value') {
    return reading;
  }
  return isInteger(reading.value) ? { state: 'value', value: integer(reading.value) } : { state: 'empty' };
}

/** The value, where the controller has one. @internal */
export function valueOf<T>(reading: Reading<T>): T | undefined {
  return reading.state === 'value' ? reading.value : undefined;
}

/** The text of an annotation, where the controller has one. @internal */
export function text(ingress: KubernetesObject | undefined, name: string): string | undefined {
  return valueOf(readText(ingress, name));
}

/** Whether an annotation says yes. @internal */
export function isTrue(ingress: KubernetesObject | undefined, name: string): boolean {
  return valueOf(readBool(ingress, name)) === true;
}

const WORDS = new Map([
  ...['1', 't', 'T', 'TRUE', 'true', 'True'].map((word) => [word, true] as const),
  ...['0', 'f', 'F', 'FALSE', 'false', 'False'].map((word) => [word, false] as const),
]);

/** As Go's strconv.ParseBool; undefined for every other word. @internal */
export function parseBool(word: string): boolean | undefined {
  return WORDS.get(word);
}

/** Whether Go's strconv.Atoi takes a text, with its 64 bits. @internal */
export function isInteger(digits: string): boolean {
  if (!/^[-+]?\d+$/.test(digits)) {
    return false;
  }
  const value = BigInt(digits.replace('+', ''));
  return value >= -(2n ** 63n) && value < 2n ** 63n;
}

/**
 * As Go's strconv.Atoi; 0 for everything else. Values beyond the safe integers are clamped.
 *
 * @internal
 */
export function integer(digits: string | undefined): number {
  return digits !== undefined && isInteger(digits)
    ? Math.min(Math.max(Number(digits), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER)
    : 0;
}
