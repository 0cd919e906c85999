import { Shown } from './shown';
import { visible } from './visible';

/**
 * What a runner of workflows takes as a command: a line that begins with two colons, or `##[` anywhere
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
 */
const COMMANDS: [RegExp, string][] = [
  [/^(\s*):(?=:)/, '$1: '],
  [/##(?=\[)/g, '# #'],
];

/**
 * Lines for a terminal, or for the log of a workflow. No text of a manifest begins a line, moves the cursor or gives a
 * command.
 *
 * @param lines without line breaks: those inside of a line are shown as escapes
 * @internal
 */
export function terminalText(lines: readonly string[]): Shown {
  return lines.map((line) => `${terminalLine(line)}\n`).join('') as Shown;
}

function terminalLine(line: string): string {
  return COMMANDS.reduce((text, [command, broken]) => text.replace(command, broken), visible(line));
}

/** What is under way, as a progress line names it. @internal */
export type Activity = 'reading files' | 'checking states' | 'drawing pages';

/**
 * The line that tells how far something has come. On a terminal it takes the place of the one before.
 *
 * @internal
 */
export function progressLine(activity: Activity, done: number, all: number, isTerminal: boolean): Shown {
  const text = `${activity}: ${Number(done)} of ${Number(all)}`;
  return (isTerminal ? `\r\u001b[K${text}` : `${text}\n`) as Shown;
}

/** Removes that line. @internal */
export const NO_PROGRESS = '\r\u001b[K' as Shown;
