import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const READERS = join(__dirname, '../../src/readers');

/** Kinds of notes that `check` reports as findings by themselves. */
const REPORTED = /^NoteKind\.(IGNORED|AMBIGUOUS)$/;

/** The notes of a source file that are findings, with whether they say what to write instead. */
function notesOf(file: string): { code: string; hasFix: boolean }[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: { code: string; hasFix: boolean }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'note') {
      const [kind, code, , , details] = node.arguments.map((one) => one.getText());
      if (REPORTED.test(kind)) {
        found.push({ code, hasFix: /\bfix\b/.test(details ?? '') });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

test('every note that check reports as a finding says what to write instead', () => {
  const files = readdirSync(READERS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const notes = files.flatMap((name) => notesOf(join(READERS, name)));
  expect(notes.length).toBeGreaterThan(60);
  expect(notes.filter(({ hasFix }) => !hasFix)).toEqual([]);
});
