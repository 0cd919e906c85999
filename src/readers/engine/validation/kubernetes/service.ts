import { isIP } from 'node:net';
import { KubernetesObject } from '../../kubernetes-object';
import { labelRefusals } from '../metadata';
import { labelFault, portFault, portNumberFault, qualifiedNameFault, subdomainFault } from '../names';
import { each, Refusal, refusal, repeated } from '../refusal';
import { ANYTHING, FLAG, INTEGER, INTEGER_OR_TEXT, list, map, object, TEXT, whole } from '../schema';

/** The Service: staging/src/k8s.io/api/core/v1/types.go of kubernetes/kubernetes, 1.34. @internal */
export const SERVICE = whole(
  object({
    type: TEXT,
    selector: map(TEXT),
    ports: list(
      object({
        name: TEXT,
        protocol: TEXT,
        appProtocol: TEXT,
        port: INTEGER,
        targetPort: INTEGER_OR_TEXT,
        nodePort: INTEGER,
      }),
    ),
    clusterIP: TEXT,
    clusterIPs: list(TEXT),
    externalIPs: list(TEXT),
    externalName: TEXT,
    externalTrafficPolicy: TEXT,
    internalTrafficPolicy: TEXT,
    trafficDistribution: TEXT,
    healthCheckNodePort: INTEGER,
    publishNotReadyAddresses: FLAG,
    sessionAffinity: TEXT,
    sessionAffinityConfig: object({ clientIP: object({ timeoutSeconds: INTEGER }) }),
    ipFamilies: list(TEXT),
    ipFamilyPolicy: TEXT,
    loadBalancerIP: TEXT,
    loadBalancerClass: TEXT,
    loadBalancerSourceRanges: list(TEXT),
    allocateLoadBalancerNodePorts: FLAG,
    topologyKeys: ANYTHING,
  }),
);

/** Fields with a few values. */
const CHOICES: { [field: string]: string[] } = {
  type: ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
  sessionAffinity: ['ClientIP', 'None'],
  externalTrafficPolicy: ['Cluster', 'Local'],
  internalTrafficPolicy: ['Cluster', 'Local'],
  ipFamilyPolicy: ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
};

/** ValidateService in pkg/apis/core/validation/validation.go of kubernetes/kubernetes. @internal */
export function* serviceRefusals({ spec = {} }: KubernetesObject): Generator<Refusal> {
  const { type = 'ClusterIP', ports = [], selector } = spec;
  const isHeadless = spec.clusterIP === 'None';
  for (const [field, values] of Object.entries(CHOICES)) {
    if (spec[field] !== undefined && spec[field] !== '' && !values.includes(spec[field])) {
      yield refusal(
        `spec.${field}`,
        `must be one of ${values.join(', ')}`,
        `Write one of these as spec.${field}.`,
        spec[field],
      );
    }
  }
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') {
    yield refusal('spec.ports', 'must have at least one port', 'Add the port that clients ask for.');
  }
  if (type === 'ExternalName') {
    yield* externalNameRefusals(spec);
  } else if (spec.clusterIP !== undefined && spec.clusterIP !== '' && !isHeadless && isIP(spec.clusterIP) === 0) {
    yield refusal(
      'spec.clusterIP',
      'must be empty, None or an IP address',
      'Leave spec.clusterIP out.',
      spec.clusterIP,
    );
  }
  if (isHeadless && (type === 'LoadBalancer' || type === 'NodePort')) {
    yield refusal(
      'spec.clusterIP',
      `must not be None where the type is ${type}`,
      'Leave spec.clusterIP out, or write type: ClusterIP.',
      'None',
    );
  }
  for (const [port, path] of each(ports, 'spec.ports')) {
    yield* portRefusals(port, path, ports.length > 1);
    if (port.nodePort && type === 'ClusterIP') {
      yield refusal(
        `${path}.nodePort`,
        'must not be there where the type is ClusterIP',
        'Remove it, or write type: NodePort.',
        port.nodePort,
      );
    }
  }
  yield* repeated(ports, 'spec.ports', ({ name }: any) => name || undefined, 'name');
  yield* repeated(
    ports,
    'spec.ports',
    ({ port, protocol }: any) => `${protocol || 'TCP'} ${port}`,
    'port and protocol',
  );
  yield* labelRefusals(selector, 'spec.selector');
}

function* externalNameRefusals({ clusterIP, externalName = '' }: any): Generator<Refusal> {
  if (clusterIP) {
    yield refusal(
      'spec.clusterIP',
      'must not be there where the type is ExternalName',
      'Remove spec.clusterIP.',
      clusterIP,
    );
  }
  const fault =
    externalName === '' ? 'is missing: the type is ExternalName' : subdomainFault(externalName.replace(/\.$/, ''));
  if (fault) {
    yield refusal(
      'spec.externalName',
      fault,
      'Write the DNS name that the Service stands for.',
      externalName || undefined,
    );
  }
}

function* portRefusals(
  { name = '', protocol = '', appProtocol, port = 0, targetPort }: any,
  path: string,
  isNamed: boolean,
): Generator<Refusal> {
  const nameFault =
    name === '' ? (isNamed ? 'is missing: the Service has several ports' : undefined) : labelFault(name);
  if (nameFault) {
    yield refusal(`${path}.name`, nameFault, `Write a name in lower case as ${path}.name.`, name || undefined);
  }
  if (portNumberFault(port)) {
    yield refusal(`${path}.port`, portNumberFault(port)!, 'Write the number of the port.', port);
  }
  if (protocol !== '' && !['TCP', 'UDP', 'SCTP'].includes(protocol)) {
    yield refusal(
      `${path}.protocol`,
      'must be one of TCP, UDP, SCTP',
      'Write TCP, and appProtocol for what is spoken there.',
      protocol,
    );
  }
  const targetFault =
    targetPort === undefined || targetPort === 0 || targetPort === '' ? undefined : portFault(targetPort);
  if (targetFault) {
    yield refusal(
      `${path}.targetPort`,
      targetFault,
      "Write the number of the container's port without quotes, or its name.",
      targetPort,
    );
  }
  if (appProtocol !== undefined && qualifiedNameFault(appProtocol)) {
    yield refusal(
      `${path}.appProtocol`,
      qualifiedNameFault(appProtocol)!,
      'Write a protocol such as http.',
      appProtocol,
    );
  }
}
