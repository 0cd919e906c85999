import { KubernetesObject } from '../kubernetes-object';

/** Why the API server does not accept an object. @internal */
export interface Refusal {
  /** The field, such as `spec.rules[0].host`. */
  readonly field: string;
  /** What is asked of it, such as `must be in lower case`. */
  readonly reason: string;
  /** What is there; undefined where nothing is, or where the value tells nothing. */
  readonly given?: unknown;
  /** What to write instead. */
  readonly fix: string;
}

/** A rule of the API server for one kind, about objects that fit its schema: every refusal, in order. @internal */
export type Rule = (object: KubernetesObject) => Iterable<Refusal>;

/** @internal */
export function refusal(field: string, reason: string, fix: string, given?: unknown): Refusal {
  return { field, reason, fix, given };
}

/** What a refusal says, as a sentence without its end. @internal */
export function sentenceOf({ field, reason, given }: Refusal): string {
  return `${field} ${reason}${given === undefined ? '' : `, given ${written(given)}`}`;
}

const LONGEST = 100;

/** A value as a message shows it. @internal */
export function written(value: unknown): string {
  try {
    const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  } catch {
    return 'something that is no JSON';
  }
}

/** The items of a list with their paths; none where there is no list. @internal */
export function* each<T = any>(items: T[] | undefined, path: string): Generator<[T, string]> {
  for (const [index, item] of (Array.isArray(items) ? items : []).entries()) {
    yield [item, `${path}[${index}]`];
  }
}

/** A refusal for each item whose key an item before it has. @internal */
export function* repeated<T = any>(
  items: T[] | undefined,
  path: string,
  keyOf: (item: T) => string | undefined,
  what: string,
): Generator<Refusal> {
  const known = new Set<string>();
  for (const [item, place] of each(items, path)) {
    const key = keyOf(item);
    if (key !== undefined && known.has(key)) {
      yield refusal(
        place,
        `repeats the ${what} of an item before it`,
        `Keep one item for each ${what} in ${path}.`,
        item,
      );
    }
    if (key !== undefined) {
      known.add(key);
    }
  }
}
