import { Shown } from '../output/shown';

/** The streams that a command writes to, and how they are connected. */
export interface CommandContext {
  /** Writes to the standard output. */
  readonly write: (text: Shown) => void;
  /** Writes to the standard error: everything but results. */
  readonly warn: (text: Shown) => void;
  /** Whether the standard error is a terminal. */
  readonly isTerminal: boolean;
}

/** A command of the program. */
export interface Command {
  readonly name: string;
  /** A summary in a few words. */
  readonly summary: string;
  /** The help text, with examples. */
  readonly help: string;

  /**
   * Does it.
   *
   * @param args the arguments after the command's name
   * @returns the exit code
   * @throws ManifestFault for faults that the user can correct
   */
  run(args: string[], context: CommandContext): number;
}

/** The exit codes; every help text explains them. */
export const EXIT = {
  /** The command succeeded. */
  OK: 0,
  /** The command found faults. */
  FINDINGS: 1,
  /** The arguments are wrong, or the input cannot be read. */
  FAULT: 2,
  /** The program itself has a fault. */
  INTERNAL: 3,
};

export const EXIT_CODES =
  'Exit codes: 0 done; 1 check has found an error (or what --fail-on says), or diff --exit-code a difference; 2 wrong ' +
  'options, or input that cannot be read; 3 an internal error.';
