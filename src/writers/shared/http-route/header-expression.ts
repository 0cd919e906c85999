import { HeaderMatch, HeaderMatchKind } from '../../../plan';

/**
 * A header condition as a regular expression for the whole value. It is anchored, because the standard does not say whether
 * an implementation anchors expressions. Undefined for an exact value, which needs no expression.
 *
 * @internal
 */
export function headerExpression({ kind, value = '' }: HeaderMatch): string | undefined {
  switch (kind) {
    case HeaderMatchKind.EXACT: return undefined;
    case HeaderMatchKind.PREFIX: return `^${value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}.*$`;
    case HeaderMatchKind.REGEX: return `^(?:${value})$`;
    case HeaderMatchKind.PRESENT: return '^.*$';
  }
}
