import { Yaml } from 'cdk8s';
import { whyMisreadKey, whyMisreadValue } from '../../src/synthesis/misread-text';
import { HIDDEN_NUMBERS } from '../support/hidden-numbers';
import { shortTexts, TEXTS } from '../support/hostile-texts';

const READABLE = [
  '\n', '\n\n', 'a\n \n', ' \ta\n', 'a\n\tb', 'a\n ', '\ta\n ', '\ta', '\ta\r\nb', '\u00a0', '\ufeff', '\u0000',
];

const NUMBER = 'is printed without quotes and read as a number by Kubernetes';

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

describe('a text that Kubernetes does not read as it is meant', () => {
  test('is a number that cdk8s does not quote: the same short texts that Go reads as numbers', () => {
    const texts = [...new Set(shortTexts())];
    expect(texts.filter((text) => whyMisreadValue(text) === NUMBER)).toEqual(HIDDEN_NUMBERS);
    expect(texts.filter((text) => whyMisreadKey(text) !== undefined)).toEqual(HIDDEN_NUMBERS);
    for (const text of HIDDEN_NUMBERS) {
      expect(Yaml.stringify({ [text]: text })).toBe(`${text}: ${text}\n`);
    }
  });

  test('has one of the code points that Go refuses or takes for a line break, and no other up to U+FFFF', () => {
    const misread = Array.from({ length: 0x10000 }, (_, code) => code)
      .filter((code) => whyMisreadValue(`a${String.fromCharCode(code)}b`) !== undefined);
    expect(misread).toEqual([...range(0x7f, 0x9f), 0x2028, 0x2029, ...range(0xd800, 0xdfff), 0xfffe, 0xffff]);
    expect(whyMisreadKey('a\u0085b')).toMatch(/^has the character U\+0085, /);
    expect(whyMisreadKey('\ud800')).toMatch(/^has the character U\+D800, /);
    expect(whyMisreadValue('\u{1f600}')).toBeUndefined();
  });

  test.each([' \n', '\n \n', '  \n\n', '\t\n', ' \t\n', '\n\t\n'])('is made of blank lines: %j', (text) => {
    expect(whyMisreadValue(text)).toBe('consists of blank lines: Kubernetes drops their spaces and refuses their tabs');
  });

  test.each(['\ta\n', '\ta\nb', '\n\ta', '\n\n\ta\n'])('has several lines and a tab in front: %j', (text) => {
    expect(whyMisreadValue(text)).toBe('has several lines and begins with a tab, which Kubernetes refuses');
  });

  test.each(['\r', '\u001b'])('has a line of one space and the control character %j', (control) => {
    const text = `#!/bin/sh\nset -e\n \nexec "$@"${control}`;
    const long = `${text}${'a'.repeat(20)}`;
    expect(whyMisreadValue(long)).toBe('has a line of one space, which cdk8s prints as a backslash');
    expect(Yaml.stringify({ a: long })).toContain('\n  \\\\ \n');
    expect(whyMisreadValue(`a\n \nb${control}`)).toBeUndefined();
  });

  test.each(READABLE)('is not %j', (text) => {
    expect(whyMisreadValue(text)).toBeUndefined();
  });

  test('is a key that YAML merges, but no such value', () => {
    expect(whyMisreadKey('<<')).toMatch(/^is the merge key of YAML/);
    expect(whyMisreadValue('<<')).toBeUndefined();
  });

  test('is rare: of the texts of manifests there are these alone', () => {
    const misread = TEXTS.filter((text) => whyMisreadValue(text) !== undefined && /^[ -~]*$/.test(text));
    expect(misread).toEqual(['0o17', '0O17', '0X1F', '0B11']);
  });
});
