import type { Schema } from '@cfworker/json-schema';

/**
 * The words of schemas, as CustomResourceDefinitions have them: JSON Schema, where an object has no other fields than
 * those that are named, since the API server refuses unknown fields (field validation `Strict`, which kubectl asks
 * for).
 */

/** A field whose value is not looked at. @internal */
export const ANYTHING: Schema = {};

/** @internal */
export const FLAG: Schema = { type: 'boolean' };

/** @internal */
export const NUMBER: Schema = { type: 'number' };

/** Of 32 bits. @internal */
export const INTEGER: Schema = integer(-(2 ** 31), 2 ** 31 - 1);

/** At least 0, of 32 bits. @internal */
export const UNSIGNED: Schema = integer(0, 2 ** 32 - 1);

/** @internal */
export const PORT: Schema = integer(1, 65535);

/** Such as a port by number or name. @internal */
export const INTEGER_OR_TEXT: Schema = { anyOf: [{ type: 'integer' }, { type: 'string' }] };

/** @internal */
export const TEXT: Schema = { type: 'string' };

/** @internal */
export function integer(minimum: number, maximum: number): Schema {
  return { type: 'integer', minimum, maximum };
}

/** A text of a length. @internal */
export function text(minLength: number, maxLength: number): Schema {
  return { type: 'string', minLength, maxLength };
}

/** A text that matches an expression; `words` says in messages what it must be. @internal */
export function pattern(expression: RegExp, words: string, minLength = 0, maxLength?: number): Schema {
  return {
    type: 'string',
    pattern: expression.source,
    description: words,
    minLength,
    ...(maxLength === undefined ? {} : { maxLength }),
  };
}

/** One of some texts. @internal */
export function choice(...values: string[]): Schema {
  return { type: 'string', enum: values };
}

/** @internal */
export function list(items: Schema, minItems = 0, maxItems?: number): Schema {
  return { type: 'array', items, minItems, ...(maxItems === undefined ? {} : { maxItems }) };
}

/** Any keys, with values of one kind. @internal */
export function map(values: Schema, maxProperties?: number): Schema {
  return { type: 'object', additionalProperties: values, ...(maxProperties === undefined ? {} : { maxProperties }) };
}

/** An object with these fields and no others. @internal */
export function object(properties: { [field: string]: Schema }, required: string[] = []): Schema {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** An object of which some fields are known. @internal */
export function open(properties: { [field: string]: Schema }, required: string[] = []): Schema {
  return { type: 'object', properties, required };
}

/** The same object, of which at most one of some fields may be there. @internal */
export function atMostOne(schema: Schema, fields: string[]): Schema {
  return { ...schema, not: { anyOf: pairs(fields).map((required) => ({ required })) }, description: fields.join(', ') };
}

/** A whole object with a spec. @internal */
export function whole(spec: Schema, required: string[] = []): Schema {
  return object({ apiVersion: TEXT, kind: TEXT, metadata: ANYTHING, spec, status: ANYTHING }, required);
}

function pairs(fields: string[]): string[][] {
  return fields.flatMap((one, index) => fields.slice(index + 1).map((other) => [one, other]));
}
