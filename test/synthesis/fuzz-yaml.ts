// npm run fuzz:yaml [-- <texts> [<seed>]]: prints random documents with FleetApp and cdk8s and compares the bytes.
import { Yaml } from 'cdk8s';
import { yamlEntries, yamlText } from '../../src/synthesis/yaml-text';
import { anyDocument } from '../support/documents';
import { randomNumbers } from '../support/hostile-texts';

const MAX_SHOWN = 5;

const wanted = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
// First, so that a run that is stopped or fails can be repeated.
console.log(`${wanted} texts, seed ${seed}; to repeat: npm run fuzz:yaml -- ${wanted} ${seed}`);
const random = randomNumbers(seed);
let [texts, documents, printedHere, different] = [0, 0, 0, 0];
while (texts < wanted) {
  const document = anyDocument(random, documents % 3 === 0 ? 0.2 : 0, () => texts++);
  documents += 1;
  printedHere += yamlEntries(document) === undefined ? 0 : 1;
  const [ours, theirs] = [yamlText(document), Yaml.stringify(document)];
  if (ours !== theirs && different++ < MAX_SHOWN) {
    console.log(`${JSON.stringify(document)}\n--- cdk8s\n${theirs}--- FleetApp\n${ours}`);
  }
}
console.log(`${documents} documents, ${printedHere} of them printed without cdk8s; ${different} differ`);
process.exitCode = different === 0 && printedHere > documents / 3 ? 0 : 1;
