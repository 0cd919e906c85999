import { isPlainManifest } from '../print-faults';

/**
 * Manifests that hold no token and nothing unprintable. They are checked once and printed once, however many stages show
 * the very same one. Stages of one application follow each other, so only those of the last application are kept.
 *
 * @internal
 */
export class PlainManifests {
  private owner?: string;
  private readonly known = new Set<any>();

  /** Whether a manifest of an owner is known. */
  public has(owner: string, manifest: any): boolean {
    return this.owner === owner && this.known.has(manifest);
  }

  /** Whether a manifest of an owner is plain; then it is known from now on. */
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
