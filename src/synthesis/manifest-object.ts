import { ApiObject, ApiObjectProps, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';

/**
 * An API object that knows its manifest, so that its text can be used again where the same manifest is shown once more. Several
 * objects may have the very same manifest: stages that show the same Deployment.
 *
 * @internal
 */
export class ManifestObject extends ApiObject {
  /** The manifest of an object, if all but its metadata is as it says. */
  public static bodyOf(object: ApiObject): ApiObjectProps | undefined {
    const { manifest, isPatched } = object as ManifestObject;
    return manifest === undefined || isPatched || object.toJson !== ApiObject.prototype.toJson ? undefined : manifest;
  }

  private isPatched = false;

  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param manifest plain JSON without tokens; it must not change any more
   */
  public constructor(scope: Construct, id: string, private readonly manifest: ApiObjectProps) {
    super(scope, id, manifest);
  }

  public addJsonPatch(...operations: JsonPatch[]): void {
    this.isPatched = true;
    super.addJsonPatch(...operations);
  }
}
