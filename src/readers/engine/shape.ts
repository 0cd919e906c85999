import { Refusal, refusal } from './validation/refusal';

/**
 * What a field must look like for the API server to accept it. An object that does not fit never gets into a
 * cluster, so no router sees it.
 *
 * @internal
 */
export type Shape =
  | 'any'
  | 'string'
  | 'boolean'
  | 'number'
  | 'integer'
  | 'natural'
  | 'integer or string'
  | ListShape
  | MapShape
  | FieldShapes;

interface ListShape {
  readonly list: Shape;
}
interface MapShape {
  readonly map: Shape;
}
interface FieldShapes {
  readonly fields: { readonly [field: string]: Shape };
}

/** Items of one shape. @internal */
export function list(shape: Shape): ListShape {
  return { list: shape };
}

/** Any keys, with values of one shape. @internal */
export function map(shape: Shape): MapShape {
  return { map: shape };
}

/** Known fields; all may be missing, and others are not looked at. @internal */
export function fields(shapes: { readonly [field: string]: Shape }): FieldShapes {
  return { fields: shapes };
}

/** The first place where a value does not fit its shape. @internal */
export function misfit(value: any, shape: Shape, path: string): Refusal | undefined {
  if (value === undefined || shape === 'any') {
    return undefined;
  }
  if (typeof shape === 'string') {
    return SCALARS[shape](value) ? undefined : wrong(path, article(shape), value, shape);
  }
  if ('list' in shape) {
    return Array.isArray(value)
      ? first(
        value.entries(),
        (index) => `${path}[${index}]`,
        () => shape.list,
      )
      : wrong(path, 'a list', value);
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    return wrong(path, 'a map', value);
  }
  const inner = (key: string) => (path ? `${path}.${key}` : key);
  return 'map' in shape
    ? first(Object.entries(value), inner, () => shape.map)
    : first(
      Object.keys(shape.fields).map((key) => [key, value[key]]),
      inner,
      (key) => shape.fields[key],
    );
}

function first<K>(
  entries: Iterable<[K, any]>,
  pathOf: (key: K) => string,
  shapeOf: (key: K) => Shape,
): Refusal | undefined {
  for (const [key, value] of entries) {
    const found = misfit(value, shapeOf(key), pathOf(key));
    if (found) {
      return found;
    }
  }
  return undefined;
}

function wrong(path: string, what: string, value: unknown, shape?: string): Refusal {
  const isUnquoted = shape === 'string' && ['number', 'boolean'].includes(typeof value);
  return refusal(
    path,
    `must be ${what}`,
    isUnquoted ? `Write ${path} in quotes: "${value}".` : `Write ${what} as ${path}.`,
    value,
  );
}

/** Deeper than any object that a router reads. */
const DEEPEST = 200;

/**
 * The same value without null: to Kubernetes a field of null is a field that is not there. Some YAML parsers make dates
 * of timestamps. What refers to itself, or is nested too deep to be meant, is left out; what is shared by aliases stays
 * shared, so that a few lines cannot become millions.
 *
 * @internal
 */
export function withoutNulls(value: any): any {
  return cleaned(value, new Map(), 0);
}

/** Whether a value came out of `withoutNulls()`: nobody else has it, so it stays as it is. @internal */
export function isClean(value: any): boolean {
  return typeof value === 'object' && value !== null && CLEAN.has(value);
}

/** What has been cleaned: asking for the same objects again costs nothing. */
const CLEAN = new WeakSet<object>();

function cleaned(value: any, known: Map<object, any>, depth: number): any {
  if (value instanceof Date) {
    return Number.isNaN(value.getTime()) ? String(value) : value.toISOString();
  }
  if (typeof value !== 'object' || value === null || CLEAN.has(value)) {
    return value;
  }
  if (known.has(value) || depth > DEEPEST) {
    return known.get(value);
  }
  // Until it is done: whoever meets it on the way is inside it.
  known.set(value, undefined);
  const result = Array.isArray(value)
    ? value.map((item) => cleaned(item, known, depth + 1)).filter((item) => item !== null && item !== undefined)
    : printable(
      Object.fromEntries(
        Object.entries(value)
          .filter(([, inner]) => inner !== null && inner !== undefined)
          .map(([key, inner]) => [key, cleaned(inner, known, depth + 1)]),
      ),
    );
  known.set(value, result);
  // Of a list only the items are: whoever holds it may add others.
  if (!Array.isArray(result)) {
    CLEAN.add(result);
  }
  return result;
}

/** A map with a key that JavaScript asks for the text of it: asking would throw. */
function printable(made: any): any {
  if (Object.hasOwn(made, 'toString') || Object.hasOwn(made, 'valueOf')) {
    made[Symbol.toPrimitive] = () => '[object Object]';
  }
  return made;
}

const SCALARS: Record<Extract<Shape, string>, (value: any) => boolean> = {
  'any': () => true,
  'string': (value) => typeof value === 'string',
  'boolean': (value) => typeof value === 'boolean',
  'number': Number.isFinite,
  'integer': isInteger,
  'natural': (value) => Number.isInteger(value) && value >= 0 && value <= 4294967295,
  'integer or string': (value) => isInteger(value) || typeof value === 'string',
};

/** Of 32 bits, as all of them are in Kubernetes. */
function isInteger(value: any): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
}

function article(shape: string): string {
  return shape === 'natural'
    ? 'a whole number from 0 to 2147483647'
    : `${shape.startsWith('integer') ? 'an' : 'a'} ${shape}`;
}
