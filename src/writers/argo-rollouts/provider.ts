import { Construct } from 'constructs';
import { AnalysisRegistry } from './analysis/analysis-registry';
import { argoRolloutsFaults, FINE_AND_AUTOSCALED } from './faults';
import { ArgoRolloutsOptions } from './options';
import { ApiResource } from '../api-resource';
import { IControllerRunProvider } from '../controller-run-provider';
import { rolloutManifests } from './rollout/manifest';
import { RolloutRouter } from './routers/rollout-router';
import { stepOffset } from './rollout/steps';
import { TrafficRouting } from './routers/traffic-routing';
import { Application } from '../../application';
import { shown } from '../../faults/shown';
import { Analysis, Feature, RolloutPlan, Stage } from '../../plan';
import { tell } from '../notices';
import { addObjects } from '../stage-objects';
import { Support } from '../support';
import { workloadResources } from '../workload-resources';

/**
 * Argo Rollouts, whose controller takes the steps of a plan by itself: what is committed is the application before the
 * release and with it, and the two differ in the version alone.
 *
 * Semantics are those of the controller's release 1.9 (https://github.com/argoproj/argo-rollouts), and of the plugin
 * `argoproj-labs/gatewayAPI` 0.15.
 */
export class ArgoRolloutsProvider implements IControllerRunProvider {
  /** The name of the controller, and of the router that it drives. */
  public readonly title: string;

  /** What is known of its end. */
  public readonly lifeCycle: string;

  private readonly options: ArgoRolloutsOptions;
  private readonly router: RolloutRouter;
  private readonly optionFaults: string[];
  private isAutoscaled: boolean;
  /** Whether some stage has weights that whole percentages cannot say. */
  private isFine = false;

  /** @param options the router, and how the controller goes about it */
  public constructor(options: ArgoRolloutsOptions = {}) {
    this.options = options ?? {};
    const { trafficRouting = TrafficRouting.none() } = this.options;
    const isRouting = trafficRouting instanceof TrafficRouting;
    this.router = isRouting ? trafficRouting._router : TrafficRouting.none()._router;
    this.optionFaults = isRouting ? [] : [`Argo Rollouts: trafficRouting is a TrafficRouting, given ${shown(trafficRouting)}: write for example TrafficRouting.istio()`];
    this.isAutoscaled = this.options.autoscaled === true;
    this.title = this.router.title;
    this.lifeCycle = this.router.lifeCycle;
  }

  /**
   * Whether the controller and its router can do what a plan asks.
   *
   * @param feature what is asked
   */
  public support(feature: Feature): Support {
    return this.optionFaults.length > 0 ? Support.native() : this.router.support(feature);
  }

  /**
   * What the controller rejects, or would do otherwise than planned.
   *
   * @param application what is released
   * @param plan how it is released
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    return this.optionFaults.length > 0 ? this.optionFaults : argoRolloutsFaults(application, plan, this.options, this.router);
  }

  /**
   * What collides with others in the same app: hosts and paths, routes that a referenced VirtualService lacks, and
   * arguments that an analysis template does not have. It also tells of templates that are not in the app.
   *
   * @param scope a construct of the app
   * @param application what is released
   */
  public collisions(scope: Construct, application: Application): string[] {
    const analyses = AnalysisRegistry.of(scope);
    tell(scope, analyses.unknown(application).map((name) => `Argo Rollouts: the analysis template ${shown(name)} of ${application.name} is not in this app, so that its arguments were not checked.`));
    return [...this.router.collisions(scope, application, this.options), ...analyses.faults(application), ...this.autoscaledFaults()];
  }

  /**
   * The shares that pods allow where there is no router; what is known of the router's end, unless `lifeCycleNotice` is false.
   *
   * @param application what is released
   * @param plan how it is released
   */
  public notices(application: Application, plan: RolloutPlan): string[] {
    return this.router.notices(application, plan, { ...this.options, autoscaled: this.isAutoscaled });
  }

  /**
   * Rollouts, ConfigMaps, Services and the router's objects.
   *
   * @param application what is released
   */
  public resources(application: Application): ApiResource[] {
    return [...workloadResources(application, { apiGroup: 'argoproj.io', resource: 'rollouts' }), ...this.router.resources(application)];
  }

  /**
   * Writes Services, routes and the Rollout.
   *
   * @param scope the construct that gets the objects
   * @param application what is released
   * @param stage the state that the objects describe
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    this.router.expose(scope, application);
    const { options, router } = this;
    const { backgroundAnalysis } = options;
    this.isFine = router.maxTrafficWeight(stage.steps) !== 100;
    AnalysisRegistry.of(scope).use(application, stage.steps, backgroundAnalysis && new Analysis(backgroundAnalysis));
    addObjects(scope, application.id, rolloutManifests({ application, stage, options, router, isAutoscaled: () => this.isAutoscaled }));
  }

  /**
   * At which step of the Rollout (`currentStepIndex`) the controller is when it has taken steps of a plan.
   *
   * @param plan how an application is released
   * @param steps how many steps of the plan
   */
  public controllerStep(plan: RolloutPlan, steps: number): number {
    return steps - 1 + stepOffset(plan.steps, this.router);
  }

  /** An autoscaler may come after the stage: what it cannot be with is asked at synth time. */
  private autoscaledFaults(): string[] {
    return this.isFine && this.isAutoscaled && this.options.autoscaled !== true ? [`Argo Rollouts: ${FINE_AND_AUTOSCALED}`] : [];
  }

  /**
   * Leaves the number of pods to an autoscaler from now on.
   *
   * @internal
   */
  public _autoscale(): void {
    this.isAutoscaled = true;
  }
}
