import { EnvironmentVariable } from './environment-variable';
import { sortedEntries } from '../faults/sorted-map';

/**
 * The `env` entries of a container. Kubernetes replaces `$(NAME)` only by variables that come before, so each variable
 * comes after those that it refers to, and otherwise they are sorted by name: the order of a map means nothing.
 *
 * Source: https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 *
 * @internal
 */
export function environmentEntries(env: { readonly [name: string]: EnvironmentVariable }): any[] {
  const sorted = sortedEntries(env).map(([name, variable]) => variable._toContainer(name));
  const byName = new Map<string, any>(sorted.map((entry) => [entry.name, entry]));
  const placed = new Set<any>();
  // A variable is opened before those that it refers to, and placed after them; in a circle the first one comes last.
  const opened = new Set<any>();
  const open = [...sorted].reverse();
  while (open.length > 0) {
    const entry = open[open.length - 1];
    const named = opened.has(entry) ? [] : references(entry.value).flatMap((name) => byName.get(name) ?? []);
    opened.add(entry);
    const missing = named.filter((other) => !opened.has(other));
    if (missing.length === 0) {
      placed.add(open.pop());
    } else {
      open.push(...missing.reverse());
    }
  }
  return [...placed];
}

/** The names in `$(NAME)`; `$$(NAME)` is a text. */
function references(value: unknown): string[] {
  const found = typeof value === 'string' ? [...value.matchAll(/\$\$|\$\(([^()]*)\)/g)] : [];
  return found.flatMap(([, name]) => name ?? []);
}
