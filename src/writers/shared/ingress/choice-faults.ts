import { isText } from '../../../faults/list-fault';
import { shown } from '../../../faults/shown';

/** The names by which clients choose their version for themselves, beyond the plan. */
interface ChoiceOptions {
  readonly choiceHeader?: string;
  readonly choiceCookie?: string;
}

/** The faults of the names by which clients choose for themselves, one sentence each. @internal */
export function choiceFaults({ choiceHeader, choiceCookie }: ChoiceOptions): string[] {
  return [
    ...(choiceHeader === undefined ? [] : headerNameFaults('choiceHeader', choiceHeader)),
    ...(choiceCookie === undefined || (isText(choiceCookie) && /^[a-zA-Z0-9_-]+$/.test(choiceCookie)) ? [] : [`the choiceCookie ${shown(choiceCookie)} has characters that a cookie's name should not have: use letters, digits, dashes and underscores`]),
  ];
}

/**
 * nginx drops request headers with other characters, underscores too by default. (An annotation with an underscore
 * means the header with a dash.)
 *
 * @internal
 */
export function headerNameFaults(what: string, name: unknown): string[] {
  return isText(name) && /^[a-zA-Z0-9-]+$/.test(name)
    ? []
    : [`the ${what} ${shown(name)} never arrives, because nginx drops headers that are called by other characters than letters, digits and dashes: choose another name`];
}
