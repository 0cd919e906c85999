import { IConstruct } from 'constructs';

/** Validates constructs and throws one error with all their faults. @internal */
export function throwFaults(constructs: IConstruct[]): void {
  const faults: string[] = [];
  for (const { node } of constructs) {
    for (const fault of node.validate()) {
      faults.push(`[${node.path}] ${fault}`);
    }
  }
  if (faults.length > 0) {
    const error = new Error(`Validation failed with the following errors:\n  ${faults.join('\n  ')}`);
    // A stack trace would show this line, not where a fault was made.
    error.stack = `${error.name}: ${error.message}`;
    throw error;
  }
}
