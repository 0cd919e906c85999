import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { claimFault } from './faults';
import { labelValueFault } from '../../application/kubernetes-names';
import { isText } from '../../faults/list-fault';
import { given, isMap, shown } from '../../faults/shown';
import { sortedKeys } from '../../faults/sorted-map';
import { HeaderMatch, RolloutPlan, Step } from '../../plan';

/** The plan and stage that the chart's values describe, or their faults. @internal */
export interface GlooValues {
  readonly faults: string[];
  readonly apiGroup: string;
  readonly plan: RolloutPlan;
  /** The stage of the plan that the values describe. */
  readonly stage: string;
}

/** Reads the chart's values from a YAML file or an object. @internal */
export function readGlooValues(file: string | undefined, values: any): GlooValues {
  if ((file === undefined) === (values === undefined)) {
    return new ValuesReader(['valuesFile and values are both given, or both missing: give exactly one of them']).result(
      {},
    );
  }
  if (file === undefined) {
    return new ValuesReader([]).result(values);
  }
  if (!isText(file)) {
    return new ValuesReader([`valuesFile must be the path of a file, ${given(file)}`]).result({});
  }
  const { content, faults } = load(file);
  const { faults: found, ...rest } = new ValuesReader([...faults]).result(faults.length > 0 ? {} : content);
  return { ...rest, faults: found.map((fault) => `${basename(file)}: ${fault}`) };
}

/**
 * Parses a file as Helm does: as YAML 1.1, where `yes` is a boolean and `010` a number. Keys must be texts, because
 * `1.0:` would silently become the version "1".
 */
function load(file: string): { content?: any; faults: string[] } {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return {
      faults: [
        `the file cannot be read (${(error as NodeJS.ErrnoException).code}): ` +
          'give its path relative to where the app runs, or absolute',
      ],
    };
  }
  // Loaded on demand, because only values files need it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { isScalar, LineCounter, parseDocument, visit } = require('yaml') as typeof import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.1', merge: true });
  const faults = document.errors.map(
    (error) => `line ${lines.linePos(error.pos[0]).line}: no valid YAML (${error.message})`,
  );
  if (faults.length > 0) {
    return { faults };
  }
  visit(document, {
    Pair(_, pair) {
      if (isScalar(pair.key) && typeof pair.key.value !== 'string' && pair.key.source !== '<<') {
        faults.push(
          `line ${lines.linePos(pair.key.range![0]).line}: the key ${pair.key.source} is not a text: quote it`,
        );
      }
    },
  });
  try {
    return { content: document.toJS() ?? {}, faults };
  } catch (error) {
    return { faults: [...faults, `no valid YAML (${(error as Error).message})`] };
  }
}

class ValuesReader {
  /** @param faults the faults of the file; if there are any, the values are not read */
  constructor(private readonly faults: string[]) {}

  result(values: any): GlooValues {
    const empty = { faults: this.faults, apiGroup: '', plan: RolloutPlan.steady('none'), stage: 'baseline' };
    if (this.faults.length > 0) {
      return empty;
    }
    const { deployment, routes } = this.map(values, '', ['deployment', 'routes']);
    if (!isMap(values)) {
      return empty;
    }
    const versions = this.deployed(deployment);
    const { apiGroup, primary, canary } = this.map(routes, 'routes', ['apiGroup', 'primary', 'canary']);
    if (!isMap(routes)) {
      return empty;
    }
    const group = this.apiGroup(apiGroup);
    const { version } = this.map(primary, 'routes.primary', ['version']);
    if (!isMap(primary)) {
      return empty;
    }
    const stable = this.version(version, 'routes.primary.version', versions);
    const { plan, stage } = this.state(stable, canary, versions);
    return { faults: this.faults, apiGroup: group, plan, stage };
  }

  private state(stable: string, canary: any, versions: string[]): { plan: RolloutPlan; stage: string } {
    const other = versions.find((version) => version !== stable);
    // In the chart a missing, null or empty canary means no canary.
    if (canary === undefined || canary === null || (isMap(canary) && Object.keys(canary).length === 0)) {
      return other === undefined
        ? { plan: RolloutPlan.steady(stable), stage: 'baseline' }
        : { plan: RolloutPlan.canary({ stable, canary: other, steps: [] }), stage: 'deploy' };
    }
    const { version, weight, headers } = this.map(canary, 'routes.canary', ['version', 'weight', 'headers']);
    const name = this.version(version, 'routes.canary.version', versions);
    if (name !== '' && name === stable) {
      this.refuse(
        'routes.canary.version',
        `'${name}' is also the primary version: name the version under test, or remove routes.canary`,
      );
    }
    const percent = this.weight(weight);
    const matches = this.headers(headers);
    const steps = [...(matches.length > 0 ? [Step.headerRoute(...matches)] : []), Step.weight(percent)];
    return { plan: RolloutPlan.canary({ stable, canary: name, steps }), stage: `weight-${percent}` };
  }

