// Writes the package's entry, lib/src/index.js, after compiling: a getter for each public name, which loads its module when the name is
// first used. So an app that writes manifests for one router loads neither the other routers nor any reader.
//
// The list is package-entry.json: modules below src/, and the names that each of them exports. With --update it is made anew.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { root } from './cdk8s.mjs';

const LIST = join(root, 'scripts', 'package-entry.json');

const entry = join(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).main);
const folder = dirname(entry);
const require = createRequire(entry);

/** The classes, enums and interfaces of the jsii assembly that exist when a program runs, by the modules that define them. */
function publicNames() {
  const { types } = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8'));
  const names = {};
  for (const { name, kind, symbolId } of Object.values(types)) {
    if (kind !== 'interface') {
      const module = relative('src', symbolId.split(':')[0]).split(sep).join('/');
      (names[module] ??= []).push(name);
    }
  }
  // The plugin of the cdk8s CLI is exported, and is no part of the jsii API.
  names['checks/plugin/rollout-validation'] = ['RolloutValidation'];
  return Object.fromEntries(Object.keys(names).sort().map((module) => [module, names[module].sort()]));
}

const expected = `${JSON.stringify(publicNames(), undefined, 2)}\n`;
if (process.argv.includes('--update')) {
  writeFileSync(LIST, expected);
} else if (!existsSync(LIST) || readFileSync(LIST, 'utf8') !== expected) {
  console.error('scripts/package-entry.json does not list the public names: run node scripts/package-entry.mjs --update, and commit it');
  process.exit(1);
}

const names = Object.entries(publicNames()).flatMap(([module, own]) => own.map((name) => ({ module, name })));
for (const { module, name } of names) {
  if (!(name in require(`./${module}`))) {
    throw new Error(`src/${module}.ts does not export ${name}`);
  }
}

writeFileSync(entry, `"use strict";
// Made from scripts/package-entry.json by scripts/package-entry.mjs.
Object.defineProperty(exports, '__esModule', { value: true });
function lazily(name, module) {
  Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => module()[name] });
}
${names.map(({ module, name }) => `lazily('${name}', () => require('./${module}'));`).join('\n')}
// Named exports for those who import the package as an ECMAScript module.
0 && (module.exports = { ${names.map(({ name }) => name).join(', ')} });
`);
console.log(`${names.length} names of ${new Set(names.map(({ module }) => module)).size} modules, each loaded when it is first used`);
