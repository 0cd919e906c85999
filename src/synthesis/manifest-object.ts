import { ApiObject, ApiObjectMetadataDefinition, ApiObjectProps, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { WatchedMetadata } from './watched-metadata';

/**
 * An API object that keeps its manifest, so that a `FleetApp` prints the manifest once for all objects that have it.
 * Stages that show the same Deployment have objects with the very same manifest.
 *
 * @internal
 */
export class ManifestObject extends ApiObject {
  /**
   * The manifest of an object that is printed as its manifest says: the manifest names it, it has no patch, no added
   * metadata and no own `toJson()`. Undefined for every other object.
   */
  public static untouchedManifest(object: ApiObject): ApiObjectProps | undefined {
    const { manifest, isPatched, metadata, name, toJson } = object as ManifestObject;
    const isNamed = manifest?.metadata?.name === name;
    const isUntouched = !isPatched && WatchedMetadata.isUntouched(metadata) && toJson === ApiObject.prototype.toJson;
    return isNamed && isUntouched ? manifest : undefined;
  }

  public declare readonly metadata: ApiObjectMetadataDefinition;

  private readonly manifest: ApiObjectProps;
  private isPatched = false;

  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param manifest plain JSON without tokens; it must not change afterwards
   */
  public constructor(scope: Construct, id: string, manifest: ApiObjectProps) {
    super(scope, id, manifest);
    this.manifest = manifest;
    const { metadata } = manifest;
    // The same metadata as in the constructor of `ApiObject`.
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
