import { perApp } from './per-app';
import { isPlainManifest } from '../print-faults';

/**
 * Manifests that were found to be plain: they are checked once and printed once, however many stages show the very same one. Stages of one
 * application follow each other, so only those of the last one are remembered.
 *
 * @internal
 */
export class PlainManifests {
  /** Those of the app that a construct belongs to. */
  public static readonly of = perApp(() => new PlainManifests());

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
