/** Where a command writes, and what it is told about its surroundings. */
export interface CommandContext {
  /** Writes to the standard output. */
  readonly write: (text: string) => void;
  /** Writes to the standard error: what is no result. */
  readonly warn: (text: string) => void;
  /** Whether somebody is looking at the standard error. */
  readonly isTerminal: boolean;
}

/** Something that the program can do. */
export interface Command {
  readonly name: string;
  /** In a few words. */
  readonly summary: string;
  /** All about it, with examples. */
  readonly help: string;

  /**
   * Does it.
   *
   * @param args what was written after the command's name
   * @returns the exit code
   * @throws ManifestFault on what the user can mend
   */
  run(args: string[], context: CommandContext): number;
}

/** The exit codes, as every help text explains them. */
export const EXIT = {
  /** All is well. */
  OK: 0,
  /** Something was found that is wrong. */
  FINDINGS: 1,
  /** The command could not be understood, or its input not be read. */
  FAULT: 2,
};

export const EXIT_CODES = 'Exit codes: 0 done; 1 findings of the kind error (check only); 2 wrong options, or input that cannot be read.';
