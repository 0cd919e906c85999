import { literalStart } from '../../http/literal-start';
import { NamedCondition, RouteConditions, TextCondition } from '../../readers/engine/route-conditions';

/**
 * Whether every request that fulfils `other` fulfils `one` as well; false where it is not certain. Each has one path.
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

/**
 * Some routers compare prefixes by characters, others by path elements. They agree on paths that go on with a slash
 * after the prefix.
 */
function coversPath(one: TextCondition, other: TextCondition): boolean {
  if (one.comparison === 'present' || (one.comparison === 'prefix' && one.text === '/')) {
    return true;
  }
  if (one.comparison === other.comparison && one.text === other.text) {
    return true;
  }
  if (one.comparison !== 'prefix' || other.comparison === 'present') {
    return false;
  }
  const start = other.comparison === 'regex' ? literalStart(other.text) : other.text;
  const isExactlyIt = other.comparison !== 'regex' && other.text === one.text;
  return isExactlyIt || start.startsWith(one.text.endsWith('/') ? one.text : `${one.text}/`);
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
