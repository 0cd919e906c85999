import { flag } from './ingress-annotations';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { HttpRequest } from '../../http';
import { KubernetesObject } from '../engine/kubernetes-object';
import { routeId } from '../engine/routed';

/** Where a path leads: a Service's port. @internal */
export interface VoyagerBackend {
  readonly service: string;
  readonly port: number | string;
  /** All that is written of it. */
  readonly spec: any;
}

/** A path of a host. @internal */
export interface VoyagerPath {
  readonly path: string;
  /** Where it leads; without one it only redirects. */
  readonly backend?: VoyagerBackend;
  /** The id of the rule's path. */
  readonly route?: string;
  /** Whether plain HTTP is sent to HTTPS. */
  readonly isRedirected: boolean;
}

/** The hosts of a port, in HAProxy's order. @internal */
export interface Frontend {
  readonly port: number;
  readonly isTls: boolean;
  readonly hosts: { readonly host: string; readonly paths: VoyagerPath[] }[];
}

/** A port while its rules are collected. */
interface OpenPort {
  readonly isTls: boolean;
  readonly hosts: Map<string, VoyagerPath[]>;
}

/** A backend in the words of the Ingress's API version; the other's fields do not exist in it. @internal */
export function backendOf(ingress: KubernetesObject, backend: any): VoyagerBackend | undefined {
  if (!backend) {
    return undefined;
  }
  if (!isV1(ingress)) {
    return backend.serviceName === undefined
      ? undefined
      : { service: backend.serviceName, port: backend.servicePort ?? '', spec: backend };
  }
  const { name, port = {} } = backend.service ?? {};
  return name === undefined ? undefined : { service: name, port: port.name || port.number || '', spec: backend };
}

/** What answers where no rule takes a request. @internal */
export function defaultBackendOf(ingress: KubernetesObject): VoyagerBackend | undefined {
  return backendOf(ingress, isV1(ingress) ? ingress.spec?.defaultBackend : ingress.spec?.backend);
}

function isV1({ apiVersion }: KubernetesObject): boolean {
  return apiVersion === 'voyager.appscode.com/v1';
}

/** The host of a rule; empty for every host. @internal */
export function hostOf({ host = '' }: any): string {
  return host.trim() === '*' ? '' : host.trim();
}

/** Whether a rule is served with a certificate (UseTLSForRule in apis/voyager/v1beta1/ingress.go). @internal */
export function isTlsRule(ingress: KubernetesObject, rule: any): boolean {
  const certified = certifiedHosts(ingress);
  return (
    Boolean(rule.host) && !rule.http?.noTLS && (certified.has(rule.host) || certified.has(`*.${rule.host}`))
  );
}

/** Safe to keep: an Ingress does not change. */
const certifiedHosts = memoizeByObject(({ spec }: KubernetesObject) => {
  return new Set<string>((spec?.tls ?? []).flatMap(({ hosts = [] }: any) => hosts));
});

/** The port of an HTTP rule. @internal */
export function portOf(ingress: KubernetesObject, rule: any): number {
  return portNumber(rule.http.port) || (isTlsRule(ingress, rule) ? 443 : 80);
}

/** As Go reads a port that is a number or a text; 0 for everything else. @internal */
export function portNumber(port: unknown): number {
  return /^\d{1,5}$/.test(String(port)) ? Number(port) : 0;
}

/**
 * The ports that HAProxy listens on (generateConfig in pkg/ingress/parser.go, sort in pkg/haproxy/api/helper.go).
 *
 * @internal
 */
