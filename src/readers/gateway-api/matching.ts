import { RE2JS } from 're2js';
import { HttpRequest } from '../../http';
import { normalizedPath, queryParameter } from '../envoy';

/** Whether a condition holds; unknown where the standard leaves it to implementations. @internal */
export type Verdict = 'yes' | 'no' | 'unknown';

/** How specific a match is, in the order in which that counts. @internal */
export interface Precedence {
  readonly isExact: boolean;
  /** The characters of a prefix. */
  readonly prefix: number;
  /** An expression, whose place is left to implementations. */
  readonly isExpression: boolean;
  readonly hasMethod: boolean;
  readonly headers: number;
  readonly queryParams: number;
}

/** Whether a match takes a request: all of its conditions. @internal */
export function takes(match: any, request: HttpRequest): Verdict {
  const { path = {}, method, headers = [], queryParams = [] } = match;
  return allOf([
    pathTakes(path, request.path),
    method === undefined || method === request.method ? 'yes' : 'no',
    ...firstOfEach(headers, (name) => name.toLowerCase()).map((condition) => headerTakes(condition, request)),
    ...firstOfEach(queryParams, (name) => name).map((condition) => valueTakes(condition, queryParameter(condition.name, request))),
  ]);
}

/** @internal */
export function precedenceOf({ path = {}, method, headers = [], queryParams = [] }: any): Precedence {
  const { type = 'PathPrefix', value = '/' } = path;
  return {
    isExact: type === 'Exact',
    // A slash at the end makes no difference to a prefix, and so none to its length.
    prefix: type === 'PathPrefix' ? withoutSlash(value).length : 0,
    isExpression: type === 'RegularExpression',
    hasMethod: method !== undefined,
    headers: firstOfEach(headers, (name) => name.toLowerCase()).length,
    queryParams: firstOfEach(queryParams, (name) => name).length,
  };
}

/** The more specific one first; 0 where age and names decide. @internal */
export function compared(one: Precedence, other: Precedence): number {
  return Number(other.isExact) - Number(one.isExact)
    || other.prefix - one.prefix
    || Number(other.hasMethod) - Number(one.hasMethod)
    || other.headers - one.headers
    || other.queryParams - one.queryParams;
}

function allOf(verdicts: Verdict[]): Verdict {
  return verdicts.includes('no') ? 'no' : verdicts.includes('unknown') ? 'unknown' : 'yes';
}

/** Of conditions with one name the first counts. */
function firstOfEach(conditions: any[], key: (name: string) => string): any[] {
  return conditions.filter(({ name }, index) => conditions.findIndex((other) => key(other.name) === key(name)) === index);
}

/** Whether dot segments are resolved before is left to implementations. */
function pathTakes(path: any, given: string): Verdict {
  return agreed([...new Set([given, normalizedPath(given)])].map((one) => onePathTakes(path, one)));
}

function onePathTakes({ type = 'PathPrefix', value = '/' }: any, path: string): Verdict {
  switch (type) {
    case 'Exact': return path === value ? 'yes' : 'no';
    case 'PathPrefix': return path === withoutSlash(value) || path.startsWith(`${withoutSlash(value)}/`) ? 'yes' : 'no';
    default: return expressionTakes(value, path);
  }
}

/** A prefix is whole path elements, and `/` all of them. */
function withoutSlash(prefix: string): string {
  return prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
}

/** How several lines of one header are compared is left to implementations. */
function headerTakes(condition: any, request: HttpRequest): Verdict {
  const lines = request.headerValues(condition.name);
  const readings = lines.length > 1 ? [lines.join(','), lines.join(', '), lines[0]] : lines;
  return readings.length === 0 ? 'no' : agreed(readings.map((value) => valueTakes(condition, value)));
}

function valueTakes({ type = 'Exact', value }: any, given: string | undefined): Verdict {
  if (given === undefined) {
    return 'no';
  }
  return type === 'Exact' ? (given === value ? 'yes' : 'no') : expressionTakes(value, given);
}

/** Whether an expression is anchored is left to implementations, and so is its dialect. */
function expressionTakes(expression: string, value: string): Verdict {
  try {
    const compiled = RE2JS.compile(expression);
    return agreed([compiled.matches(value), compiled.matcher(value).find()].map((isSo) => (isSo ? 'yes' : 'no')));
  } catch {
    return 'unknown';
  }
}

function agreed(verdicts: Verdict[]): Verdict {
  return new Set(verdicts).size === 1 ? verdicts[0] : 'unknown';
}
