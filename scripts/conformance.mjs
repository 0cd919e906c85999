// Measures what real routers do, and compares the library's reader with it: conformance/README.md.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

process.env.TS_NODE_PROJECT = fileURLToPath(new URL('../conformance/tsconfig.json', import.meta.url));
const require = createRequire(import.meta.url);
require('ts-node/register/transpile-only');
const { main } = require('../conformance/main.ts');
const { ConformanceFault } = require('../conformance/cache.ts');

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isTold = error instanceof ConformanceFault || error.code?.startsWith('ERR_PARSE_ARGS');
  process.stderr.write(`conformance: ${isTold ? error.message : error.stack}\n`);
  process.exitCode = 2;
}
