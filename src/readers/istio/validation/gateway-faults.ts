import { firstFault, isAddress, isLabel, isPort, isWildcardDomain } from './names';
import { Fault, fault, within } from '../../engine/fault';
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
export function gatewayFault({ spec = {}, metadata }: KubernetesObject): Fault | undefined {
  const { servers = [] } = spec;
  if (!isLabel(metadata?.name ?? '')) {
    return fault('its name is no label of a domain name', 'Name the Gateway with lower case letters, digits and hyphens.');
  }
  if (servers.length === 0) {
    return fault('it has no server', 'Add a server with a port and hosts.');
  }
  const names = servers.map(({ port }: any) => port?.name);
  return (
    firstFault(servers, serverFault) ??
    (new Set(names).size < names.length
      ? fault('two of its ports have one name', 'Give each port a name of its own.')
      : undefined)
  );
}

function serverFault({ hosts = [], port, tls }: any, position: number): Fault | undefined {
  return within(`servers[${position}]`, hostsFault(hosts) ?? portFault(port) ?? tlsFault(port?.protocol ?? '', tls));
}

function hostsFault(hosts: string[]): Fault | undefined {
  if (hosts.length === 0) {
    return fault('has no host', "Write the hosts that it is for, such as hosts: ['*'].");
  }
  const odd = hosts.find((text) => {
    const at = text.indexOf('/');
    const [namespace, host] = at < 0 ? ['*', text] : [text.slice(0, at), text.slice(at + 1)];
    const isNamespace = namespace === '*' || namespace === '.' || isLabel(namespace);
    const isHost =
      host === '*' || (host.includes('.') && isWildcardDomain(host) && !/^\*[^.]/.test(host)) || isAddress(host);
    return !isNamespace || !isHost;
  });
  return odd === undefined
    ? undefined
    : fault(
      `has the invalid host ${JSON.stringify(odd)}`,
      'Write *, an IP address or a domain name with a dot, after a namespace and a slash where one is meant.',
    );
}

function portFault(port: any): Fault | undefined {
  if (!port) {
    return fault('has no port', 'Write a port with number, name and protocol.');
  }
  const protocol = String(port.protocol ?? '').toLowerCase();
  if (!HTTP.has(protocol) && !TLS.has(protocol) && !OTHER.has(protocol)) {
    return fault(`has the protocol ${JSON.stringify(port.protocol ?? '')}, which Istio does not know`, 'Write HTTP, HTTPS, HTTP2, GRPC, TLS or TCP.');
  }
  if (!isPort(port.number)) {
    return fault(`has the port ${port.number}, which is not from 1 to 65535`, 'Write a port from 1 to 65535.');
  }
  return port.name ? undefined : fault('has a port without name', 'Name the port, such as name: http.');
}

function tlsFault(protocol: string, tls: any): Fault | undefined {
  if (isTls(protocol) && !tls) {
    return fault('has no tls for a port of HTTPS or TLS', 'Write tls with a mode and a credentialName.');
  }
  if (!tls) {
    return undefined;
  }
  const mode = tls.mode ?? 'PASSTHROUGH';
  if (!isTls(protocol) && !(isPlainHttp(protocol) && mode === 'PASSTHROUGH')) {
    return fault(`has tls for a port of ${protocol.toUpperCase()}`, 'Write the protocol HTTPS, or leave tls out.');
  }
  const isEnded = mode === 'SIMPLE' || mode === 'MUTUAL' || mode === 'OPTIONAL_MUTUAL';
  const hasCredential =
    tls.credentialName ||
    (tls.credentialNames ?? []).length > 0 ||
    (tls.tlsCertificates ?? []).length > 0 ||
    (tls.serverCertificate && tls.privateKey);
  return isEnded && !hasCredential
    ? fault(`terminates TLS (${mode}) without a certificate`, 'Write credentialName, the Secret with the certificate.')
    : undefined;
}
