import { anyOf, anyText } from './hostile-texts';

const KEYS = [
  'apiVersion',
  'kind',
  'metadata',
  'name',
  'labels',
  'app.kubernetes.io/name',
  'nginx.ingress.kubernetes.io/canary-by-header-value',
  'spec',
  'data',
  'config.yaml',
  'on-demand',
  'nodes',
];

const PLAIN = [0, 1, -1, 80, 8080, 2 ** 31, 2 ** 53 - 1, true, false];

const ODD = [null, undefined, -0, 0.5, 1e21, 1e-7, NaN, Infinity, 2 ** 53];

/**
 * A document with texts in all the places where a manifest may have them.
 *
 * @param hostileKeys the share of keys that are any text
 * @param count is told of every text
 */
export function anyDocument(random: () => number, hostileKeys: number, count: () => void): { [key: string]: unknown } {
  const key = () => (random() < hostileKeys ? anyText(random) : `${anyOf(KEYS, random)}${Math.floor(random() * 4)}`);
  const text = () => {
    count();
    return anyText(random);
  };
  const size = () => Math.floor(random() * 4);
  const value = (depth: number): unknown => {
    const kind = random();
    if (depth > 0 && kind < 0.3) {
      return map(depth - 1, size());
    }
    if (depth > 0 && kind < 0.5) {
      return Array.from({ length: size() }, () => value(depth - 1));
    }
    const others = random() < hostileKeys ? [...PLAIN, ...ODD] : PLAIN;
    return kind < 0.93 ? text() : anyOf<unknown>(others, random);
  };
  const map = (depth: number, length: number) =>
    Object.fromEntries(Array.from({ length }, () => [key(), value(depth)]));
  return map(3, 1 + size());
}
