import { carries } from '../../readers/engine/endpoints';
import { objectName } from '../../readers/engine/kubernetes-object';
import { Traffic } from '../../readers/traffic';
import { Finding, Severity } from '../finding';

/** Deployments that do not select their own pods: the API server rejects them. @internal */
export function selectorFindings(objects: any[]): Finding[] {
  return Traffic._held(objects).filter(isUnselected).map((object): Finding => ({
    rule: 'selector-mismatch',
    severity: Severity.ERROR,
    message: `the API server rejects ${objectName(object)}: its selector does not match the labels of its own pods`,
    fix: 'Give the pod template all labels of the selector.',
    source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
    objects: [objectName(object)],
  }));
}

function isUnselected({ kind, apiVersion, spec }: any): boolean {
  const wanted = spec?.selector?.matchLabels;
  return kind === 'Deployment' && apiVersion === 'apps/v1' && typeof wanted === 'object' && wanted !== null
    && !carries(spec.template?.metadata?.labels, wanted);
}
