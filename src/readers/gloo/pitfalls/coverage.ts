import { Matcher, pathKind } from '../routes/matchers';

/** Whether a matcher takes every request that another one takes, as far as that can be seen. @internal */
export function covers(earlier: Matcher, later: Matcher): boolean {
  return coversPath(earlier, later) && coversConditions(earlier, later);
}

/** Whether a matcher takes all paths of another one. @internal */
export function coversPath(earlier: Matcher, later: Matcher): boolean {
  if (earlier.caseSensitive === false || later.caseSensitive === false) {
    return false;
  }
  const [kind, other] = [pathKind(earlier), pathKind(later)];
  const path = beginningOf(later);
  switch (kind) {
    case 'prefix': return path !== undefined && path.startsWith(earlier.prefix);
    case 'exact': return other === 'exact' && path === earlier.exact;
    case 'regex': return other === 'regex' && earlier.regex === later.regex;
    default: return false;
  }
}

/** What all paths of a matcher begin with; undefined where it says nothing of the path. */
export function beginningOf(matcher: Matcher): string | undefined {
  switch (pathKind(matcher)) {
    case 'exact': return matcher.exact;
    case 'prefix': return matcher.prefix;
    case 'regex': return `/${literalBeginning(matcher.regex).slice(1)}`;
    default: return undefined;
  }
}

/** The characters by which every match of an expression begins. */
function literalBeginning(expression: string): string {
  const [literal] = /^(?:[A-Za-z0-9/_~%@!,;=&:'<>#-]|\\[.+*?()|{}[\]^$/-])*/.exec(expression)!;
  const isRepeated = /^[*?{]/.test(expression.slice(literal.length));
  const certain = isRepeated ? literal.replace(/(?:\\.|.)$/, '') : literal;
  return expression.includes('|') ? '' : certain.replace(/\\/g, '');
}

/** Whether a matcher asks for nothing beside what another one asks for, too. */
function coversConditions(earlier: Matcher, later: Matcher): boolean {
  const methods: string[] = earlier.methods ?? [];
  const ownMethods: string[] = later.methods ?? [];
  return (methods.length === 0 || (ownMethods.length > 0 && ownMethods.every((method) => methods.includes(method))))
    && isSubset(earlier.headers, later.headers) && isSubset(earlier.queryParameters, later.queryParameters);
}

function isSubset(some: any[] = [], others: any[] = []): boolean {
  const known = new Set(others.map(keyOf));
  return some.every((condition) => known.has(keyOf(condition)));
}

function keyOf({ name = '', value = '', regex = false, invertMatch = false }: any): string {
  return JSON.stringify([name.toLowerCase(), value, regex, invertMatch]);
}

/** Whether a matcher asks for more than a path. @internal */
export function hasConditions({ headers, queryParameters, methods }: Matcher): boolean {
  return [headers, queryParameters, methods].some((conditions) => conditions?.length > 0);
}
