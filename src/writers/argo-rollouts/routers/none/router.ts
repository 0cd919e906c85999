import { Construct } from 'constructs';
import { CONTROLLER_SUPPORT, withoutHeaders } from '../controller-support';
import { dividedPods } from './divided-pods';
import { Application } from '../../../../application';
import { namedServiceManifest } from '../../../../application/manifests';
import { Feature, HeaderMatch, RolloutPlan, StepKind } from '../../../../plan';
import { ApiResource } from '../../../api-resource';
import { Support } from '../../../support';
import { ReleaseContext } from '../release-context';
import { RolloutRouter, RouterStrategy } from '../rollout-router';

const NO_ROUTER = 'splits requests only in proportion to the numbers of pods';

const SUPPORT: Record<Feature, Support> = {
  ...CONTROLLER_SUPPORT,
  ...withoutHeaders(
    NO_ROUTER,
    'Omit the step, or give a router that matches headers: TrafficRouting.istio() or TrafficRouting.gatewayApi()',
  ),
  [Feature.WEIGHT]: Support.limited('as near as the number of pods allows; a notice reports the difference'),
  [Feature.WEIGHT_FINE]: Support.refused(
    'supports only whole percentages',
    'Write a whole percentage, or use TrafficRouting.nginx(), which supports decimals',
  ),
  [Feature.MIRROR]: Support.refused(
    NO_ROUTER,
    'Omit the step, or use TrafficRouting.istio(), which mirrors a percentage',
  ),
  [Feature.CANARY_SCALE]: Support.refused(
    'derives the number of canary pods from the weight',
    'Omit the step, or give a router: TrafficRouting.istio(), TrafficRouting.gatewayApi() or TrafficRouting.nginx()',
  ),
};

/** No router: one Service for the pods of both versions. @internal */
export class ReplicaRouter implements RolloutRouter {
  public readonly title = 'Argo Rollouts without a router';
  public readonly lifeCycle = 'maintained';
  public readonly dividesRequests = false;
  public readonly stableAnswersForCanary = true;

  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  public faults(): string[] {
    return [];
  }

  /** The percentages that the number of pods allows, if they differ from the plan's weights. */
  public notices(application: Application, plan: RolloutPlan, context: ReleaseContext): string[] {
    if (context.isAutoscaled || plan.canaryVersion === undefined) {
      if (plan.canaryVersion === undefined) {
        return [];
      }
      return [
        `${this.title}: shares of ${application.name} depend on how many pods its autoscaler asks for: ` +
          "with few pods they are far from the plan's.",
      ];
    }
    const { replicas } = application._pods(plan.canaryVersion);
    return plan.steps.flatMap((step, index) => {
      if (step.kind !== StepKind.WEIGHT) {
        return [];
      }
      const { canary, stable } = dividedPods(replicas, step.percent!, context.maxSurge);
      const total = canary + stable;
      if (canary * 100 === step.percent! * total) {
        return [];
      }
      return [
        `${this.title}: ${application.name}, step ${index + 1}, ${step}: ${canary} of ${total} ` +
          `pods are ${plan.canaryVersion}'s, which is ${Math.round((canary * 1000) / total) / 10} %, ` +
          `the nearest that ${replicas === 1 ? '1 pod allows' : `${replicas} pods allow`}.`,
      ];
    });
  }

  public resources(): ApiResource[] {
    return [];
  }

  public claim(_scope: Construct): void {}

  public strategy(): RouterStrategy {
    return {};
  }

  public manifests(application: Application, context: ReleaseContext): any[] {
    const { stableService, selector } = context.names;
    return [namedServiceManifest(application, stableService, selector, 'http')];
  }

  public maxTrafficWeight(): number {
    return 100;
  }

  /** Never used, because header routes are refused. */
  public headerMatch({ name }: HeaderMatch): any {
    return { headerName: name, headerValue: {} };
  }

  public mirrorMatches(): any[] {
    return [];
  }
}
