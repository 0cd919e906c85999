import { ShareRole } from './share';

/** What stands behind the name of a workload while one version replaces another, and which of both its pods are. */
const ROLES: { readonly [suffix: string]: ShareRole } = {
  stable: ShareRole.STABLE,
  old: ShareRole.STABLE,
  canary: ShareRole.CANARY,
  new: ShareRole.CANARY,
};

/** A workload, and which of its pods are meant. @internal */
export interface WorkloadRole {
  /** Its `namespace/name`, or its name alone. */
  readonly workload: string;
  readonly role?: ShareRole;
}

/**
 * What an id says of a role. Readers of controllers and checks divide a workload into two objects, `echo/echo:stable`
 * and
 * `echo/echo:canary`, or `:old` and `:new`. No object of a cluster has a colon in its name.
 *
 * @param id `namespace/name`, or the name alone
 * @internal
 */
export function workloadRole(id: string): WorkloadRole {
  const colon = id.lastIndexOf(':');
  const role = colon < 0 ? undefined : ROLES[id.slice(colon + 1)];
  return role === undefined ? { workload: id } : { workload: id.slice(0, colon), role };
}
