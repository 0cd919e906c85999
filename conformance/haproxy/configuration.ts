/**
 * Writes HAProxy's configuration for a Voyager Ingress in the shape of those that Voyager's documentation shows
 * (docs/examples/ingress/types and docs/guides/ingress/configuration of voyagermesh/voyager). It shares no code with
 * the library's reader, and covers what the cases ask: hosts, paths, weights of pods, default backends, plain HTTP.
 */

/** A pod that answers on this machine. */
export interface ListeningPod {
  readonly workload: string;
  readonly namespace: string;
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly [name: string]: string };
  readonly port: number;
}

/** The local port on which HAProxy listens for a port of the Ingress. */
export interface LocalPorts {
  readonly [port: number]: number;
}

interface Path {
  readonly path: string;
  readonly backend: any;
}

const WEIGHT = 'ingress.appscode.com/backend-weight';

/** The text of a configuration. */
export function configurationOf(ingress: any, services: any[], pods: ListeningPod[], ports: LocalPorts): string {
  const hosts = hostsOf(ingress);
  const backends: string[] = [];
  const nameOf = (backend: any) => {
    const servers = serversOf(backend, ingress.metadata.namespace, services, pods);
    backends.push(`backend backend-${backends.length}\n${servers.map((server) => `  ${server}\n`).join('')}`);
    return `backend-${backends.length - 1}`;
  };
  const rules = hosts.flatMap(({ host, paths }) => [
    ...hostConditions(host),
    ...paths.map(({ path }) => `acl ${urlName(host, path)} path_beg ${path || '/'}`),
    ...paths.map(({ path, backend }) => {
      const conditions = [...(host === '' ? [] : [hostName(host)]), urlName(host, path)].join(' ');
      return `use_backend ${nameOf(backend)} if ${conditions}`;
    }),
  ]);
  const byDefault = ingress.spec.defaultBackend;
  const all = byDefault === undefined ? rules : [...rules, `default_backend ${nameOf(byDefault)}`];
  return [
    'global\n  maxconn 1000\n',
    'defaults\n  mode http\n  timeout connect 5s\n  timeout client 10s\n  timeout server 10s\n',
    `frontend http\n  bind 127.0.0.1:${ports[80]}\n${all.map((line) => `  ${line}\n`).join('')}`,
    ...backends,
  ].join('\n');
}

/** Names first, then wildcards, then the rule for every host; deeper paths first, and of equals the later letters. */
function hostsOf({ spec }: any): { host: string; paths: Path[] }[] {
  const byHost = new Map<string, Path[]>();
  for (const { host = '', http } of spec.rules ?? []) {
    const key = host === '*' ? '' : host;
    const paths = (http?.paths ?? []).map(({ path = '', backend }: any) => ({ path, backend }));
    byHost.set(key, [...(byHost.get(key) ?? []), ...paths]);
  }
  const rank = (host: string) => (host === '' ? 2 : host.startsWith('*') ? 1 : 0);
  return [...byHost]
    .map(([host, paths]) => ({ host, paths: [...paths].sort(deeperFirst) }))
    .sort((one, other) => rank(one.host) - rank(other.host));
}

function deeperFirst(one: Path, other: Path): number {
  const bare = ({ path }: Path) => path.replace(/^\/|\/$/g, '');
  const depth = (path: Path) => bare(path).split('/').length;
  return depth(other) - depth(one) || (bare(one) < bare(other) ? 1 : bare(one) > bare(other) ? -1 : 0);
}

function hostConditions(host: string): string[] {
  if (host === '') {
    return [];
  }
  const [match, text] = host.startsWith('*') ? ['hdr_end(host)', host.slice(1)] : ['hdr(host)', host];
  return [text, `${text}:80`].map((one) => `acl ${hostName(host)} ${match} -i ${one}`);
}

function hostName(host: string): string {
  return `host_acl_${conditionName(host)}`;
}

function urlName(host: string, path: string): string {
  return `url_acl_${conditionName(host)}_${conditionName(path)}`;
}

/** Slashes become dashes, so paths that differ in these only have one name: HAProxy then takes either of them. */
function conditionName(text: string): string {
  return text.replace(/^\/|\/$/g, '').replaceAll('/', '-').replaceAll('*', '.');
}

/** A server for each pod, with the weight of its annotation; without one HAProxy's own, which is 1. */
function serversOf(backend: any, namespace: string, services: any[], pods: ListeningPod[]): string[] {
  const isMeant = ({ metadata }: any) => metadata.namespace === namespace && metadata.name === backend.service.name;
  const service = services.find(isMeant);
  const selector: [string, string][] = Object.entries(service?.spec.selector ?? {});
  return pods
    .filter((pod) => pod.namespace === namespace && selector.every(([name, value]) => pod.labels[name] === value))
    .map(({ port, annotations }, place) => {
      const weight = annotations[WEIGHT];
      return `server pod-${place} 127.0.0.1:${port}${weight === undefined ? '' : ` weight ${weight}`}`;
    });
}
