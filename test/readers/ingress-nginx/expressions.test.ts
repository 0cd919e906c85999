import { search } from '../../../src/readers/ingress-nginx/pcre/search';

describe('an expression of PCRE', () => {
  test.each([
    ['^a++b$', 'aab'],
    ['^(a+)b\\1$', 'aabaa'],
    ['^(?=.*beta).*$', 'my-beta-1'],
    ['\\Aab\\Z', 'ab\n'],
    ['a\\Kb', 'ab'],
    ['^a\\Rb$', 'a\r\nb'],
    ['a{2}', 'aa'],
    ['x{1,2}y', 'xxy'],
    ['(?i)ABC', 'abc'],
    ['[^a]', 'A'],
    ['(?<!a)b', 'cb'],
    ['(?<=ab|c)d', 'abd'],
    ['\\Qa.b\\E', 'a.b'],
    ['a|b|', 'z'],
    ['^(?:a|ab)(?:c|bcd)$', 'abcd'],
    ['\\x41\\101', 'AA'],
    ['(a)(b)\\2', 'abb'],
    ['[[:alpha:]]+1', 'ab1'],
    ['a{b}', 'a{b}'],
    ['(?x) a b # c', 'ab'],
    ['(?<n>a)\\k<n>', 'aa'],
    ['[]a]', ']'],
    ['\\bus\\b', 'eu-us-x'],
    ['^.*?x$', 'aax'],
    ['(?i:a)b', 'Ab'],
    ['(?m)^b', 'a\nb'],
    ['\\h\\d\\W', ' 1-'],
  ])('%s is found in %j', (expression, text) => {
    expect(search(expression, text)).toBe('matches');
  });

  test.each([
    ['^a++b$', 'aa'],
    ['^a++ab', 'aab'],
    ['^(a+)b\\1$', 'aaba'],
    ['\\Aab\\Z', 'abc'],
    ['^a\\Rb$', 'ab'],
    ['(?i)[^a]', 'A'],
    ['\\Qa.b\\E', 'axb'],
    ['(a*)*b', 'aaac'],
    ['(?>a*)ab', 'aaab'],
    ['^b', 'a\nb'],
    ['a.b', 'a\nb'],
    ['(?s-i)A', 'a'],
    ['(a)?\\1b$', 'cb'],
  ])('%s is not found in %j', (expression, text) => {
    expect(search(expression, text)).toBe('differs');
  });

  test.each([
    '(',
    ')',
    '[z-a]',
    '(?:',
    '*a',
    'a\\',
    '[a',
    '\\1',
    'a{3,2}',
    '\\y',
    '(?<n>a)(?<n>b)',
    '[[:no:]]',
    '(*a',
    `${'('.repeat(251)}${')'.repeat(251)}`,
  ])('%s is none', (expression) => {
    expect(['broken', 'unknown']).toContain(search(expression, 'a'));
    expect(search(expression, 'a') === 'broken' || expression === '(*a').toBe(true);
  });

  test.each(['(?R)', '(?1)(a)', '(?(1)a)', '(*UTF8)a', '\\p{L}', 'a{,3}', '(?<=a*)d', '(?|a|b)', '^*a'])(
    '%s is for PCRE itself',
    (expression) => {
      expect(search(expression, 'a')).toBe('unknown');
    },
  );

  test('without regard to case is one of ASCII letters', () => {
    expect([search('^/shop', '/SHOP', true), search('\xe9', '\xc9', true)]).toEqual(['matches', 'differs']);
  });

  test('that explodes is given up in a moment, and known not to match where it is simple', () => {
    expect(search('^(a+)+$', `${'a'.repeat(40)}!`)).toBe('exhausted');
    expect(search('^(?:(?:a|aa)+)+$', `${'a'.repeat(60)}!`)).toBe('unknown');
    expect(search('[a-z]*'.repeat(800), 'a'.repeat(5000))).toBe('matches');
    expect(search(`${'[a-z]*'.repeat(20)}!`, 'a'.repeat(5000))).toBe('exhausted');
  });

  test('that is deep or long does no harm', () => {
    expect(search('(?:a|b)*c', 'ab'.repeat(20_000))).toMatch(/unknown|exhausted|differs/);
    expect(search('a'.repeat(6000), 'a')).toBe('unknown');
  });
});
