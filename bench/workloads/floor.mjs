// The floor: plain objects and the least that prints them. It knows what kinds of texts there are, and would print others wrongly.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileOf, nameOf, objectsOf, STAGES } from './plain-objects.mjs';

export default function run(_variant, count, outdir) {
  mkdirSync(outdir, { recursive: true });
  for (let index = 0; index < count; index++) {
    const name = nameOf(index);
    STAGES.forEach(([stage, state], place) => {
      const documents = objectsOf(name, state).map((object) => mapText(object, ''));
      writeFileSync(join(outdir, fileOf(name, stage, place)), documents.join('---\n'));
    });
  }
}

function mapText(map, indent) {
  let text = '';
  for (const key in map) {
    text += `${text === '' ? '' : indent}${key}:${valueText(map[key], `${indent}  `)}`;
  }
  return text;
}

function valueText(value, indent) {
  if (typeof value !== 'object') {
    return ` ${scalarText(value, indent)}\n`;
  }
  return `\n${indent}${Array.isArray(value) ? value.map((item) => `- ${itemText(item, `${indent}  `)}`).join(indent) : mapText(value, indent)}`;
}

function itemText(item, indent) {
  return typeof item === 'object' ? mapText(item, indent) : `${scalarText(item, indent)}\n`;
}

function scalarText(value, indent) {
  return typeof value === 'string' && value.endsWith('\n') ? `|\n${indent}${value.slice(0, -1)}` : String(value);
}
