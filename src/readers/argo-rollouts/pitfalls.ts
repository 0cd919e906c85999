import { rejectionOf } from './rejections';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

/** What goes wrong with Rollouts, those that the controller accepts included. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  return index.all('argoproj.io', 'Rollout').flatMap((rollout): Pitfall[] => {
    const { canary } = rollout.spec?.strategy ?? {};
    const { trafficRouting, steps = [] } = canary ?? {};
    const pitfall = (rule: string, severity: Pitfall['severity'], message: string, fix: string, source: string): Pitfall => ({ rule, severity, objects: [rollout], message, fix, source });
    const fault = rejectionOf(rollout);
    const lanes: any[] = steps.map(({ setHeaderRoute }: any) => setHeaderRoute).filter((route: any) => route);
    return [
      ...(fault === undefined ? [] : [pitfall('argo-rejected', 'error', `the controller rejects it: it ${fault}`, 'Mend it: the controller does nothing with it as it is.', 'pkg/apis/rollouts/validation/validation.go of argoproj/argo-rollouts')]),
      ...(canary?.dynamicStableScale === true && trafficRouting?.nginx
        ? [pitfall('argo-dynamic-stable-nginx', 'error', 'dynamicStableScale takes the last stable pods away before the promotion has ended, and ingress-nginx answers 503 to everybody while its main backend has no pod', 'Leave dynamicStableScale out over ingress-nginx.', 'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/')]
        : []),
      ...(trafficRouting?.nginx && trafficRouting.maxTrafficWeight < 100
        ? [pitfall('argo-total-nginx', 'error', `maxTrafficWeight ${trafficRouting.maxTrafficWeight} becomes a canary-weight-total that ingress-nginx ignores, because it is not above 100: weights are percentages`, 'Write a maxTrafficWeight above 100, or none.', 'rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx')]
        : []),
      ...lanes.filter(({ match = [] }) => match.length > 1 && trafficRouting?.istio).map(({ name }) => pitfall(
        'argo-header-or', 'warning', `the headers of ${name} are alternatives: one of them is enough (each becomes an entry of match of its own)`, 'Write one header, or a route of your own in the VirtualService where several must hold.', 'utils/istio of argoproj/argo-rollouts, https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest',
      )),
    ];
  });
}
