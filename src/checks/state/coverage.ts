import { literalStart } from '../../http/literal-start';
import { NamedCondition, RouteConditions, TextCondition } from '../../readers/engine/route-conditions';

/**
 * Whether the conditions of one route hold for every request for which those of another one do. Each is about one
 * path. Where it is not certain, it is false.
 *
 * @internal
 */
export function covers(one: RouteConditions, other: RouteConditions): boolean {
  return (
    coversHosts(one.hosts, other.hosts) &&
    (other.schemes ?? ['http']).every((scheme) => (one.schemes ?? ['http']).includes(scheme)) &&
    coversPath(one.paths[0], other.paths[0]) &&
    coversConditions(one.headers, other.headers, (name) => name.toLowerCase()) &&
    coversConditions(one.queryParameters ?? [], other.queryParameters ?? [], (name) => name) &&
    coversMethods(one.methods ?? [], other.methods ?? [])
  );
}

function coversHosts(some: string[], others: string[]): boolean {
  const names = new Set(some.map((host) => host.toLowerCase()));
  const isAll = some.length === 0 || ['', '*'].some((host) => names.has(host));
  return isAll || (others.length > 0 && others.every((host) => names.has(host.toLowerCase())));
}

/** Routers read prefixes by characters or by elements: both agree where the prefix ends an element. */
function coversPath(one: TextCondition, other: TextCondition): boolean {
  if (one.comparison === 'present') {
    return true;
  }
  if (one.comparison === other.comparison && one.text === other.text) {
    return true;
  }
  if (one.comparison !== 'prefix' || other.comparison === 'present') {
    return false;
  }
  const prefix = one.text.endsWith('/') ? one.text : `${one.text}/`;
  return prefix === '/' || (other.comparison === 'regex' ? literalStart(other.text) : `${other.text}/`).startsWith(prefix);
}

function coversConditions(some: NamedCondition[], others: NamedCondition[], called: (name: string) => string): boolean {
  const keyOf = ({ name, comparison, text, negation }: NamedCondition) => {
    return JSON.stringify([called(name), comparison, text, negation]);
  };
  const known = new Set(others.map(keyOf));
  return some.every((condition) => known.has(keyOf(condition)));
}

function coversMethods(some: string[], others: string[]): boolean {
  return some.length === 0 || (others.length > 0 && others.every((method) => some.includes(method)));
}
