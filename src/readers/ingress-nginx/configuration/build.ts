import { CATCH_ALL, Configuration, Location, Server, Upstream } from './configuration';
import { controllerSettings } from './controller-settings';
import { mergeCanary } from './merge-canary';
import { addressOf, Backend, defaultBackendOf, hostName, Rule, rulesOf, upstreamName } from './rules';
import { createServers } from './servers';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { canaryNotes, CanaryPolicy, canaryPolicy } from '../annotations/canary-policy';
import { Denials } from '../annotations/denied';
import { readRedirect } from '../annotations/redirect';
import { isTrue, text, valueOf } from '../annotations/values';

/**
 * Follows the controller from Ingresses to locations with their upstreams and canaries (getBackendServers,
 * createUpstreams, createServers and mergeAlternativeBackends in internal/ingress/controller/controller.go).
 *
 * @param ingresses those that it serves, oldest first
 * @internal
 */
export function buildConfiguration(ingresses: KubernetesObject[], index: ObjectIndex): Configuration {
  const policies = new Map(ingresses.map((ingress) => [ingress, canaryPolicy(ingress)]));
  const upstreams = createUpstreams(ingresses, policies);
  const main = ingresses.filter((ingress) => !policies.get(ingress));
  const canaries = ingresses.filter((ingress) => policies.get(ingress));
  const configuration: Configuration = {
    upstreams,
    servers: createServers(main, upstreams),
    notes: ingresses.flatMap(canaryNotes),
    ingresses,
  };
  for (const ingress of ingresses) {
    const denials = denialsOf(index)(ingress);
    configuration.notes.push(...denials.notes);
    const forHosts = denials.reasons.find(({ status }) => status === 403);
    rulesOf(ingress).forEach((rule) => addLocations(ingress, rule, configuration, forHosts?.note));
  }
  for (const location of [...configuration.servers.values()].flatMap(({ locations }) => locations)) {
    location.denied = location.ingress && denialsOf(index)(location.ingress).reasons.at(0)?.note;
  }
  if (main.length > 0) {
    const fatal = canaries.find((ingress) => (ingress.spec?.rules ?? []).some(({ http }: any) => !http));
    if (fatal) {
      return { ...configuration, broken: fatalNote(fatal) };
    }
    canaries.forEach((ingress) => mergeCanary(ingress, configuration));
  }
  return configuration;
}

/** What annotations refuse, once for each Ingress, in whatever order Ingresses are looked at. */
const denialsOf = memoizeByObject((index: ObjectIndex) =>
  memoizeByObject((ingress: KubernetesObject) => {
    const denials = new Denials(ingress, index, controllerSettings(index));
    return { reasons: denials.all(), notes: denials.notes };
  }),
);

function fatalNote(ingress: KubernetesObject): Note {
  return note(
    NoteKind.REJECTED,
    'ingress-nginx-canary-without-http',
    [ingress],
    `the canary ${objectName(ingress)} has a rule without http, which ends the controller's process: nginx`
      + ' keeps its last configuration',
    { fix: 'Give every rule of the canary Ingress http.paths.', source: `mergeAlternativeBackends in ${CONTROLLER}` },
  );
}

function createUpstreams(
  ingresses: KubernetesObject[],
  policies: Map<KubernetesObject, CanaryPolicy | undefined>,
): Map<string, Upstream> {
  const upstreams = new Map<string, Upstream>();
  for (const ingress of ingresses) {
    const create = (backend: Backend, replaces: boolean) => {
      const name = upstreamName(ingress, backend);
      if (replaces || !upstreams.has(name)) {
        upstreams.set(name, {
          ...backend,
          name,
          namespace: ingress.metadata?.namespace,
          ingress,
          canary: policies.get(ingress),
          alternatives: [],
        });
      }
    };
    const byDefault = defaultBackendOf(ingress);
    if (byDefault) {
      create(byDefault, true);
    }
    rulesOf(ingress)
      .flatMap(({ paths = [] }) => paths)
      .forEach(({ backend }) => backend && create(backend, false));
  }
  return upstreams;
}

function addLocations(
  ingress: KubernetesObject,
  rule: Rule,
  configuration: Configuration,
  denied: Note | undefined,
): void {
  const { host, paths } = rule;
  const { servers, upstreams, notes } = configuration;
  const server = servers.get(host) ?? servers.get(CATCH_ALL)!;
  if (paths !== undefined || host === CATCH_ALL) {
    server.denied ??= denied;
  }
  for (const { path, pathType, backend } of paths ?? []) {
    const upstream = backend && upstreams.get(upstreamName(ingress, backend));
    if (!upstream) {
      continue;
    }
    if (upstream.canary) {
      notes.push(...(isTrue(ingress, 'canary') ? [] : [takenByCanaryNote(ingress, upstream, path, host)]));
      continue;
    }
    const address = addressOf(host, path);
    const location = { path, pathType, upstream: upstream.name, ingress, address, isDefault: false };
    // The controller stops looking at the first location of this path, even if it is of another type.
    const same = server.byPath.get(path);
    if (!same || same.pathType !== pathType) {
      add(server, location);
    } else if (same.isDefault) {
      Object.assign(same, location);
      server.redirectsWww ||= redirectsWww(ingress);
    } else if (!isTrue(ingress, 'canary') && (same.ingress !== ingress || same.upstream !== upstream.name)) {
      notes.push(olderNote(ingress, same, host));
    }
    if (text(ingress, 'affinity') === 'cookie') {
      upstream.affinityCookie = text(ingress, 'session-cookie-name') ?? 'INGRESSCOOKIE';
    }
  }
}

function add(server: Server, location: Location): void {
  server.locations.push(location);
  server.redirectsWww ||= redirectsWww(location.ingress);
  if (!server.byPath.has(location.path)) {
    server.byPath.set(location.path, location);
  }
}

function redirectsWww(ingress: KubernetesObject | undefined): boolean {
  return valueOf(readRedirect(ingress))?.isFromToWww === true;
}

const CONTROLLER = 'internal/ingress/controller/controller.go of kubernetes/ingress-nginx';

function takenByCanaryNote(
  ingress: KubernetesObject,
  { service, ingress: canary }: Upstream,
  path: string,
  host: string,
): Note {
  return note(
    NoteKind.IGNORED,
    'ingress-nginx-service-of-canary',
    [ingress, canary],
    `${objectName(ingress)}: the older canary ${objectName(canary)} already uses the Service ${service},` +
      ' so the controller treats it as a canary only:' +
      ` ${path} of ${hostName(host)} has no main backend`,
    {
      field: `${host} ${path}`,
      fix: 'Give the path a Service of its own, or name the port in the other way (name or number).',
      source: `getBackendServers in ${CONTROLLER}`,
    },
  );
}

function olderNote(ingress: KubernetesObject, same: Location, host: string): Note {
  return note(
    NoteKind.IGNORED,
    'ingress-nginx-path-taken',
    [ingress, same.ingress!],
    `${objectName(ingress)}: ${same.path} of ${hostName(host)} belongs to ${objectName(same.ingress!)}, which`
      + ' is older; the admission webhook rejects the younger Ingress',
    {
      field: `${host} ${same.path}`,
      fix: 'Keep the path in one Ingress only, or mark one of both as canary.',
      source: `checkOverlap in ${CONTROLLER}`,
    },
  );
}
