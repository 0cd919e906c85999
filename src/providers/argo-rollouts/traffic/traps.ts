import { rejectionOf } from './rejections';
import { ObjectIndex } from '../../../traffic/object-index';
import { Trap } from '../../../traffic/trap';

/** What goes wrong with Rollouts, those that the controller accepts included. @internal */
export function trapsOf(index: ObjectIndex): Trap[] {
  return index.all('argoproj.io', 'Rollout').flatMap((rollout): Trap[] => {
    const { canary } = rollout.spec?.strategy ?? {};
    const { trafficRouting, steps = [] } = canary ?? {};
    const trap = (rule: string, severity: Trap['severity'], message: string, fix: string, source: string): Trap => ({ rule, severity, objects: [rollout], message, fix, source });
    const fault = rejectionOf(rollout);
    const lanes: any[] = steps.map(({ setHeaderRoute }: any) => setHeaderRoute).filter((route: any) => route);
    return [
      ...(fault === undefined ? [] : [trap('argo-rejected', 'error', `the controller rejects it: it ${fault}`, 'Mend it: the controller does nothing with it as it is.', 'pkg/apis/rollouts/validation/validation.go of argoproj/argo-rollouts')]),
      ...(canary?.dynamicStableScale === true && trafficRouting?.nginx
        ? [trap('argo-dynamic-stable-nginx', 'error', 'dynamicStableScale takes the last stable pods away before the promotion has ended, and ingress-nginx answers 503 to everybody while its main backend has no pod', 'Leave dynamicStableScale out over ingress-nginx.', 'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/')]
        : []),
      ...(trafficRouting?.nginx && trafficRouting.maxTrafficWeight < 100
        ? [trap('argo-total-nginx', 'error', `maxTrafficWeight ${trafficRouting.maxTrafficWeight} becomes a canary-weight-total that ingress-nginx ignores, because it is not above 100: weights are percentages`, 'Write a maxTrafficWeight above 100, or none.', 'rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx')]
        : []),
      ...lanes.filter(({ match = [] }) => match.length > 1 && trafficRouting?.istio).map(({ name }) => trap(
        'argo-header-or', 'warning', `the headers of ${name} are alternatives: one of them is enough (each becomes an entry of match of its own)`, 'Write one header, or a route of your own in the VirtualService where several must hold.', 'utils/istio of argoproj/argo-rollouts, https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest',
      )),
    ];
  });
}