export function frontendsOf(ingress: KubernetesObject, isServed: (backend: VoyagerBackend) => boolean): Frontend[] {
  const rules: any[] = ingress.spec?.rules ?? [];
  const byPort = new Map<number, OpenPort>();
  for (const rule of rules.filter(({ http }) => http)) {
    const { hosts } = opened(byPort, portOf(ingress, rule), isTlsRule(ingress, rule));
    const paths = (rule.http.paths ?? []).flatMap(({ path = '', backend }: any) => {
      const leadsTo = backendOf(ingress, backend);
      return leadsTo && isServed(leadsTo)
        ? [{ path, backend: leadsTo, route: pathId(ingress, rule, path), isRedirected: false }]
        : [];
    });
    hosts.set(hostOf(rule), [...(hosts.get(hostOf(rule)) ?? []), ...paths]);
  }
  addRedirects(ingress, byPort);
  const byDefault = defaultBackendOf(ingress);
  if (byPort.size === 0 && !listensTcp(ingress, 80) && byDefault && isServed(byDefault)) {
    opened(byPort, 80, false).hosts.set('', [{ path: '/', isRedirected: false }]);
  }
  const isForced = flag(ingress, 'force-ssl-redirect', false);
  const forced = (port: number, path: VoyagerPath) =>
    isForced && port === 80 ? { ...path, isRedirected: true } : path;
  const pathsOf = (port: number, paths: VoyagerPath[]) => paths.map((path) => forced(port, path)).sort(byDepth);
  return [...byPort].map(([port, { isTls, hosts }]) => ({
    port,
    isTls,
    hosts: withChallenges(
      port,
      [...hosts].map(([host, paths]) => ({ host, paths: pathsOf(port, paths) })).sort(byRank),
    ),
  }));
}

/** The id of a path: host and port tell it from the same path of other rules. @internal */
export function pathId(ingress: KubernetesObject, rule: any, path: string): string {
  return routeId(ingress, `${hostOf(rule) || '*'}:${portOf(ingress, rule)}${path || '/'}`);
}

function opened(byPort: Map<number, OpenPort>, port: number, isTls: boolean): OpenPort {
  const known = byPort.get(port) ?? { isTls, hosts: new Map() };
  byPort.set(port, known);
  return known;
}

/** Whether a TCP rule has a port to itself. @internal */
export function listensTcp(ingress: KubernetesObject, port: number): boolean {
  return tcpPorts(ingress).has(port);
}

/** Safe to keep: an Ingress does not change. */
const tcpPorts = memoizeByObject(({ spec }: KubernetesObject) => {
  return new Set<number>((spec?.rules ?? []).flatMap(({ tcp }: any) => (tcp ? [portNumber(tcp.port)] : [])));
});

/** Plain HTTP is sent to HTTPS for what is served on port 443, by HTTP or by TCP, unless `ssl-redirect` is off. */
function addRedirects(ingress: KubernetesObject, byPort: Map<number, OpenPort>): void {
  if (!flag(ingress, 'ssl-redirect', true) || listensTcp(ingress, 80)) {
    return;
  }
  const rules: any[] = ingress.spec?.rules ?? [];
  const tcp = rules
    .filter((rule) => rule.tcp && portNumber(rule.tcp.port) === 443)
    .map((rule) => [hostOf(rule), ['/']]);
  const http = [...(byPort.get(443)?.hosts ?? [])].map(([host, paths]) => [host, paths.map(({ path }) => path)]);
  for (const [host, paths] of [...tcp, ...http] as [string, string[]][]) {
    const { hosts } = opened(byPort, 80, false);
    const plain = hosts.get(host) ?? [];
    const others = paths
      .filter((path) => !plain.some((one) => one.path === path))
      .map((path) => ({ path, isRedirected: true }));
    hosts.set(host, [...plain, ...others]);
  }
}

const CHALLENGES = '/.well-known/acme-challenge/';

/** What proves to a certificate authority that the host is ours comes first of all (moveAcmePathToTop). */
function withChallenges(port: number, hosts: Frontend['hosts']): Frontend['hosts'] {
  const challenge =
    port === 80 ? hosts.find(({ host }) => host === '')?.paths.find(({ path }) => path === CHALLENGES) : undefined;
  const others = hosts.map(({ host, paths }) => ({ host, paths: paths.filter((one) => one !== challenge) }));
  return challenge ? [{ host: '', paths: [{ ...challenge, isRedirected: false }] }, ...others] : hosts;
}

