import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import Ajv, { ErrorObject } from 'ajv';
import { Document, isNode, LineCounter, parseDocument } from 'yaml';

/** One step of a plan: a weight, or a header that leads to the successor. */
export interface CatalogueStep {
  readonly weight?: number;
  readonly header?: string;
  readonly value?: string;
}

/** One app of the catalogue. */
export interface CatalogueApp {
  readonly name: string;
  readonly router: 'gateway-api' | 'gloo' | 'ingress-nginx';
  readonly plan: string;
  readonly stable: string;
  readonly canary: string;
  readonly replicas: number;
  readonly port: number;
}

/** What teams write. */
export interface Catalogue {
  readonly cells: number;
  readonly plans: { [name: string]: CatalogueStep[] };
  readonly apps: CatalogueApp[];
}

const schema = JSON.parse(readFileSync(join(__dirname, 'apps.schema.json'), 'utf8'));
const isCatalogue = new Ajv({ allErrors: true, useDefaults: true, verbose: true }).compile<Catalogue>(schema);

/** Reads a catalogue; or says all that is wrong with it, each with its line. */
export function readCatalogue(file: string): { catalogue?: Catalogue; faults: string[] } {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => `${basename(file)}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0) {
    return { faults: document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`) };
  }
  const placed = (path: string[], what: string) =>
    `${at(offsetOf(document, path))}: ${path.join('.') || 'the catalogue'} ${what}`;
  const catalogue: unknown = document.toJS();
  const faults = isCatalogue(catalogue)
    ? meaningFaults(catalogue, placed)
    : isCatalogue.errors!.map((error) => placed(pathOf(error), words(error)));
  return faults.length > 0 ? { faults } : { catalogue: catalogue as Catalogue, faults };
}

/** What a schema cannot say. */
function meaningFaults({ plans, apps }: Catalogue, placed: (path: string[], what: string) => string): string[] {
  return apps.flatMap(({ name, plan, stable, canary }, index) => [
    ...(plan in plans
      ? []
      : [
        placed(
          ['apps', String(index), 'plan'],
          `is ${JSON.stringify(plan)}, and there is no such plan: write one of ${Object.keys(plans).join(', ')}`,
        ),
      ]),
    ...(apps.findIndex((other) => other.name === name) < index
      ? [
        placed(
          ['apps', String(index), 'name'],
          `is ${JSON.stringify(name)}, as that of an app above: give one of them another name`,
        ),
      ]
      : []),
    ...(stable === canary
      ? [
        placed(
          ['apps', String(index), 'canary'],
          `is ${JSON.stringify(canary)}, which serves already: name its successor`,
        ),
      ]
      : []),
  ]);
}

function words({ keyword, params, message, data }: ErrorObject): string {
  const given = data === undefined ? '' : `, given ${JSON.stringify(data)}`;
  switch (keyword) {
    case 'required':
      return `has no ${params.missingProperty}: add it`;
    case 'additionalProperties':
      return `has a key that nobody reads, ${JSON.stringify(params.additionalProperty)}: correct or remove it`;
    case 'enum':
      return `must be one of ${params.allowedValues.join(', ')}${given}`;
    case 'type':
      return params.type === 'string' && typeof data === 'number'
        ? `must be a text${given}: put it in quotes`
        : `${message}${given}`;
    default:
      return `${message}${typeof data === 'object' ? '' : given}`;
  }
}

function pathOf({ instancePath }: ErrorObject): string[] {
  return instancePath.split('/').slice(1);
}

/** Where a value stands, or what it would be in. */
function offsetOf(document: Document, path: string[]): number {
  const node =
    path.length === 0
      ? document.contents
      : document.getIn(
        path.map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
        true,
      );
  return isNode(node) && node.range ? node.range[0] : path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}
