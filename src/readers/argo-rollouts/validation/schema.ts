import { closed, firstMisfit, items, Schema, values } from './closed-schema';
import { Rejection } from './rejection';
import { KubernetesObject } from '../../engine/kubernetes-object';

const TEXTS = values('string');
const METADATA = closed({ labels: TEXTS, annotations: TEXTS });
const SELECTOR = closed({
  matchLabels: TEXTS,
  matchExpressions: items(closed({ 'key!': 'string', 'operator!': 'string', 'values': items('string') })),
});
const MATCH = closed({ exact: 'string', prefix: 'string', regex: 'string' });
const ARGUMENT = closed({
  'name!': 'string',
  'value': 'string',
  'valueFrom': closed({ fieldRef: closed({ 'fieldPath!': 'string' }), podTemplateHashValue: 'string' }),
});
const ANALYSIS = {
  analysisRunMetadata: METADATA,
  args: items(ARGUMENT),
  dryRun: items(closed({ 'metricName!': 'string' })),
  measurementRetention: items(closed({ 'limit!': 'integer', 'metricName!': 'string' })),
  templates: items(closed({ clusterScope: 'boolean', templateName: 'string' })),
};
const ANTI_AFFINITY = closed({
  preferredDuringSchedulingIgnoredDuringExecution: closed({ 'weight!': 'integer' }),
  requiredDuringSchedulingIgnoredDuringExecution: closed({}),
});
const NAMED = closed({ 'name!': 'string' });
const VIRTUAL_SERVICE = closed({
  'name!': 'string',
  'routes': items('string'),
  'tcpRoutes': items(closed({ port: 'integer' })),
  'tlsRoutes': items(closed({ port: 'integer', sniHosts: items('string') })),
});

const EXPERIMENT = closed({
  'analyses': items(
    closed({
      'args': items(ARGUMENT),
      'clusterScope': 'boolean',
      'name!': 'string',
      'requiredForCompletion': 'boolean',
      'templateName!': 'string',
    }),
  ),
  'analysisRunMetadata': METADATA,
  'dryRun': items(closed({ 'metricName!': 'string' })),
  'duration': 'string',
  'scaleDownDelaySeconds': 'integer',
  'templates!': items(
    closed({
      'metadata': METADATA,
      'name!': 'string',
      'replicas': 'integer',
      'selector': SELECTOR,
      'service': closed({ name: 'string' }),
      'specRef!': 'string',
      'weight': 'integer',
    }),
  ),
});

const STEP = closed({
  analysis: closed(ANALYSIS),
  experiment: EXPERIMENT,
  pause: closed({ duration: 'integer or string' }),
  plugin: closed({ 'config': 'any', 'name!': 'string' }),
  setCanaryScale: closed({ matchTrafficWeight: 'boolean', replicas: 'integer', weight: 'integer' }),
  setHeaderRoute: closed({ name: 'string', match: items(closed({ 'headerName!': 'string', 'headerValue!': MATCH })) }),
  setMirrorRoute: closed({
    'name!': 'string',
    'percentage': 'integer',
    'match': items(closed({ headers: values(MATCH), method: MATCH, path: MATCH })),
  }),
  setWeight: 'integer',
});

const TRAFFIC_ROUTING = closed({
  alb: closed({
    'annotationPrefix': 'string',
    'ingress': 'string',
    'ingresses': items('string'),
    'rootService': 'string',
    'servicePort!': 'integer',
    'stickinessConfig': closed({ 'durationSeconds!': 'integer', 'enabled!': 'boolean' }),
  }),
  ambassador: closed({ 'mappings!': items('string') }),
  apisix: closed({ route: closed({ 'name!': 'string', 'rules': items('string') }) }),
  appMesh: closed({
    virtualNodeGroup: closed({ 'canaryVirtualNodeRef!': NAMED, 'stableVirtualNodeRef!': NAMED }),
    virtualService: closed({ 'name!': 'string', 'routes': items('string') }),
  }),
  istio: closed({
    destinationRule: closed({
      'additionalSubsetNames': items('string'),
      'canarySubsetName!': 'string',
      'name!': 'string',
      'stableSubsetName!': 'string',
    }),
    virtualService: VIRTUAL_SERVICE,
    virtualServices: items(VIRTUAL_SERVICE),
  }),
  managedRoutes: items(NAMED),
  maxTrafficWeight: 'integer',
  nginx: closed({
    additionalIngressAnnotations: TEXTS,
    annotationPrefix: 'string',
    canaryIngressAnnotations: TEXTS,
    stableIngress: 'string',
    stableIngresses: items('string'),
  }),
  plugins: 'any',
  smi: closed({ rootService: 'string', trafficSplitName: 'string' }),
  traefik: closed({ 'weightedTraefikServiceName!': 'string' }),
});

