// npm run fuzz [-- <inputs> [<seed>]]: odd and hostile manifests through every command and every kind of output.
import { writeFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { altered, broken } from './altered';
import { bases } from './bases';
import { faultOf } from './expected-output';
import { liveRollout } from './live-rollout';
import { RandomChoice } from './random-choice';
import { Folder, run } from '../support/command-line';

const MAX_SHOWN = 5;

const inputs = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
// First, so that a run that is stopped or fails can be repeated.
console.log(`${inputs} inputs, seed ${seed}; to repeat: npm run fuzz -- ${inputs} ${seed}`);

const folder = new Folder({ 'a/a.json': '', 'b/b.json': '' });
const [one, other, stages] = [folder.file('a'), folder.file('b'), folder.file('stages')];
const clusters = liveRollout(stages);
const COMMANDS: string[][] = [
  ['traffic', one],
  ['traffic', one, '--output', 'json'],
  ['traffic', one, '--url', 'http://web.example/a', '--header', 'x-user: ann'],
  ['traffic', one, '--complete', '--step', '1'],
  ['check', one],
  ['check', one, '--output', 'json'],
  ['check', one, '--output', 'github'],
  ['check', one, '--output', 'sarif'],
  ['check', one, other],
  ['explain', one, '--url', 'http://app.example/echo', '--version', 'v2'],
  ['explain', one, '--url', 'http://app.example/echo', '--version', 'v2', '--output', 'json'],
  ['diff', one, other],
  ['diff', one, other, '--output', 'markdown'],
  ['diff', one, other, '--output', 'json'],
  ['report', one, other],
  ['status', stages, '--live', one],
  ['status', stages, '--live', one, '--output', 'json'],
  ['next', stages, '--live', one],
];

const random = new RandomChoice(seed);
const states = bases();
const codes = new Map<number, number>();
let [faults, slowest] = [0, 0];
for (let count = 0; count < inputs; count++) {
  const args = random.of(COMMANDS);
  const first = random.of(args[1] === stages ? clusters : states);
  const texts = [first, random.below(2) === 0 ? first : random.of(states)].map((objects) => {
    const state = { apiVersion: 'v1', kind: 'List', items: altered(objects, random) };
    // The parser of YAML is slow, and JSON is YAML.
    const list = random.below(8) === 0 ? stringify(state) : JSON.stringify(state);
    return random.below(8) === 0 ? broken(list, random) : Buffer.from(list);
  });
  [`${one}/a.json`, `${other}/b.json`].forEach((file, place) => writeFileSync(file, texts[place]));
  const start = Date.now();
  const result = run(...args);
  const seconds = (Date.now() - start) / 1000;
  slowest = Math.max(slowest, seconds);
  codes.set(result.code, (codes.get(result.code) ?? 0) + 1);
  const fault = faultOf(result, args, seconds);
  if (fault !== undefined && faults++ < MAX_SHOWN) {
    console.log(`--- input ${count}: ${folder.without(args.join(' '))}: ${fault}`);
    console.log(JSON.stringify(`${result.output}${result.errors}`.slice(-1500)));
    texts.forEach((text) => console.log(JSON.stringify(text.toString())));
  }
  if (count % 10_000 === 9_999) {
    console.log(`${count + 1} inputs`);
  }
}
folder.remove();
const told = [...codes].sort(([left], [right]) => left - right).map(([code, times]) => `${times} with exit code ${code}`);
console.log(`${told.join(', ')}; the slowest took ${slowest} s; ${faults} faults`);
process.exitCode = faults === 0 && codes.size >= 2 ? 0 : 1;
