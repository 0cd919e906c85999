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
