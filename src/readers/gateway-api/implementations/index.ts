import { ENVOY_GATEWAY } from './envoy-gateway';
import { Implementation } from './implementation';
import { ISTIO } from './istio';
import { STANDARD } from './standard';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { GatewayImplementation } from '../../engine/read-options';

/** All implementations that are known. @internal */
export const KNOWN_IMPLEMENTATIONS: readonly Implementation[] = [ENVOY_GATEWAY, ISTIO];

const BY_OPTION: Record<GatewayImplementation, Implementation> = {
  [GatewayImplementation.STANDARD]: STANDARD,
  [GatewayImplementation.ENVOY_GATEWAY]: ENVOY_GATEWAY,
  [GatewayImplementation.ISTIO]: ISTIO,
};

/** Whose rules hold, and how that is known. @internal */
export interface ImplementationChoice {
  readonly implementation: Implementation;
  readonly notes: Note[];
}

/**
 * Whose rules hold at a Gateway: those that the options name, those of its GatewayClass's controller, those that the
 * name of the class stands for where the class is not among the objects, or else the standard's.
 *
 * @internal
 */
export function implementationOf(gateway: KubernetesObject | undefined, index: ObjectIndex): ImplementationChoice {
  const told = index.options.implementation;
  if (told !== undefined) {
    return { implementation: BY_OPTION[told], notes: [] };
  }
  const name: unknown = gateway?.spec?.gatewayClassName;
  const gatewayClass = index
    .all('gateway.networking.k8s.io', 'GatewayClass')
    .find(({ metadata }) => metadata?.name === name);
  if (gatewayClass) {
    return { implementation: byController(gatewayClass.spec?.controllerName) ?? STANDARD, notes: [] };
  }
  const assumed = KNOWN_IMPLEMENTATIONS.find(({ classes }) => classes.includes(String(name)));
  return assumed && gateway
    ? {
      implementation: assumed,
      notes: [
        note(
          NoteKind.ASSUMED,
          'gateway-api-implementation-assumed',
          [gateway],
          `GatewayClass ${name} is not among the objects; Gateway ${idOf(gateway)} is assumed to belong to ${assumed.title}`,
        ),
      ],
    }
    : { implementation: STANDARD, notes: [] };
}

/**
 * Whose rules hold inside the mesh: those that the options name, those of a GatewayClass or Gateway of Istio, or the
 * standard's.
 *
 * @internal
 */
export function meshImplementation(index: ObjectIndex): Implementation {
  const told = index.options.implementation;
  if (told !== undefined) {
    return BY_OPTION[told];
  }
  const classes = index
    .all('gateway.networking.k8s.io', 'GatewayClass')
    .map(({ spec }) => byController(spec?.controllerName));
  const gateways = index
    .all('gateway.networking.k8s.io', 'Gateway')
    .map((gateway) => implementationOf(gateway, index).implementation);
  return [...classes, ...gateways].find((one) => one === ISTIO) ?? STANDARD;
}

function byController(controller: unknown): Implementation | undefined {
  return KNOWN_IMPLEMENTATIONS.find(({ controllers }) => controllers.includes(String(controller)));
}
