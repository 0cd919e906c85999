import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** A request of a case. */
export interface CaseRequest {
  /** Where it comes in: `gateway` (the only one), `namespace/name` of one, or `mesh` (a client with a sidecar). */
  readonly from: string;
  /** The pod of a client in the mesh. */
  readonly client: Client;
  readonly method: string;
  readonly url: string;
  /** Header lines in their order; names may repeat. */
  readonly headers: [string, string][];
}

/** A client in the mesh. */
export interface Client {
  readonly namespace: string;
  readonly labels: { readonly [name: string]: string };
}

/** Objects, and the requests that are sent once they are in a cluster. */
export interface Case {
  /** The file's name: the rule in a few words. */
  readonly name: string;
  /** The rule in a sentence. */
  readonly rule: string;
  /** What says so upstream. */
  readonly source: string;
  /** All files that have objects of it: those that it shares with others, then its own. */
  readonly files: string[];
  /** None where only the admission of its objects is asked. */
  readonly requests: CaseRequest[];
}

/** Where the project keeps what this command reads and writes. */
export const CONFORMANCE = __dirname;

/** All cases of a router, by name. */
export function casesOf(router: string): Case[] {
  const folder = join(CONFORMANCE, router, 'cases');
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml')).sort();
  return names.map((name) => readCase(join(folder, name), router));
}

/**
 * Reads a case file: its first document has `kind: Case`, the others are the objects. Files that it names by `with` are
 * in the router's folder.
 *
 * @throws Error when it has no such document, or a request that cannot be read
 */
export function readCase(file: string, router: string): Case {
  const [first] = parseAllDocuments(readFileSync(file, 'utf8'));
  const described = first && first.errors.length === 0 ? first.toJS() : undefined;
  const name = basename(file, '.yaml');
  if (described?.kind !== 'Case' || described.metadata?.name !== name) {
    throw new Error(`${file}: the first document of a case is 'kind: Case' with metadata.name ${name}`);
  }
  const { rule, source, with: shared = [], client, requests = [] } = described.spec;
  return {
    name,
    rule,
    source,
    files: [...shared.map((one: string) => join(CONFORMANCE, router, one)), file],
    requests: requests.map((one: any) => requestOf(one, client)),
  };
}

const DEFAULT_CLIENT: Client = { namespace: 'default', labels: { app: 'client' } };

/** A request is a URL, or a URL with more: `{ url, method, headers: ['name: value'], from }`. */
function requestOf(given: any, client: Partial<Client> = {}): CaseRequest {
  const { url, method = 'GET', headers = [], from = 'gateway' } = typeof given === 'string' ? { url: given } : given;
  return { from, client: { ...DEFAULT_CLIENT, ...client }, method, url, headers: headers.map(headerOf) };
}

function headerOf(line: string): [string, string] {
  const [, name, value] = /^([^:\s]+): ?(.*)$/.exec(line) ?? [];
  if (name === undefined) {
    throw new Error(`a header is written 'name: value', given '${line}'`);
  }
  return [name, value];
}

/** A request as people read it. */
export function requestText({ from, client, method, url, headers }: CaseRequest): string {
  const lines = headers.map(([name, value]) => ` '${name}: ${value}'`).join('');
  const labels = Object.entries(client.labels).map(([name, value]) => `${name}=${value}`).join();
  const entry = from === 'mesh' ? `a pod ${labels} in ${client.namespace}` : from;
  const origin = from === 'gateway' ? '' : ` from ${entry}`;
  return `${method} ${url}${lines}${origin}`;
}
