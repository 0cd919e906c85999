import { KubernetesObject } from '../../engine/kubernetes-object';
import { memoizeByObject } from '../../engine/memoize-by-object';

const HOSTNAME = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Why the API server rejects a Gateway, by the validations in its schema (config/crd of kubernetes-sigs/gateway-api);
 * undefined when it does not.
 *
 * @internal
 */
export function gatewayFault(gateway: KubernetesObject): string | undefined {
  return known(gateway).fault;
}

const known = memoizeByObject((gateway: KubernetesObject) => ({ fault: faultOf(gateway.spec ?? {}) }));

function faultOf({ gatewayClassName, listeners = [] }: any): string | undefined {
  const key = ({ port, protocol, hostname }: any) => JSON.stringify([port, protocol, hostname]);
  const reasons: [boolean, string][] = [
    [!gatewayClassName, 'it has no gatewayClassName'],
    [listeners.length === 0, 'it has no listener'],
    [listeners.length > 64, 'it has more than 64 listeners'],
    [isRepeated(listeners.map(({ name }: any) => name)), 'two listeners have one name'],
    [isRepeated(listeners.map(key)), 'two listeners have one port, protocol and hostname'],
  ];
  return (
    reasons.find(([isSo]) => isSo)?.[1] ??
    listeners.map(listenerFault).find((fault: string | undefined) => fault !== undefined)
  );
}

function listenerFault({ name, port, protocol, hostname, tls, allowedRoutes = {} }: any): string | undefined {
  const isPlain = ['HTTP', 'TCP', 'UDP'].includes(protocol);
  const { mode = 'Terminate', certificateRefs = [], options = {} } = tls ?? {};
  const { namespaces = {}, kinds = [] } = allowedRoutes;
  const reasons: [boolean, string][] = [
    [!name || port === undefined || !protocol, 'it has no name, port or protocol'],
    [port < 1 || port > 65535, `its port ${port} is none`],
    [
      hostname !== undefined && (!HOSTNAME.test(hostname) || hostname.length > 253),
      `its hostname '${hostname}' is none`,
    ],
    [
      hostname !== undefined && (protocol === 'TCP' || protocol === 'UDP'),
      `it has a hostname and the protocol ${protocol}`,
    ],
    [isPlain && tls !== undefined, `it has tls and the protocol ${protocol}`],
    [
      protocol === 'HTTPS' && tls !== undefined && mode !== 'Terminate',
      'its protocol is HTTPS and its TLS is not terminated',
    ],
    [protocol === 'TLS' && tls === undefined, 'its protocol is TLS and it has no tls'],
    [tls !== undefined && !['Terminate', 'Passthrough'].includes(mode), `its TLS mode '${mode}' is none`],
    [
      tls !== undefined && mode === 'Terminate' && certificateRefs.length === 0 && Object.keys(options).length === 0,
      'it has no certificate',
    ],
    [
      namespaces.from !== undefined && !['All', 'Selector', 'Same'].includes(namespaces.from),
      `it takes routes from '${namespaces.from}', which is none of All, Selector, Same`,
    ],
    [kinds.length > 8, 'it allows more than 8 kinds of routes'],
  ];
  const fault = reasons.find(([isSo]) => isSo)?.[1];
  return fault === undefined ? undefined : `of listener ${name ?? port}: ${fault}`;
}

function isRepeated(values: unknown[]): boolean {
  return new Set(values).size < values.length;
}
