import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { Case, readCase } from '../case';

/** A request as case files write it. */
export interface GeneratedRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: string[];
  readonly from?: string;
}

/** A case that nobody wrote. */
export interface GeneratedCase {
  readonly name: string;
  readonly rule: string;
  /** Files of the router's folder that it shares with others. */
  readonly with: string[];
  readonly client?: { namespace: string; labels: { [name: string]: string } };
  readonly requests: GeneratedRequest[];
  readonly objects: any[];
}

/** Writes a generated case as one that people write. */
export function writeCase(folder: string, router: string, { name, rule, objects, ...spec }: GeneratedCase): Case {
  const file = join(folder, `${name}.yaml`);
  const described = {
    apiVersion: 'conformance.cdk8s-rollouts/v1',
    kind: 'Case',
    metadata: { name },
    spec: { rule, source: 'generated', ...spec },
  };
  // Version 1.1 quotes `y` and the like, which YAML readers take for different things.
  const options = { aliasDuplicateObjects: false, lineWidth: 0, version: '1.1' } as const;
  writeFileSync(file, [described, ...objects].map((one) => stringify(one, options)).join('---\n'));
  return readCase(file, router);
}
