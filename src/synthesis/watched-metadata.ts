import { ApiObjectMetadataDefinition, OwnerReference } from 'cdk8s';

/**
 * Metadata that notes whether anything was added after its construction.
 *
 * @internal
 */
export class WatchedMetadata extends ApiObjectMetadataDefinition {
  /** Whether nothing was added to metadata since its construction. */
  public static isUntouched(metadata: ApiObjectMetadataDefinition): boolean {
    const { isTouched, toJson } = metadata as WatchedMetadata;
    return isTouched === false && toJson === ApiObjectMetadataDefinition.prototype.toJson;
  }

  private isTouched = false;

  public addLabel(key: string, value: string): void {
    this.isTouched = true;
    super.addLabel(key, value);
  }

  public addAnnotation(key: string, value: string): void {
    this.isTouched = true;
    super.addAnnotation(key, value);
  }

  public addFinalizers(...finalizers: string[]): void {
    this.isTouched = true;
    super.addFinalizers(...finalizers);
  }

  public addOwnerReference(owner: OwnerReference): void {
    this.isTouched = true;
    super.addOwnerReference(owner);
  }

  public add(key: string, value: any): void {
    this.isTouched = true;
    super.add(key, value);
  }
}
