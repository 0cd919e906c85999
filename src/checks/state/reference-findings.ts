import { nearestName } from '../../faults/nearest-name';
import { Note, NoteKind } from '../../readers/engine';
import { carries, podMetadata, runsPods } from '../../readers/engine/endpoints';
import { KubernetesObject, objectName } from '../../readers/engine/kubernetes-object';
import { Finding, Severity } from '../finding';

const SOURCE = 'https://kubernetes.io/docs/concepts/services-networking/service/';

/**
 * Services that routes name and the objects lack, where their namespace has others: in a part of a cluster a missing
 * Service is assumed to exist, and a wrong name would stay unseen.
 *
 * @param notes what the readers assume
 * @internal
 */
export function missingServices(objects: KubernetesObject[], notes: Note[]): Finding[] {
  const services = objects.filter(({ kind, apiVersion }) => kind === 'Service' && apiVersion === 'v1');
  const ids = new Set(services.map(objectName));
  const assumed = notes.filter(({ kind }) => kind === NoteKind.ASSUMED).flatMap((note) => note.objects);
  const missing = [...new Set(assumed)].filter((name) => name.startsWith('Service ') && !ids.has(name));
  return missing.flatMap((missed): Finding[] => {
    const [namespace, name] = idOf(missed);
    const siblings = services.filter(({ metadata }) => (metadata?.namespace ?? '') === namespace);
    const nearest = nearestName(
      name,
      siblings.map(({ metadata }) => metadata?.name ?? ''),
    );
    const about = { severity: Severity.WARNING, source: SOURCE, objects: [missed] };
    const message = `a route leads to ${missed}, which is not among the objects`;
    if (nearest !== undefined) {
      return [
        {
          ...about,
          rule: 'service-misspelt',
          message: `${message}; did you mean ${nearest}?`,
          fix: `Write ${nearest}, or add the Service ${name}.`,
        },
      ];
    }
    return siblings.length === 0
      ? []
      : [
        {
          ...about,
          rule: 'service-missing',
          message: `${message}, while other Services of its namespace are`,
          fix: `Add the Service ${name}, or write the name of another one.`,
        },
      ];
  });
}

/**
 * Services that select no pod of the objects, although the objects have workloads in their namespace.
 *
 * @internal
 */
export function emptyServices(objects: KubernetesObject[]): Finding[] {
  const workloads = objects.filter(runsPods);
  const services = objects.filter(({ kind, apiVersion, spec }) => {
    return kind === 'Service' && apiVersion === 'v1' && Object.keys(spec?.selector ?? {}).length > 0;
  });
  return services.flatMap((service): Finding[] => {
    const beside = workloads.filter(({ metadata }) => metadata?.namespace === service.metadata?.namespace);
    const isSelected = beside.some((workload) => {
      return podMetadata(workload) === undefined || carries(podMetadata(workload)?.labels, service.spec.selector);
    });
    return beside.length === 0 || isSelected
      ? []
      : [
        {
          rule: 'service-without-pods',
          severity: Severity.WARNING,
          message:
              `${objectName(service)} selects no pod of the workloads in its namespace: ` +
              `${JSON.stringify(service.spec.selector)}`,
          fix: 'Give the pods of its workload all labels of the selector, or remove the Service.',
          source: SOURCE,
          objects: [objectName(service)],
        },
      ];
  });
}

/** The namespace, empty where there is none, and the name. */
function idOf(name: string): [string, string] {
  const parts = name.replace(/^Service /, '').split('/');
  return parts.length > 1 ? [parts[0], parts.slice(1).join('/')] : ['', parts[0]];
}
