import { Construct } from 'constructs';
import { claimAnalyses } from './analysis/analysis-claims';
import { argoRolloutsFaults } from './faults';
import { ArgoRolloutsOptions } from './options';
import { ApiResource, workloadResources } from '../api-resource';
import { IControllerRunProvider } from '../contract';
import { addObjects } from '../stage-objects';
import { Support } from '../support';
import { measurementOf, releaseContext } from './rollout/context';
import { rolloutManifests } from './rollout/manifest';
import { claimScaling } from './rollout/scaling-claims';
import { stepOffset } from './rollout/steps';
import { ReleaseContext } from './routers/release-context';
import { RolloutRouter } from './routers/rollout-router';
import { TrafficRouting } from './routers/traffic-routing';
import { Application } from '../../application';
import { given } from '../../faults/shown';
import { extraArgumentFaults } from '../../faults/unknown-keys';
import { Feature, RolloutPlan, Stage } from '../../plan';

/**
 * Argo Rollouts, whose controller takes the steps of a plan. There are two stages to commit, before the release and
 * with it, and they differ in the version alone.
 *
 * The semantics are those of the controller's release 1.9 (https://github.com/argoproj/argo-rollouts), and of the
 * plugin
 * `argoproj-labs/gatewayAPI` 0.15.
 */
export class ArgoRolloutsProvider implements IControllerRunProvider {
  /** The names of the controller and its router. */
  public readonly title: string;

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle: string;

  private readonly options: ArgoRolloutsOptions;
  private readonly router: RolloutRouter;
  private readonly optionFaults: string[];
  private isAutoscaled: boolean;

  /** @param options the router and the controller's options */
  public constructor(options: ArgoRolloutsOptions = {}) {
    this.options = options ?? {};
    const { trafficRouting = TrafficRouting.none() } = this.options;
    const isRouting = trafficRouting instanceof TrafficRouting;
    this.router = isRouting ? trafficRouting._router : TrafficRouting.none()._router;
    this.optionFaults = isRouting
      ? extraArgumentFaults('new ArgoRolloutsProvider()', arguments, 1)
      : [
        'Argo Rollouts: trafficRouting must be a TrafficRouting, ' +
          `${given(trafficRouting)}: write for example TrafficRouting.istio()`,
      ];
    this.isAutoscaled = this.options.autoscaled === true;
    this.title = this.router.title;
    this.lifeCycle = this.router.lifeCycle;
  }

  /**
   * Whether the controller and its router support a feature.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return this.optionFaults.length > 0 ? Support.native() : this.router.support(feature);
  }

  /**
   * The parts of an application and a plan that the controller rejects, or would execute differently, one sentence
   * each.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    return this.optionFaults.length > 0
      ? this.optionFaults
      : argoRolloutsFaults(application, plan, this.options, this.router);
  }

  /**
   * The fractions that numbers of pods allow, if there is no router; the router's end-of-life notice, unless
   * `lifeCycleNotice` is false.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  public notices(application: Application, plan: RolloutPlan): string[] {
    return this.router.notices(application, plan, this.context(application));
  }

  /**
   * Rollouts, ConfigMaps, Services and the router's objects.
   *
   * @param application the application
   */
  public resources(application: Application): ApiResource[] {
    return [
      ...workloadResources(application, { apiGroup: 'argoproj.io', resource: 'rollouts' }),
      ...this.router.resources(application),
    ];
  }

  /**
   * Writes Services, routes and the Rollout.
   *
   * @param scope the parent of the objects
   * @param application the application
   * @param stage the stage
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    const { options, router } = this;
    const { backgroundAnalysis } = options;
    const context = this.context(application);
    router.claim(scope, application, context);
    claimAnalyses(scope, application, stage.steps, backgroundAnalysis && measurementOf(backgroundAnalysis));
    claimScaling(scope, application, {
      isFine: router.maxTrafficWeight(stage.steps) !== 100,
      isAutoscaledLate: () => this.isAutoscaled && options.autoscaled !== true,
    });
    const isAutoscaled = () => this.isAutoscaled;
    addObjects(scope, application.id, rolloutManifests({ application, stage, options, router, context, isAutoscaled }));
  }

  /**
   * The index of the Rollout's step (`currentStepIndex`) after a number of the plan's steps.
   *
   * @param plan the plan of a release
   * @param steps how many steps of the plan have been taken
   */
  public controllerStep(plan: RolloutPlan, steps: number): number {
    return steps - 1 + stepOffset(plan.steps, this.router);
  }

  /**
   * Omits the number of pods from now on, because an autoscaler sets it.
   *
   * @internal
   */
  public _autoscale(): void {
    this.isAutoscaled = true;
  }

  private context(application: Application): ReleaseContext {
    return releaseContext(application, this.options, this.isAutoscaled);
  }
}
