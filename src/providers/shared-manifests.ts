import { perApp } from './per-app';

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
  private known = new Map<string, any>();

  /**
   * The first manifest with the same content.
   *
   * @param owner the application
   * @param manifest plain JSON without tokens
   */
  public same(owner: string, manifest: any): any {
    if (this.owner !== owner) {
      this.owner = owner;
      this.known = new Map();
    }
    const content = JSON.stringify(manifest);
    const known = this.known.get(content) ?? manifest;
    this.known.set(content, known);
    return known;
  }
}
