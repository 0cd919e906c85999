import { Document, LineCounter, parseAllDocuments, ScalarTag, Tags } from 'yaml';
import { ManifestFault } from './manifest-fault';
import { withoutNulls } from '../traffic/shape';

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
 * Reads the objects of a text, in YAML or JSON, as kubectl does: YAML 1.1 without dates and without numbers to base 60, which
 * Go's parser does not have.
 *
 * @param text one or several documents
 * @param file as messages call it
 * @throws ManifestFault with file, document and line if it is no valid YAML
 */
export function readManifests(text: string, file: string): ManifestText {
  const lines = new LineCounter();
  const documents = documentsOf(text, file, lines);
  const manifests: Manifest[] = [];
  const others: Location[] = [];
  documents.forEach((document, index) => {
    const at = (offset: number) => `${file}, document ${index + 1}, line ${lines.linePos(offset).line}`;
    const [error] = document.errors;
    if (error) {
      throw new ManifestFault(`${at(error.pos[0])}: no valid YAML (${error.message})`);
    }
    const start = document.contents?.range?.[0] ?? document.range?.[0] ?? 0;
    const location = { file, document: index + 1, line: lines.linePos(start).line };
    const value = valueOf(document, at(start));
    if (value === null || value === undefined) {
      return;
    }
    const objects = flattened(withoutNulls(value));
    if (objects.length === 0) {
      others.push(location);
    }
    manifests.push(...objects.map((object) => ({ object, location })));
  });
  return { manifests, others };
}

function documentsOf(text: string, file: string, lines: LineCounter): Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: '1.1', customTags: withoutDates, logLevel: 'silent' });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // The parser calls itself for each level.
    throw new ManifestFault(`${file}: cannot be read (${error instanceof RangeError ? 'it is nested too deep' : (error as Error).message})`);
  }
}

/** Aliases that would make millions of objects of a few lines are refused by the parser. */
function valueOf(document: { contents: unknown; toJS: () => any }, place: string): any {
  try {
    return document.contents === null ? undefined : document.toJS();
  } catch (error) {
    throw new ManifestFault(`${place}: the document cannot be read (${(error as Error).message})`);
  }
}

function withoutDates(tags: Tags): Tags {
  return tags.filter((tag) => {
    const { tag: name, format } = tag as ScalarTag;
    return !(name === 'tag:yaml.org,2002:timestamp' || format === 'TIME');
  });
}

const DEEPEST_LIST = 20;

/** The objects of a document: those of lists one by one. */
function flattened(value: any, depth = 0): any[] {
  if (Array.isArray(value)) {
    return depth > DEEPEST_LIST ? [] : value.flatMap((one) => flattened(one, depth + 1));
  }
  if (typeof value !== 'object' || value === null || typeof value.apiVersion !== 'string' || typeof value.kind !== 'string') {
    return [];
  }
  return value.kind.endsWith('List') && Array.isArray(value.items) ? flattened(value.items, depth + 1) : [value];
}
