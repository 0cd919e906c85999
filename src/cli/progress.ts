import { CommandContext } from './command';
import { ManifestFault } from '../manifests/manifest-fault';
import { readStages, ReadStages } from '../manifests/stage-sets';
import { Activity, NO_PROGRESS, progressLine } from '../output/terminal';

/** When something that takes long is told, and how often again, in milliseconds: a line of a log stays. */
const TERMINAL = { first: 1_000, next: 200 };
const LOG = { first: 10_000, next: 10_000 };

/** Tells how far a command has come, on the standard error. */
export class Progress {
  private told = 0;
  private readonly start: number;

  /** @param now the time in milliseconds */
  public constructor(
    private readonly context: CommandContext,
    private readonly now: () => number = Date.now,
  ) {
    this.start = now();
  }

  /** To be called before each part of something. */
  public readonly at = (activity: Activity, done: number, all: number): void => {
    const { first, next } = this.context.isTerminal ? TERMINAL : LOG;
    const now = this.now();
    if (now - Math.max(this.told, this.start + first - next) >= next) {
      this.told = now;
      this.context.warn(progressLine(activity, done, all, this.context.isTerminal));
    }
  };

  /** Removes the line from a terminal. To be called before results are written. */
  public done(): void {
    if (this.told > 0 && this.context.isTerminal) {
      this.context.warn(NO_PROGRESS);
    }
    this.told = 0;
  }
}

/**
 * Reads manifests.
 *
 * @param mayBeEmpty whether they may hold no object at all, as an empty cluster does
 * @throws ManifestFault where they cannot be read
 */
export function readWithProgress(paths: string[], context: CommandContext, mayBeEmpty = false): ReadStages {
  const progress = new Progress(context);
  try {
    const read = readStages(paths, (done, all) => progress.at('reading files', done, all));
    if (!mayBeEmpty && read.sets.every(({ stages }) => stages.every(({ manifests }) => manifests.length === 0))) {
      throw new ManifestFault(`${paths.join(' ')}: contains no Kubernetes object`);
    }
    return read;
  } finally {
    progress.done();
  }
}
