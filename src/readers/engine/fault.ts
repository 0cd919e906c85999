/** What is wrong with an object, and what to write instead. @internal */
export interface Fault {
  /** Begins in lower case: it follows the object, or a part of it. */
  readonly reason: string;
  readonly fix: string;
}

/** @internal */
export function fault(reason: string, fix: string): Fault {
  return { reason, fix };
}

/** A fault of a part of an object, such as `http[0]`. @internal */
export function within(part: string, found: Fault | undefined): Fault | undefined {
  return found && { reason: `${part} ${found.reason}`, fix: `${found.fix} (${part})` };
}

/** The first fault, if there is any. @internal */
export function first(faults: (Fault | undefined)[]): Fault | undefined {
  return faults.find((one) => one !== undefined);
}
