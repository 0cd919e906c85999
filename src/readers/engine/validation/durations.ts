const UNITS: { [unit: string]: number } = { ns: 1e-6, us: 1e-3, µs: 1e-3, ms: 1, s: 1e3, m: 6e4, h: 36e5 };

const PART = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/y;

/** A duration as Go writes it, in milliseconds (`time.ParseDuration`); NaN for anything else. @internal */
export function milliseconds(text: string): number {
  const [, sign, rest] = /^([-+]?)(.*)$/s.exec(text)!;
  if (rest === '0') {
    return 0;
  }
  let total = 0;
  PART.lastIndex = 0;
  for (let position = 0; position < rest.length; position = PART.lastIndex) {
    PART.lastIndex = position;
    const found = PART.exec(rest);
    if (!found) {
      return NaN;
    }
    total += Number(found[1]) * UNITS[found[2]];
  }
  return rest === '' ? NaN : sign === '-' ? -total : total;
}
