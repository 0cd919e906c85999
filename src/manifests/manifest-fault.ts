/** A fault in manifests or arguments that the user can correct. It is reported without a stack trace. */
export class ManifestFault extends Error {
  /** One line for each fault. */
  public readonly lines: string[];

  /** @param faults one or several, each in a line */
  public constructor(...faults: string[]) {
    super(faults.join('\n'));
    this.lines = faults;
  }
}

/** Of more faults only the first ones are told, and how many there are. */
const MOST_FAULTS = 50;

/**
 * What is made of each value, with the faults of all of them at once.
 *
 * @throws ManifestFault with the faults of every value that has some
 */
export function collected<T, R>(values: readonly T[], make: (value: T) => R): R[] {
  const faults: string[] = [];
  const made = values.flatMap((value): R[] => {
    try {
      return [make(value)];
    } catch (error) {
      if (!(error instanceof ManifestFault)) {
        throw error;
      }
      faults.push(...error.lines);
      return [];
    }
  });
  if (faults.length > 0) {
    const more = faults.length - MOST_FAULTS;
    throw new ManifestFault(...faults.slice(0, MOST_FAULTS), ...(more > 0 ? [`and ${more} faults more`] : []));
  }
  return made;
}
