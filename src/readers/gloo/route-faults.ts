import { RE2JS } from 're2js';
import { pathSpecifiers } from './matching';

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
  return matchers.map(matcherFault).find((fault) => fault !== undefined) ?? actionFault(action, route);
}

function actionFault(action: string, route: any): string | undefined {
  switch (action) {
    case 'routeAction': return abortFault(route.options?.faults?.abort) ?? rewriteFault(route.options);
    case 'directResponseAction': return statusFault(route.directResponseAction.status);
    case 'redirectAction': return redirectFault(route.redirectAction);
    default: return undefined;
  }
}

function abortFault(abort: any): string | undefined {
  const isWhole = !abort || (abort.httpStatus >= 200 && abort.httpStatus < 600 && (abort.percentage ?? 0) >= 0 && (abort.percentage ?? 0) <= 100);
  return isWhole ? undefined : `its fault ${JSON.stringify(abort)} needs an httpStatus from 200 to 599 and a percentage from 0 to 100`;
}

/** Gloo parses a prefix rewrite as a URL and judges its decoded path; expressions are compiled. */
function rewriteFault(options: any): string | undefined {
  const { prefixRewrite, regexRewrite } = options ?? {};
  const expression = regexRewrite?.pattern?.regex;
  if (typeof expression === 'string' && !compiles(expression)) {
    return `'${expression}' is no RE2 expression`;
  }
  return prefixRewrite === undefined ? undefined : pathFault(decoded(prefixRewrite.split(/[?#]/)[0]));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function statusFault(status: any): string | undefined {
  return status >= 100 && status < 600 ? undefined : `its direct response needs a status from 100 to 599, and has ${status ?? 'none'}`;
}

/** Numbers of the enum are its places (0 to 4), no HTTP statuses; Envoy takes no others. */
function redirectFault({ responseCode, pathRedirect, prefixRewrite }: any): string | undefined {
  if (responseCode !== undefined && redirectStatus(responseCode) === undefined) {
    return `its redirect has the response code ${responseCode}, which Envoy does not know: write for example MOVED_PERMANENTLY`;
  }
  return [pathRedirect, prefixRewrite].map((path) => (path === undefined ? undefined : pathFault(path))).find((fault) => fault !== undefined);
}

const REDIRECTS: Record<string, number> = { MOVED_PERMANENTLY: 301, FOUND: 302, SEE_OTHER: 303, TEMPORARY_REDIRECT: 307, PERMANENT_REDIRECT: 308 };

/** The HTTP status of a redirect, by the name or the number of its response code. @internal */
export function redirectStatus(responseCode: any = 'MOVED_PERMANENTLY'): number | undefined {
  return typeof responseCode === 'number' ? Object.values(REDIRECTS)[responseCode] : REDIRECTS[responseCode];
}

function matcherFault(matcher: any): string | undefined {
  const kinds = pathSpecifiers(matcher);
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
