import { Hazard, RolloutInput } from './hazard';
import { mayBeIn } from '../../engine/object-index';
import { pluginOf } from '../routers/gateway-api';

const FEATURES = 'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/';

/** Sizes and weights that do not add up. @internal */
export function scaleHazards({ rollout, plan, index }: RolloutInput): Hazard[] {
  const { canary, steps, replicas } = plan;
  const { trafficRouting, dynamicStableScale } = canary;
  const above = steps.findIndex(({ setCanaryScale }) => setCanaryScale?.replicas > replicas);
  const scalers = index.all('autoscaling', 'HorizontalPodAutoscaler').filter((scaler) => {
    const { kind, name } = scaler.spec?.scaleTargetRef ?? {};
    return kind === 'Rollout' && name === rollout.metadata?.name && mayBeIn(scaler, rollout.metadata?.namespace);
  });
  const hazards: [boolean, Hazard][] = [
    [
      dynamicStableScale === true && trafficRouting?.nginx !== undefined,
      [
        'argo-dynamic-stable-nginx',
        'error',
        'dynamicStableScale takes the last stable pods away before the promotion has ended, and ingress-nginx ' +
          'answers 503 to everybody while its main backend has no pod',
        'Leave dynamicStableScale out over ingress-nginx.',
        FEATURES,
      ],
    ],
    [
      dynamicStableScale === true && (trafficRouting?.istio !== undefined || pluginOf(rollout) !== undefined),
      [
        'argo-dynamic-stable-burst',
        'warning',
        'dynamicStableScale takes stable pods away as soon as the weight is written, while proxies may still ' +
          'have the old weights: they answer 503 until they have the new ones',
        'Leave dynamicStableScale out, and write scaleDownDelaySeconds: 30.',
        'https://github.com/argoproj/argo-rollouts/issues/3681',
      ],
    ],
    [
      dynamicStableScale === true && above >= 0,
      [
        'argo-scale-above-replicas',
        pluginOf(rollout) ? 'error' : 'warning',
        `step ${above} asks for more canary pods than the ${replicas} replicas: a full promotion then writes a ` +
          'weight above 100',
        `Write at most ${replicas} in setCanaryScale.replicas.`,
        'https://github.com/argoproj/argo-rollouts/issues/4424',
      ],
    ],
    [
      trafficRouting?.nginx !== undefined && trafficRouting.maxTrafficWeight < 100,
      [
        'argo-total-nginx',
        'error',
        `maxTrafficWeight ${trafficRouting?.maxTrafficWeight} becomes a canary-weight-total that ingress-nginx ` +
          'ignores, because it is not above 100: weights are percentages',
        'Write a maxTrafficWeight above 100, or none.',
        'rootfs/etc/nginx/lua/balancer.lua of kubernetes/ingress-nginx',
      ],
    ],
    [
      scalers.length > 0 && rollout.spec.replicas !== undefined,
      [
        'argo-replicas-beside-autoscaler',
        'warning',
        `spec.replicas is ${rollout.spec.replicas} beside an autoscaler: each time the manifest is applied, the ` +
          'Rollout is scaled to that size; during a release this includes the stable pods',
        'Leave spec.replicas out.',
        'https://github.com/argoproj/argo-rollouts/issues/3565',
        scalers,
      ],
    ],
  ];
  return hazards.filter(([isThere]) => isThere).map(([, hazard]) => hazard);
}
