import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { decimals, measured, median, whole } from './measured';
import { otherTools } from './other-tools';
import { check, evaluator, expressions } from './reading';
import { folder, RUNS, say } from './runs';
import { commandLine, loading } from './start-up';
import { CDK8S, FLEET, FLOOR, SCRIPT, STAGES, Synthesis } from './synthesis';
import { Table } from './table';

/**
 * What the library costs against what people would use instead, as medians of alternating runs within one run of this
 * command: machines are noisy, so only ratios of one run say anything. Every figure is of a whole process, from its
 * start to its end.
 *
 * `RUNS=9` makes more runs (by default 5), `LARGEST=1000` leaves out what takes minutes, `BENCH_DIR` is where files are
 * written.
 */
function report(): string {
  const synthesis = new Synthesis();
  say('other tools, loading, `cdk8s synth`, evaluator');
  const [tools, loads, synth] = [otherTools(), loading(), commandLine()];
  const [rates, byExpression] = [evaluator(), expressions()];
  say('check of 1,000 applications');
  const checks = check();
  const goals = new Table(['figure', 'goal', 'reached', '']);
  const goal = (
    name: string,
    text: string,
    value: number | undefined,
    isReached: (one: number) => boolean,
    shown = decimals,
  ) => {
    goals.add(
      name,
      text,
      value === undefined ? 'not measured' : shown(value),
      value === undefined ? '' : isReached(value) ? 'reached' : '**missed**',
    );
  };
  const [thousand, most] = [synthesis.seconds(1_000, FLEET), synthesis.seconds(10_000, FLEET)];
  goal(
    'FleetApp / cdk8s alone, 300 applications',
    '≤ 1/18',
    synthesis.ratio(300, FLEET, CDK8S),
    (value) => value <= 1 / 18,
    asPart,
  );
  goal(
    'FleetApp / script with `yaml`, 1,000 applications',
    '≤ 1/4',
    synthesis.ratio(1_000, FLEET, SCRIPT),
    (value) => value <= 1 / 4,
    asPart,
  );
  goal(
    'FleetApp / `helm template`, one stage of 100 applications',
    '≤ 1/4',
    tools.helm,
    (value) => value <= 1 / 4,
    asPart,
  );
  goal('FleetApp / floor, 1,000 applications', '≤ 2.5', synthesis.ratio(1_000, FLEET, FLOOR), (value) => value <= 2.5);
  goal(
    'growth exponent, 1,000 to 10,000 applications',
    '≤ 1.1',
    thousand && most && Math.log10(median(most) / median(thousand)),
    (value) => value <= 1.1,
  );
  goal(
    'peak memory, 10,000 applications',
    '≤ 1,536 MiB',
    synthesis.peak(10_000, FLEET),
    (value) => value <= 1536,
    (value) => `${whole(value)} MiB`,
  );
  goal('loading the library / loading cdk8s', '≤ 1.25', loads.ratio, (value) => value <= 1.25);
  goal('`cdk8s synth` of one application / of one chart', '≤ 1.1', synth.ratio, (value) => value <= 1.1);
  goal('requests a second, slowest router', '≥ 20,000', rates.least, (value) => value >= 20_000, whole);
  goal(
    'requests a second, 200 routes by expressions, slowest router',
    '≥ 20,000',
    byExpression.known,
    (value) => value >= 20_000,
    whole,
  );
  goal(
    'the same, a new path each time',
    '≥ 20,000',
    byExpression.fresh,
    (value) => value >= 20_000,
    whole,
  );
  goal(
    '`check` of 1,000 applications, all stages',
    '≤ 20 s',
    checks && median(checks),
    (value) => value <= 20,
    (value) => `${value.toFixed(1)} s`,
  );
  return [
    '# What it costs',
    `Written by \`npm run bench\`. Medians of ${RUNS} alternating runs, with the least and the most; ratios are of ` +
      `medians. Whole processes, on ${cpus().length} × ${cpus()[0].model}, ${(totalmem() / 2 ** 30).toFixed(0)} ` +
      `GiB, Node ${process.version}. The figures of another run differ; the ratios should not by much.`,
    `Each application has ${STAGES} stages over Gloo, with ${synthesis.objects} objects in all: two Deployments, two ` +
      'ConfigMaps, a Service, an Upstream and a RouteTable where both versions run. Every way writes the same ' +
      'files, byte for byte (compared before anything is measured).',
    '## Goals',
    goals.toString(),
    '## Synthesis',
    synthesis.toString(),
    '## Other tools',
    ...tools.parts,
    '## Loading',
    loads.table,
    '## The cdk8s CLI',
    synth.table,
    '## Evaluator',
    rates.table,
    byExpression.table,
    checks
      ? '`check` of examples/fleet (1,000 applications over three routers, 7,000 stages and the ways between them): ' +
        `${measured(checks)} s.`
      : '',
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function asPart(value: number): string {
  return `1/${(1 / value).toFixed(1)}`;
}

/** What was found out about the figures is written by hand, below this line. */
const REMARKS = '\n<!-- remarks -->\n';

try {
  const text = `${report()}\n`;
  process.stdout.write(text);
  const results = join(__dirname, 'results.md');
  const [, remarks = ''] = existsSync(results) ? readFileSync(results, 'utf8').split(REMARKS) : [];
  writeFileSync(results, remarks === '' ? text : `${text}${REMARKS}${remarks}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
