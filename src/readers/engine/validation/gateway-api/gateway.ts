import { KubernetesObject } from '../../kubernetes-object';
import { Refusal, refusal, repeated, each } from '../refusal';
import { ANYTHING, choice, list, map, object, pattern, PORT, TEXT, text, whole } from '../schema';
import { DNS, DNS_NAME, EXPERIMENTAL, GROUP, HOSTNAME, KIND, SECRET_REFERENCE } from './references';

const SELECTOR = object({
  matchLabels: map(TEXT),
  matchExpressions: list(object({ key: TEXT, operator: TEXT, values: list(TEXT) }, ['key', 'operator'])),
});

/** A word, or one of an implementation, behind a DNS name and a slash. */
const PROTOCOL = new RegExp(`^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|${DNS}\\/[A-Za-z0-9]+$`);

const LISTENER = object(
  {
    name: DNS_NAME,
    hostname: HOSTNAME,
    port: PORT,
    protocol: pattern(
      PROTOCOL,
      'a protocol such as HTTP or HTTPS',
      1,
      255,
    ),
    tls: object({
      mode: choice('Terminate', 'Passthrough'),
      certificateRefs: list(SECRET_REFERENCE, 0, 64),
      options: map(text(0, 4096), 16),
      frontendValidation: EXPERIMENTAL,
    }),
    allowedRoutes: object({
      namespaces: object({ from: choice('All', 'Selector', 'Same'), selector: SELECTOR }),
      kinds: list(object({ group: GROUP, kind: KIND }, ['kind']), 0, 8),
    }),
  },
  ['name', 'port', 'protocol'],
);

/**
 * The Gateway: config/crd/standard/gateway.networking.k8s.io_gateways.yaml of kubernetes-sigs/gateway-api.
 *
 * @internal
 */
export const GATEWAY = whole(
  object(
    {
      gatewayClassName: text(1, 253),
      listeners: list(LISTENER, 1, 64),
      addresses: list(ANYTHING, 0, 16),
      infrastructure: ANYTHING,
      tls: ANYTHING,
      allowedListeners: ANYTHING,
      backendTLS: EXPERIMENTAL,
      defaultScope: EXPERIMENTAL,
    },
    ['gatewayClassName', 'listeners'],
  ),
  ['spec'],
);

/** The rules in CEL for listeners (apis/v1/gateway_types.go of kubernetes-sigs/gateway-api). @internal */
export function* gatewayRefusals({ spec }: KubernetesObject): Generator<Refusal> {
  const listeners: any[] = spec.listeners;
  yield* repeated(listeners, 'spec.listeners', ({ name }) => name, 'name');
  yield* repeated(
    listeners,
    'spec.listeners',
    ({ port, protocol, hostname }) => JSON.stringify([port, protocol, hostname]),
    'port, protocol and hostname',
  );
  for (const [{ protocol, tls, hostname }, path] of each(listeners, 'spec.listeners')) {
    const mode = tls?.mode ?? 'Terminate';
    if (tls && ['HTTP', 'TCP', 'UDP'].includes(protocol)) {
      yield refusal(
        `${path}.tls`,
        `must not be there: the protocol is ${protocol}`,
        `Remove ${path}.tls, or write protocol: HTTPS.`,
      );
    }
    if (tls && protocol === 'HTTPS' && mode !== 'Terminate') {
      yield refusal(
        `${path}.tls.mode`,
        'must be Terminate, since the protocol is HTTPS',
        'Write Terminate, or protocol: TLS.',
        mode,
      );
    }
    if (!tls && protocol === 'TLS') {
      yield refusal(`${path}.tls`, 'is missing: the protocol is TLS', `Add ${path}.tls with its mode.`);
    }
    if (hostname !== undefined && ['TCP', 'UDP'].includes(protocol)) {
      yield refusal(`${path}.hostname`, `must not be there: the protocol is ${protocol}`, `Remove ${path}.hostname.`);
    }
    if (
      tls &&
      mode === 'Terminate' &&
      (tls.certificateRefs ?? []).length === 0 &&
      Object.keys(tls.options ?? {}).length === 0
    ) {
      yield refusal(
        `${path}.tls.certificateRefs`,
        'is missing: TLS termination needs a certificate',
        `Add ${path}.tls.certificateRefs.`,
      );
    }
  }
}
