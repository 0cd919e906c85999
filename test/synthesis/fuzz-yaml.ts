// npm run fuzz:yaml [-- <texts> [<seed>]]: prints random documents in our way and in cdk8s's and compares the bytes.
import { Yaml } from 'cdk8s';
import { yamlEntries, yamlText } from '../../src/synthesis/yaml-text';
import { anyDocument } from '../support/documents';
import { randomNumbers } from '../support/hostile-texts';

const wanted = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const random = randomNumbers(seed);
let [texts, documents, own, different] = [0, 0, 0, 0];
while (texts < wanted) {
  const document = anyDocument(random, documents % 3 === 0 ? 0.2 : 0, () => texts++);
  documents += 1;
  own += yamlEntries(document) === undefined ? 0 : 1;
  const [ours, theirs] = [yamlText(document), Yaml.stringify(document)];
  if (ours !== theirs && different++ < 5) {
    console.log(`${JSON.stringify(document)}\n--- cdk8s\n${theirs}--- here\n${ours}`);
  }
}
console.log(`seed ${seed}: ${texts} texts in ${documents} documents, ${own} of them printed without asking for the whole; ${different} differ`);
process.exitCode = different === 0 ? 0 : 1;