/** Exact hosts first, then wildcards, then the rule for every host; of equals the one that sorts last. */
function byRank({ host: left }: { host: string }, { host: right }: { host: string }): number {
  const rank = (host: string) => (host === '' ? 0 : host.startsWith('*') ? 1 : 2);
  const name = (host: string) => host.replace(/^\*\./, '').toLowerCase();
  return rank(right) - rank(left) || descending(name(left), name(right));
}

/** Paths of more elements first; of equals the one that sorts last. */
function byDepth({ path: left }: VoyagerPath, { path: right }: VoyagerPath): number {
  const name = (path: string) => path.replace(/^\/+|\/+$/g, '').toLowerCase();
  return name(right).split('/').length - name(left).split('/').length || descending(name(left), name(right));
}

function descending(left: string, right: string): number {
  return left === right ? 0 : left > right ? -1 : 1;
}

/** What becomes of a request: HAProxy redirects before it chooses a backend. @internal */
export function pathOf(frontend: Frontend, request: HttpRequest): VoyagerPath | 'redirect' | undefined {
  const taking = hostsFor(frontend)(request).flatMap(({ paths }) => takenPaths(paths, request));
  const forwarded = request
    .headerValues('x-forwarded-proto')
    .flatMap((line) => line.split(','))
    .map((value) => value.trim());
  const isSecure = frontend.isTls || forwarded.includes('https');
  if (taking[0]?.path !== CHALLENGES && !isSecure && taking.some(({ isRedirected }) => isRedirected)) {
    return 'redirect';
  }
  return taking.find(({ backend }) => backend !== undefined);
}

/** Paths whose condition holds: HAProxy takes conditions of one name together, and one of them is enough. */
function takenPaths(paths: VoyagerPath[], request: HttpRequest): VoyagerPath[] {
  const names = conditionNames(paths);
  const held = new Set(names.filter((_, place) => request.path.startsWith(paths[place].path)));
  return paths.filter(({ path }, place) => path === '' || held.has(names[place]));
}

/** Safe to keep: the paths of a frontend do not change. */
const conditionNames = memoizeByObject((paths: VoyagerPath[]) => paths.map(({ path }) => conditionName(path)));

/**
 * The hosts of a frontend that take a request, in their order. Clients send a port that is not the scheme's own
 * (HostACLs in pkg/haproxy/template/template.go). Safe to keep: a frontend does not change.
 */
const hostsFor = memoizeByObject(({ hosts, port }: Frontend) => {
  const byName = new Map<string, number[]>();
  const patterns: { readonly place: number; readonly end: string }[] = [];
  hosts.forEach(({ host }, place) => {
    const names = host === '' ? ['*'] : port === 80 || port === 443 ? [host, `${host}:${port}`] : [`${host}:${port}`];
    for (const name of names.map((one) => one.toLowerCase())) {
      if (name.startsWith('*')) {
        patterns.push({ place, end: name.slice(1) });
      } else {
        byName.set(name, [...(byName.get(name) ?? []), place]);
      }
    }
  });
  return (request: HttpRequest): Frontend['hosts'] => {
    const authority = request.authority.toLowerCase();
    const wild = patterns.filter(({ end }) => authority.endsWith(end)).map(({ place }) => place);
    const places = new Set([...(byName.get(authority) ?? []), ...wild]);
    return [...places].sort((one, other) => one - other).map((place) => hosts[place]);
  };
});

/**
 * The name of a path's condition, in which slashes and dashes are one: conditions of one name count together (ACLName,
 * there).
 *
 * @internal
 */
export function conditionName(path: string): string {
  return path.replace(/^\//, '').replace(/\/$/, '').replace(/\//g, '-').replace(/\*/g, '.');
}
