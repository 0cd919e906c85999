import { isAlias, isMap, isSeq, Node, Scalar, ScalarTag, Tags } from 'yaml';
import { goScalar, GoScalar } from './go-scalars';
import { memoizeByObject } from '../caching/memoize-by-object';

/** The part of the parser's context that a merge needs. */
interface MergeContext {
  readonly doc: any;
}

/** The parser only calls `test()` of an expression: here a rule that no short expression says. */
function isTest(test: (text: string) => boolean): RegExp {
  return { test } as unknown as RegExp;
}

/** A plain scalar that is no text. JSON has no infinity and no NaN, so kubectl refuses the document. */
const PLAIN: ScalarTag = {
  tag: 'go:plain',
  default: true,
  test: isTest((text) => goScalar(text) !== undefined),
  resolve: (text, onError) => inJson(text, goScalar(text)!, onError),
};

/** The same as a key, which is a text in JSON. */
const KEY: ScalarTag = {
  tag: 'go:key',
  default: 'key',
  test: isTest((text) => goScalar(text) !== undefined),
  resolve: (text, onError) => {
    const { key } = goScalar(text)!;
    if (key === undefined) {
      onError(`${text === '' ? 'an empty text' : text} cannot be a key: write it in quotes`);
    }
    return key ?? text;
  },
};

/**
 * `<<` puts the entries of other maps at its own place: they replace keys before it, and keys after it replace them
 * (`merge` in decode.go of go.yaml.in/yaml/v2). Of several maps the first that has a key counts.
 */
const MERGE: ScalarTag = {
  tag: 'tag:yaml.org,2002:merge',
  default: 'key',
  test: /^<<$/,
  resolve: () => Object.assign(new Scalar(Symbol('<<')), { addToJSMap: mergeInto }),
};

/** Safe to keep: a context belongs to one parsed document. */
const merged = memoizeByObject((_: object) => new Map<Node, Map<unknown, unknown>>());

function mergeInto(context: MergeContext, target: object, value: unknown): void {
  const source = resolved(context, value);
  const maps = isSeq(source) ? [...source.items].reverse() : [source];
  for (const one of maps) {
    for (const [key, inner] of entriesOf(context, resolved(context, one))) {
      if (target instanceof Map) {
        target.set(key, inner);
      } else {
        Object.defineProperty(target, String(key), {
          value: inner,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      }
    }
  }
}

/** Each map once per document: maps that merge each other level by level are no exponential work. */
function entriesOf(context: MergeContext, source: unknown): Map<unknown, unknown> {
  if (!isMap(source)) {
    throw new Error('<< needs a map, an alias of a map, or a list of these');
  }
  const known = merged(context);
  const entries = known.get(source) ?? (source.toJSON(null, context as any, Map) as Map<unknown, unknown>);
  known.set(source, entries);
  return entries;
}

function resolved(context: MergeContext, value: unknown): unknown {
  return isAlias(value) ? value.resolve(context.doc, context as any) : value;
}

/** Tags that are written out, such as `!!int "5"`: the text must be of that kind. */
function explicit(kind: GoScalar['kind'], ...others: GoScalar['kind'][]): ScalarTag {
  return {
    tag: `tag:yaml.org,2002:${kind}`,
    resolve: (text, onError) => {
      const found = goScalar(text);
      if (!found || ![kind, ...others].includes(found.kind)) {
        onError(`${JSON.stringify(text)} cannot be read as !!${kind}`);
        return text;
      }
      return inJson(text, found, onError);
    },
  };
}

const TIMESTAMP: ScalarTag = { tag: 'tag:yaml.org,2002:timestamp', resolve: (text) => text };

const BINARY: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  resolve: (text) => Buffer.from(text, 'base64').toString('utf8'),
};

/** A value of Go's parser as JSON has it. */
function inJson(text: string, { value }: GoScalar, onError: (message: string) => void): GoScalar['value'] {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    onError(`${text} is no number that JSON has: write it in quotes if it is a text`);
    return null;
  }
  return value;
}

/**
 * How kubectl reads scalars and merge keys, for the schema `failsafe` of the parser, which reads maps, lists and texts.
 */
export const GO_TAGS: Tags = [
  MERGE,
  KEY,
  PLAIN,
  explicit('null'),
  explicit('bool'),
  explicit('int'),
  explicit('float', 'int'),
  TIMESTAMP,
  BINARY,
];
