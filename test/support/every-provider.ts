import {
  ArgoRolloutsProvider, GatewayApiNaming, GatewayApiProvider, GlooProvider, GlooRoutes, IngressNginxProvider, IProvider,
  IstioSplit, TrafficRouting, VoyagerProvider,
} from '../../src';

/** Every provider by name, for an application that has all paths of its hosts. */
export function everyProvider(): Map<string, IProvider> {
  const gateways = [{ name: 'public', namespace: 'infra' }];
  return new Map<string, IProvider>([
    ['Gloo', new GlooProvider({ routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }) })],
    ['ingress-nginx', new IngressNginxProvider({ lifeCycleNotice: false })],
    ['Voyager', new VoyagerProvider({ lifeCycleNotice: false, weightTolerance: 0 })],
    ['Gateway API', new GatewayApiProvider({ gateways, acceptRegularExpressions: true })],
    ['Gateway API by role', new GatewayApiProvider({ gateways, naming: GatewayApiNaming.BY_ROLE })],
    [
      'Argo Rollouts over ingress-nginx',
      new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.nginx(), lifeCycleNotice: false }),
    ],
    ['Argo Rollouts over Istio', new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.istio({ gateway: {} }) })],
    [
      'Argo Rollouts over Istio by subset',
      new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.istio({ gateway: {}, split: IstioSplit.BY_SUBSET }) }),
    ],
    [
      'Argo Rollouts over the Gateway API',
      new ArgoRolloutsProvider({ trafficRouting: TrafficRouting.gatewayApi({ gateways }) }),
    ],
  ]);
}
