/**
 * What the API server asks of a value: its type, and for maps of known fields that no other field is there.
 *
 * @internal
 */
export type Schema =
  'string' | 'integer' | 'boolean' | 'integer or string' | 'any' | ListSchema | MapSchema | ClosedSchema;

interface ListSchema {
  readonly items: Schema;
}
interface MapSchema {
  readonly values: Schema;
}
interface ClosedSchema {
  readonly fields: ReadonlyMap<string, Schema>;
  readonly required: readonly string[];
}

/** A list. @internal */
export function items(schema: Schema): ListSchema {
  return { items: schema };
}

/** A map with any keys. @internal */
export function values(schema: Schema): MapSchema {
  return { values: schema };
}

/** A map with these fields and no others; a name that ends in `!` is required. @internal */
export function closed(fields: { readonly [name: string]: Schema }): ClosedSchema {
  const entries = Object.entries(fields);
  return {
    fields: new Map(entries.map(([name, schema]) => [name.replace('!', ''), schema])),
    required: entries.filter(([name]) => name.endsWith('!')).map(([name]) => name.slice(0, -1)),
  };
}

/** What does not fit a schema, and where. @internal */
export interface Misfit {
  readonly field: string;
  readonly reason: string;
  readonly fix: string;
}

/**
 * The first place where a value does not fit its schema.
 *
 * @param isOpen whether maps may have fields that are not known, as objects of a newer version have
 * @internal
 */
export function firstMisfit(value: any, schema: Schema, field: string, isOpen = false): Misfit | undefined {
  if (schema === 'any' || value === undefined) {
    return undefined;
  }
  if (typeof schema === 'string') {
    return fits(value, schema) ? undefined : wrongType(field, `${schema === 'string' ? 'a' : 'an'} ${schema}`, value);
  }
  if ('items' in schema) {
    return Array.isArray(value)
      ? firstOf(value.map((item, index) => () => firstMisfit(item, schema.items, `${field}[${index}]`, isOpen)))
      : wrongType(field, 'a list', value);
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    return wrongType(field, 'a map', value);
  }
  if ('values' in schema) {
    return firstOf(
      Object.entries(value).map(
        ([key, one]) =>
          () =>
            firstMisfit(one, schema.values, `${field}.${key}`, isOpen),
      ),
    );
  }
  const missing = schema.required.find((name) => value[name] === undefined);
  if (missing !== undefined) {
    const whole = `${field}.${missing}`;
    return { field: whole, reason: `lacks ${whole}, which the schema requires`, fix: `Write ${whole}.` };
  }
  return firstOf(
    Object.entries(value).map(([name, one]) => () => {
      const inner = schema.fields.get(name);
      if (inner === undefined) {
        return isOpen ? undefined : unknown(`${field}.${name}`, [...schema.fields.keys()]);
      }
      return firstMisfit(one, inner, `${field}.${name}`, isOpen);
    }),
  );
}

function fits(value: any, schema: string): boolean {
  const isInteger = Number.isInteger(value);
  return schema === 'integer or string'
    ? isInteger || typeof value === 'string'
    : schema === 'integer'
      ? isInteger
      : typeof value === schema;
}

function wrongType(field: string, wanted: string, value: any): Misfit {
  const given = shownValue(value);
  return {
    field,
    reason: `has ${given.slice(0, 60)} as ${field}, which must be ${wanted}`,
    fix: `Write ${wanted} as ${field}.`,
  };
}

function unknown(field: string, known: string[]): Misfit {
  const list = known.slice(0, 12).join(', ');
  return {
    field,
    reason: `has the unknown field ${field}`,
    fix: `Leave it out, or write one of: ${list}${known.length > 12 ? ', …' : ''}.`,
  };
}

function firstOf(checks: (() => Misfit | undefined)[]): Misfit | undefined {
  for (const check of checks) {
    const found = check();
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** A value as a message shows it; YAML may hold numbers that JSON does not know. @internal */
export function shownValue(value: any): string {
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? String(inner) : inner)) ?? String(value);
}
