import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const FOLDER = join(__dirname, '../../.github/workflows');

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: { readonly [name: string]: unknown };
}

interface Job {
  readonly permissions?: { readonly [name: string]: string };
  readonly steps: Step[];
}

const jobs = readdirSync(FOLDER).flatMap((file) => {
  const workflow: { jobs: { [name: string]: Job } } = parse(readFileSync(join(FOLDER, file), 'utf8'));
  return Object.entries(workflow.jobs).map(([id, job]) => ({ ...job, file, id }));
});
const steps = jobs.flatMap((job) => job.steps.map((step) => ({ ...step, where: `${job.file} ${job.id}` })));

test('every action runs by its commit', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  expect(actions.length).toBeGreaterThan(10);
  expect(actions.filter((uses) => !/@[0-9a-f]{40}$/.test(uses))).toEqual([]);
});

test('no checkout leaves its token to later steps', () => {
  const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
  expect(checkouts.length).toBeGreaterThan(5);
  const leaving = checkouts.filter((step) => step.with?.['persist-credentials'] !== false);
  expect(leaving.map(({ where }) => where)).toEqual([]);
});

test('what is run for a pull request may write nothing', () => {
  const writing = jobs
    .filter(({ file }) => file === 'build.yml')
    .filter(({ permissions }) => permissions === undefined || Object.values(permissions).includes('write'));
  expect(writing.map(({ id }) => id)).toEqual([]);
});

test('dependencies are those of the lock file, and what publishes has a version', () => {
  const commands = steps.flatMap(({ run }) => run ?? []).join('\n');
  expect(commands).not.toMatch(/npm install\b(?!-)/);
  expect(commands).not.toMatch(/@latest/);
  expect(commands).toMatch(/publib@\d+\.\d+\.\d+/);
});

test('a release has the list of what the package is made of', () => {
  const attached = steps.filter(({ where }) => where === 'release.yml release_sbom').flatMap(({ run }) => run ?? []);
  expect(attached.join('\n')).toMatch(/npm sbom .*> sbom\.cdx\.json[^]*gh release upload .* sbom\.cdx\.json/);
});
