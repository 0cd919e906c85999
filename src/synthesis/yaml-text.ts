import { Yaml } from 'cdk8s';
import { isPlainKey, printedText } from './plain-text';

/**
 * A document as cdk8s prints it: the same text as `Yaml.stringify(document)`, in a fraction of the time.
 *
 * Maps, lists, whole numbers, booleans and the texts that Kubernetes manifests mostly consist of are printed here. Of any
 * other text cdk8s is asked, once each; of a document with anything else in it (other keys, null, instances of classes, one
 * object in two places) it is asked as a whole. `npm run fuzz:yaml` compares both over a million documents.
 *
 * @internal
 */
export function yamlText(document: unknown): string {
  const text = isMap(document) ? yamlEntries(document) : undefined;
  return text || Yaml.stringify(document);
}

/** How something becomes a document. @internal */
export interface Printing {
  /** Which entries of a map are printed, and in which order. */
  readonly entries: (map: { [key: string]: unknown }) => string[];
  /** Whether cdk8s copies it before it prints, so that one object in two places becomes two. */
  readonly copies: boolean;
}

const AS_IT_IS: Printing = { entries: Object.keys, copies: false };

/**
 * Entries of a document's map.
 *
 * @returns nothing, when that is for cdk8s to print as a whole
 * @internal
 */
export function yamlEntries(map: { [key: string]: unknown }, printing: Printing = AS_IT_IS): string | undefined {
  const text = new Text(printing);
  return text.addMap(map, '', printing.entries(map)) ? flat(text.text) : undefined;
}

/** JavaScript keeps a text that was put together as its pieces until somebody looks at a character. They take several times the space. */
function flat(text: string): string {
  text.charCodeAt(0);
  return text;
}

/** How much further in what is below stands. */
const INDENT = '  ';

/** A text in the making. Each method says whether it could add what it was given. */
class Text {
  public text = '';
  private readonly entries: Printing['entries'];
  private readonly seen?: Set<object>;

  public constructor({ entries, copies }: Printing) {
    this.entries = entries;
    this.seen = copies ? undefined : new Set();
  }

  /** The entries of a map; the first one goes to where the text is. */
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
    // By index: what an array leaves out is not left out by cdk8s.
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
   * What stands behind a key's colon or an item's dash, with the end of the line.
   *
   * @param indent what stands before the lines of a list or map, but the first one
   * @param space what stands before a value that begins where the text is
   * @param newLine what stands before the first entry of a list or map
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
