/* eslint-disable @typescript-eslint/no-require-imports */
import type { Schema } from '@cfworker/json-schema';
import { label1035Fault, subdomainFault } from './names';
import { Rule } from './refusal';

/** What the API server asks of the objects of a kind. @internal */
export interface KindValidation {
  readonly schema: Schema;
  readonly rules?: Rule;
  readonly nameFault?: (name: string) => string | undefined;
  /** Where its rules come from. */
  readonly source: string;
}

const KUBERNETES = 'pkg/apis/core/validation, apps/validation and networking/validation of kubernetes/kubernetes';
const GATEWAY_API = 'config/crd/standard of kubernetes-sigs/gateway-api';
const ISTIO = 'kubernetes/customresourcedefinitions.gen.yaml of istio/api';

/* Each kind is loaded when an object of it is read for the first time. */
const kubernetes = {
  service: () => require('./kubernetes/service') as typeof import('./kubernetes/service'),
  ingress: () => require('./kubernetes/ingress') as typeof import('./kubernetes/ingress'),
  workloads: () => require('./kubernetes/workloads') as typeof import('./kubernetes/workloads'),
};
const gatewayApi = {
  route: () => require('./gateway-api/http-route') as typeof import('./gateway-api/http-route'),
  routeRules: () => require('./gateway-api/http-route-rules') as typeof import('./gateway-api/http-route-rules'),
  gateway: () => require('./gateway-api/gateway') as typeof import('./gateway-api/gateway'),
  grant: () => require('./gateway-api/reference-grant') as typeof import('./gateway-api/reference-grant'),
};
const istio = {
  virtualService: () => require('./istio/virtual-service') as typeof import('./istio/virtual-service'),
  destinationRule: () => require('./istio/destination-rule') as typeof import('./istio/destination-rule'),
  gateway: () => require('./istio/gateway') as typeof import('./istio/gateway'),
};

const workload = (schema: 'DEPLOYMENT' | 'REPLICA_SET' | 'DAEMON_SET' | 'STATEFUL_SET'): KindValidation => {
  const kinds = kubernetes.workloads();
  const rules = schema === 'DEPLOYMENT' ? kinds.deploymentRefusals : kinds.workloadRefusals;
  return { schema: kinds[schema], rules, nameFault: subdomainFault, source: KUBERNETES };
};

/**
 * Every kind whose rules are known, by its API versions and its name; others are accepted as far as readers understand
 * them.
 */
const KINDS: [string[], string, () => KindValidation][] = [
  [
    ['v1'],
    'Service',
    () => {
      const { SERVICE, serviceRefusals } = kubernetes.service();
      return { schema: SERVICE, rules: serviceRefusals, nameFault: label1035Fault, source: KUBERNETES };
    },
  ],
  [
    ['v1'],
    'Pod',
    () => {
      const { POD, podObjectRefusals } = kubernetes.workloads();
      return { schema: POD, rules: podObjectRefusals, nameFault: subdomainFault, source: KUBERNETES };
    },
  ],
  [['apps/v1'], 'Deployment', () => workload('DEPLOYMENT')],
  [['apps/v1'], 'ReplicaSet', () => workload('REPLICA_SET')],
  [['apps/v1'], 'DaemonSet', () => workload('DAEMON_SET')],
  [['apps/v1'], 'StatefulSet', () => workload('STATEFUL_SET')],
  [
    ['networking.k8s.io/v1'],
    'Ingress',
    () => {
      const { INGRESS, ingressRefusals } = kubernetes.ingress();
      return { schema: INGRESS, rules: ingressRefusals, nameFault: subdomainFault, source: KUBERNETES };
    },
  ],
  [
    served('gateway.networking.k8s.io', 'v1', 'v1beta1'),
    'HTTPRoute',
    () => ({
      schema: gatewayApi.route().HTTP_ROUTE,
      rules: gatewayApi.routeRules().httpRouteRefusals,
      nameFault: subdomainFault,
      source: GATEWAY_API,
    }),
  ],
  [
    served('gateway.networking.k8s.io', 'v1', 'v1beta1'),
    'Gateway',
    () => {
      const { GATEWAY, gatewayRefusals } = gatewayApi.gateway();
      return { schema: GATEWAY, rules: gatewayRefusals, nameFault: subdomainFault, source: GATEWAY_API };
    },
  ],
  [
    served('gateway.networking.k8s.io', 'v1', 'v1beta1'),
    'ReferenceGrant',
    () => ({ schema: gatewayApi.grant().REFERENCE_GRANT, nameFault: subdomainFault, source: GATEWAY_API }),
  ],
  [
    served('networking.istio.io', 'v1', 'v1beta1', 'v1alpha3'),
    'VirtualService',
    () => {
      const { VIRTUAL_SERVICE, virtualServiceRefusals } = istio.virtualService();
      return { schema: VIRTUAL_SERVICE, rules: virtualServiceRefusals, nameFault: subdomainFault, source: ISTIO };
    },
  ],
  [
    served('networking.istio.io', 'v1', 'v1beta1', 'v1alpha3'),
    'DestinationRule',
    () => ({ schema: istio.destinationRule().DESTINATION_RULE, nameFault: subdomainFault, source: ISTIO }),
  ],
  [
    served('networking.istio.io', 'v1', 'v1beta1', 'v1alpha3'),
    'Gateway',
    () => {
      const { ISTIO_GATEWAY, istioGatewayRefusals } = istio.gateway();
      return { schema: ISTIO_GATEWAY, rules: istioGatewayRefusals, nameFault: subdomainFault, source: ISTIO };
    },
  ],
];

function served(group: string, ...versions: string[]): string[] {
  return versions.map((version) => `${group}/${version}`);
}

const byKind = new Map(
  KINDS.flatMap(([versions, kind, load]) => versions.map((version) => [`${version} ${kind}`, once(load)] as const)),
);

/** @internal */
export function validationOf(apiVersion: string, kind: string): KindValidation | undefined {
  return byKind.get(`${apiVersion} ${kind}`)?.();
}

/** Whether the rules of a kind are known. @internal */
export function isKnownKind(apiVersion: string, kind: string): boolean {
  return byKind.has(`${apiVersion} ${kind}`);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
