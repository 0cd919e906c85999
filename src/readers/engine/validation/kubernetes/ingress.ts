import { KubernetesObject } from '../../kubernetes-object';
import { hostFault, label1035Fault, portNameFault, portNumberFault, subdomainFault } from '../names';
import { each, Refusal, refusal } from '../refusal';
import { INTEGER, list, object, TEXT, whole } from '../schema';

const BACKEND = object({
  service: object({ name: TEXT, port: object({ name: TEXT, number: INTEGER }) }),
  resource: object({ apiGroup: TEXT, kind: TEXT, name: TEXT }),
});

/**
 * The Ingress of networking.k8s.io/v1: staging/src/k8s.io/api/networking/v1/types.go of kubernetes/kubernetes.
 *
 * @internal
 */
export const INGRESS = whole(
  object({
    ingressClassName: TEXT,
    defaultBackend: BACKEND,
    tls: list(object({ hosts: list(TEXT), secretName: TEXT })),
    rules: list(
      object({ host: TEXT, http: object({ paths: list(object({ path: TEXT, pathType: TEXT, backend: BACKEND })) }) }),
    ),
  }),
);

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** ValidateIngressCreate in pkg/apis/networking/validation/validation.go of kubernetes/kubernetes. @internal */
export function* ingressRefusals({ metadata, spec = {} }: KubernetesObject): Generator<Refusal> {
  if ((spec.rules ?? []).length === 0 && spec.defaultBackend === undefined) {
    yield refusal('spec', 'must have rules or a defaultBackend', 'Add spec.rules or spec.defaultBackend.');
  }
  if (spec.defaultBackend) {
    yield* backendRefusals(spec.defaultBackend, 'spec.defaultBackend');
  }
  for (const [{ host = '', http }, path] of each(spec.rules, 'spec.rules')) {
    yield* textRefusals(host, hostFault, `${path}.host`);
    if (http && (http.paths ?? []).length === 0) {
      yield refusal(`${path}.http.paths`, 'must have at least one path', `Add a path to ${path}.http.paths.`);
    }
    for (const [one, place] of each(http?.paths, `${path}.http.paths`)) {
      yield* pathRefusals(one, place);
      yield* backendRefusals(one.backend ?? {}, `${place}.backend`);
    }
  }
  for (const [{ hosts, secretName = '' }, path] of each(spec.tls, 'spec.tls')) {
    for (const [host, place] of each<string>(hosts, `${path}.hosts`)) {
      yield* textRefusals(host, tlsHostFault, place);
    }
    yield* textRefusals(secretName, subdomainFault, `${path}.secretName`);
  }
  if (spec.ingressClassName !== undefined) {
    yield* textRefusals(spec.ingressClassName, subdomainFault, 'spec.ingressClassName', true);
  }
  const annotation = metadata?.annotations?.[CLASS_ANNOTATION];
  if (annotation !== undefined && spec.ingressClassName !== undefined && annotation !== spec.ingressClassName) {
    yield refusal(
      'spec.ingressClassName',
      `must be what the annotation ${CLASS_ANNOTATION} says, ${annotation}`,
      `Remove the annotation ${CLASS_ANNOTATION}.`,
      spec.ingressClassName,
    );
  }
}

/** Hosts of certificates may be addresses. */
function tlsHostFault(host: string): string | undefined {
  return host.includes('*') ? hostFault(host) : subdomainFault(host);
}

function* textRefusals(
  text: string,
  faultOf: (text: string) => string | undefined,
  field: string,
  isNeeded = false,
): Generator<Refusal> {
  const fault = text === '' && !isNeeded ? undefined : faultOf(text);
  if (fault) {
    yield refusal(field, fault, `Change ${field}: it ${fault}.`, text);
  }
}

const TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

function* pathRefusals({ path = '', pathType }: any, place: string): Generator<Refusal> {
  const field = `${place}.path`;
  if (pathType === undefined) {
    yield refusal(`${place}.pathType`, 'is missing', `Add ${place}.pathType: Prefix, Exact or ImplementationSpecific.`);
  } else if (!TYPES.includes(pathType)) {
    yield refusal(
      `${place}.pathType`,
      `must be one of ${TYPES.join(', ')}`,
      'Write one of these, with their capitals.',
      pathType,
    );
  } else if (!path.startsWith('/') && (path !== '' || pathType !== 'ImplementationSpecific')) {
    yield refusal(field, 'must begin with a slash', `Write /${path}.`, path);
  }
  if (pathType !== 'Exact' && pathType !== 'Prefix') {
    return;
  }
  const inside = ['//', '/./', '/../', '%2f', '%2F'].find((part) => path.includes(part));
  const end = ['/..', '/.'].find((part) => path.endsWith(part));
  if (inside !== undefined || end !== undefined) {
    yield refusal(
      field,
      inside === undefined ? `must not end with ${end}` : `must not contain ${inside}`,
      'Write the path as it is asked for, without that part.',
      path,
    );
  }
}

function* backendRefusals({ service, resource }: any, place: string): Generator<Refusal> {
  if (service && resource) {
    yield refusal(place, 'must not have both a service and a resource', 'Keep one of them.');
  } else if (resource) {
    for (const part of ['kind', 'name'].filter((one) => !resource[one])) {
      yield refusal(`${place}.resource.${part}`, 'is missing', `Add ${place}.resource.${part}.`);
    }
  } else if (service) {
    yield* serviceRefusals(service, `${place}.service`);
  } else {
    yield refusal(place, 'must have a service or a resource', `Add ${place}.service with its name and port.`);
  }
}

function* serviceRefusals({ name = '', port = {} }: any, place: string): Generator<Refusal> {
  if (name === '') {
    yield refusal(`${place}.name`, 'is missing', `Add ${place}.name.`);
  }
  yield* textRefusals(name, label1035Fault, `${place}.name`);
  const { name: portName = '', number = 0 } = port;
  if (portName !== '' && number !== 0) {
    yield refusal(`${place}.port`, 'must not have both a name and a number', 'Keep one of them.', port);
  } else if (portName !== '') {
    yield* textRefusals(portName, portNameFault, `${place}.port.name`);
  } else if (number === 0) {
    yield refusal(`${place}.port`, 'must have a name or a number', `Add ${place}.port.number.`);
  } else if (portNumberFault(number)) {
    yield refusal(
      `${place}.port.number`,
      portNumberFault(number)!,
      'Write the number of a port of the Service.',
      number,
    );
  }
}
