import { Check, Fault, firstFault } from './fault';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { memoizeByObject } from '../../../caching/memoize-by-object';

const HOSTNAME = /^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/**
 * Why the API server rejects a Gateway, by the validations in its schema (config/crd of kubernetes-sigs/gateway-api);
 * undefined when it does not.
 *
 * @internal
 */
export function gatewayFault(gateway: KubernetesObject): Fault | undefined {
  return known(gateway).fault;
}

const known = memoizeByObject((gateway: KubernetesObject) => ({ fault: faultOf(gateway.spec ?? {}) }));

function faultOf({ gatewayClassName, listeners = [] }: any): Fault | undefined {
  const key = ({ port, protocol, hostname }: any) => JSON.stringify([port, protocol, hostname]);
  const checks: Check[] = [
    [!gatewayClassName, 'it has no gatewayClassName', 'Write the name of a GatewayClass.'],
    [listeners.length === 0, 'it has no listener', 'Write a listener with name, port and protocol.'],
    [listeners.length > 64, 'it has more than 64 listeners', 'Move some of them to another Gateway.'],
    [
      isRepeated(listeners.map(({ name }: any) => name)),
      'two listeners have one name',
      'Give each listener another name.',
    ],
    [
      isRepeated(listeners.map(key)),
      'two listeners have one port, protocol and hostname',
      'Give one of them another hostname or port.',
    ],
  ];
  return firstFault(checks) ?? listeners.map(listenerFault).find((fault: Fault | undefined) => fault !== undefined);
}

function listenerFault({ name, port, protocol, hostname, tls, allowedRoutes = {} }: any): Fault | undefined {
  const isPlain = ['HTTP', 'TCP', 'UDP'].includes(protocol);
  const { mode = 'Terminate', certificateRefs = [], options = {} } = tls ?? {};
  const { namespaces = {}, kinds = [] } = allowedRoutes;
  const hasNoCertificate =
    tls !== undefined && mode === 'Terminate' && certificateRefs.length === 0 && Object.keys(options).length === 0;
  const isOddPlace = namespaces.from !== undefined && !['All', 'Selector', 'Same'].includes(namespaces.from);
  const of = `of listener ${name ?? port}: `;
  return firstFault([
    [!name || port === undefined || !protocol, `${of}it has no name, port or protocol`, 'Write all three.'],
    [port < 1 || port > 65535, `${of}its port ${port} is none`, 'Write a port from 1 to 65535.'],
    [
      hostname !== undefined && (hostname.length > 253 || !HOSTNAME.test(hostname)),
      `${of}its hostname '${hostname}' is none`,
      'Write a DNS name in lower case, or leave the hostname out for every host.',
    ],
    [
      hostname !== undefined && ['TCP', 'UDP'].includes(protocol),
      `${of}it has a hostname and the protocol ${protocol}`,
      'Leave the hostname out.',
    ],
    [
      isPlain && tls !== undefined,
      `${of}it has tls and the protocol ${protocol}`,
      'Leave tls out, or write the protocol HTTPS.',
    ],
    [
      protocol === 'HTTPS' && tls !== undefined && mode !== 'Terminate',
      `${of}its protocol is HTTPS and its TLS is not terminated`,
      'Write the mode Terminate, or the protocol TLS.',
    ],
    [protocol === 'TLS' && tls === undefined, `${of}its protocol is TLS and it has no tls`, 'Write tls with a mode.'],
    [
      tls !== undefined && !['Terminate', 'Passthrough'].includes(mode),
      `${of}its TLS mode '${mode}' is none`,
      'Write Terminate or Passthrough.',
    ],
    [hasNoCertificate, `${of}it has no certificate`, 'Write certificateRefs.'],
    [isOddPlace, `${of}it takes routes from '${namespaces.from}', which is none`, 'Write All, Selector or Same.'],
    [kinds.length > 8, `${of}it allows more than 8 kinds of routes`, 'Write HTTPRoute.'],
  ]);
}

function isRepeated(values: unknown[]): boolean {
  return new Set(values).size < values.length;
}
