import { Finding, Severity } from '../finding';
import { isSame, ObjectUpdate } from './object-update';

/** The API server refuses another selector, and what comes after it may never be applied. @internal */
export function immutableFindings(updates: ObjectUpdate[], name?: string): Finding[] {
  const isApps = ({ apiVersion }: any) => String(apiVersion).startsWith('apps/');
  const refused = updates.filter(
    ({ kind, before, after }) =>
      kind === 'changed' && isApps(after) && !isSame(before.spec?.selector, after.spec?.selector),
  );
  return refused.map(({ object }) => ({
    rule: 'immutable-selector',
    severity: Severity.ERROR,
    message: `the selector of ${object} is immutable: the API server refuses the update, so the stage is applied in part only`,
    fix: 'Create a workload with another name, and remove this one in a later stage.',
    source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates',
    objects: [object],
    ...(name === undefined ? {} : { stage: name }),
  }));
}
