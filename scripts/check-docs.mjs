// Lists every public symbol, parameter and default that has no words in the jsii assembly, and so none in API.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './cdk8s.mjs';

const { types } = JSON.parse(readFileSync(join(root, '.jsii'), 'utf8'));
const silent = [];

for (const type of Object.values(types)) {
  const callables = [...(type.methods ?? []), ...(type.initializer ? [{ ...type.initializer, name: 'constructor' }] : [])];
  const named = [type, ...callables.filter(({ name }) => name !== 'constructor'), ...(type.properties ?? []), ...(type.members ?? [])];
  silent.push(...named.filter(({ docs }) => !docs?.summary).map(({ name }) => `${type.name}.${name}`));
  for (const callable of callables) {
    silent.push(...(callable.parameters ?? []).filter(({ docs }) => !docs?.summary).map(({ name }) => `${type.name}.${callable.name}(${name})`));
  }
  const optional = type.datatype ? (type.properties ?? []).filter((property) => property.optional && !property.docs?.default) : [];
  silent.push(...optional.map(({ name }) => `${type.name}.${name}: @default`));
}

if (silent.length > 0) {
  console.error(`Without words in API.md:\n${silent.map((one) => `  ${one}`).join('\n')}`);
  process.exit(1);
}
console.log('Every public symbol, parameter and default is described.');
