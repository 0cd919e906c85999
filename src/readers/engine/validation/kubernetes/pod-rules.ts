import { quantity } from './quantity';
import { labelFault, portFault, portNameFault, portNumberFault } from '../names';
import { each, Refusal, refusal, repeated } from '../refusal';

/**
 * ValidatePodSpec in pkg/apis/core/validation/validation.go of kubernetes/kubernetes, as far as it is common.
 *
 * @internal
 */
export function* podRefusals(spec: any = {}, path: string): Generator<Refusal> {
  if ((spec.containers ?? []).length === 0) {
    yield refusal(`${path}.containers`, 'must have at least one container', `Add a container to ${path}.containers.`);
  }
  const volumes = new Set<string>((spec.volumes ?? []).map(({ name }: any) => name));
  yield* repeated(spec.volumes, `${path}.volumes`, ({ name }) => name, 'name');
  const all = [...each(spec.initContainers, `${path}.initContainers`), ...each(spec.containers, `${path}.containers`)];
  yield* repeated(
    all.map(([{ name }]) => name),
    `${path}.containers`,
    (name) => name,
    'name',
  );
  for (const [container, place] of all) {
    yield* containerRefusals(container, place, volumes);
  }
}

const POLICIES = ['Always', 'IfNotPresent', 'Never'];

function* containerRefusals(container: any, place: string, volumes: Set<string>): Generator<Refusal> {
  const { name = '', image = '', imagePullPolicy = '' } = container;
  const nameFault = name === '' ? 'is missing' : labelFault(name);
  if (nameFault) {
    yield refusal(`${place}.name`, nameFault, `Write a name in lower case as ${place}.name.`, name || undefined);
  }
  if (image === '' || image.trim() !== image) {
    yield refusal(
      `${place}.image`,
      image === '' ? 'is missing' : 'must not begin or end with a blank',
      `Write the image as ${place}.image.`,
      image || undefined,
    );
  }
  if (imagePullPolicy !== '' && !POLICIES.includes(imagePullPolicy)) {
    yield refusal(
      `${place}.imagePullPolicy`,
      `must be one of ${POLICIES.join(', ')}`,
      'Write one of these.',
      imagePullPolicy,
    );
  }
  yield* repeated(container.ports, `${place}.ports`, ({ name: port }) => port || undefined, 'name');
  for (const [port, inner] of each(container.ports, `${place}.ports`)) {
    yield* containerPortRefusals(port, inner);
  }
  for (const [variable, inner] of each(container.env, `${place}.env`)) {
    if (!variable.name || variable.name.includes('=')) {
      yield refusal(
        `${inner}.name`,
        'must be the name of a variable, without =',
        `Write the name as ${inner}.name.`,
        variable.name,
      );
    }
  }
  yield* resourceRefusals(container.resources, `${place}.resources`);
  yield* mountRefusals(container.volumeMounts, `${place}.volumeMounts`, volumes);
  for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    yield* probeRefusals(container[kind], `${place}.${kind}`, kind !== 'readinessProbe');
  }
}

function* containerPortRefusals(
  { name = '', containerPort = 0, protocol = 'TCP' }: any,
  place: string,
): Generator<Refusal> {
  if (name !== '' && portNameFault(name)) {
    yield refusal(`${place}.name`, portNameFault(name)!, 'Shorten the name.', name);
  }
  if (portNumberFault(containerPort)) {
    yield refusal(
      `${place}.containerPort`,
      portNumberFault(containerPort)!,
      'Write the port that the container listens to.',
      containerPort,
    );
  }
  if (!['TCP', 'UDP', 'SCTP'].includes(protocol)) {
    yield refusal(`${place}.protocol`, 'must be one of TCP, UDP, SCTP', 'Write TCP for HTTP.', protocol);
  }
}

/** ValidateContainerResourceRequirements of the same file. */
function* resourceRefusals({ limits = {}, requests = {} }: any = {}, path: string): Generator<Refusal> {
  for (const [field, amounts] of Object.entries({ limits, requests })) {
    for (const [name, amount] of Object.entries<number | string>(amounts)) {
      if (!(quantity(amount) >= 0)) {
        yield refusal(
          `${path}.${field}.${name}`,
          'must be a quantity of at least 0, such as 500m, 2 or 128Mi',
          'Write such a quantity.',
          amount,
        );
      }
      if (field === 'requests' && limits[name] !== undefined && quantity(amount) > quantity(limits[name])) {
        yield refusal(
          `${path}.requests.${name}`,
          `must be at most the limit, ${limits[name]}`,
          `Write at most ${limits[name]}.`,
          amount,
        );
      }
    }
  }
}

function* mountRefusals(mounts: any[] | undefined, path: string, volumes: Set<string>): Generator<Refusal> {
  yield* repeated(mounts, path, ({ mountPath }) => mountPath, 'mountPath');
  for (const [{ name = '', mountPath = '' }, place] of each(mounts, path)) {
    if (!volumes.has(name)) {
      yield refusal(
        `${place}.name`,
        'must be the name of a volume of the pod',
        'Add the volume to the pod, or correct the name.',
        name,
      );
    }
    if (mountPath === '') {
      yield refusal(`${place}.mountPath`, 'is missing', `Add ${place}.mountPath.`);
    }
  }
}

/** ValidateProbe of the same file. */
function* probeRefusals(probe: any, place: string, isOnce: boolean): Generator<Refusal> {
  if (!probe) {
    return;
  }
  const handlers = ['httpGet', 'tcpSocket', 'grpc', 'exec'].filter((handler) => probe[handler]);
  if (handlers.length !== 1) {
    yield refusal(place, 'must have exactly one of httpGet, tcpSocket, grpc, exec', 'Keep one of them.', handlers);
  }
  const port = probe.httpGet
    ? (probe.httpGet.port ?? 0)
    : probe.tcpSocket
      ? (probe.tcpSocket.port ?? 0)
      : probe.grpc?.port;
  if (port !== undefined && portFault(port)) {
    yield refusal(`${place}.${handlers[0]}.port`, portFault(port)!, "Write the container's port, or its name.", port);
  }
  const scheme = probe.httpGet?.scheme ?? 'HTTP';
  if (!['HTTP', 'HTTPS'].includes(scheme)) {
    yield refusal(`${place}.httpGet.scheme`, 'must be HTTP or HTTPS', 'Write it in capitals.', scheme);
  }
  if (probe.exec && (probe.exec.command ?? []).length === 0) {
    yield refusal(`${place}.exec.command`, 'is missing', `Add ${place}.exec.command.`);
  }
  for (const field of [
    'initialDelaySeconds',
    'timeoutSeconds',
    'periodSeconds',
    'successThreshold',
    'failureThreshold',
  ]) {
    if (probe[field] < 0) {
      yield refusal(`${place}.${field}`, 'must be at least 0', 'Write a number of at least 0.', probe[field]);
    }
  }
  if (isOnce && (probe.successThreshold ?? 1) > 1) {
    yield refusal(
      `${place}.successThreshold`,
      'must be 1 for a liveness or startup probe',
      'Write 1, or leave it out.',
      probe.successThreshold,
    );
  }
}
