import { perApp } from './per-app';
import { isPlainManifest } from './print-faults';

/**
 * One manifest for all stages that show the same: kept once, and printed once. Stages of one application follow each other, so only the
 * manifests of the last one are remembered.
 *
 * @internal
 */
export class SharedManifests {
  /** Those of the app that a construct belongs to. */
  public static readonly of = perApp(() => new SharedManifests());

  private owner?: string;
  private readonly known = new Map<string, any>();
  private readonly plain = new Set<any>();

  /**
   * The first manifest with the same content; nothing for one that is not plain, and is printed anew for each object.
   *
   * @param owner the application
   */
  public same(owner: string, manifest: any): any {
    if (this.owner !== owner) {
      this.owner = owner;
      this.known.clear();
      this.plain.clear();
    }
    if (this.plain.has(manifest)) {
      return manifest;
    }
    if (!isPlainManifest(manifest)) {
      return undefined;
    }
    const content = JSON.stringify(manifest);
    const known = this.known.get(content) ?? manifest;
    this.known.set(content, known);
    this.plain.add(known);
    return known;
  }
}
