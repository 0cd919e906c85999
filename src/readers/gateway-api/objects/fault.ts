/** Why the API server rejects an object, and what to write instead. @internal */
export interface Fault {
  readonly reason: string;
  readonly fix: string;
}

/** Whether something is wrong, why, and what to write instead. @internal */
export type Check = readonly [boolean, string, string];

/** The first thing that is wrong. @internal */
export function firstFault(checks: readonly Check[]): Fault | undefined {
  const found = checks.find(([isSo]) => isSo);
  return found && { reason: found[1], fix: found[2] };
}
