import { Fault, firstFault } from './fault';

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
export function filtersFault(filters: any[]): Fault | undefined {
  const count = (type: string) => filters.filter((filter) => filter.type === type).length;
  const repeated = SINGLE.find((type) => count(type) > 1);
  return (
    firstFault([
      [filters.length > 16, 'it has more than 16 filters', 'Write at most 16 filters.'],
      [
        filters.some(({ type }) => !(type in FIELDS)),
        'a filter has a type that is none',
        `Write one of ${Object.keys(FIELDS).join(', ')}.`,
      ],
      [repeated !== undefined, `a filter of the type ${repeated} is there twice`, 'Write all of it into one filter.'],
      [
        count('RequestRedirect') > 0 && count('URLRewrite') > 0,
        'a rule redirects and rewrites',
        'Write the path into the redirect.',
      ],
    ]) ?? filters.map(filterFault).find((fault) => fault !== undefined)
  );
}

/** Why the API server rejects a backend. @internal */
export function backendFault(backend: any): Fault | undefined {
  const { weight = 1, filters = [] } = backend;
  return (
    firstFault([
      [weight < 0 || weight > 1_000_000, 'a weight is more than 1000000', 'Write a weight from 0 to 1000000.'],
    ]) ??
    referenceFault(backend) ??
    filtersFault(filters)
  );
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

function filterFault(filter: any): Fault | undefined {
  const { type } = filter;
  const own = FIELDS[type];
  const other = Object.values(FIELDS).find((field) => field !== own && filter[field] !== undefined);
  return (
    firstFault([
      [filter[own] === undefined, `a filter of the type ${type} has no ${own}`, `Write the field ${own}.`],
      [
        other !== undefined,
        `a filter of the type ${type} has the field ${other}`,
        `Leave ${other} out, or write a filter of its type.`,
      ],
    ]) ?? CONTENTS[type]?.(filter[own])
  );
}

/** What is asked of the field of a filter. */
const CONTENTS: { [type: string]: (field: any) => Fault | undefined } = {
  RequestHeaderModifier: modifierFault,
  ResponseHeaderModifier: modifierFault,
  RequestRedirect: (redirect) => redirectFault(redirect) ?? pathFault(redirect.path),
  URLRewrite: ({ path }) => pathFault(path),
  RequestMirror: mirrorFault,
  ExtensionRef: ({ group, kind, name }) =>
    firstFault([
      [[group, kind, name].includes(undefined), 'an extensionRef has no group, kind or name', 'Write all three.'],
    ]),
};

function modifierFault({ add = [], set = [], remove = [] }: any): Fault | undefined {
  const isOdd = ({ name, value }: any) => {
    return !/^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/.test(name ?? '') || (value ?? '') === '' || value.length > 4096;
  };
  const isRepeated = (list: any[]) => new Set(list.map(({ name }) => name)).size < list.length;
  return firstFault([
    [
      [add, set, remove].some(({ length }) => length > 16),
      'a filter changes more than 16 headers',
      'Change at most 16 of them.',
    ],
    [
      [...add, ...set].some(isOdd) || isRepeated(add) || isRepeated(set),
      'a filter gives a header no name or no value, or gives it twice',
      'Write each header once, with a name and a value.',
    ],
  ]);
}

function redirectFault({ statusCode = 302, scheme, port = 80 }: any): Fault | undefined {
  const isOdd = (scheme !== undefined && !['http', 'https'].includes(scheme)) || port < 1 || port > 65535;
  return firstFault([
    [
      ![301, 302, 303, 307, 308].includes(statusCode),
      'a redirect has no status of a redirect',
      'Write 301, 302, 303, 307 or 308.',
    ],
    [isOdd, 'a redirect has a scheme or a port that is none', 'Write http or https, and a port from 1 to 65535.'],
  ]);
}

function pathFault(
  { type, replaceFullPath, replacePrefixMatch }: any = { type: 'ReplaceFullPath', replaceFullPath: '/' },
): Fault | undefined {
  const isFull = type === 'ReplaceFullPath' && replaceFullPath !== undefined && replacePrefixMatch === undefined;
  const isPrefix = type === 'ReplacePrefixMatch' && replacePrefixMatch !== undefined && replaceFullPath === undefined;
  return firstFault([
    [
      !isFull && !isPrefix,
      'a path modifier has another type than its field',
      'Write ReplaceFullPath with replaceFullPath, or ReplacePrefixMatch with replacePrefixMatch.',
    ],
  ]);
}

function mirrorFault({ backendRef, percent, fraction }: any): Fault | undefined {
  const { numerator = 0, denominator = 100 } = fraction ?? {};
  const isTooMuch = numerator > denominator || denominator < 1 || numerator < 0;
  return (
    firstFault([
      [backendRef === undefined, 'a mirror has no backend', 'Write its backendRef.'],
      [
        isTooMuch || (percent !== undefined && (fraction !== undefined || percent < 0 || percent > 100)),
        'a mirror has both a percentage and a fraction, or more than all',
        'Write a percent from 0 to 100, or a fraction.',
      ],
    ]) ?? referenceFault(backendRef)
  );
}

function referenceFault({ name, kind = 'Service', group = '', port }: any): Fault | undefined {
  const isOdd =
    !name ||
    (kind === 'Service' && group === '' && port === undefined) ||
    (port !== undefined && (port < 1 || port > 65535));
  return firstFault([
    [isOdd, 'a backend has no name, or a Service no port', 'Write the name of the Service and a port from 1 to 65535.'],
  ]);
}
