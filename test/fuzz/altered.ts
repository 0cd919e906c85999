import { HOSTILE_TEXTS, ODD_KEYS, ODD_VALUES } from './odd-values';
import { RandomChoice } from './random-choice';

/** The same objects, with something else at some places. */
export function altered(objects: any[], random: RandomChoice): any[] {
  const copy = JSON.parse(JSON.stringify(objects));
  const changes = random.below(4) > 0 ? 1 : 1 + random.below(4);
  for (let count = 0; count < changes; count++) {
    alter(copy, random);
  }
  return copy;
}

function alter(objects: any[], random: RandomChoice): void {
  const places = holdersIn(objects);
  const { holder, key } = random.of(places);
  const value = holder[key];
  const odd = random.below(5) < 2 ? random.of(HOSTILE_TEXTS) : structuredClone(random.of(ODD_VALUES));
  const way = random.below(6);
  if (way === 0 && Array.isArray(value)) {
    value.push(odd);
  } else if (way <= 1 && typeof value === 'object' && value !== null) {
    define(value, random.of(ODD_KEYS), odd);
  } else if (way === 2 && typeof value === 'string') {
    holder[key] = value + random.of(HOSTILE_TEXTS);
  } else if (way === 3 && !Array.isArray(holder)) {
    delete holder[key];
    define(holder, random.of(ODD_KEYS), value);
  } else if (way === 4) {
    // What is right elsewhere.
    const other = random.of(places);
    holder[key] = JSON.parse(JSON.stringify(other.holder[other.key] ?? null));
  } else {
    holder[key] = odd;
  }
}

/** Also a key `__proto__`, as JSON has it. */
function define(map: any, key: string, value: any): void {
  Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
}

interface Place {
  readonly holder: any;
  readonly key: string;
}

function holdersIn(value: any): Place[] {
  return typeof value !== 'object' || value === null
    ? []
    : Object.keys(value).flatMap((key) => [{ holder: value, key }, ...holdersIn(value[key])]);
}

/** The same text with some bytes cut, doubled, exchanged or put in. */
export function broken(text: string, random: RandomChoice): Buffer {
  const bytes = Buffer.from(text);
  const [start, length] = [random.below(bytes.length + 1), random.below(40)];
  const part = bytes.subarray(start, start + length);
  const put = random.of([
    Buffer.alloc(0),
    Buffer.concat([part, part]),
    Buffer.from(random.of(['{', '[', '&a ', '*a', '"', ': ', '- ', '\t', '\n---\n', '<<: ', '!!binary ', '? ', '%YAML 9\n'])),
    Buffer.from([random.below(256), random.below(256)]),
    Buffer.from(random.of(HOSTILE_TEXTS)),
  ]);
  return Buffer.concat([bytes.subarray(0, start), put, bytes.subarray(start + length)]);
}
