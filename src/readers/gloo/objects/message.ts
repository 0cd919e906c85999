/** What Gloo takes for a value when it parses an object (golang/protobuf, jsonpb). @internal */
export type Message = 'any' | 'duration' | Values | Fields;

/** An enum: its names in the order of their numbers. */
interface Values {
  readonly values: string[];
}

/** The fields of a message; those of a list are the fields of its items. */
interface Fields {
  readonly fields: { readonly [name: string]: Message };
  /** Whether it may have others, which are not looked into. */
  readonly isOpen: boolean;
}

/** What an object has that a message does not have. @internal */
export interface Misfit {
  readonly field: string;
  readonly reason: string;
}

/**
 * A message with all its fields.
 *
 * @param plain the names of those that are not looked into, with blanks between them
 * @param fields the others
 * @internal
 */
export function message(plain: string, fields: { readonly [name: string]: Message } = {}): Fields {
  const names = plain.split(' ').filter((name) => name !== '');
  return { fields: { ...Object.fromEntries(names.map((name) => [name, 'any' as const])), ...fields }, isOpen: false };
}

/** A message of which only some fields are looked into. @internal */
export function partly(fields: { readonly [name: string]: Message }): Fields {
  return { fields, isOpen: true };
}

/** The first misfit of a value, if there is one. @internal */
export function misfitOf(value: any, known: Message, field: string): Misfit | undefined {
  if (known === 'any' || value === undefined || value === null) {
    return undefined;
  }
  if (known === 'duration') {
    const reason = `${field} is ${value}, which is no duration such as 1m30s`;
    return isDuration(value) ? undefined : { field, reason };
  }
  if ('values' in known) {
    const isKnown = typeof value !== 'string' || known.values.includes(value);
    return isKnown ? undefined : { field, reason: `${field} is ${value}, which is none of ${known.values.join(', ')}` };
  }
  return misfitOfFields(value, known, field);
}

function misfitOfFields(value: any, known: Fields, field: string): Misfit | undefined {
  if (Array.isArray(value)) {
    return first(value.map((item, index) => [item, known, `${field}[${index}]`]));
  }
  if (typeof value !== 'object') {
    return undefined;
  }
  const unknown = known.isOpen ? undefined : Object.keys(value).find((name) => !Object.hasOwn(known.fields, name));
  if (unknown !== undefined) {
    return { field: `${field}.${unknown}`, reason: `${field} has no field ${unknown}` };
  }
  const looked = Object.entries(value).filter(([name]) => Object.hasOwn(known.fields, name));
  return first(looked.map(([name, inner]) => [inner, known.fields[name], `${field}.${name}`]));
}

/** What Go parses as a duration (time.ParseDuration); another type is the API server's business. */
function isDuration(value: unknown): boolean {
  return typeof value !== 'string' || /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(value);
}

function first(candidates: [any, Message, string][]): Misfit | undefined {
  for (const [value, known, field] of candidates) {
    const misfit = misfitOf(value, known, field);
    if (misfit !== undefined) {
      return misfit;
    }
  }
  return undefined;
}
