import { HttpRequest } from '../../../http';
import { KubernetesObject } from '../../../traffic/object-index';

/** Where a path leads: a Service's port. @internal */
export interface VoyagerBackend {
  readonly service: string;
  readonly port: number | string;
  /** All that is written of it. */
  readonly spec: any;
}

/** A path of a host; without a backend it sends plain HTTP to HTTPS. @internal */
export interface VoyagerPath {
  readonly path: string;
  readonly backend?: VoyagerBackend;
}

/** The hosts of a port, in HAProxy's order. @internal */
export interface Frontend {
  readonly port: number;
  readonly isTls: boolean;
  readonly hosts: { readonly host: string; readonly paths: VoyagerPath[] }[];
}

/** A backend in v1 or v1beta1. @internal */
export function backendOf(backend: any): VoyagerBackend | undefined {
  const service = backend?.service?.name ?? backend?.serviceName;
  const { number, name } = backend?.service?.port ?? {};
  return service === undefined ? undefined : { service, port: number ?? name ?? backend.servicePort ?? '', spec: backend };
}

/** A port while its rules are collected. */
interface OpenPort {
  readonly isTls: boolean;
  readonly hosts: Map<string, VoyagerPath[]>;
}

/** The ports that HAProxy listens on (generateConfig in pkg/ingress/parser.go, sort in pkg/haproxy/api/helper.go). @internal */
export function frontendsOf(ingress: KubernetesObject, isServed: (backend: VoyagerBackend) => boolean): Frontend[] {
  const { rules = [], tls = [], defaultBackend, backend } = ingress.spec ?? {};
  const byPort = new Map<number, OpenPort>();
  for (const { host = '', http } of rules.filter((rule: any) => rule.http)) {
    const isTls = host !== '' && !http.noTLS && tls.some(({ hosts = [] }: any) => hosts.some((one: string) => one === host || one === `*.${host}`));
    const { hosts } = opened(byPort, portNumber(http.port) || (isTls ? 443 : 80), isTls);
    const name = host === '*' ? '' : host;
    const paths = (http.paths ?? []).flatMap(({ path = '', backend: target }: any) => {
      const leadsTo = backendOf(target);
      return leadsTo && isServed(leadsTo) ? [{ path, backend: leadsTo }] : [];
    });
    hosts.set(name, [...(hosts.get(name) ?? []), ...paths]);
  }
  addRedirects(ingress, byPort);
  const byDefault = backendOf(defaultBackend ?? backend);
  const isTcp = rules.some(({ tcp }: any) => tcp && portNumber(tcp.port) === 80);
  if (byPort.size === 0 && !isTcp && byDefault && isServed(byDefault)) {
    opened(byPort, 80, false);
  }
  const inOrder = (hosts: Map<string, VoyagerPath[]>) => [...hosts].map(([host, paths]) => ({ host, paths: paths.sort(byDepth) })).sort(byRank);
  return [...byPort].map(([port, { isTls, hosts }]) => ({ port, isTls, hosts: inOrder(hosts) }));
}

function opened(byPort: Map<number, OpenPort>, port: number, isTls: boolean): OpenPort {
  const known = byPort.get(port) ?? { isTls, hosts: new Map() };
  byPort.set(port, known);
  return known;
}

/** Plain HTTP is sent to HTTPS for what is served with a certificate on port 443, unless `ssl-redirect` is off. */
function addRedirects({ metadata, spec }: KubernetesObject, byPort: Map<number, OpenPort>): void {
  const isOff = ['ingress.appscode.com/ssl-redirect', 'ingress.kubernetes.io/ssl-redirect'].some((name) => metadata?.annotations?.[name] === 'false');
  const isTaken = (spec?.rules ?? []).some(({ tcp }: any) => tcp && portNumber(tcp.port) === 80);
  for (const [host, paths] of isOff || isTaken ? [] : byPort.get(443)?.hosts ?? []) {
    const { hosts } = opened(byPort, 80, false);
    const plain = hosts.get(host) ?? [];
    hosts.set(host, [...plain, ...paths.filter(({ path }) => !plain.some((one) => one.path === path)).map(({ path }) => ({ path }))]);
  }
}

function portNumber(port: unknown): number {
  const number = Number(port);
  return Number.isInteger(number) && number > 0 ? number : 0;
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

/** The first path that takes a request; undefined where only the default backend does. @internal */
export function pathOf(frontend: Frontend, request: HttpRequest): VoyagerPath | undefined {
  const hosts = frontend.hosts.filter(({ host }) => takesHost(host, frontend.port, request));
  return hosts.flatMap(({ paths }) => paths.filter((one) => takesPath(one, paths, request))).at(0);
}

function takesPath({ path }: VoyagerPath, all: VoyagerPath[], request: HttpRequest): boolean {
  return path === '' || all.some((other) => conditionName(other.path) === conditionName(path) && request.path.startsWith(other.path));
}

/** Clients send a port that is not the scheme's own (HostACLs in pkg/haproxy/template/template.go). */
function takesHost(host: string, port: number, request: HttpRequest): boolean {
  const authority = request.authority.toLowerCase();
  const names = port === 80 || port === 443 ? [host, `${host}:${port}`] : [`${host}:${port}`];
  return host === '' || names.map((name) => name.toLowerCase()).some((name) => (name.startsWith('*') ? authority.endsWith(name.slice(1)) : authority === name));
}

/** The name of a path's condition, in which slashes and dashes are one: conditions of one name count together (ACLName, there). */
function conditionName(path: string): string {
  return path.replace(/^\//, '').replace(/\/$/, '').replace(/\//g, '-').replace(/\*/g, '.');
}
