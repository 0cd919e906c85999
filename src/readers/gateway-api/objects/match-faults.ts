const NAME = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];
const TYPES = ['Exact', 'RegularExpression'];
const PATH_TYPES = ['Exact', 'PathPrefix', 'RegularExpression'];

/** Why the API server rejects a match. @internal */
export function matchFault({ path = {}, method, headers = [], queryParams = [] }: any): string | undefined {
  const isOdd = ({ name, value, type = 'Exact' }: any, most: number) =>
    !NAME.test(name ?? '') || (value ?? '') === '' || value.length > most || !TYPES.includes(type);
  const reasons: [boolean, string][] = [
    [headers.length > 16 || queryParams.length > 16, 'a match has more than 16 headers or parameters'],
    [isRepeated(headers), 'a match has two headers of one name'],
    [isRepeated(queryParams), 'a match has two parameters of one name'],
    [method !== undefined && !METHODS.includes(method), 'a method is none'],
    [
      headers.some((one: any) => isOdd(one, 4096)) || queryParams.some((one: any) => isOdd(one, 1024)),
      'a header or a parameter has no name or no value',
    ],
  ];
  return reasons.find(([isSo]) => isSo)?.[1] ?? pathFault(path);
}

function isRepeated(conditions: any[]): boolean {
  return new Set(conditions.map(({ name }) => name)).size < conditions.length;
}

function pathFault({ type = 'PathPrefix', value = '/' }: any): string | undefined {
  if (!PATH_TYPES.includes(type)) {
    return `the path's type '${type}' is none`;
  }
  const isOdd =
    !value.startsWith('/') ||
    ['//', '/./', '/../', '%2f', '%2F', '#'].some((part) => value.includes(part)) ||
    /\/\.\.?$/.test(value) ||
    !/^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(value);
  return value.length > 1024 || (type !== 'RegularExpression' && isOdd) ? `the path '${value}' is none` : undefined;
}
