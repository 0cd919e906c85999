// Writes src/faults/struct-keys.ts: the properties of every exported interface that holds options, as the compiler knows them, and which of
// them hold other such interfaces. JavaScript, and TypeScript that is run without type checks, pass misspelt properties in silence.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './cdk8s.mjs';

const OUTPUT = join(root, 'src', 'faults', 'struct-keys.ts');

const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && entry.name !== 'struct-keys.ts')
  .map((entry) => join(entry.parentPath, entry.name));
const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config, ts.sys, root);
const program = ts.createProgram(files, options);
const checker = program.getTypeChecker();

/** Exported interfaces of plain readonly properties, as jsii's structs are; what is internal is none. */
function isStruct(symbol) {
  const [declaration] = symbol.declarations ?? [];
  if (!declaration || !ts.isInterfaceDeclaration(declaration) || !declaration.getSourceFile().fileName.startsWith(join(root, 'src'))) {
    return false;
  }
  const isInternal = ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal');
  const isExported = declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const properties = checker.getDeclaredTypeOfSymbol(symbol).getProperties();
  return isExported && !isInternal && properties.length > 0 && properties.every((one) => (one.flags & ts.SymbolFlags.Property) !== 0);
}

/** The struct that a property holds: itself, in a list, or in a map. */
function structOf(type) {
  const plain = checker.getNonNullableType(type);
  const item = checker.isArrayType(plain) ? checker.getTypeArguments(plain)[0] : plain.getStringIndexType();
  const symbol = (item ?? plain).getSymbol();
  return symbol && structs.has(symbol) ? symbol.getName() : '';
}

const structs = new Set();
const FOLDERS = /\/src\/(application|plan|delivery|writers|checks|compare|http|readers)\//;
for (const file of program.getSourceFiles().filter(({ fileName }) => FOLDERS.test(fileName))) {
  ts.forEachChild(file, (node) => {
    const symbol = ts.isInterfaceDeclaration(node) ? checker.getSymbolAtLocation(node.name) : undefined;
    if (symbol && isStruct(symbol) && /(Props|Options|Reference|Tls|Metadata|Resources|Files|Argument)$/.test(symbol.getName())) {
      structs.add(symbol);
    }
  });
}

const lines = [...structs].sort((one, other) => (one.getName() < other.getName() ? -1 : 1)).map((symbol) => {
  const properties = checker.getDeclaredTypeOfSymbol(symbol).getProperties().sort((one, other) => (one.getName() < other.getName() ? -1 : 1));
  const keys = properties.map((one) => `    ${one.getName()}: '${structOf(checker.getTypeOfSymbol(one))}',`);
  return `  ${symbol.getName()}: {\n${keys.join('\n')}\n  },`;
});

const text = `// Made by scripts/struct-keys.mjs from the interfaces below src/.

/**
 * The properties of each interface of options. The value is the interface that a property holds, also in a list or a
 * map; empty for other values.
 *
 * @internal
 */
export const STRUCT_KEYS = {
${lines.join('\n')}
} as const;
`;
if (process.argv.includes('--check')) {
  if (readFileSync(OUTPUT, 'utf8') !== text) {
    console.error('src/faults/struct-keys.ts is out of date: run node scripts/struct-keys.mjs');
    process.exit(1);
  }
} else {
  writeFileSync(OUTPUT, text);
}
