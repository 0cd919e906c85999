import { memoizeByObject } from '../../../caching/memoize-by-object';
import { literalStart } from '../../../http/literal-start';
import { Matcher, pathKind } from '../routes/matchers';

/** Whether a matcher takes every request that another one takes, as far as that can be seen. @internal */
export function covers(earlier: Matcher, later: Matcher): boolean {
  return coversConditions(earlier, later) && coversPath(earlier, later);
}

/** Whether a matcher takes all paths of another one. @internal */
export function coversPath(earlier: Matcher, later: Matcher): boolean {
  if (earlier.caseSensitive === false || later.caseSensitive === false) {
    return false;
  }
  const [kind, other] = [pathKind(earlier), pathKind(later)];
  const path = beginningOf(later);
  switch (kind) {
    case 'prefix':
      return path !== undefined && path.startsWith(earlier.prefix);
    case 'exact':
      return other === 'exact' && path === earlier.exact;
    case 'regex':
      return other === 'regex' && earlier.regex === later.regex;
    default:
      return false;
  }
}

/** What all paths of a matcher begin with; undefined where it says nothing of the path. */
function beginningOf(matcher: Matcher): string | undefined {
  switch (pathKind(matcher)) {
    case 'exact':
      return matcher.exact;
    case 'prefix':
      return matcher.prefix;
    case 'regex':
      return `/${literalStart(matcher.regex).slice(1)}`;
    default:
      return undefined;
  }
}

/** Whether a matcher asks for nothing beside what another one asks for, too. */
function coversConditions(earlier: Matcher, later: Matcher): boolean {
  const [some, others] = [askedBy(earlier), askedBy(later)];
  const methods: string[] = later.methods ?? [];
  return (
    some.conditions.length <= others.known.size &&
    some.conditions.every((condition) => others.known.has(condition)) &&
    (some.methods.size === 0 || (methods.length > 0 && methods.every((method) => some.methods.has(method))))
  );
}

/** The conditions of a matcher as texts: many are compared with many others. */
const askedBy = memoizeByObject(({ headers = [], queryParameters = [], methods = [] }: Matcher) => {
  const conditions = [
    ...headers.map((header: any) => `header ${keyOf(header)}`),
    ...queryParameters.map((one: any) => `query ${keyOf(one)}`),
  ];
  return { conditions, known: new Set(conditions), methods: new Set<string>(methods) };
});

function keyOf({ name = '', value = '', regex = false, invertMatch = false }: any): string {
  return JSON.stringify([name.toLowerCase(), value, regex, invertMatch]);
}

/** Whether a matcher asks for more than a path. @internal */
export function hasConditions({ headers, queryParameters, methods }: Matcher): boolean {
  return [headers, queryParameters, methods].some((conditions) => conditions?.length > 0);
}
