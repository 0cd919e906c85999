import { Construct } from 'constructs';
import { claimOffshoot } from './collisions';
import { deviations, transients, voyagerFaults } from './faults';
import { voyagerManifests } from './manifests';
import { VoyagerOptions } from './options';
import { stageWeights } from './stage-weights';
import { Application } from '../../application';
import { extraArgumentFaults, unknownKeyFaults } from '../../faults/unknown-keys';
import { Fraction } from '../../fraction';
import { Feature, RolloutPlan, Stage, VersionRole } from '../../plan';
import { ApiResource, workloadResources } from '../api-resource';
import { IProvider } from '../contract';
import { lifeCycleNotices } from '../notices';
import { addObjects } from '../stage-objects';
import { Support } from '../support';

const NO_HEADERS = Support.refused(
  'has no header routes: its Ingress knows hosts and the beginnings of paths',
  'Use Step.weight, or a provider that matches headers, such as GatewayApiProvider',
);

const SUPPORT: Record<Feature, Support> = {
  [Feature.WEIGHT]: Support.limited('as weights of single pods, computed for their numbers; a changed weight replaces the pods'),
  [Feature.WEIGHT_FINE]: Support.limited('as close as whole weights of single pods come'),
  [Feature.HEADER_EXACT]: NO_HEADERS,
  [Feature.HEADER_REGEX]: NO_HEADERS,
  [Feature.HEADER_PREFIX]: NO_HEADERS,
  [Feature.HEADER_PRESENT]: NO_HEADERS,
  [Feature.HEADERS_AND]: NO_HEADERS,
  [Feature.HEADERS_OR]: NO_HEADERS,
  [Feature.HEADER_WITH_WEIGHT]: NO_HEADERS,
  [Feature.MIRROR]: Support.refused('copies no requests', 'Leave the step out, or use GatewayApiProvider, which mirrors a percentage'),
  [Feature.PAUSE_MANUAL]: Support.limited('the next stage is applied by hand or by a commit'),
  [Feature.PAUSE_TIMED]: Support.limited('the person or the tool that applies the stages waits'),
  [Feature.ANALYSIS]: Support.refused(
    'routes requests and measures nothing, and its stages are applied by hand or by a commit',
    'Put a Step.pause() there and measure before going on, or use a provider that a controller runs, such as Argo Rollouts',
  ),
  [Feature.CANARY_SCALE]: Support.limited('the weights of the pods change with their number'),
};

/**
 * Voyager: HAProxy with a weight on each pod, and one Service over the pods of all versions.
 *
 * Semantics are those of the last open source (https://github.com/voyagermesh/voyager, 2021) and of HAProxy 2.6; what a
 * current, closed build does cannot be verified.
 */
export class VoyagerProvider implements IProvider {
  /** The router's name. */
  public readonly title = 'Voyager';

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle = 'its source is closed since 2021 and it needs a licence since December 2023: move to the Gateway API';

  private readonly options: VoyagerOptions;
  private readonly inputFaults: string[];

  /** @param options how applications are exposed */
  public constructor(options: VoyagerOptions = {}) {
    this.options = options ?? {};
    this.inputFaults = [...unknownKeyFaults('VoyagerOptions', options), ...extraArgumentFaults('new VoyagerProvider()', arguments, 1)];
  }

  /**
   * Whether Voyager can do what a plan asks: weights, no headers.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  /**
   * What Voyager cannot express.
   *
   * @param application what is released
   * @param plan how it is released
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    return [...this.inputFaults.map((fault) => `Voyager: ${fault}`), ...voyagerFaults(application, plan, this.options)];
  }

  /**
   * The state of the product, unless `lifeCycleNotice` is false; the stages at which the canary's share is not exactly
   * the plan's, or not for a while; and an affinity, by which clients stay where they are whatever the weights.
   *
   * @param application what is released
   * @param plan how it is released
   */
  public notices(application: Application, plan: RolloutPlan): string[] {
    const texts = [...deviations(application, plan).map(({ text }) => text), ...transients(application, plan)];
    const sticky = this.options.annotations?.['ingress.appscode.com/affinity'] === undefined
      ? []
      : [`clients of ${application.name} stay with their pod (session affinity), so the weights apply to new clients only`];
    return [...lifeCycleNotices(this, this.options), ...[...texts, ...sticky].map((text) => `Voyager: ${text}.`)];
  }

  /**
   * The canary's exact share of the requests at a stage, with all pods ready.
   *
   * @param application what is released
   * @param stage a stage of its plan
   */
  public canaryShare(application: Application, stage: Stage): Fraction {
    const alone = stage.runs[0].role === VersionRole.CANARY ? Fraction.ONE : Fraction.ZERO;
    return stageWeights(application, stage)?.achieved ?? alone;
  }

  /**
   * Deployments, ConfigMaps, the Service and Voyager's Ingress.
   *
   * @param application what is released
   */
  public resources(application: Application): ApiResource[] {
    return [...workloadResources(application), { apiGroup: 'voyager.appscode.com', resource: 'ingresses', namespace: application.namespace }];
  }

  /**
   * Writes Deployments, the Service and the Ingress of one stage.
   *
   * @param scope the construct that gets the objects
   * @param application what is released
   * @param stage the state that the objects describe
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    claimOffshoot(scope, application, this.options.ingressName ?? application.name);
    addObjects(scope, application.id, voyagerManifests(application, stage, this.options));
  }
}
