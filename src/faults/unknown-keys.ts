import { nearestName } from './nearest-name';
import { isMap, shown } from './shown';
import { STRUCT_KEYS } from './struct-keys';

/** An interface of options, by its name. @internal */
export type StructName = keyof typeof STRUCT_KEYS;

/**
 * Properties that options do not have, a sentence each: `there is no property 'host': did you mean 'hosts'?`. Options inside
 * of them are checked too. What is no map at all is another fault.
 *
 * @param path where the options stand in what was given
 * @internal
 */
export function unknownKeyFaults(struct: StructName, given: unknown, path = ''): string[] {
  if (!isMap(given)) {
    return [];
  }
  const keys: { readonly [key: string]: string } = STRUCT_KEYS[struct];
  return Object.keys(given).filter((key) => given[key] !== undefined).flatMap((key) => {
    if (!Object.hasOwn(keys, key)) {
      return [unknownKey(path, key, Object.keys(keys))];
    }
    return keys[key] === '' ? [] : innerFaults(keys[key] as StructName, given[key], path === '' ? key : `${path}.${key}`);
  });
}

/**
 * Refuses properties that options do not have, where there is nobody to report faults later.
 *
 * @param what whose options they are, as it is written
 * @throws with all of them, when there are any
 * @internal
 */
export function requireKnownKeys(struct: StructName, given: unknown, what: string): void {
  const faults = unknownKeyFaults(struct, given);
  if (faults.length > 0) {
    throw new Error(`${what}: ${faults.join('; ')}`);
  }
}

/**
 * Arguments beyond those that a function reads, as a sentence.
 *
 * @param what the function, as it is written
 * @param read how many arguments it reads
 * @internal
 */
export function extraArgumentFaults(what: string, given: IArguments, read: number): string[] {
  const extra = [...given].slice(read).filter((value) => value !== undefined);
  return extra.length === 0 ? [] : [`${what} reads ${read === 1 ? 'one argument' : `${read} arguments`}, and was also given ${extra.map(shown).join(', ')}: put it into the first one, or leave it out`];
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
