/** What Go's YAML parser makes of a plain scalar that is no text. */
export interface GoScalar {
  readonly kind: 'null' | 'bool' | 'int' | 'float';
  readonly value: null | boolean | number;
  /** The same as the key of a JSON object; undefined where it cannot be one. */
  readonly key?: string;
}

/** As the table `resolveMap` of resolve.go has them. */
const WORDS = new Map<string, GoScalar>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, { kind: 'null', value: null }] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, bool(true)] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, bool(false)] as const,
  ),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, float(NaN)] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, float(Infinity)] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, float(-Infinity)] as const),
]);

const INTEGER = /^([-+]?)(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|0|[1-9][0-9]*)$/;
const FLOAT = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
/** What begins with a dot goes to strconv.ParseFloat, which takes underscores between digits. */
const DOT_FLOAT = /^\.[0-9]+(_[0-9]+)*([eE][-+]?[0-9]+(_[0-9]+)*)?$/;
/** A binary number with its sign behind the `0b`: Go's parser takes that too. */
const INNER_SIGN = /^0b([-+])([01]+)$/;

/**
 * Reads a plain scalar as kubectl does, by the rules of `resolve` in resolve.go of go.yaml.in/yaml/v2, which
 * sigs.k8s.io/yaml uses. Underscores are dropped from what begins with a sign or a digit, wherever they are. Numbers to
 * base 60 and dates are texts.
 *
 * @returns undefined for a text
 */
export function goScalar(text: string): GoScalar | undefined {
  const word = WORDS.get(text);
  if (word) {
    return word;
  }
  const first = text.charCodeAt(0);
  if (first === DOT) {
    return DOT_FLOAT.test(text) ? finite(Number(text.replace(/_/g, ''))) : undefined;
  }
  if (first !== PLUS && first !== MINUS && !(first >= ZERO && first <= ZERO + 9)) {
    return undefined;
  }
  const plain = text.replace(/_/g, '');
  return integer(plain) ?? (FLOAT.test(plain) ? finite(Number(plain)) : undefined) ?? binary(plain);
}

const [DOT, PLUS, MINUS, ZERO] = [...'.+-0'].map((character) => character.charCodeAt(0));

function integer(plain: string): GoScalar | undefined {
  const found = INTEGER.exec(plain);
  if (!found) {
    return undefined;
  }
  const [, sign, digits] = found;
  // A leading zero alone means octal.
  return inRange(sign, /^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function binary(plain: string): GoScalar | undefined {
  const found = INNER_SIGN.exec(plain);
  return found ? inRange(found[1], `0b${found[2]}`) : undefined;
}

/** The longest texts whose value may have 64 bits: binary ones, without leading zeros. */
const MOST_DIGITS = 66;

function inRange(sign: string, digits: string): GoScalar | undefined {
  const [prefix, significant] = /^(0[xXoObB])?0*(.*)$/.exec(digits)!.slice(1);
  if (significant.length > MOST_DIGITS) {
    return undefined;
  }
  const amount = BigInt(`${prefix ?? ''}${significant || '0'}`);
  const value = sign === '-' ? -amount : amount;
  const most = sign === '' ? 2n ** 64n : 2n ** 63n;
  if (value >= most || value < -(2n ** 63n)) {
    return undefined;
  }
  // An integer above 63 bits is an uint64 in Go, which sigs.k8s.io/yaml accepts as a value and not as a key.
  return { kind: 'int', value: Number(value), ...(value < 2n ** 63n ? { key: String(value) } : {}) };
}

/** What is too great for a float is a text. */
function finite(value: number): GoScalar | undefined {
  return Number.isFinite(value) ? float(value) : undefined;
}

function float(value: number): GoScalar {
  return { kind: 'float', value, key: floatKey(value) };
}

function bool(value: boolean): GoScalar {
  return { kind: 'bool', value, key: String(value) };
}

/** A float as a key: `convertToJSONableObject` of sigs.k8s.io/yaml prints it with 32 bits and Go's format `g`. */
function floatKey(value: number): string {
  const narrow = Math.fround(value);
  if (!Number.isFinite(narrow)) {
    return Number.isNaN(narrow) ? '.nan' : narrow > 0 ? '.inf' : '-.inf';
  }
  let shortest = '';
  for (let digits = 1; digits <= 9 && (shortest === '' || Math.fround(Number(shortest)) !== narrow); digits += 1) {
    shortest = narrow.toExponential(digits - 1);
  }
  const [mantissa, exponent] = shortest.split('e').map(Number);
  const sign = Object.is(narrow, -0) ? '-' : '';
  if (exponent < -4 || exponent >= 6) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return `${sign}${Number(shortest)}`;
}
