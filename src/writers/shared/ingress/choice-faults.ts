import { isText } from '../../../faults/list-fault';
import { shown } from '../../../faults/shown';

/** The header and the cookie with which clients choose a version, independent of the plan. */
interface ChoiceOptions {
  readonly choiceHeader?: string;
  readonly choiceCookie?: string;
}

/** The faults of choiceHeader and choiceCookie, one sentence each. @internal */
export function choiceFaults({ choiceHeader, choiceCookie }: ChoiceOptions): string[] {
  return [
    ...(choiceHeader === undefined ? [] : headerNameFaults('choiceHeader', choiceHeader)),
    ...(choiceCookie === undefined || (isText(choiceCookie) && /^[a-zA-Z0-9_-]+$/.test(choiceCookie))
      ? []
      : [
        `the choiceCookie ${shown(choiceCookie)} has characters that a cookie name must not contain: ` +
          'use letters, digits, dashes and underscores',
      ]),
  ];
}

/**
 * Reports header names with characters that nginx drops, which by default include underscores. (An annotation with an
 * underscore means the header with a dash.)
 *
 * @internal
 */
export function headerNameFaults(what: string, name: unknown): string[] {
  if (isText(name) && /^[a-zA-Z0-9-]+$/.test(name)) {
    return [];
  }
  return [
    `the ${what} ${shown(name)} never matches, because nginx drops headers whose ` +
      'names have other characters than letters, digits and dashes: choose another name',
  ];
}