const CANARY = closed({
  abortScaleDownDelaySeconds: 'integer',
  analysis: closed({ ...ANALYSIS, startingStep: 'integer' }),
  antiAffinity: ANTI_AFFINITY,
  canaryMetadata: METADATA,
  canaryService: 'string',
  dynamicStableScale: 'boolean',
  maxSurge: 'integer or string',
  maxUnavailable: 'integer or string',
  minPodsPerReplicaSet: 'integer',
  pingPong: closed({ 'pingService!': 'string', 'pongService!': 'string' }),
  replicaProgressThreshold: closed({ 'type!': 'string', 'value!': 'integer' }),
  scaleDownDelayRevisionLimit: 'integer',
  scaleDownDelaySeconds: 'integer',
  stableMetadata: METADATA,
  stableService: 'string',
  steps: items(STEP),
  trafficRouting: TRAFFIC_ROUTING,
});

const BLUE_GREEN = closed({
  'abortScaleDownDelaySeconds': 'integer',
  'activeMetadata': METADATA,
  'activeService!': 'string',
  'antiAffinity': ANTI_AFFINITY,
  'autoPromotionEnabled': 'boolean',
  'autoPromotionSeconds': 'integer',
  'maxUnavailable': 'integer or string',
  'postPromotionAnalysis': closed(ANALYSIS),
  'prePromotionAnalysis': closed(ANALYSIS),
  'previewMetadata': METADATA,
  'previewReplicaCount': 'integer',
  'previewService': 'string',
  'scaleDownDelayRevisionLimit': 'integer',
  'scaleDownDelaySeconds': 'integer',
});

function any(names: string): { [name: string]: Schema } {
  return Object.fromEntries(names.split(' ').map((name) => [name, 'any']));
}

const CONTAINER = closed({
  'name!': 'string',
  'image': 'string',
  ...any(
    'args command env envFrom imagePullPolicy lifecycle livenessProbe ports readinessProbe resizePolicy ' +
      'resources restartPolicy',
  ),
  ...any(
    'restartPolicyRules securityContext startupProbe stdin stdinOnce terminationMessagePath ' +
      'terminationMessagePolicy tty',
  ),
  ...any('volumeDevices volumeMounts workingDir'),
});

const POD = closed({
  'containers!': items(CONTAINER),
  'initContainers': items(CONTAINER),
  ...any(
    'activeDeadlineSeconds affinity automountServiceAccountToken dnsConfig dnsPolicy enableServiceLinks ' +
      'ephemeralContainers hostAliases',
  ),
  ...any(
    'hostIPC hostNetwork hostPID hostUsers hostname hostnameOverride imagePullSecrets nodeName nodeSelector os ' +
      'overhead preemptionPolicy',
  ),
  ...any(
    'priority priorityClassName readinessGates resourceClaims resources restartPolicy runtimeClassName ' +
      'schedulerName schedulingGates',
  ),
  ...any(
    'securityContext serviceAccount serviceAccountName setHostnameAsFQDN shareProcessNamespace subdomain ' +
      'terminationGracePeriodSeconds',
  ),
  ...any('tolerations topologySpreadConstraints volumes'),
});

/**
 * The specification of a Rollout, with pods as far as containers (manifests/crds/rollout-crd.yaml of
 * argoproj/argo-rollouts 1.9).
 */
const SPEC = closed({
  analysis: closed({ successfulRunHistoryLimit: 'integer', unsuccessfulRunHistoryLimit: 'integer' }),
  minReadySeconds: 'integer',
  paused: 'boolean',
  progressDeadlineAbort: 'boolean',
  progressDeadlineSeconds: 'integer',
  replicas: 'integer',
  restartAt: 'string',
  revisionHistoryLimit: 'integer',
  rollbackWindow: closed({ revisions: 'integer' }),
  selector: SELECTOR,
  strategy: closed({ blueGreen: BLUE_GREEN, canary: CANARY }),
  template: closed({ metadata: 'any', spec: POD }),
  workloadRef: closed({ apiVersion: 'string', kind: 'string', name: 'string', scaleDown: 'string' }),
});

/**
 * Why the API server refuses a Rollout by the schema of its kind.
 *
 * @param isOpen whether fields that nobody knows are allowed
 * @internal
 */
export function schemaRejection({ spec }: KubernetesObject, isOpen = false): Rejection | undefined {
  const source = 'manifests/crds/rollout-crd.yaml of argoproj/argo-rollouts';
  if (spec === undefined) {
    return { field: 'spec', reason: 'lacks spec, which the schema requires', fix: 'Write spec.', source };
  }
  const misfit = firstMisfit(spec, SPEC, 'spec', isOpen);
  return misfit && { ...misfit, source };
}
