import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Finding, StateCheck, Transition } from '../../src/checks';
import { readManifests } from '../../src/manifests/manifest-reader';

/** While it is set, every note says its code in the place of its message. */
const mockWords = { areCodes: false };

jest.mock('../../src/readers/engine/note', () => {
  const real = jest.requireActual('../../src/readers/engine/note');
  return {
    ...real,
    note: (kind: any, code: string, objects: any[], message: string, details: any) => {
      return real.note(kind, code, objects, mockWords.areCodes ? code : message, details);
    },
  };
});

const root = join(__dirname, '..', '..');

/** The YAML files below a folder. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The objects of a file, new ones each time: nothing that was memoized for others may answer. */
function objectsOf(file: string): any[] {
  return readManifests(readFileSync(file, 'utf8'), file).manifests.map(({ object }) => structuredClone(object));
}

/** What decides about a finding: everything but its words. */
function verdict({ rule, severity, code, kind, field, objects, request, entry, moment }: Finding): string {
  return JSON.stringify([rule, severity, code, kind, field, objects, String(request), entry, moment]);
}

function verdicts(check: () => Finding[]): [string[], string[]] {
  mockWords.areCodes = false;
  const words = check().map(verdict);
  mockWords.areCodes = true;
  const codes = check().map(verdict);
  mockWords.areCodes = false;
  return [words, codes];
}

const CASES = ['istio', 'kubernetes', 'argo-rollouts'].flatMap((router) => filesBelow(`conformance/${router}/cases`));

describe('findings stay the same when every note says its code in the place of its message', () => {
  test('for the cases of conformance, of which many have notes', () => {
    let found = 0;
    let fromNotes = 0;
    for (const file of CASES) {
      const check = () => new StateCheck({ objects: objectsOf(file) }).findings;
      const [words, codes] = verdicts(check);
      expect(codes).toEqual(words);
      found += words.length;
      fromNotes += check().filter(({ code }) => code !== undefined).length;
    }
    expect([found > 50, fromNotes > 20]).toEqual([true, true]);
  });

  test.each(['gloo-two-phase', 'ingress-nginx', 'voyager', 'argo-nginx', 'argo-istio-weight', 'argo-istio-header'])(
    'for the stages of the example %s',
    (example) => {
      const stages = filesBelow(`examples/${example}/expected`);
      const [words, codes] = verdicts(() =>
        stages.flatMap((file) => new StateCheck({ objects: objectsOf(file) }).findings),
      );
      expect(codes).toEqual(words);
      const [from, to] = [stages[0], stages.at(-1)!];
      const [before, after] = verdicts(() => new Transition({ from: objectsOf(from), to: objectsOf(to) }).findings);
      expect(after).toEqual(before);
    },
  );

  test('while their messages do change', () => {
    const messages = () =>
      CASES.flatMap((file) => new StateCheck({ objects: objectsOf(file) }).findings)
        .filter(({ code }) => code !== undefined)
        .map(({ message }) => message);
    const words = messages();
    mockWords.areCodes = true;
    const codes = messages();
    mockWords.areCodes = false;
    expect(codes.filter((message, index) => message === words[index])).toEqual([]);
  });
});
