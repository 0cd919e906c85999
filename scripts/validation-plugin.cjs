// What `package: ./node_modules/cdk8s-rollouts` is elsewhere: the plugin, from the sources beside.
process.env.TS_NODE_PROJECT ??= require('node:path').join(__dirname, '../bench/tsconfig.json');
require('ts-node/register/transpile-only');
module.exports = require('../src/index.ts');
