/** A number with what it counts: `1 stage`, `2 stages`. @internal */
export function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
