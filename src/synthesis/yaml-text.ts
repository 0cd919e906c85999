import { Yaml } from 'cdk8s';
import { isPlainKey, printedText } from './plain-text';

/**
 * Prints a document: the same text as `Yaml.stringify(document)`, in a fraction of the time.
 *
 * This module prints maps, lists, safe integers, booleans and plain strings (`plain-text.ts`). It asks cdk8s once for
 * each other string. A document with anything else in it (other keys, null, instances of classes, one object in two
 * places) is printed by cdk8s as a whole. `npm run fuzz:yaml` compares both over a million random strings.
 *
 * @internal
 */
export function yamlText(document: unknown): string {
  const text = isMap(document) ? yamlEntries(document) : undefined;
  return text || Yaml.stringify(document);
}

/** How the maps of a document are read. @internal */
export interface Printing {
  /** The keys of a map that are printed, in their order. */
  readonly entries: (map: { [key: string]: unknown }) => string[];
  /** Whether cdk8s copies the document first, so that one object in two places becomes two objects. */
  readonly copies: boolean;
}

const AS_IT_IS: Printing = { entries: Object.keys, copies: false };

/**
 * Prints the entries of a document's outermost map.
 *
 * @returns undefined if cdk8s has to print the whole document
 * @internal
 */
export function yamlEntries(map: { [key: string]: unknown }, printing: Printing = AS_IT_IS): string | undefined {
  const builder = new TextBuilder(printing);
  return builder.addMap(map, '', printing.entries(map)) ? flat(builder.text) : undefined;
}

/**
 * V8 keeps a concatenated string as its pieces until a character is read. The pieces take several times the memory.
 */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** Indentation of each level. */
const INDENT = '  ';

/** Builds the text of a document. Each method returns whether it could print what it was given. */
class TextBuilder {
  public text = '';
  private readonly entries: Printing['entries'];
  private readonly seen?: Set<object>;

  public constructor({ entries, copies }: Printing) {
    this.entries = entries;
    this.seen = copies ? undefined : new Set();
  }

  /** Adds the entries of a map. The first one continues the current line. */
  public addMap(map: { [key: string]: unknown }, indent: string, keys: string[]): boolean {
    this.seen?.add(map);
    let before = '';
    for (const key of keys) {
      this.text += `${before}${key}:`;
      before = indent;
      if (!isPlainKey(key) || !this.addValue(map[key], indent + INDENT, ' ', `\n${indent}${INDENT}`)) {
        return false;
      }
    }
    return true;
  }

  private addList(list: unknown[], indent: string): boolean {
    this.seen?.add(list);
    let before = '';
    // By index: cdk8s prints the holes of a sparse array as null.
    for (let index = 0; index < list.length; index++) {
      this.text += `${before}- `;
      before = indent;
      if (!this.addValue(list[index], indent + INDENT, '', '')) {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds the value behind a key's colon or an item's dash, and the end of its line.
   *
   * @param indent indentation of all lines of a list or map except its first
   * @param space separates the colon or dash from a value on the same line
   * @param newLine separates the colon or dash from the first entry of a list or map
   */
  private addValue(value: unknown, indent: string, space: string, newLine: string): boolean {
    if (typeof value !== 'object') {
      const text = scalarText(value, indent.slice(INDENT.length));
      this.text += `${space}${text}\n`;
      return text !== undefined;
    }
    if (value === null || this.seen?.has(value)) {
      return false;
    }
    if (Array.isArray(value)) {
      this.text += value.length === 0 ? `${space}[]\n` : newLine;
      return this.addList(value, indent);
    }
    if (!isMap(value)) {
      return false;
    }
    const keys = this.entries(value);
    this.text += keys.length === 0 ? `${space}{}\n` : newLine;
    return this.addMap(value, indent, keys);
  }
}

function scalarText(value: unknown, indent: string): string | undefined {
  switch (typeof value) {
    case 'string': return printedText(value, indent);
    case 'number': return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : undefined;
    case 'boolean': return String(value);
    default: return undefined;
  }
}

function isMap(value: unknown): value is { [key: string]: unknown } {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
