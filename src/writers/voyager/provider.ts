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
  'has no header routes: its Ingress matches only hosts and path prefixes',
  'Use Step.weight, or a provider that matches headers, such as GatewayApiProvider',
);

const SUPPORT: Record<Feature, Support> = {
  [Feature.WEIGHT]: Support.limited(
    'written as a weight per pod, computed from the numbers of pods; a new weight replaces the pods',
  ),
  [Feature.WEIGHT_FINE]: Support.limited('approximated, because the weight of each pod is a whole number'),
  [Feature.HEADER_EXACT]: NO_HEADERS,
  [Feature.HEADER_REGEX]: NO_HEADERS,
  [Feature.HEADER_PREFIX]: NO_HEADERS,
  [Feature.HEADER_PRESENT]: NO_HEADERS,
  [Feature.HEADERS_AND]: NO_HEADERS,
  [Feature.HEADERS_OR]: NO_HEADERS,
  [Feature.HEADER_WITH_WEIGHT]: NO_HEADERS,
  [Feature.MIRROR]: Support.refused(
    'mirrors no requests',
    'Omit the step, or use GatewayApiProvider, which mirrors a percentage',
  ),
  [Feature.PAUSE_MANUAL]: Support.limited('the next stage is applied by hand or by a commit'),
  [Feature.PAUSE_TIMED]: Support.limited('the person or the tool that applies the stages waits'),
  [Feature.ANALYSIS]: Support.refused(
    'does not measure, and its stages are applied by hand or by a commit',
    'Write a Step.pause() and measure before the next stage, ' +
      'or use a controller-run provider such as ArgoRolloutsProvider',
  ),
  [Feature.CANARY_SCALE]: Support.limited('the weight of each pod depends on the numbers of pods, so this step can replace pods'),
};

/**
 * Voyager: HAProxy with a weight on each pod, and one Service over the pods of all versions.
 *
 * The semantics are those of the last open-source release (https://github.com/voyagermesh/voyager, 2021) and of HAProxy
 * 2.6; the behaviour of current closed-source builds cannot be verified.
 */
export class VoyagerProvider implements IProvider {
  /** The router's name. */
  public readonly title = 'Voyager';

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle =
    'its source has been closed since 2021, and it has required a licence since December 2023: move to the Gateway API';

  private readonly options: VoyagerOptions;
  private readonly inputFaults: string[];

  /** @param options the Ingress options and the names of Deployments */
  public constructor(options: VoyagerOptions = {}) {
    this.options = options ?? {};
    this.inputFaults = [
      ...unknownKeyFaults('VoyagerOptions', options),
      ...extraArgumentFaults('new VoyagerProvider()', arguments, 1),
    ];
  }

  /**
   * Whether Voyager supports a feature: weights, no headers.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  /**
   * The parts of an application and a plan that Voyager cannot express, one sentence each.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    return [...this.inputFaults.map((fault) => `Voyager: ${fault}`), ...voyagerFaults(application, plan, this.options)];
  }

  /**
   * The end-of-life notice, unless `lifeCycleNotice` is false; the stages at which the canary's fraction differs from
   * the plan's weight, permanently or temporarily; and session affinity, with which the weights apply to new clients
   * only.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  public notices(application: Application, plan: RolloutPlan): string[] {
    const texts = [...deviations(application, plan).map(({ text }) => text), ...transients(application, plan)];
    const sticky =
      this.options.annotations?.['ingress.appscode.com/affinity'] === undefined
        ? []
        : [
          `clients of ${application.name} stay with their pod (session affinity), ` +
            'so the weights apply to new clients only',
        ];
    return [...lifeCycleNotices(this, this.options), ...[...texts, ...sticky].map((text) => `Voyager: ${text}.`)];
  }

  /**
   * The canary's exact fraction of the requests at a stage, with all pods ready.
   *
   * @param application the application
   * @param stage a stage of its plan
   */
  public canaryShare(application: Application, stage: Stage): Fraction {
    const alone = stage.runs[0].role === VersionRole.CANARY ? Fraction.ONE : Fraction.ZERO;
    return stageWeights(application, stage)?.achieved ?? alone;
  }

  /**
   * Deployments, ConfigMaps, the Service and Voyager's Ingress.
   *
   * @param application the application
   */
  public resources(application: Application): ApiResource[] {
    return [
      ...workloadResources(application),
      { apiGroup: 'voyager.appscode.com', resource: 'ingresses', namespace: application.namespace },
    ];
  }

  /**
   * Writes Deployments, the Service and the Ingress of one stage.
   *
   * @param scope the parent of the objects
   * @param application the application
   * @param stage the stage
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    claimOffshoot(scope, application, this.options.ingressName ?? application.name);
    addObjects(scope, application.id, voyagerManifests(application, stage, this.options));
  }
}
