import { perApp } from './per-app';
import { isPlainManifest } from './print-faults';

/**
 * Which manifests are plain: they are printed once, however many stages show the very same one. Stages of one application follow each
 * other, so only those of the last one are remembered.
 *
 * @internal
 */
export class SharedManifests {
  /** Those of the app that a construct belongs to. */
  public static readonly of = perApp(() => new SharedManifests());

  private owner?: string;
  private readonly plain = new Set<any>();

  /**
   * Whether a manifest has no tokens and no faults.
   *
   * @param owner the application
   */
  public isPlain(owner: string, manifest: any): boolean {
    return this.isKnown(owner, manifest) || this.isNewAndPlain(manifest);
  }

  /** Whether a manifest was found to be plain before. */
  public isKnown(owner: string, manifest: any): boolean {
    if (this.owner !== owner) {
      this.owner = owner;
      this.plain.clear();
    }
    return this.plain.has(manifest);
  }

  private isNewAndPlain(manifest: any): boolean {
    const isPlain = isPlainManifest(manifest);
    if (isPlain) {
      this.plain.add(manifest);
    }
    return isPlain;
  }
}
