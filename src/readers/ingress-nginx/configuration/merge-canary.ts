import { CATCH_ALL, Configuration, Location, Server, Upstream } from './configuration';
import { Backend, defaultBackendOf, hostName, rulesOf, upstreamName } from './rules';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { note, NoteKind } from '../../engine/note';
import { text } from '../annotations/values';

const SOURCE = 'mergeAlternativeBackends in internal/ingress/controller/controller.go of kubernetes/ingress-nginx';

/**
 * Adds a canary to the upstream of the main path with the same host, path and type: the canary then counts for every
 * path with this upstream. Where a main Ingress has the host and none has the path, the controller removes the canary
 * from all paths.
 *
 * @internal
 */
export function mergeCanary(ingress: KubernetesObject, configuration: Configuration): void {
  const { servers, notes } = configuration;
  const byDefault = defaultBackendOf(ingress);
  if (byDefault) {
    const fits = () => true;
    mergeInto(
      servers.get(CATCH_ALL)!,
      { ingress, backend: byDefault, fits, where: 'a default backend', field: 'defaultBackend' },
      configuration,
    );
  }
  for (const { host, paths = [] } of rulesOf(ingress)) {
    const server = servers.get(host);
    if (!server) {
      notes.push(
        note(
          NoteKind.EXPLAINED,
          'ingress-nginx-canary-host-unknown',
          [ingress],
          `${objectName(ingress)}: no main Ingress has the host ${hostName(host)}, and a canary cannot add it: the`
            + ' default backend answers its requests with 404',
          {
            field: host,
            fix: `Add ${hostName(host)} to the main Ingress, or remove it from the canary.`,
            source: SOURCE,
          },
        ),
      );
      continue;
    }
    for (const { path, pathType, backend } of paths) {
      if (backend) {
        const fits = (location: Location) => location.path === path && location.pathType === pathType;
        const where = `the path ${path} (${pathType}) of ${hostName(host)}`;
        mergeInto(server, { ingress, backend, fits, where, field: `${host} ${path}` }, configuration);
      }
    }
  }
}

/** One backend of a canary Ingress, and the locations that it is for. */
interface Merge {
  readonly ingress: KubernetesObject;
  readonly backend: Backend;
  readonly fits: (location: Location) => boolean;
  readonly where: string;
  readonly field: string;
}

function mergeInto(server: Server, merge: Merge, { upstreams, notes }: Configuration): void {
  const { ingress, backend, fits, where, field } = merge;
  const name = upstreamName(ingress, backend);
  const alternative = upstreams.get(name);
  if (!alternative) {
    notes.push(
      note(
        NoteKind.EXPLAINED,
        'ingress-nginx-canary-removed',
        [ingress],
        `${objectName(ingress)}: the controller has already removed the canary ${backend.service}, because another of ` +
          'its paths is in no main Ingress',
        { field, source: SOURCE },
      ),
    );
    return;
  }
  let isMerged = false;
  for (const location of server.locations) {
    const primary = location.upstream === undefined ? undefined : upstreams.get(location.upstream);
    if (location.upstream === name) {
      notes.push(
        note(
          NoteKind.IGNORED,
          'ingress-nginx-canary-is-primary',
          [ingress],
          `${objectName(ingress)}: a main Ingress already leads to the Service ${backend.service} on the same host,`
            + ` so it changes nothing as the canary of ${where}`,
          { field, fix: 'Remove the canary Ingress, or lead it to another Service.', source: SOURCE },
        ),
      );
      return;
    }
    if (primary && !primary.canary && fits(location)) {
      addAlternative(ingress, primary, alternative);
      isMerged = true;
    }
  }
  if (!isMerged) {
    notes.push(
      note(
        NoteKind.EXPLAINED,
        'ingress-nginx-canary-path-unknown',
        [ingress],
        `${objectName(ingress)}: no main Ingress has ${where}, so the controller removes the canary`
          + ` ${backend.service} altogether`,
        {
          field,
          fix: 'Write host, path and pathType of the canary as in the main Ingress, or remove the path from the'
            + ' canary.',
          source: SOURCE,
        },
      ),
    );
    upstreams.delete(name);
  }
}

/** A canary has the session affinity of the main backend, unless `affinity-canary-behavior` is legacy. */
function addAlternative(ingress: KubernetesObject, primary: Upstream, alternative: Upstream): void {
  if (primary.alternatives.includes(alternative.name)) {
    return;
  }
  primary.alternatives.push(alternative.name);
  if (text(ingress, 'affinity-canary-behavior') !== 'legacy') {
    alternative.affinityCookie = primary.affinityCookie;
  }
}
