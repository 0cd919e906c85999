import type { RE2JS } from 're2js';

/** RE2, whose expressions Envoy runs. It is loaded when there is an expression, and most plans have none. @internal */
export function re2(): typeof RE2JS {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('re2js') as typeof import('re2js')).RE2JS;
}
