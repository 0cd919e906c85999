import { RE2JS } from 're2js';

/**
 * Why Gloo or Envoy rejects a route for what is written in it, if they do (ValidateRoutePath and initRoutes in
 * projects/gloo/pkg/translator/route_config.go; Envoy for expressions).
 *
 * @internal
 */
export function routeFault(route: any, matchers: any[]): string | undefined {
  const action = ['routeAction', 'redirectAction', 'directResponseAction', 'graphqlApiRef'].find((name) => route[name] !== undefined);
  if (action === undefined) {
    return 'it has no action';
  }
  const abort = action === 'routeAction' ? route.options?.faults?.abort : undefined;
  if (abort && !(abort.httpStatus >= 200 && abort.httpStatus < 600 && (abort.percentage ?? 0) >= 0 && (abort.percentage ?? 0) <= 100)) {
    return `its fault ${JSON.stringify(abort)} needs an httpStatus from 200 to 599 and a percentage from 0 to 100`;
  }
  const { prefixRewrite } = route.options ?? {};
  return matchers.map(matcherFault).find((fault) => fault !== undefined) ?? (prefixRewrite === undefined ? undefined : pathFault(prefixRewrite));
}

function matcherFault(matcher: any): string | undefined {
  const kinds = ['prefix', 'exact', 'regex', 'connectMatcher'].filter((kind) => matcher[kind] !== undefined);
  if (kinds.length !== 1) {
    return kinds.length === 0 ? 'no path specifier provided' : `a matcher has one path specifier, not ${kinds.join(' and ')}`;
  }
  const conditions: any[] = [...(matcher.headers ?? []), ...(matcher.queryParameters ?? [])];
  if (conditions.some(({ name }) => !name)) {
    return 'a header or query parameter condition has no name';
  }
  const expressions = [matcher.regex, ...conditions.filter((one) => one.regex).map((one) => one.value)];
  const broken = expressions.find((expression) => expression !== undefined && !compiles(expression));
  if (broken !== undefined) {
    return `'${broken}' is no RE2 expression`;
  }
  return pathFault(matcher.prefix ?? matcher.exact ?? '');
}

function pathFault(path: string): string | undefined {
  if (!/^(?:[A-Za-z0-9/:@._~!$&'()*+,;=-]|%[0-9a-fA-F]{2})*$/.test(path)) {
    return `the path ${path} has characters that Gloo does not accept`;
  }
  const sequence = ['//', '/./', '/../', '%2f', '%2F', '#'].find((part) => path.includes(part)) ?? ['/..', '/.'].find((part) => path.endsWith(part));
  return sequence && `the path ${path} contains ${sequence}`;
}

function compiles(expression: string): boolean {
  try {
    RE2JS.compile(expression);
    return true;
  } catch {
    return false;
  }
}
