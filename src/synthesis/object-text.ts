import { ApiObject, ApiObjectProps, App, ImplicitTokenResolver, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import { ManifestObject } from './manifest-object';
import { yamlEntries, yamlText } from './yaml-text';

const BUILT_IN: unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/** What objects of one manifest have in common. */
interface Body {
  readonly head: string;
  readonly rest: string;
}

/**
 * The texts of API objects. Of objects with the very same manifest all but the metadata is converted and printed once; metadata is
 * asked of every object, since labels and annotations may be added to each.
 *
 * @internal
 */
export class ObjectTexts {
  private readonly bodies = new Map<ApiObjectProps, Body | undefined>();
  private readonly sharesBodies: boolean;

  /** @param app whose objects they are: resolvers of its own may make something else of every object */
  public constructor(app: App) {
    this.sharesBodies = app.resolvers.every((resolver) => BUILT_IN.includes(resolver.constructor));
  }

  /** The document of an object. */
  public of(object: ApiObject): string {
    const manifest = this.sharesBodies ? ManifestObject.bodyOf(object) : undefined;
    const text = manifest && this.assembled(object, manifest);
    return text ?? yamlText(object.toJson());
  }

  private assembled(object: ApiObject, manifest: ApiObjectProps): string | undefined {
    const known = this.bodies.get(manifest);
    if (known === undefined && this.bodies.has(manifest)) {
      return undefined;
    }
    const { metadata, ...json } = known ? { metadata: metadataOf(object) } : object.toJson();
    const body = known ?? bodyOf(json);
    this.bodies.set(manifest, body);
    const entries = body && metadata && yamlEntries(metadata, '  ');
    return entries && `${body.head}metadata:\n  ${entries}${body.rest}`;
  }
}

function bodyOf({ apiVersion, kind, ...fields }: any): Body | undefined {
  const head = yamlEntries({ apiVersion, kind }, '');
  const rest = yamlEntries(fields, '');
  return head === undefined || rest === undefined ? undefined : { head, rest };
}

function metadataOf(object: ApiObject): any {
  try {
    return object.metadata.toJson();
  } catch {
    // cdk8s says it with the construct's path.
    return undefined;
  }
}
