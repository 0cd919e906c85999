import { Document, isCollection, isMap, isScalar, isSeq, LineCounter, parseAllDocuments, Scalar } from 'yaml';
import { GO_TAGS } from './go-tags';
import { ManifestFault } from './manifest-fault';
import { isTemplate, isTemplateDocument, TEMPLATE_REASON } from './unrendered';
import { TextMemo } from '../caching/text-memo';
import { withoutNulls } from '../readers/engine/shape';

/** Where an object is written. */
export interface Location {
  /** The file as the user called it; `-` is the standard input. */
  readonly file: string;
  /** Of the file's documents, counted from 1. */
  readonly document: number;
  /** Where the document begins, counted from 1. */
  readonly line: number;
}

/** A Kubernetes object, and where it is written. */
export interface Manifest {
  readonly object: any;
  readonly location: Location;
}

/** What a file holds. */
export interface ManifestText {
  readonly manifests: Manifest[];
  /** Documents that are no Kubernetes objects, such as a chart's values. */
  readonly others: Location[];
}

/**
 * Reads the objects of a text, in YAML or JSON, as kubectl does: YAML 1.1, with scalars as Go's parser reads them.
 *
 * @param text one or several documents
 * @param file as messages call it
 * @throws ManifestFault with file, document and line if it is no valid YAML
 */
export function readManifests(text: string, file: string): ManifestText {
  const manifests: Manifest[] = [];
  const others: Location[] = [];
  let count = 0;
  for (const { documents, line: before } of partsOf(text, file)) {
    for (const { objects, line } of documents) {
      count += 1;
      const location = { file, document: count, line: before + line };
      if (objects?.length === 0) {
        others.push(location);
      }
      for (const object of objects ?? []) {
        manifests.push({ object, location });
      }
    }
  }
  return { manifests, others };
}

/** What a document holds; no objects at all when it is empty. */
interface ReadDocument {
  readonly objects?: any[];
  /** Where it begins in its part, counted from 1. */
  readonly line: number;
}

/** A text between two document markers. */
interface Part {
  readonly documents: ReadDocument[];
  /** How many lines come before. */
  readonly line: number;
}

/**
 * Stages repeat most of their documents, so each text between two markers is parsed once, and its objects are the same
 * values wherever it occurs. A text with directives, or with an error, is parsed as a whole.
 */
function partsOf(text: string, file: string): Part[] {
  const texts = /^%/m.test(text) ? [text] : text.split(/^(?=---(?:[ \t\r\n]|$))/m);
  const parts: Part[] = [];
  let line = 0;
  for (const part of texts) {
    const documents = read.of(part, () => documentsOf(part, texts.length > 1 ? undefined : file) ?? 'broken');
    if (documents === 'broken') {
      return [{ documents: documentsOf(text, file)!, line: 0 }];
    }
    parts.push({ documents, line });
    line += part.split('\n').length - 1;
  }
  return parts;
}

/** Keep the documents of at most this many texts: repeated ones are in neighbouring files. */
const MOST_TEXTS = 5000;

/** Safe to keep: documents depend on nothing but their text, and nobody changes them. */
const read = new TextMemo<ReadDocument[] | 'broken'>(MOST_TEXTS);

/**
 * The documents of a text.
 *
 * @param file as messages call it; without one nothing is returned where something is wrong
 */
function documentsOf(text: string, file?: string): ReadDocument[] | undefined {
  const json = jsonDocument(text);
  if (json) {
    return [json];
  }
  const lines = new LineCounter();
  try {
    return parsed(text, lines).map((document, index) => {
      const at = (offset: number) => `${file}, document ${index + 1}, line ${lines.linePos(offset).line}`;
      const [error] = document.errors;
      if (error) {
        const reason = isTemplate(text)
          ? TEMPLATE_REASON
          : /call stack/.test(error.message)
            ? 'it is nested too deep'
            : error.message;
        throw new ManifestFault(`${at(error.pos[0])}: no valid YAML (${reason})`);
      }
      if (isTemplateDocument(text, document)) {
        throw new ManifestFault(`${at(document.contents?.range?.[0] ?? 0)}: no manifest (${TEMPLATE_REASON})`);
      }
      const repeated = repeatedKey(document.contents);
      if (repeated) {
        throw new ManifestFault(
          `${at(repeated.range?.[0] ?? 0)}: no valid YAML `
            + `(the key ${String(repeated.value)} is there twice in one map)`,
        );
      }
      const start = document.contents?.range?.[0] ?? document.range?.[0] ?? 0;
      const value = valueOf(document, at(start));
      return {
        objects: value === null || value === undefined ? undefined : flattened(withoutNulls(value)),
        line: lines.linePos(start).line,
      };
    });
  } catch (error) {
    if (file === undefined) {
      return undefined;
    }
    // The parser calls itself for each level.
    throw error instanceof ManifestFault
      ? error
      : new ManifestFault(
        `${file}: cannot be read (${error instanceof RangeError ? 'it is nested too deep' : (error as Error).message})`,
      );
  }
}

function parsed(text: string, lines: LineCounter): Document.Parsed[] {
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.1',
    schema: 'failsafe',
    customTags: GO_TAGS,
    merge: false,
    logLevel: 'silent',
    // The parser compares each key with each other one; repeatedKey() does not.
    uniqueKeys: false,
  });
  return Array.isArray(documents) ? documents : [];
}

/** A text that is one JSON object, as `kubectl get -o json` prints it: read many times faster than as YAML. */
function jsonDocument(text: string): ReadDocument | undefined {
  const start = /^\s*(?=\{)/.exec(text);
  if (!start) {
    return undefined;
  }
  try {
    return { objects: flattened(withoutNulls(JSON.parse(text))), line: start[0].split('\n').length };
  } catch {
    return undefined;
  }
}

/** A key that is in its map before: kubectl would take the last one in silence, and other tools refuse the text. */
function repeatedKey(contents: unknown): Scalar.Parsed | undefined {
  const nodes = [contents];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    if (isSeq(node)) {
      for (const item of node.items) {
        if (isCollection(item)) {
          nodes.push(item);
        }
      }
    } else if (isMap(node)) {
      const known = new Set<unknown>();
      for (const { key, value } of node.items) {
        if (isScalar(key)) {
          if (known.has(key.value)) {
            return key as Scalar.Parsed;
          }
          known.add(key.value);
        }
        if (isCollection(value)) {
          nodes.push(value);
        }
      }
    }
  }
  return undefined;
}

/** Aliases that would make millions of objects of a few lines are refused by the parser. */
function valueOf(document: { contents: unknown; toJS: () => any }, place: string): any {
  try {
    return document.contents === null ? undefined : document.toJS();
  } catch (error) {
    throw new ManifestFault(`${place}: the document cannot be read (${(error as Error).message})`);
  }
}

const DEEPEST_LIST = 20;

/** The objects of a document: those of lists one by one. */
function flattened(value: any, depth = 0): any[] {
  if (Array.isArray(value)) {
    return depth > DEEPEST_LIST ? [] : value.flatMap((one) => flattened(one, depth + 1));
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    typeof value.apiVersion !== 'string' ||
    typeof value.kind !== 'string'
  ) {
    return [];
  }
  return value.kind.endsWith('List') && Array.isArray(value.items) ? flattened(value.items, depth + 1) : [value];
}
