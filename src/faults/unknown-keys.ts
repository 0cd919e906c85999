import { nearestName } from './nearest-name';
import { isMap, shown } from './shown';
import { sortedKeys } from './sorted-map';
import { STRUCT_KEYS } from './struct-keys';

/** The name of an interface that holds options. @internal */
export type StructName = keyof typeof STRUCT_KEYS;

/**
 * Reports properties that an options interface does not have: `there is no property 'host': did you mean 'hosts'?`.
 * Nested options are checked too. A value that is not a map is reported elsewhere.
 *
 * @param path the path of nested options, such as `gateway`; empty for the outermost ones
 * @internal
 */
export function unknownKeyFaults(struct: StructName, given: unknown, path = ''): string[] {
  if (!isMap(given)) {
    return [];
  }
  const keys: { readonly [key: string]: string } = STRUCT_KEYS[struct];
  return sortedKeys(given).filter((key) => given[key] !== undefined).flatMap((key) => {
    if (!Object.hasOwn(keys, key)) {
      return [unknownKey(path, key, Object.keys(keys))];
    }
    return keys[key] === ''
      ? []
      : innerFaults(keys[key] as StructName, given[key], path === '' ? key : `${path}.${key}`);
  });
}

/**
 * Throws if options have unknown properties. For functions that have no `validate()` which could report them later.
 *
 * @param what the function as a caller writes it, such as `HttpRequest.to()`
 * @throws if there are unknown properties; the message lists all of them
 * @internal
 */
export function requireKnownKeys(struct: StructName, given: unknown, what: string): void {
  const faults = unknownKeyFaults(struct, given);
  if (faults.length > 0) {
    throw new Error(`${what}: ${faults.join('; ')}`);
  }
}

/**
 * Reports arguments beyond those that a function reads.
 *
 * @param what the function as a caller writes it, such as `RolloutPlan.canary()`
 * @param read how many arguments it reads
 * @internal
 */
export function extraArgumentFaults(what: string, given: IArguments, read: number): string[] {
  const extra = [...given].slice(read).filter((value) => value !== undefined);
  if (extra.length === 0) {
    return [];
  }
  return [
    `${what} reads ${read === 1 ? 'one argument' : `${read} arguments`}, ` +
      `and was also given ${extra.map(shown).join(', ')}: put it into the first one, or leave it out`,
  ];
}

function innerFaults(struct: StructName, value: unknown, path: string): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => unknownKeyFaults(struct, item, `${path}[${index}]`));
  }
  return unknownKeyFaults(struct, value, path);
}

function unknownKey(path: string, key: string, known: string[]): string {
  const where = path === '' ? '' : ` of ${path}`;
  const nearest = nearestName(key, known);
  const instead = nearest === undefined ? `the properties are ${known.join(', ')}` : `did you mean ${shown(nearest)}?`;
  return `there is no property ${shown(key)}${where}: ${instead}`;
}
