import { Shapes } from '../engine/object-index';
import { fields, list, map, Shape } from '../engine/shape';

const STRING_MATCH = fields({ exact: 'string', prefix: 'string', regex: 'string' });
const METADATA = fields({ labels: map('string'), annotations: map('string') });
const VIRTUAL_SERVICE = fields({ name: 'string', routes: list('string') });

const STEP: Shape = fields({
  setWeight: 'integer',
  setCanaryScale: fields({ weight: 'integer', replicas: 'integer', matchTrafficWeight: 'boolean' }),
  setHeaderRoute: fields({ name: 'string', match: list(fields({ headerName: 'string', headerValue: STRING_MATCH })) }),
  setMirrorRoute: fields({
    name: 'string',
    percentage: 'integer',
    match: list(fields({ method: STRING_MATCH, path: STRING_MATCH, headers: map(STRING_MATCH) })),
  }),
});

const CANARY: Shape = fields({
  canaryService: 'string',
  stableService: 'string',
  canaryMetadata: METADATA,
  stableMetadata: METADATA,
  dynamicStableScale: 'boolean',
  steps: list(STEP),
  trafficRouting: fields({
    maxTrafficWeight: 'integer',
    managedRoutes: list(fields({ name: 'string' })),
    nginx: fields({
      stableIngress: 'string',
      stableIngresses: list('string'),
      annotationPrefix: 'string',
      additionalIngressAnnotations: map('string'),
      canaryIngressAnnotations: map('string'),
    }),
    plugins: map('any'),
    istio: fields({
      virtualService: VIRTUAL_SERVICE,
      virtualServices: list(VIRTUAL_SERVICE),
      destinationRule: fields({
        name: 'string',
        canarySubsetName: 'string',
        stableSubsetName: 'string',
        additionalSubsetNames: list('string'),
      }),
    }),
  }),
});

const TEMPLATE: Shape = fields({
  metadata: METADATA,
  spec: fields({ containers: list(fields({ ports: list(fields({ name: 'string' })) })) }),
});

const ANALYSIS_TEMPLATE: Shape = fields({
  spec: fields({
    metrics: list(fields({ name: 'string', interval: 'string', count: 'integer or string' })),
    args: list(fields({ name: 'string', value: 'string' })),
    templates: list(fields({ templateName: 'string', clusterScope: 'boolean' })),
  }),
});

/** The Rollout, as far as it is read here (manifests/crds/rollout-crd.yaml of argoproj/argo-rollouts). @internal */
export const ROLLOUT_SHAPES: Shapes = {
  'argoproj.io/Rollout': fields({
    spec: fields({
      replicas: 'natural',
      minReadySeconds: 'integer',
      progressDeadlineSeconds: 'integer',
      selector: fields({ matchLabels: map('string') }),
      template: TEMPLATE,
      workloadRef: fields({ kind: 'string', name: 'string', scaleDown: 'string' }),
      strategy: fields({ canary: CANARY }),
    }),
  }),
  'argoproj.io/AnalysisTemplate': ANALYSIS_TEMPLATE,
  'argoproj.io/ClusterAnalysisTemplate': ANALYSIS_TEMPLATE,
};
