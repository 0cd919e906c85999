/** Texts that YAML may read as something else, and texts as manifests have them. */
export const TEXTS = [
  'y',
  'Y',
  'n',
  'N',
  'yes',
  'No',
  'on',
  'On',
  'OFF',
  'off',
  'true',
  'False',
  'TRUE',
  'null',
  'Null',
  'NULL',
  '~',
  '',
  '-',
  '--',
  '---',
  '--- a',
  '...',
  '... a',
  '?',
  '? a',
  ':',
  ':a',
  'a:',
  'a: b',
  'a :b',
  '- a',
  '-a',
  'a -',
  'a-',
  '#',
  '#a',
  'a #b',
  'a#b',
  '!',
  '!a',
  '&a',
  '*a',
  '%a',
  '@a',
  '`a',
  '>',
  '>-',
  '|',
  '|+',
  '=',
  '<<',
  ',',
  ',a',
  '[',
  ']',
  '[a]',
  '{',
  '}',
  '{a: b}',
  '{}',
  '[]',
  '0',
  '1',
  '-1',
  '+1',
  '007',
  '0775',
  '08',
  '0o17',
  '0O17',
  '0x1F',
  '0X1F',
  '0b11',
  '0B11',
  '1_000',
  '1__0',
  '_1',
  '1e3',
  '1E3',
  '1e',
  '.5',
  '5.',
  '1.5',
  '1.',
  '-.5',
  '.inf',
  '.Inf',
  '-.INF',
  '+.inf',
  '.nan',
  '.NaN',
  'nan',
  'inf',
  '1:30',
  '1:30:00',
  '-1:30',
  '1:60',
  '190:20:30.15',
  '12e03',
  '0.',
  '0.0',
  '-0',
  '1.2.3',
  '2.4.20',
  '10.0.0.1',
  '1e400',
  '9007199254740993',
  '0_7',
  '0_',
  'e1234567',
  'E12',
  'e0',
  'e+5',
  'E-5',
  'e_1',
  'e.5',
  'e1.5',
  '.e5',
  '._',
  '1e+',
  '0b',
  '0x',
  '0o',
  '2001-12-14',
  '2001-1-1',
  '2001-12-14t21:59:43.10-05:00',
  '2001-12-14 21:59:43.10 -5',
  '2001-12-15 2:59:43.10',
  '2026-11-21T09:00:00Z',
  ' a',
  'a ',
  '  ',
  ' ',
  '\t',
  '\ta',
  'a\t',
  'a\tb',
  'a  b',
  '\n',
  '\n\n',
  '\na',
  'a\n',
  'a\n\n',
  'a\n\n\n',
  'a\nb',
  'a\nb\n',
  'a\n\nb',
  'a \nb',
  'a\n b',
  ' a\nb',
  '  a\n  b\n',
  'a\n\tb',
  'a\n ',
  'a\n \n',
  'a\n \nb',
  'a\nb ',
  '\n a',
  'a\r\nb',
  'a\rb',
  '\r',
  '---\na',
  'a\n---\nb',
  'a\n...\nb\n',
  'a\n%b',
  '%a\nb',
  '#a\nb',
  'a\n#b',
  '- a\n- b',
  'a: b\nc: d\n',
  '"a"\n\'b\'',
  '\n\n  a\n\n',
  '"',
  "'",
  '"a"',
  "'a'",
  "it's",
  '"a" \'b\'',
  'a"b',
  "a'b",
  '\\',
  'a\\b',
  '\\n',
  '\\u0041',
  '"\\',
  '\u0000',
  '\u0001',
  '\u0007',
  '\u001b',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u2028',
  '\u2029',
  '\ufeff',
  '\ufffd',
  '\uffff',
  '\ud800',
  '\udc00',
  '\u{1f600}',
  'ü',
  'ünï',
  '日本',
  'a\u0085b',
  'a\u2028b',
  'a\u00a0',
  '\u00e9\u0301',
  'app-0001',
  'echo-v1',
  'v1',
  'v2',
  'registry.example/app:1.2.3',
  'registry.example:5000/app@sha256:0a1b',
  'k8s.io/x',
  'http://x/y?z=1&w=2#a',
  'https://x.example:8443/',
  'key=value',
  'a=b;c=d',
  '--flag=value',
  '-v',
  '100m',
  '64Mi',
  '1Gi',
  '25%',
  '10s',
  '5m',
  '1h30m',
  'RollingUpdate',
  'DEFAULT_SUBSET',
  'ClusterIP',
  'TCP',
  'http',
  '8080',
  '8080:80',
  'http:80',
  '/',
  '/echo',
  '/echo/',
  '/echo(/|$)(.*)',
  '/(?i)x',
  '^v\\d+$',
  '^(canary|v2)$',
  '.*',
  '[^/]+',
  '(?:a|b)',
  'a|b',
  '$1',
  '/$2',
  '${A}',
  '$(A)',
  '{{ .Values.a }}',
  '{{args.more}}',
  'result[0] >= 0.95',
  'len(result) == 0 || isNaN(result[0])',
  'sum(rate(x{a="b"}[5m])) / 2',
  'nginx.ingress.kubernetes.io/canary',
  'app.kubernetes.io/name',
  '*.example',
  'example.',
  'a.b.c.example',
  'proxy_set_header X-A "b";\nmore on;',
  '#!/bin/sh\nset -e\nexec "$@"\n',
  '{"a": 1}',
  '{"a":\n  1}\n',
  '<html>\n  <b>x</b>\n</html>',
  'x'.repeat(600),
  'x'.repeat(2000),
  'word '.repeat(60).trim(),
  `${'word '.repeat(60)}\n${'word '.repeat(60)}`,
  `a\n${'word '.repeat(80)}\nb`,
  '-'.repeat(40),
  `"${'a '.repeat(60)}"`,
  `${'a\\n'.repeat(30)}`,
  `${'a" \n'.repeat(20)}`,
  `\t${'a\nb'.repeat(20)}`,
];

