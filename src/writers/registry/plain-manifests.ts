import { isPlainManifest } from '../print-faults';

/**
 * A cache of manifests without tokens and without unprintable values. Stages that share a manifest object check and
 * print it once. Constructs write the stages of one application after each other, so the cache holds the manifests of
 * one application only.
 *
 * @internal
 */
export class PlainManifests {
  private owner?: string;
  private readonly known = new Set<any>();

  /** Whether a manifest of an owner is in the cache. */
  public has(owner: string, manifest: any): boolean {
    return this.owner === owner && this.known.has(manifest);
  }

  /** Checks whether a manifest is plain, and adds it to the cache if so. */
  public add(owner: string, manifest: any): boolean {
    if (this.owner !== owner) {
      this.owner = owner;
      this.known.clear();
    }
    const isPlain = isPlainManifest(manifest);
    if (isPlain) {
      this.known.add(manifest);
    }
    return isPlain;
  }
}
