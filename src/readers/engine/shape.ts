/**
 * What a field must look like for the API server to accept it. An object that does not fit never gets into a
 * cluster, so no router sees it.
 *
 * @internal
 */
export type Shape = 'any' | 'string' | 'boolean' | 'number' | 'integer' | 'natural' | 'integer or string' | ListShape | MapShape | FieldShapes;

interface ListShape { readonly list: Shape }
interface MapShape { readonly map: Shape }
interface FieldShapes { readonly fields: { readonly [field: string]: Shape } }

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

/** The first place where a value does not fit its shape, as a sentence. @internal */
export function misfit(value: any, shape: Shape, path: string): string | undefined {
  if (value === undefined || shape === 'any') {
    return undefined;
  }
  if (typeof shape === 'string') {
    return SCALARS[shape](value) ? undefined : `${path} must be ${article(shape)}, given ${written(value)}`;
  }
  if ('list' in shape) {
    return Array.isArray(value) ? first(value.map((item, index) => [`${path}[${index}]`, item, shape.list])) : `${path} must be a list, given ${written(value)}`;
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    return `${path} must be a map, given ${written(value)}`;
  }
  const known = 'map' in shape ? Object.keys(value).map((key) => [key, shape.map] as const) : Object.entries(shape.fields);
  return first(known.map(([key, inner]) => [path ? `${path}.${key}` : key, value[key], inner]));
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
    : Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null).map(([key, inner]) => [key, cleaned(inner, known, depth + 1)]));
  known.set(value, result);
  // Of a list only the items are: whoever holds it may add others.
  if (!Array.isArray(result)) {
    CLEAN.add(result);
  }
  return result;
}

/** A value as a message shows it. */
function written(value: any): string {
  try {
    return typeof value === 'bigint' ? String(value) : JSON.stringify(value) ?? String(value);
  } catch {
    return 'something that is no JSON';
  }
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
  return shape === 'natural' ? 'a whole number of 32 bits and at least 0' : `${shape.startsWith('integer') ? 'an' : 'a'} ${shape}`;
}

function first(checks: [string, any, Shape][]): string | undefined {
  for (const [path, value, shape] of checks) {
    const found = misfit(value, shape, path);
    if (found) {
      return found;
    }
  }
  return undefined;
}
