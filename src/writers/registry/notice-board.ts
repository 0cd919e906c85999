import { App } from 'cdk8s';
import { onSynthesis } from '../../synthesis/synth-pass';

/**
 * The notices of one app for its users: facts that are not faults. They are printed on standard error when a valid app
 * is synthesized, each once, and never into the output. The environment variable `CDK8S_ROLLOUTS_NOTICES=off` silences
 * all of them.
 *
 * @internal
 */
export class NoticeBoard {
  private readonly sources = new Map<unknown, () => string[]>();
  private readonly printed = new Set<string>();

  public constructor(app: App) {
    onSynthesis(app, () => this.print());
  }

  /**
   * Adds notices, which are computed when the app is synthesized.
   *
   * @param key identifies the notices; notices with the same key replace each other
   */
  public add(notices: () => string[], key: unknown = notices): void {
    this.sources.set(key, notices);
  }

  private print(): void {
    if (process.env.CDK8S_ROLLOUTS_NOTICES === 'off') {
      return;
    }
    for (const notice of [...this.sources.values()].flatMap((source) => source())) {
      if (!this.printed.has(notice)) {
        this.printed.add(notice);
        process.stderr.write(`cdk8s-rollouts: ${notice}\n`);
      }
    }
  }
}
