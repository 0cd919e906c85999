const FAULTS = new WeakMap<object, string[]>();

/**
 * Properties that were made from input with faults, such as a values file. The construct that is given them reports
 * the faults like every other; nothing else is checked then, and nothing is written.
 *
 * @internal
 */
export function withInputFaults<T extends object>(props: T, faults: string[]): T {
  FAULTS.set(props, faults);
  return props;
}

/** What is wrong with the input that properties were made from. @internal */
export function inputFaultsOf(props: object): string[] {
  return FAULTS.get(props) ?? [];
}
