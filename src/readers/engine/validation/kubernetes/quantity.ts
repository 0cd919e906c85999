const QUANTITY = /^([+-]?(?:\d+\.?\d*|\.\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;

const UNITS: { [unit: string]: number } = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * A quantity as a number (pkg/api/resource/quantity.go of kubernetes/apimachinery); NaN for anything else.
 *
 * @internal
 */
export function quantity(given: number | string): number {
  const found = QUANTITY.exec(String(given));
  if (!found) {
    return NaN;
  }
  const [, digits, unit = ''] = found;
  return unit in UNITS ? Number(digits) * UNITS[unit] : Number(`${digits}${unit}`);
}
