import { Shown } from './shown';
import { visible } from './visible';

/** An annotation of a workflow. @internal */
export interface Annotation {
  readonly kind: 'error' | 'warning' | 'notice';
  readonly file?: string;
  readonly line?: number;
  readonly title: string;
  /** Its lines. */
  readonly text: readonly string[];
}

/**
 * Commands by which a GitHub workflow annotates files
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands).
 *
 * @internal
 */
export function annotations(all: readonly Annotation[]): Shown {
  return all.map((one) => `${annotation(one)}\n`).join('') as Shown;
}

function annotation({ kind, file, line, title, text }: Annotation): string {
  const properties = [
    ...(file === undefined ? [] : [`file=${property(file)}`, `line=${Number(line)}`]),
    `title=${property(title)}`,
  ];
  return `::${kind} ${properties.join()}::${text.map(message).join('%0A')}`;
}

/** `##[` is a command of older runners, wherever it stands. */
function message(text: string): string {
  return visible(text).replace(/%/g, '%25').replace(/##(?=\[)/g, '# #');
}

function property(text: string): string {
  return message(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