  private deployed(deployment: any): string[] {
    const versions = isMap(deployment) ? sortedKeys(deployment) : [];
    if (versions.length === 0) {
      this.refuse(
        'deployment',
        deployment === undefined
          ? 'is missing: write for example { v1: {} }'
          : `${shown(deployment)} deploys no version: write for example { v1: {} }`,
      );
    }
    for (const version of versions) {
      const fault = version === '' ? '\'\' is empty' : labelValueFault(version);
      if (fault) {
        this.refuse(`deployment.${version}`, `the version ${fault}`);
      }
      if (isMap(deployment[version])) {
        this.map(deployment[version], `deployment.${version}`, []);
      } else {
        this.refuse(
          `deployment.${version}`,
          deployment[version] === null
            ? 'has no value, which Helm treats as not deployed: write {}, or remove the key'
            : `${shown(deployment[version])} is not a map: write {}`,
        );
      }
    }
    if (versions.length > 2) {
      this.refuse(
        'deployment',
        `${versions.join(', ')} are ${versions.length} versions, ` +
          'but a release has two, the stable version and the canary: remove the others',
      );
    }
    return versions;
  }

  private apiGroup(value: any): string {
    if (typeof value !== 'string' || value === '' || labelValueFault(value)) {
      this.refuse(
        'routes.apiGroup',
        value === undefined
          ? "is missing: write the label value by which the platform selects the routes, for example 'example'"
          : `${shown(value)} is not a label value, and the platform selects the routes by this label: ` +
              "write for example 'example', quoted",
      );
    }
    return String(value);
  }

  private version(value: any, path: string, versions: string[]): string {
    if (typeof value !== 'string') {
      this.refuse(
        path,
        value === undefined ? "is missing: write for example 'v1'" : `${shown(value)} is not a text: quote it`,
      );
      return '';
    }
    if (versions.length > 0 && !versions.includes(value)) {
      this.refuse(
        path,
        `'${value}' is not deployed, so its requests would reach no pod. ` +
          `The deployed versions are: ${versions.join(', ')}`,
      );
    }
    return value;
  }

  private weight(value: any): number {
    // In the chart a missing weight counts as 0, and a quoted number as the number.
    const weight =
      value === undefined || value === null
        ? 0
        : typeof value === 'string' && /^\d+$/.test(value)
          ? Number(value)
          : value;
    if (!Number.isInteger(weight) || weight < 0 || weight > 100) {
      this.refuse(
        'routes.canary.weight',
        `${shown(value)} is not a whole percentage from 0 to 100: write for example 50`,
      );
      return 0;
    }
    return weight;
  }

  private headers(value: any): HeaderMatch[] {
    if (value === undefined || value === null) {
      return [];
    }
    if (!isMap(value)) {
      this.refuse(
        'routes.canary.headers',
        `${shown(value)} is not a map of header names to values: write for example { stage: canary }`,
      );
      return [];
    }
    // The chart lists headers in the order of their keys; together they are one condition (AND).
    return Object.keys(value).sort().map((name) => {
      if (typeof value[name] !== 'string') {
        this.refuse(
          `routes.canary.headers.${name}`,
          `${shown(value[name])} is not a text: quote it, or write "" for a header with any value`,
        );
      }
      const match = value[name] === '' ? HeaderMatch.present(name) : HeaderMatch.exact(name, String(value[name]));
      [claimFault(name) ?? match.validate()]
        .flat()
        .forEach((fault) => this.refuse(`routes.canary.headers.${name}`, fault));
      return match;
    });
  }

  private map(value: any, path: string, keys: string[]): any {
    if (!isMap(value)) {
      this.refuse(
        path || 'the values',
        value === undefined ? 'is missing: write a map' : `${shown(value)} is not a map: write keys with their values`,
      );
      return {};
    }
    for (const key of sortedKeys(value).filter((one) => !keys.includes(one))) {
      this.refuse(
        [path, key].filter(Boolean).join('.'),
        'is not a key of the ' +
          `chart${keys.length > 0 ? `, which has only ${keys.join(', ')} here` : ', which has no keys here'}: ` +
          'remove it',
      );
    }
    return value;
  }

  private refuse(path: string, reason: string): void {
    this.faults.push(`${path}: ${reason}`);
  }
}
