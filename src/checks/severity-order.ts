import { Finding, Severity } from './finding';

const WORST_FIRST = [Severity.ERROR, Severity.WARNING, Severity.NOTE];

/** The place of a severity, the worst one first. @internal */
export function rankOf(severity: Severity): number {
  return WORST_FIRST.indexOf(severity);
}

/** @internal */
export function bySeverity(one: Finding, other: Finding): number {
  return rankOf(one.severity) - rankOf(other.severity);
}
