import { HeaderMatch, HttpRequest } from '../../src';

const request = HttpRequest.to('/', { headers: { 'X-User': 'qa-7' } });

describe('a header match', () => {
  test.each([
    [HeaderMatch.exact('x-user', 'qa-7'), true],
    [HeaderMatch.exact('x-user', 'QA-7'), false],
    [HeaderMatch.exact('X-USER', 'qa-7'), true],
    [HeaderMatch.regex('x-user', 'qa-\\d'), true],
    [HeaderMatch.regex('x-user', 'qa'), false],
    [HeaderMatch.regex('x-user', 'qa|qa-7'), true],
    [HeaderMatch.prefix('x-user', 'qa-'), true],
    [HeaderMatch.prefix('x-user', 'a-'), false],
    [HeaderMatch.present('x-user'), true],
    [HeaderMatch.present('x-other'), false],
    [HeaderMatch.regex('x-other', '.*'), false],
  ])('%s', (match, expected) => {
    expect(match.matches(request)).toBe(expected);
  });

  test('sees the lines of a repeated header joined by commas', () => {
    const twice = request.withHeader('x-user', 'qa-8');
    expect(HeaderMatch.exact('x-user', 'qa-7').matches(twice)).toBe(false);
    expect(HeaderMatch.exact('x-user', 'qa-7,qa-8').matches(twice)).toBe(true);
  });

  test('is present with an empty value too', () => {
    expect(HeaderMatch.present('x-empty').matches(HttpRequest.to('/', { headers: { 'x-empty': '' } }))).toBe(true);
  });

  const token =
    "is not an HTTP token (RFC 9110, 5.6.2): use letters, digits and !#$%&'*+-.^_`|~ only, for example 'x-canary'";
  test.each<[string, HeaderMatch, string]>([
    ['a name with a blank', HeaderMatch.exact('x user', 'a'), `the header name 'x user' ${token}`],
    ['a name with a colon', HeaderMatch.present(':path'), `the header name ':path' ${token}`],
    ['a name with a line break', HeaderMatch.present('x\r\ny'), `the header name 'x\\r\\ny' ${token}`],
    ['an empty name', HeaderMatch.present(''), `the header name '' ${token}`],
    [
      'the host header',
      HeaderMatch.exact('Host', 'a'),
      "the header 'host' selects the virtual host before routers match any header: " +
        'list the host in Application.hosts, and match another header here',
    ],
    [
      'an empty value',
      HeaderMatch.exact('x', ''),
      'the value for header \'x\' is empty, and routers read that as "present with any value": ' +
        "write HeaderMatch.present('x') if that is meant",
    ],
    [
      'a value with a line break',
      HeaderMatch.exact('x', 'a\nb'),
      "the value 'a\\nb' for header 'x' has control or non-ASCII characters, " +
        'and HTTP defines no encoding for them in a header: use printable ASCII',
    ],
    [
      'a value with a tab',
      HeaderMatch.prefix('x', 'a\tb'),
      "the prefix 'a\\tb' for header 'x' has control or non-ASCII characters, " +
        'and HTTP defines no encoding for them in a header: use printable ASCII',
    ],
    [
      'a value with umlauts',
      HeaderMatch.exact('x', 'grün'),
      "the value 'grün' for header 'x' has control or non-ASCII characters, " +
        'and HTTP defines no encoding for them in a header: use printable ASCII',
    ],
    [
      'a value with blanks around',
      HeaderMatch.exact('x', 'a '),
      "the value 'a ' for header 'x' has leading or trailing blanks, " +
        'which HTTP removes from header values, so it never matches: remove them',
    ],
    [
      'a value that is no string',
      HeaderMatch.exact('x', true as any),
      "the value for header 'x' must be a text, given true: quote it",
    ],
    [
      'a missing value',
      HeaderMatch.exact('x', undefined as any),
      "the value for header 'x' is missing: give one, or write HeaderMatch.present('x')",
    ],
    [
      'an expression that is none',
      HeaderMatch.regex('x', '('),
      "the expression '(' for header 'x' is not valid RE2 (error parsing regexp: missing closing ): " +
        '`(`): RE2 has neither look-around nor back-references, so write the condition without them',
    ],
    [
      'look-ahead',
      HeaderMatch.regex('x', '(?=a)b'),
      "the expression '(?=a)b' for header 'x' is not valid RE2 (error parsing regexp: invalid or unsupported " +
        'Perl syntax: `(?=`): RE2 has neither look-around nor back-references, so write the condition without them',
    ],
    [
      'Unicode classes',
      HeaderMatch.regex('x', '\\pL+'),
      "the expression '\\pL+' for header 'x' uses Unicode classes, which exceed the size that " +
        'routers allow for an expression: header values are ASCII, so write for example [A-Za-z]',
    ],
    [
      'a back-reference',
      HeaderMatch.regex('x', '(a)\\1'),
      "the expression '(a)\\1' for header 'x' is not valid RE2 (error parsing regexp: invalid escape sequence: " +
        '`\\1`): RE2 has neither look-around nor back-references, so write the condition without them',
    ],
  ])('refuses %s', (_, match, fault) => {
    expect(match.validate()).toEqual([fault]);
  });

  test('accepts what routers accept', () => {
    expect(HeaderMatch.exact('x_User.1', 'a, b; c="d"').validate()).toEqual([]);
    expect(HeaderMatch.regex('cookie', '^(.*;)?\\s*lane=v2(;.*)?$').validate()).toEqual([]);
  });
});
