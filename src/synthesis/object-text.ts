import { ApiObject, ApiObjectProps, App, Chart, ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import { ManifestObject } from './manifest-object';
import { Printing, yamlEntries, yamlText } from './yaml-text';

const BUILT_IN: unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * The texts of API objects: one for all objects of the very same manifest, in charts with the same namespace and labels, to which
 * nothing was added. Of every other object cdk8s is asked.
 *
 * @internal
 */
export class ObjectTexts {
  private readonly surroundings = new Map<Chart, Map<ApiObjectProps, string>>();
  private readonly texts = new Map<string, Map<ApiObjectProps, string>>();
  private readonly mayShare: boolean;
  private readonly printing = process.env.CDK8S_DISABLE_SORT ? AS_GIVEN : SORTED;

  /** @param app whose objects they are: resolvers of its own may make something else of every object */
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

  /** What a chart adds to the metadata of its objects is the same for all charts that share texts. */
  private textsIn(chart: Chart): Map<ApiObjectProps, string> {
    const known = this.surroundings.get(chart);
    if (known) {
      return known;
    }
    const key = JSON.stringify([chart.namespace, chart.labels]);
    const texts = this.texts.get(key) ?? new Map<ApiObjectProps, string>();
    this.texts.set(key, texts);
    this.surroundings.set(chart, texts);
    return texts;
  }
}

/**
 * What cdk8s makes of a manifest of plain JSON to which nothing was added: its entries without those that are nothing, sorted. The
 * metadata, which has rules of its own, is cdk8s's wherever it has more than texts.
 *
 * Source: https://github.com/cdk8s-team/cdk8s-core/blob/2.x/src/api-object.ts (`toJson`), `_util.ts` (`sanitizeValue`)
 */
function manifestText(object: ApiObject, manifest: ApiObjectProps, printing: Printing): string | undefined {
  const { apiVersion, kind, metadata: given, ...fields } = manifest;
  const head = yamlEntries({ apiVersion, kind });
  const metadata = metadataText(object, given);
  const rest = yamlEntries(fields as {}, printing);
  return head === undefined || metadata === undefined || rest === undefined ? undefined : head + metadata + rest;
}

function metadataText(object: ApiObject, { name, namespace, labels, annotations, ...others }: any): string | undefined {
  if (isTextMap(labels) && isTextMap(annotations) && Object.keys(others).length === 0) {
    const { chart } = object;
    const metadata = { annotations, labels: { ...chart.labels, ...labels }, name, namespace: namespace ?? chart.namespace };
    return yamlEntries({ metadata }, FILLED);
  }
  try {
    return yamlEntries({ metadata: object.metadata.toJson() });
  } catch {
    // cdk8s says it with the construct's path.
    return undefined;
  }
}

function isTextMap(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => typeof one === 'string'));
}

/** In metadata empty maps are left out, too. */
function filledKeys(map: { [key: string]: any }): string[] {
  return sortedKeys(map).filter((key) => typeof map[key] !== 'object' || Object.keys(map[key]).length > 0);
}

function givenKeys(map: { [key: string]: unknown }): string[] {
  const keys = Object.keys(map);
  return keys.every((key) => map[key] !== undefined && map[key] !== null) ? keys : keys.filter((key) => map[key] !== undefined && map[key] !== null);
}

function sortedKeys(map: { [key: string]: unknown }): string[] {
  const keys = givenKeys(map);
  return keys.every((key, index) => index === 0 || keys[index - 1] < key) ? keys : keys.sort();
}

const AS_GIVEN: Printing = { entries: givenKeys, copies: true };
const SORTED: Printing = { entries: sortedKeys, copies: true };
const FILLED: Printing = { entries: filledKeys, copies: true };
