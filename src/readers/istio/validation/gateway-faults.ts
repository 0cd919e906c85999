import { firstFault, isAddress, isLabel, isPort, isWildcardDomain } from './names';
import { KubernetesObject } from '../../engine/kubernetes-object';

const HTTP = new Set(['http', 'http2', 'grpc', 'grpc-web']);
const TLS = new Set(['https', 'tls']);
const OTHER = new Set(['tcp', 'udp', 'mongo', 'redis', 'mysql', 'http_proxy']);

/** Whether a port of a Gateway carries plain HTTP (Parse and IsHTTP in pkg/config/protocol/instance.go). @internal */
export function isPlainHttp(protocol: string = ''): boolean {
  return HTTP.has(protocol.toLowerCase());
}

/** Whether a port of a Gateway carries TLS. @internal */
export function isTls(protocol: string = ''): boolean {
  return TLS.has(protocol.toLowerCase());
}

/**
 * Why Istio's webhook refuses a Gateway (ValidateGateway in pkg/config/validation/validation.go of istio/istio).
 *
 * @internal
 */
export function gatewayFault({ spec = {}, metadata }: KubernetesObject): string | undefined {
  const { servers = [] } = spec;
  if (!isLabel(metadata?.name ?? '')) {
    return 'its name is no label of a domain name';
  }
  if (servers.length === 0) {
    return 'it has no server';
  }
  const names = servers.map(({ port }: any) => port?.name);
  return (
    firstFault(servers, serverFault) ??
    (new Set(names).size < names.length ? 'two of its ports have one name' : undefined)
  );
}

function serverFault({ hosts = [], port, tls }: any, position: number): string | undefined {
  const fault = hostsFault(hosts) ?? portFault(port) ?? tlsFault(port?.protocol ?? '', tls);
  return fault && `servers[${position}] ${fault}`;
}

function hostsFault(hosts: string[]): string | undefined {
  if (hosts.length === 0) {
    return 'has no host';
  }
  const odd = hosts.find((text) => {
    const at = text.indexOf('/');
    const [namespace, host] = at < 0 ? ['*', text] : [text.slice(0, at), text.slice(at + 1)];
    const isNamespace = namespace === '*' || namespace === '.' || isLabel(namespace);
    const isHost =
      host === '*' || (host.includes('.') && isWildcardDomain(host) && !/^\*[^.]/.test(host)) || isAddress(host);
    return !isNamespace || !isHost;
  });
  return odd && `has the host ${JSON.stringify(odd)}, which must be *, an IP address or a domain name with a dot, after a ` +
    'namespace and a slash where it has one';
}

function portFault(port: any): string | undefined {
  if (!port) {
    return 'has no port';
  }
  const protocol = String(port.protocol ?? '').toLowerCase();
  if (!HTTP.has(protocol) && !TLS.has(protocol) && !OTHER.has(protocol)) {
    return `has the protocol ${JSON.stringify(port.protocol ?? '')}, which Istio does not know`;
  }
  if (!isPort(port.number)) {
    return `has the port ${port.number}, which is not from 1 to 65535`;
  }
  return port.name ? undefined : 'has a port without name';
}

function tlsFault(protocol: string, tls: any): string | undefined {
  if (isTls(protocol) && !tls) {
    return 'has no tls for a port of HTTPS or TLS';
  }
  if (!tls) {
    return undefined;
  }
  const mode = tls.mode ?? 'PASSTHROUGH';
  if (!isTls(protocol) && !(isPlainHttp(protocol) && mode === 'PASSTHROUGH')) {
    return `has tls for a port of ${protocol.toUpperCase()}`;
  }
  const isEnded = mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL';
  const hasCredential =
    tls.credentialName ||
    (tls.credentialNames ?? []).length > 0 ||
    (tls.tlsCertificates ?? []).length > 0 ||
    (tls.serverCertificate && tls.privateKey);
  return isEnded && !hasCredential ? `terminates TLS (${mode}) without a certificate: it needs a credentialName` : undefined;
}
