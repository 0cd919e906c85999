import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decimals, measured, ratio, times } from './measured';
import { alternating, command, folder } from './runs';
import { FLEET, once, output, STAGES } from './synthesis';
import { Table } from './table';

const COUNT = 100;

/** What was found of other tools. */
export interface OtherTools {
  /** A table, and what is not here. */
  readonly parts: string[];
  /** FleetApp to Helm, where Helm is here. */
  readonly helm?: number;
}

/**
 * The objects of one stage of a hundred applications, as a base of kustomize and as a chart of Helm; where these tools
 * are here.
 */
export function otherTools(): OtherTools {
  const [base, chart] = sources();
  const tools: [string, string, string[]][] = [
    ['`kubectl kustomize`', 'kubectl', ['kustomize', base]],
    ['`helm template`', 'helm', ['template', 'bench', chart]],
  ];
  const here = tools.filter(
    ([, file]) => spawnSync(file, ['version', '--client'], { stdio: 'ignore' }).error === undefined,
  );
  const ratios = new Map<string, number>();
  const table = new Table([
    'one stage of 100 applications',
    'seconds',
    'FleetApp, a seventh of all stages',
    'FleetApp to it',
  ]);
  for (const [name, file, args] of here) {
    const found = alternating(['tool', 'fleet'], (what) =>
      what === 'tool' ? command(file, args, folder) : once(FLEET, COUNT),
    );
    const [tool, fleet] = [times(found.get('tool')!), times(found.get('fleet')!).map((seconds) => seconds / STAGES)];
    ratios.set(file, ratio(fleet, tool));
    table.add(name, measured(tool), measured(fleet), decimals(ratio(fleet, tool)));
  }
  const missing = tools
    .filter((tool) => !here.includes(tool))
    .map(([name]) => `${name}: not on this machine, not measured.`);
  return { parts: [table.toString(), ...missing], helm: ratios.get('helm') };
}

function sources(): string[] {
  once(FLEET, COUNT);
  const stage = readdirSync(output(FLEET)).filter((name) => name.includes('-03-'));
  const [base, chart] = ['kustomize', 'helm'].map((name) => join(folder, name));
  [base, join(chart, 'templates')].forEach((path) => mkdirSync(path, { recursive: true }));
  for (const name of stage) {
    const text = readFileSync(join(output(FLEET), name), 'utf8');
    writeFileSync(join(base, name), text);
    writeFileSync(join(chart, 'templates', name), text);
  }
  writeFileSync(join(base, 'kustomization.yaml'), `resources:\n${stage.map((name) => `- ${name}\n`).join('')}`);
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 0.0.0\n');
  return [base, chart];
}
