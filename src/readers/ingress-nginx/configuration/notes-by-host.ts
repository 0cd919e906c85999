import { CATCH_ALL, Configuration } from './configuration';
import { rulesOf } from './rules';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';

/**
 * The notes of a configuration that concern a host: those about Ingresses that have the host, a wildcard for it, or
 * rules for all hosts. Thousands of other Ingresses may have notes of their own.
 *
 * @param host in small letters, without a port
 * @internal
 */
export function notesFor(configuration: Configuration, host: string): Note[] {
  const { everywhere, byHost } = grouped(configuration);
  const wildcard = host.replace(/^[^.]+\./, '*.');
  const found = [host, wildcard, CATCH_ALL].flatMap((name) => byHost.get(name) ?? []);
  return [...everywhere, ...new Set(found)];
}

interface GroupedNotes {
  /** Notes about hosts that only nginx can compare, such as aliases, and about no Ingress. */
  readonly everywhere: Note[];
  readonly byHost: Map<string, Note[]>;
}

const grouped = memoizeByObject(({ notes, ingresses }: Configuration): GroupedNotes => {
  const hosts = new Map(ingresses.map((ingress) => [objectName(ingress), hostsOf(ingress)]));
  const byHost = new Map<string, Note[]>();
  const everywhere: Note[] = [];
  for (const one of notes) {
    const names = one.objects.flatMap((object) => hosts.get(object) ?? []);
    if (names.length === 0) {
      everywhere.push(one);
    }
    for (const name of new Set(names)) {
      const own = byHost.get(name) ?? [];
      own.push(one);
      byHost.set(name, own);
    }
  }
  return { everywhere, byHost };
});

/** The hosts of an Ingress; none where it has other names, which nginx compares in its own way. */
function hostsOf(ingress: KubernetesObject): string[] {
  const hosts = rulesOf(ingress).map(({ host }) => host.toLowerCase());
  const hasAlias = ingress.metadata?.annotations?.['nginx.ingress.kubernetes.io/server-alias'] !== undefined;
  return hasAlias ? [] : hosts.length === 0 ? [CATCH_ALL] : hosts;
}