const CHARACTERS = 'abeotxyzABENOTXZ012789 -_.:/#\n\t\r"\'\\{}[],&*!|>%@`~=<?$^()+;ü\u2028\u0000';

/** A generator of numbers from 0 to 1: the same seed, the same numbers (Park and Miller). */
export function randomNumbers(seed: number): () => number {
  const modulus = 2 ** 31 - 1;
  let state = 1 + Math.abs(seed) % (modulus - 1);
  return () => {
    state = (state * 48271) % modulus;
    return (state - 1) / (modulus - 1);
  };
}

/** The characters of numbers in YAML 1.1: decimal, octal, hexadecimal, binary, sexagesimal, with exponents. */
const NUMBER_CHARACTERS = [...'0189._-+:eExob'];

/** The words of YAML 1.1 for booleans, null, infinity and not a number. */
const WORDS = ['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null', 'inf', 'nan'];

const DATE_PIECES = ['2001', '-12', '-1', 'T', ' ', '21:59:43', '.10', 'Z', '+1', '-05:00'];

/**
 * Every text of up to four characters of numbers, every text of up to four pieces of a date, the words in every mixture
 * of upper and lower case with marks around them, and longer texts with an exponent.
 */
export function* shortTexts(): Generator<string> {
  yield* sequences(NUMBER_CHARACTERS, 4);
  yield* sequences(DATE_PIECES, 4);
  for (const word of WORDS.flatMap(casesOf)) {
    for (const before of ['', '.', '-', '+', '-.', '/']) {
      yield* ['', '.', ':', '-', '_', '0', ' a'].map((behind) => `${before}${word}${behind}`);
    }
  }
  for (const head of sequences([...'eE-+.0'], 3)) {
    yield* ['12345', '1234567', '12_345', '1234e5', '12:34', '123456a'].map((tail) => `${head}${tail}`);
  }
}

/** All sequences of one to `longest` pieces, put together. */
function* sequences(pieces: readonly string[], longest: number): Generator<string> {
  let last = [''];
  for (let length = 1; length <= longest; length++) {
    last = last.flatMap((start) => pieces.map((piece) => start + piece));
    yield* last;
  }
}

/** A word in every mixture of upper and lower case. */
function casesOf(word: string): string[] {
  return [...word].reduce(
    (starts, letter) => starts.flatMap((start) => [start + letter, start + letter.toUpperCase()]),
    [''],
  );
}

/** Any of a list. */
export function anyOf<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)];
}

/** One of the texts, a text that may look like a number or a date, two texts joined, or any characters. */
export function anyText(random: () => number): string {
  const kind = random();
  if (kind < 0.35) {
    return anyOf(TEXTS, random);
  }
  if (kind < 0.5) {
    const piece = () => anyOf(random() < 0.2 ? DATE_PIECES : NUMBER_CHARACTERS, random);
    return Array.from({ length: 1 + Math.floor(random() * 9) }, piece).join('');
  }
  if (kind < 0.7) {
    const between = anyOf(['', '', ' ', '\n', '\n\n', ': ', ':', '-', ' #', '/', '.', ' \n', '\n ', '\t'], random);
    const end = anyOf(['', '', '', '\n', ' ', '\n\n', ':', '-'], random);
    return `${anyOf(TEXTS, random)}${between}${anyOf(TEXTS, random)}${end}`;
  }
  return Array.from({ length: Math.floor(random() * 16) }, () => anyOf([...CHARACTERS], random)).join('');
}
