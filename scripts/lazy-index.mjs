// After compiling: makes the package's door load its modules when something of them is first used. An app that writes manifests for one
// router then loads neither the other routers nor anything that reads manifests. What comes after the providers loads all that stands
// before it, since providers make themselves known to it.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { root } from './cdk8s.mjs';

const door = join(root, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).main);
const folder = dirname(door);
const require = createRequire(join(folder, 'index.js'));

/** The modules that an index exports, when it consists of nothing else. */
function exported(file) {
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => /^\S/.test(line) && !/^("use strict"|var |\}|Object\.defineProperty\(exports, "__esModule"|\/\/)/.test(line));
  const modules = lines.map((line) => /^__exportStar\(require\("(.*)"\), exports\);$/.exec(line)?.[1]);
  if (modules.length === 0 || modules.includes(undefined)) {
    throw new Error(`${file} is not only lines of 'export *', or was rewritten before: compile it first`);
  }
  return modules;
}

/** Modules that do without each other, and what the door has of them. */
const APART = './providers';

const groups = exported(door).map((name) => (name === APART ? exported(join(folder, name, 'index.js')).map((inner) => `./${posix.join(name, inner)}`) : [name]));
const named = groups.map((group) => group.map((name) => ({ name, names: Object.keys(require(name)) })));
const all = named.flat().flatMap(({ names }) => names);
if (new Set(all).size !== all.length) {
  throw new Error('two modules export the same name');
}

writeFileSync(door, `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
// Made of lines of 'export *' by scripts/lazy-index.mjs.
const groups = [
${groups.map((group) => `  [${group.map((name) => `() => require(${JSON.stringify(name)})`).join(', ')}],`).join('\n')}
];
let loaded = 0;
function load(group, module) {
  while (loaded < group) {
    groups[loaded++].forEach((each) => each());
  }
  return groups[group][module]();
}
function lazily(group, module, names) {
  for (const name of names) {
    Object.defineProperty(exports, name, { enumerable: true, configurable: true, get: () => load(group, module)[name] });
  }
}
${named.flatMap((group, index) => group.map(({ names }, place) => `lazily(${index}, ${place}, ${JSON.stringify(names)});`)).join('\n')}
// For those who import it as an ECMAScript module.
0 && (module.exports = { ${all.join(', ')} });
`);
console.log(`${all.length} names of ${groups.flat().length} modules, loaded when they are first used`);
