import {
  ApiObject, ApiObjectProps, App, Chart, ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver,
} from 'cdk8s';
import { ManifestObject } from './manifest-object';
import { Printing, yamlEntries, yamlText } from './yaml-text';

/** The resolvers of every `App`. They change tokens alone, which manifests that share a text do not have. */
const BUILT_IN: unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * Prints API objects. Objects share one text if they have the very same manifest, nothing was added to them, and their
 * charts have the same namespace and labels. cdk8s makes the JSON of every other object.
 *
 * @internal
 */
export class ObjectTexts {
  private readonly textsByChart = new Map<Chart, Map<ApiObjectProps, string>>();
  private readonly textsByDefaults = new Map<string, Map<ApiObjectProps, string>>();
  private readonly mayShare: boolean;
  private readonly printing = process.env.CDK8S_DISABLE_SORT ? UNSORTED : SORTED;

  /** @param app the app of the objects; if it has custom resolvers, no objects share a text */
  public constructor(app: App) {
    this.mayShare = app.resolvers.every((resolver) => BUILT_IN.includes(resolver.constructor));
  }

  /** The document of an object. */
  public of(object: ApiObject): string {
    const manifest = this.mayShare ? ManifestObject.untouchedManifest(object) : undefined;
    if (manifest === undefined) {
      return yamlText(object.toJson());
    }
    const texts = this.textsIn(object.chart);
    const text = texts.get(manifest) ?? manifestText(object, manifest, this.printing) ?? yamlText(object.toJson());
    texts.set(manifest, text);
    return text;
  }

  /** Charts share texts if they add the same namespace and labels to the metadata of their objects. */
  private textsIn(chart: Chart): Map<ApiObjectProps, string> {
    const known = this.textsByChart.get(chart);
    if (known) {
      return known;
    }
    const key = JSON.stringify([chart.namespace, chart.labels]);
    const texts = this.textsByDefaults.get(key) ?? new Map<ApiObjectProps, string>();
    this.textsByDefaults.set(key, texts);
    this.textsByChart.set(chart, texts);
    return texts;
  }
}

/**
 * Prints a manifest of plain JSON to which nothing was added. As in cdk8s, entries that are null or undefined are left
 * out and the others are sorted. cdk8s makes the JSON of metadata that has more than a name, a namespace, labels and
 * annotations.
 *
 * Source: https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/api-object.ts (`toJson`), `_util.ts` (`sanitizeValue`)
 */
function manifestText(object: ApiObject, manifest: ApiObjectProps, printing: Printing): string | undefined {
  const { apiVersion, kind, metadata: ownMetadata, ...fields } = manifest;
  const head = yamlEntries({ apiVersion, kind });
  const metadata = metadataText(object, ownMetadata);
  const rest = yamlEntries(fields as {}, printing);
  return head === undefined || metadata === undefined || rest === undefined ? undefined : head + metadata + rest;
}

function metadataText(object: ApiObject, { name, namespace, labels, annotations, ...others }: any): string | undefined {
  if (isTextMap(labels) && isTextMap(annotations) && Object.keys(others).length === 0) {
    const { chart } = object;
    const allLabels = { ...chart.labels, ...labels };
    const metadata = { annotations, labels: allLabels, name, namespace: namespace ?? chart.namespace };
    return yamlEntries({ metadata }, FILLED);
  }
  try {
    return yamlEntries({ metadata: object.metadata.toJson() });
  } catch {
    // `toJson()` of the object throws it again, with the path of the construct.
    return undefined;
  }
}

function isTextMap(value: unknown): boolean {
  const isMap = typeof value === 'object' && value !== null && !Array.isArray(value);
  return value === undefined || (isMap && Object.values(value).every((text) => typeof text === 'string'));
}

/** Metadata is printed without empty maps. */
function filledKeys(map: { [key: string]: any }): string[] {
  return sortedKeys(map).filter((key) => typeof map[key] !== 'object' || Object.keys(map[key]).length > 0);
}

function presentKeys(map: { [key: string]: unknown }): string[] {
  const keys = Object.keys(map);
  const isPresent = (key: string) => map[key] !== undefined && map[key] !== null;
  // Most maps are complete; no list is made for them.
  return keys.every(isPresent) ? keys : keys.filter(isPresent);
}

function sortedKeys(map: { [key: string]: unknown }): string[] {
  const keys = presentKeys(map);
  return keys.every((key, index) => index === 0 || keys[index - 1] < key) ? keys : keys.sort();
}

const UNSORTED: Printing = { entries: presentKeys, copies: true };
const SORTED: Printing = { entries: sortedKeys, copies: true };
const FILLED: Printing = { entries: filledKeys, copies: true };
