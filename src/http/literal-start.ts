/**
 * The literal text with which every whole match of a regular expression begins; empty where alternatives leave the
 * beginning open.
 *
 * @internal
 */
export function literalStart(expression: string): string {
  const text = expression.replace(/^\^/, '');
  if (text.includes('|')) {
    return '';
  }
  const [literal] = /^(?:[A-Za-z0-9/_~%@!,;=&:'<>#-]|\\[.+*?()|{}[\]^$/-])*/.exec(text)!;
  const isRepeated = /^[*?{]/.test(text.slice(literal.length));
  const certain = isRepeated ? literal.replace(/(?:\\.|.)$/, '') : literal;
  return certain.replace(/\\/g, '');
}
