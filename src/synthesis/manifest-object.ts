import { ApiObject, ApiObjectMetadataDefinition, ApiObjectProps, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { WatchedMetadata } from './watched-metadata';

/**
 * An API object that knows its manifest, so that its text can be used again where the same manifest is shown once more. Several
 * objects may have the very same manifest: stages that show the same Deployment.
 *
 * @internal
 */
export class ManifestObject extends ApiObject {
  /** The manifest of an object, if there is nothing else to it: a name of its own, no patch, no metadata added, no `toJson()` of its own. */
  public static untouchedManifest(object: ApiObject): ApiObjectProps | undefined {
    const { manifest, isPatched, metadata, name, toJson } = object as ManifestObject;
    const isNamed = manifest?.metadata?.name === name;
    return isNamed && !isPatched && WatchedMetadata.isUntouched(metadata) && toJson === ApiObject.prototype.toJson ? manifest : undefined;
  }

  public declare readonly metadata: ApiObjectMetadataDefinition;

  private readonly manifest: ApiObjectProps;
  private isPatched = false;

  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param manifest plain JSON without tokens; it must not change any more
   */
  public constructor(scope: Construct, id: string, manifest: ApiObjectProps) {
    super(scope, id, manifest);
    this.manifest = manifest;
    const { metadata } = manifest;
    // As every API object has it.
    this.metadata = new WatchedMetadata({
      name: this.name,
      ...metadata,
      namespace: metadata?.namespace ?? this.chart.namespace,
      labels: { ...this.chart.labels, ...metadata?.labels },
      apiObject: this,
    });
  }

  public addJsonPatch(...operations: JsonPatch[]): void {
    this.isPatched = true;
    super.addJsonPatch(...operations);
  }
}
