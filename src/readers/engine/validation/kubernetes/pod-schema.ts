import { ANYTHING, FLAG, INTEGER, INTEGER_OR_TEXT, list, map, object, open, TEXT } from '../schema';

/** Fields whose content is not looked at. */
function unread(names: string): { [field: string]: typeof ANYTHING } {
  return Object.fromEntries(names.split(' ').map((name) => [name, ANYTHING]));
}

const PROBE = object({
  httpGet: object({
    path: TEXT,
    port: INTEGER_OR_TEXT,
    host: TEXT,
    scheme: TEXT,
    httpHeaders: list(object({ name: TEXT, value: TEXT })),
  }),
  tcpSocket: object({ port: INTEGER_OR_TEXT, host: TEXT }),
  grpc: object({ port: INTEGER, service: TEXT }),
  exec: object({ command: list(TEXT) }),
  initialDelaySeconds: INTEGER,
  timeoutSeconds: INTEGER,
  periodSeconds: INTEGER,
  successThreshold: INTEGER,
  failureThreshold: INTEGER,
  terminationGracePeriodSeconds: INTEGER,
});

const QUANTITY = { anyOf: [{ type: 'number' as const }, { type: 'string' as const }] };

const CONTAINER = object({
  name: TEXT,
  image: TEXT,
  imagePullPolicy: TEXT,
  command: list(TEXT),
  args: list(TEXT),
  workingDir: TEXT,
  ports: list(object({ name: TEXT, containerPort: INTEGER, hostPort: INTEGER, hostIP: TEXT, protocol: TEXT })),
  env: list(open({ name: TEXT, value: TEXT })),
  volumeMounts: list(open({ name: TEXT, mountPath: TEXT })),
  resources: open({ limits: map(QUANTITY), requests: map(QUANTITY) }),
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  ...unread('envFrom lifecycle resizePolicy restartPolicy restartPolicyRules securityContext stdin stdinOnce'),
  ...unread('targetContainerName terminationMessagePath terminationMessagePolicy tty volumeDevices'),
});

/** The pod's spec: staging/src/k8s.io/api/core/v1/types.go of kubernetes/kubernetes, 1.35. @internal */
export const POD_SPEC = object({
  containers: list(CONTAINER),
  initContainers: list(CONTAINER),
  volumes: list(open({ name: TEXT })),
  restartPolicy: TEXT,
  hostNetwork: FLAG,
  nodeSelector: map(TEXT),
  ...unread('activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks'),
  ...unread('ephemeralContainers hostAliases hostIPC hostPID hostUsers hostname hostnameOverride imagePullSecrets'),
  ...unread(
    'nodeName os overhead preemptionPolicy priority priorityClassName readinessGates resourceClaims resources ' +
      'runtimeClassName',
  ),
  ...unread('schedulerName schedulingGates securityContext serviceAccount serviceAccountName setHostnameAsFQDN'),
  ...unread(
    'shareProcessNamespace subdomain terminationGracePeriodSeconds tolerations topologySpreadConstraints workloadRef',
  ),
});

/** @internal */
export const POD_TEMPLATE = object({ metadata: open({ labels: map(TEXT), annotations: map(TEXT) }), spec: POD_SPEC });

/** @internal */
export const LABEL_SELECTOR = object({
  matchLabels: map(TEXT),
  matchExpressions: list(object({ key: TEXT, operator: TEXT, values: list(TEXT) })),
});
