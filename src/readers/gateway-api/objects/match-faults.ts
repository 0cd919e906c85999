import { Fault, firstFault } from './fault';

const NAME = /^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];
const TYPES = ['Exact', 'RegularExpression'];
const PATH_TYPES = ['Exact', 'PathPrefix', 'RegularExpression'];

/** Why the API server rejects a match. @internal */
export function matchFault({ path = {}, method, headers = [], queryParams = [] }: any): Fault | undefined {
  const isOdd = ({ name, value, type = 'Exact' }: any, most: number) => {
    return !NAME.test(name ?? '') || (value ?? '') === '' || value.length > most || !TYPES.includes(type);
  };
  const hasOdd = headers.some((one: any) => isOdd(one, 4096)) || queryParams.some((one: any) => isOdd(one, 1024));
  return (
    firstFault([
      [
        headers.length > 16 || queryParams.length > 16,
        'a match has more than 16 headers or parameters',
        'Ask for at most 16 of them.',
      ],
      [
        isRepeated(headers),
        'a match has two headers of one name',
        'Write each header once in a match; further matches are alternatives.',
      ],
      [isRepeated(queryParams), 'a match has two parameters of one name', 'Write each parameter once in a match.'],
      [method !== undefined && !METHODS.includes(method), 'a method is none', `Write one of ${METHODS.join(', ')}.`],
      [
        hasOdd,
        'a header or a parameter has no name or no value',
        'Write a name, a value and the type Exact or RegularExpression.',
      ],
    ]) ?? pathFault(path)
  );
}

function isRepeated(conditions: any[]): boolean {
  return new Set(conditions.map(({ name }) => name)).size < conditions.length;
}

function pathFault({ type = 'PathPrefix', value = '/' }: any): Fault | undefined {
  const isOdd =
    !value.startsWith('/') ||
    ['//', '/./', '/../', '%2f', '%2F', '#'].some((part) => value.includes(part)) ||
    /\/\.\.?$/.test(value) ||
    !/^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(value);
  return firstFault([
    [!PATH_TYPES.includes(type), `the path's type '${type}' is none`, `Write one of ${PATH_TYPES.join(', ')}.`],
    [
      value.length > 1024 || (type !== 'RegularExpression' && isOdd),
      `the path '${value}' is none`,
      'Write a path that begins with /, without //, dot segments, # and %2F.',
    ],
  ]);
}
