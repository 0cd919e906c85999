import { ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, IncomingMessage, request as httpRequest, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { configurationOf, ListeningPod } from './configuration';
import { Answer, CaseAnswers, Measurement } from '../answers';
import { ConformanceFault, needProgram } from '../cache';
import { Case, CaseRequest } from '../case';
import { Progress } from '../progress';

/** How many requests are sent: few where one target answers, many where weights decide. */
interface Amount {
  readonly few: number;
  readonly many: number;
}

/** A single answer of HAProxy may take so long. */
const LIMIT_MILLISECONDS = 10_000;

/** Sends the requests of all cases through HAProxy, to pods on loopback. */
export async function measuredHaproxy(cases: Case[], amount: Amount, progress: Progress): Promise<Measurement> {
  needProgram('haproxy', '-v', 'install HAProxy 2.6 or later (Debian: apt-get install haproxy)');
  const [, version] = /version (\S+)/.exec(execFileSync('haproxy', ['-v'], { encoding: 'utf8' })) ?? [];
  const answers: CaseAnswers[] = [];
  for (const one of cases) {
    progress.show(`case ${answers.length + 1} of ${cases.length}`);
    answers.push({ name: one.name, refused: [], answers: await answersTo(one, amount) });
  }
  return { with: { haproxy: version ?? 'unknown' }, cases: answers };
}

/** A server on loopback. */
interface Pod extends ListeningPod {
  readonly server: Server;
}

async function answersTo(one: Case, amount: Amount): Promise<Answer[]> {
  const objects = one.files.flatMap(objectsOf);
  const ingress = objects.find(({ apiVersion, kind }) => kind === 'Ingress' && apiVersion === 'voyager.appscode.com/v1');
  const pods = await Promise.all(objects.filter(({ kind }) => kind === 'Deployment').flatMap(startedPods));
  const folder = mkdtempSync(join(tmpdir(), 'conformance-haproxy-'));
  let running: ChildProcess | undefined;
  try {
    const port = await freePort();
    const services = objects.filter(({ kind }) => kind === 'Service');
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, configurationOf(ingress, services, pods, { 80: port }));
    running = await startedHaproxy(file, port);
    // Weights decide where pods of several workloads answer: each answer is a sample then.
    const chance = new Set(pods.map(({ workload }) => workload)).size > 1;
    const answers: Answer[] = [];
    for (const request of one.requests) {
      answers.push(await answerTo(request, port, chance, amount));
    }
    return answers;
  } finally {
    running?.kill('SIGKILL');
    pods.forEach(({ server }) => server.close().closeAllConnections());
    rmSync(folder, { recursive: true });
  }
}

function objectsOf(file: string): any[] {
  return parseAllDocuments(readFileSync(file, 'utf8'))
    .map((document) => document.toJS())
    .filter((object) => object && object.kind !== 'Case');
}

/** Each pod answers with its workload and the path that it was asked for. */
function startedPods({ metadata, spec }: any): Promise<Pod>[] {
  const workload = `${metadata.namespace}/${metadata.name}`;
  const { labels = {}, annotations = {} } = spec.template.metadata;
  return Array.from({ length: spec.replicas ?? 1 }, async () => {
    const server = createServer((request: IncomingMessage, response: ServerResponse) => {
      response.setHeader('x-workload', workload).setHeader('x-path', String(request.url)).end('ok');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { workload, namespace: metadata.namespace, labels, annotations, port: portOf(server), server };
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts HAProxy, and waits until it listens. @throws ConformanceFault when it refuses the configuration */
async function startedHaproxy(file: string, port: number): Promise<ChildProcess> {
  const child = spawn('haproxy', ['-db', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr!.setEncoding('utf8').on('data', (text) => { errors += text; });
  for (let attempt = 0; attempt < 100; attempt++) {
    if (child.exitCode !== null) {
      throw new ConformanceFault(`haproxy ended with ${child.exitCode}:\n${errors}`);
    }
    const isUp = await sent({ method: 'GET', path: '/', headers: [['host', 'up.invalid']] }, port).then(() => true, () => false);
    if (isUp) {
      return child;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill('SIGKILL');
  throw new ConformanceFault(`haproxy does not listen:\n${errors}`);
}

async function answerTo(request: CaseRequest, port: number, chance: boolean, { few, many }: Amount): Promise<Answer> {
  const [, host, path] = /^http:\/\/([^/?]*)(.*)$/.exec(request.url) ?? [];
  const count = chance ? many : few;
  if (!/^[^:]*(:80)?$/.test(host)) {
    return { sent: count, chance, got: { 'no listener': count }, why: 'the Ingress has rules for port 80 only' };
  }
  const isHostGiven = request.headers.some(([name]) => name.toLowerCase() === 'host');
  const headers: [string, string][] = [...(isHostGiven ? [] : [['host', host] as [string, string]]), ...request.headers];
  const got: { [target: string]: number } = {};
  for (let index = 0; index < count; index++) {
    const target = await sent({ method: request.method, path: path || '/', headers }, port);
    got[target] = (got[target] ?? 0) + 1;
  }
  return { sent: count, chance, got };
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: [string, string][];
}

/** Sends a request, its path as it is, and gives who answered: a workload, or a status. */
function sent({ method, path, headers }: Sent, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(
      { host: '127.0.0.1', port, method, path, headers: headers.flat() as any, agent: false, timeout: LIMIT_MILLISECONDS },
      (response) => {
        response.resume();
        response.on('end', () => resolve(String(response.headers['x-workload'] ?? response.statusCode)));
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('timeout'))).on('error', reject).end();
  });
}
