import { basename } from 'node:path';
import { Case, CaseRequest } from './case';
import { main } from '../src/cli/main';

/** What the library's reader says of a request. */
export interface Reading {
  /** The part of all requests that each target gets, as answers.json calls targets. */
  readonly shares: ReadonlyMap<string, number>;
  /** Why some or all of it is undetermined. */
  readonly undetermined?: string;
}

/** Asks the reader as people do: by the command line. */
export function reading({ files }: Case, request: CaseRequest): Reading {
  const { code, output, errors } = run(
    'traffic', ...files, '--url', request.url, '--method', request.method, '--output', 'json',
    ...request.headers.flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    ...(knowsOption('traffic', '--from') ? ['--from', entryOf(request)] : []),
    ...(knowsOption('traffic', '--complete') ? ['--complete'] : []),
  );
  if (code !== 0) {
    // The message names the files, which are others on every machine.
    const reason = files.reduce((text, file) => text.replaceAll(file, basename(file)), errors.trim());
    return { shares: new Map(), undetermined: reason };
  }
  const shares = new Map<string, number>();
  const reasons: string[] = [];
  const { split, notes } = JSON.parse(output);
  for (const share of split) {
    if (share.undetermined !== undefined) {
      reasons.push(share.undetermined);
      continue;
    }
    const target = targetOf(share, notes);
    shares.set(target, (shares.get(target) ?? 0) + numberOf(share.fraction));
  }
  return { shares, ...(reasons.length === 0 ? {} : { undetermined: reasons.join('; ') }) };
}

/** A share's target as answers.json calls it. */
function targetOf(share: any, notes: any[]): string {
  const { workload, service, version, status, unrouted } = share;
  if (status !== null) {
    return String(status);
  }
  if (workload !== null) {
    // While no release is under way, a Rollout's pods are those of its stable version.
    return workload.replace(/:stable$/, '');
  }
  const known = UNROUTED.find(({ code }) => notes.some((note) => note.code === code));
  return unrouted ?? known?.target ?? `${service}:${version}`;
}

/** What tells, where a share itself does not, that no version and no status answers. */
const UNROUTED = [
  { code: 'istio-passthrough', target: 'passthrough' },
  { code: 'istio-no-listener', target: 'no listener' },
  { code: 'istio-envoy-refuses', target: 'no listener' },
];

/** The objects of which `check` says that they never get into a cluster, by `namespace/name`, with the reason. */
export function refusals({ files }: Case): Map<string, string> {
  const options = knowsOption('check', '--complete') ? ['--complete'] : [];
  const { output, errors } = run('check', ...files, '--output', 'json', ...options);
  if (output === '') {
    // What cannot be read at all is refused as a whole.
    return new Map([['', errors.trim()]]);
  }
  const refused = JSON.parse(output).findings.filter(({ rule }: any) => /rejected/.test(rule));
  // Objects are called 'Kind namespace/name'.
  const named = (objects: string[], message: string) => (
    objects.map((text): [string, string] => [text.split(' ').at(-1)!, message])
  );
  return new Map(refused.flatMap(({ objects, message }: any) => named(objects, message)));
}

function run(...args: string[]): { code: number; output: string; errors: string } {
  let [output, errors] = ['', ''];
  const code = main(args, {
    write: (text) => { output += text; },
    warn: (text) => { errors += text; },
    isTerminal: false,
  });
  return { code, output, errors };
}

/** A client in the mesh is told apart by its namespace, and by the labels of its pod. */
function entryOf({ from, client }: CaseRequest): string {
  const labels = Object.entries(client.labels).map(([name, value]) => `,${name}=${value}`).join('');
  return from === 'mesh' ? `mesh:${client.namespace}${labels}` : from;
}

const helps = new Map<string, string>();

/** Options that some versions of the command line have. */
function knowsOption(command: string, name: string): boolean {
  const help = helps.get(command) ?? run(command, '--help').output;
  helps.set(command, help);
  return help.includes(name);
}

/** `1/3` as a number. */
function numberOf(fraction: string): number {
  const [numerator, denominator = '1'] = fraction.split('/');
  return Number(numerator) / Number(denominator);
}
