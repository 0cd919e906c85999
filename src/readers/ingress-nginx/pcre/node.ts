/** What an expression consists of; characters are bytes. @internal */
export type Node =
  | { readonly type: 'set'; readonly has: (byte: number) => boolean }
  | { readonly type: 'sequence' | 'choice'; readonly parts: Node[] }
  | { readonly type: 'group'; readonly capture?: number; readonly part: Node }
  | { readonly type: 'atomic'; readonly part: Node }
  | { readonly type: 'look'; readonly isBehind: boolean; readonly isNegative: boolean; readonly part: Node }
  | {
    readonly type: 'repeat';
    readonly least: number;
    readonly most: number;
    readonly mode: RepeatMode;
    readonly part: Node;
  }
  | { readonly type: 'assertion'; readonly isStart: boolean; readonly holds: (text: string, at: number) => boolean }
  | { readonly type: 'reference'; readonly group: number; readonly ignoresCase: boolean };

/** Whether a repetition takes as much as it can, as little, or as much and never less. @internal */
export type RepeatMode = 'greedy' | 'lazy' | 'possessive';

/** An expression that PCRE refuses. @internal */
export class BrokenExpression extends Error {}

/** An expression with something that is not modelled here. @internal */
export class UnknownExpression extends Error {}

/** How many characters a part takes, where it always takes as many. @internal */
export function fixedLength(node: Node): number | undefined {
  switch (node.type) {
    case 'set':
      return 1;
    case 'look':
    case 'assertion':
      return 0;
    case 'group':
    case 'atomic':
      return fixedLength(node.part);
    case 'reference':
      return undefined;
    case 'repeat': {
      const length = fixedLength(node.part);
      return length !== undefined && node.least === node.most ? length * node.least : undefined;
    }
    case 'sequence':
      return node.parts
        .map(fixedLength)
        .reduce((sum, length) => (sum === undefined || length === undefined ? undefined : sum + length), 0);
    case 'choice': {
      const [first, ...others] = node.parts.map(fixedLength);
      return others.every((length) => length === first) ? first : undefined;
    }
  }
}
