import { HeaderMatch, HeaderMatchKind } from '../../../plan';

/**
 * A header condition as an expression for the whole value, with its anchors: the standard does not say whether an
 * implementation anchors expressions. Undefined for an exact value, which needs none.
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
