import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { decimals, Measured, measured, median, ratio, times, whole } from './measured';
import { alternating, folder, LARGEST, RUNS, say } from './runs';
import { Table } from './table';

/** A way to write the same files. */
export interface Workload {
  readonly name: string;
  readonly args: [workload: string, variant: string];
  /** With more applications it takes minutes, and nobody learns anything. */
  readonly most: number;
}

export const FLEET: Workload = { name: 'StagedRollout in a FleetApp', args: ['rollouts', 'fleet'], most: 10_000 };
export const APP: Workload = { name: 'StagedRollout in an App', args: ['rollouts', 'app'], most: 1_000 };
export const CDK8S: Workload = { name: 'cdk8s alone, plain ApiObjects', args: ['cdk8s', '-'], most: 300 };
export const SCRIPT: Workload = { name: 'a script, plain objects and `yaml`', args: ['script', '-'], most: 1_000 };
export const FLOOR: Workload = {
  name: 'the floor: plain objects, the least that prints them',
  args: ['floor', '-'],
  most: 10_000,
};
const WORKLOADS = [FLEET, APP, CDK8S, SCRIPT, FLOOR];

/** Stages of an application. */
export const STAGES = 7;

/** Where a way writes. */
export function output(workload: Workload): string {
  return join(folder, workload.args.join('-'));
}

/** One process. */
export function once(workload: Workload, count: number): Measured {
  const outdir = output(workload);
  rmSync(outdir, { recursive: true, force: true });
  const start = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, 'workloads/run.mjs'), ...workload.args, String(count), outdir],
    { encoding: 'utf8' },
  );
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) {
    throw new Error(`${workload.name} with ${count} applications failed: ${stderr}`);
  }
  return { seconds, peak: JSON.parse(stdout).peak };
}

/** What all ways took, by the number of applications. */
export class Synthesis {
  /** The objects of all stages of one application. */
  public readonly objects: number;

  private readonly found: Map<number, Map<Workload, Measured[]>>;

  public constructor() {
    this.objects = sameObjects();
    this.found = new Map(
      [10, 100, 300, 1_000, 10_000]
        .filter((count) => count <= LARGEST)
        .map((count) => {
          const workloads = WORKLOADS.filter(({ most }) => count <= most);
          say(`synthesis of ${count} applications: ${workloads.length} ways, ${RUNS} runs each`);
          return [count, alternating(workloads, (workload) => once(workload, count))];
        }),
    );
  }

  /** The seconds of a way, if it was measured. */
  public seconds(count: number, workload: Workload): number[] | undefined {
    const runs = this.found.get(count)?.get(workload);
    return runs && times(runs);
  }

  /** The ratio of two ways, if both were measured. */
  public ratio(count: number, one: Workload, other: Workload): number | undefined {
    const [left, right] = [this.seconds(count, one), this.seconds(count, other)];
    return left && right && ratio(left, right);
  }

  /** The peak memory of a way in MiB, if it was measured. */
  public peak(count: number, workload: Workload): number | undefined {
    const runs = this.found.get(count)?.get(workload);
    return runs && median(runs.map(({ peak }) => peak! / 2 ** 20));
  }

  public toString(): string {
    const table = new Table([
      'applications × 7 stages',
      'way',
      'seconds',
      'peak memory',
      'objects a second',
      'to FleetApp',
    ]);
    for (const [count, ways] of this.found) {
      for (const [workload, runs] of ways) {
        const rate = whole((count * this.objects) / median(times(runs)));
        const peak = measured(
          runs.map((run) => run.peak! / 2 ** 20),
          (value) => value.toFixed(0),
        );
        table.add(
          whole(count),
          workload.name,
          measured(times(runs)),
          `${peak} MiB`,
          rate,
          decimals(ratio(times(runs), times(ways.get(FLEET)!))),
        );
      }
    }
    return table.toString();
  }
}

/** Everybody writes the same files, or comparing them would say nothing. Says how many objects an application has. */
function sameObjects(): number {
  const written = WORKLOADS.map((workload) => {
    once(workload, 5);
    return readdirSync(output(workload))
      .sort()
      .map((name) => [name, readFileSync(join(output(workload), name), 'utf8')]);
  });
  written.forEach((files, index) => {
    if (JSON.stringify(files) !== JSON.stringify(written[0])) {
      throw new Error(`${WORKLOADS[index].name} writes other files than ${WORKLOADS[0].name}`);
    }
  });
  return written[0]
    .filter(([name]) => name.startsWith('app-00000-'))
    .reduce((sum, [, text]) => sum + text.split(/^---$/m).length, 0);
}
