/**
 * Strings that cdk8s prints in a way that Kubernetes refuses or reads as something else. A `FleetApp` prints them in
 * the same way, because its bytes are those of cdk8s. Writers of manifests have to refuse such strings.
 *
 * The rules were compared with what the decoder of kubectl (k8s.io/apimachinery with sigs.k8s.io/yaml 1.6.0) and
 * go.yaml.in/yaml/v3 3.0.6 read from the output of cdk8s 2.70.106: all code points up to U+FFFF and 1.3 million short
 * strings, as values and as keys. They find a few more: strings with U+2028 that are quoted, and numbers that are too
 * large for Go.
 *
 * Source: go.yaml.in/yaml/v2 2.4.4, resolve.go (`resolve`), scannerc.go (`yaml_parser_scan_block_scalar`)
 */

/** Refused by Go (DEL, C1, U+FFFE, U+FFFF), or taken for a line break (NEL, U+2028, U+2029). */
const UNPRINTABLE = /[\x7f-\x9f\u2028\u2029\ufffe\uffff]/;

/** One half of a surrogate pair. */
const LONE_SURROGATE = /\p{Cs}/u;

/** A number to Go after it removed the underscores. Go takes a second sign behind `0b`, and yaml/v3 behind `0o`. */
const GO_NUMBER = new RegExp([
  '^[-+]?0[xX][0-9a-fA-F]+$', '^[-+]?0[oO][0-7]+$', '^[-+]?0[bB][01]+$', '^0b[-+][01]+$', '^0o[-+][0-7]+$',
  '^[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$',
].join('|'));

/** Behind a leading point Go takes underscores between digits only. */
const GO_FRACTION = /^\.[0-9]+(?:_[0-9]+)*[eE][-+]?[0-9]+(?:_[0-9]+)*$/;

/** Quoted by cdk8s, because YAML 1.1 reads a number. */
const QUOTED_NUMBER = new RegExp([
  '^[-+]?0b[01_]+$', '^[-+]?0x[0-9a-fA-F_]+$', '^[-+]?[0-9][0-9_]*$', '^[-+]?(?:[0-9][0-9_]*)?\\.[0-9_]*$',
  '^[-+]?(?:[0-9][0-9_]*)?(?:\\.[0-9_]*)?[eE][-+]?[0-9]+$',
].join('|'));

/** The `yaml` package prints double-quoted values of this length over several lines. */
const MULTI_LINE_LENGTH = 40;

/**
 * Why Kubernetes does not read a string value as it is meant.
 *
 * @returns a sentence without its subject, or undefined if the value is read as it is meant
 * @internal
 */
export function whyMisreadValue(text: string): string | undefined {
  return whyMisread(text) ?? (text.includes('\n') ? whyMisreadLines(text) : undefined);
}

/**
 * Why Kubernetes does not read the key of a map as it is meant.
 *
 * @returns a sentence without its subject, or undefined if the key is read as it is meant
 * @internal
 */
export function whyMisreadKey(key: string): string | undefined {
  return key === '<<' ? 'is the merge key of YAML: Kubernetes merges its map into the map around it' : whyMisread(key);
}

function whyMisread(text: string): string | undefined {
  const [character] = UNPRINTABLE.exec(text) ?? LONE_SURROGATE.exec(text) ?? [];
  if (character !== undefined) {
    const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    return `has the character U+${code}, which Kubernetes refuses or reads as something else`;
  }
  return isHiddenNumber(text) ? 'is printed without quotes and read as a number by Kubernetes' : undefined;
}

function isHiddenNumber(text: string): boolean {
  const isNumber = text.startsWith('.')
    ? GO_FRACTION.test(text)
    : /^[-+0-9]/.test(text) && GO_NUMBER.test(text.replace(/_/g, ''));
  return isNumber && !QUOTED_NUMBER.test(text);
}

/** cdk8s prints strings with line breaks as blocks (`|`), or in double quotes where a block is not possible. */
function whyMisreadLines(text: string): string | undefined {
  if (/^[ \t\n]*[ \t][ \t\n]*\n$/.test(text)) {
    return 'consists of blank lines: Kubernetes drops their spaces and refuses their tabs';
  }
  const isQuoted = /[\x00-\x08\x0b-\x1f]|\n[\t ]+$/.test(text);
  if (!isQuoted && /^\n*\t/.test(text)) {
    return 'has several lines and begins with a tab, which Kubernetes refuses';
  }
  const isMultiLine = isQuoted && JSON.stringify(text).length >= MULTI_LINE_LENGTH;
  const hasSpaceLine = text.includes('\n \n');
  return isMultiLine && hasSpaceLine ? 'has a line of one space, which cdk8s prints as a backslash' : undefined;
}
