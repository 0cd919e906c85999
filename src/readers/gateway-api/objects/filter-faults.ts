/** The field that each type of filter has, and no other. */
const FIELDS: { [type: string]: string } = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  CORS: 'cors',
  ExternalAuth: 'externalAuth',
  ExtensionRef: 'extensionRef',
};

/** Types of which a list of filters has one at most. */
const SINGLE = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestRedirect', 'URLRewrite', 'CORS'];

/** Why the API server rejects a list of filters. @internal */
export function filtersFault(filters: any[]): string | undefined {
  const count = (type: string) => filters.filter((filter) => filter.type === type).length;
  const repeated = SINGLE.find((type) => count(type) > 1);
  const reasons: [boolean, string][] = [
    [filters.length > 16, 'it has more than 16 filters'],
    [filters.some(({ type }) => !(type in FIELDS)), 'a filter has a type that is none'],
    [repeated !== undefined, `a filter of the type ${repeated} is there twice`],
    [count('RequestRedirect') > 0 && count('URLRewrite') > 0, 'a rule redirects and rewrites'],
  ];
  return reasons.find(([isSo]) => isSo)?.[1] ?? filters.map(filterFault).find((reason) => reason !== undefined);
}

/** Why the API server rejects a backend. @internal */
export function backendFault(backend: any): string | undefined {
  const { weight = 1, filters = [] } = backend;
  if (weight < 0 || weight > 1_000_000) {
    return 'a weight is more than 1000000';
  }
  return referenceFault(backend) ?? filtersFault(filters);
}

/** Whether a rule, or one of its backends, replaces a prefix of the path. @internal */
export function prefixReplacements({ filters = [], backendRefs = [] }: any): boolean {
  const lists = [filters, ...backendRefs.map(({ filters: own = [] }: any) => own)];
  return lists
    .flat()
    .some(
      ({ urlRewrite, requestRedirect }: any) => (urlRewrite ?? requestRedirect)?.path?.replacePrefixMatch !== undefined,
    );
}

function filterFault(filter: any): string | undefined {
  const { type, requestRedirect, requestMirror, urlRewrite, extensionRef } = filter;
  const own = FIELDS[type];
  const other = Object.values(FIELDS).find((field) => field !== own && filter[field] !== undefined);
  if (filter[own] === undefined || other !== undefined) {
    return filter[own] === undefined
      ? `a filter of the type ${type} has no ${own}`
      : `a filter of the type ${type} has the field ${other}`;
  }
  switch (type) {
    case 'RequestHeaderModifier':
    case 'ResponseHeaderModifier':
      return modifierFault(filter[own]);
    case 'RequestRedirect':
      return redirectFault(requestRedirect) ?? pathFault(requestRedirect.path);
    case 'URLRewrite':
      return pathFault(urlRewrite.path);
    case 'RequestMirror':
      return mirrorFault(requestMirror);
    case 'ExtensionRef':
      return [extensionRef.group, extensionRef.kind, extensionRef.name].some((part) => part === undefined)
        ? 'an extensionRef has no group, kind or name'
        : undefined;
    default:
      return undefined;
  }
}

function modifierFault({ add = [], set = [], remove = [] }: any): string | undefined {
  const isOdd = ({ name, value }: any) =>
    !/^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/.test(name ?? '') || (value ?? '') === '' || value.length > 4096;
  const isRepeated = (list: any[]) => new Set(list.map(({ name }) => name)).size < list.length;
  if ([add, set, remove].some(({ length }) => length > 16)) {
    return 'a filter changes more than 16 headers';
  }
  return [...add, ...set].some(isOdd) || isRepeated(add) || isRepeated(set)
    ? 'a filter gives a header no name or no value, or gives it twice'
    : undefined;
}

function redirectFault({ statusCode = 302, scheme, port = 80 }: any): string | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) {
    return 'a redirect has no status of a redirect';
  }
  return (scheme !== undefined && !['http', 'https'].includes(scheme)) || port < 1 || port > 65535
    ? 'a redirect has a scheme or a port that is none'
    : undefined;
}

function pathFault(path: any): string | undefined {
  if (path === undefined) {
    return undefined;
  }
  const { type, replaceFullPath, replacePrefixMatch } = path;
  const isFull = type === 'ReplaceFullPath' && replaceFullPath !== undefined && replacePrefixMatch === undefined;
  const isPrefix = type === 'ReplacePrefixMatch' && replacePrefixMatch !== undefined && replaceFullPath === undefined;
  return isFull || isPrefix ? undefined : 'a path modifier has another type than its field';
}

function mirrorFault({ backendRef, percent, fraction }: any): string | undefined {
  if (backendRef === undefined) {
    return 'a mirror has no backend';
  }
  const { numerator = 0, denominator = 100 } = fraction ?? {};
  const isTooMuch = numerator > denominator || denominator < 1 || numerator < 0;
  return isTooMuch || (percent !== undefined && (fraction !== undefined || percent < 0 || percent > 100))
    ? 'a mirror has both a percentage and a fraction, or more than all'
    : referenceFault(backendRef);
}

function referenceFault({ name, kind = 'Service', group = '', port }: any): string | undefined {
  const isOdd =
    !name ||
    (kind === 'Service' && group === '' && port === undefined) ||
    (port !== undefined && (port < 1 || port > 65535));
  return isOdd ? 'a backend has no name, or a Service no port' : undefined;
}
