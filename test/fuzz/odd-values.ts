/** Texts that would do something if they came out as they are: to a terminal, a log, Markdown, or a page. */
export const HOSTILE_TEXTS = [
  'x\n::stop-commands::token\r##[error]forged\u001b[31m\u0007\b\u007f\u009b31m\u0085',
  '\u202e\u2066\u200b\u200f\u2028\u2029\ud800\ufeff\u{e0041}',
  '<script>alert(1)</script> "\'`</style></pre> &copy; <img src=x onerror=1>',
  '@octocat #1 http://x.example www.x.example ~~s~~ :tada: **b** [a](b) | \\| ` `` ```',
  '::error::x', '##[error]x', '%0A::error::x', '$& $1 $`',
];

/** What is where something else is expected. */
export const ODD_VALUES: any[] = [
  ...HOSTILE_TEXTS, '', '/', '*', '((', 'a{1000}{1000}', '(a*)*b', '__proto__', 'constructor', 'toString',
  '((((((((((((((((((((a', '[', '\\', '.*', '𝒳'.repeat(40), 'y'.repeat(3000),
  0, -1, 1.5, 1e300, Number.MAX_SAFE_INTEGER, true, null, [], {}, ['a'], [{}], [[]],
  { toString: 'x', valueOf: 'y' }, [{ toString: 'x', valueOf: 'y' }], { length: 3 },
  JSON.parse('{"__proto__":{"x":1},"constructor":"y","hasOwnProperty":1}'),
];

/** Keys that maps of the language have by themselves, and hostile ones. */
export const ODD_KEYS = [...HOSTILE_TEXTS, '__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];
