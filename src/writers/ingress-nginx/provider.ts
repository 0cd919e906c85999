import { Construct } from 'constructs';
import { ingressNginxFaults } from './faults';
import { ingressNginxManifests } from './manifests';
import { IngressNginxOptions } from './options';
import { Application } from '../../application';
import { extraArgumentFaults, unknownKeyFaults } from '../../faults/unknown-keys';
import { Feature, RolloutPlan, Stage } from '../../plan';
import { ApiResource, workloadResources } from '../api-resource';
import { IProvider } from '../contract';
import { lifeCycleNotices } from '../notices';
import { claimIngress } from '../shared/ingress/collisions';
import { INGRESS_NGINX_LIFE_CYCLE, ingressNotices } from '../shared/ingress/notices';
import { addObjects } from '../stage-objects';
import { Support } from '../support';

const ONE_HEADER = 'tests one header per canary, and takes one canary per Ingress backend';

const SUPPORT: Record<Feature, Support> = {
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.limited('written with canary-weight-total, which has to be above 100'),
  [Feature.HEADER_EXACT]: Support.limited('one header; written as a pattern where the value has characters that an annotation must not have'),
  [Feature.HEADER_REGEX]: Support.limited('one header; PCRE, anchored here, without what RE2 and PCRE read differently'),
  [Feature.HEADER_PREFIX]: Support.limited('one header; written as a pattern'),
  [Feature.HEADER_PRESENT]: Support.limited('one header; written as the pattern .*, since a header without value means always and never only'),
  [Feature.HEADERS_AND]: Support.refused(ONE_HEADER, 'Use one header, or GatewayApiProvider, which matches several'),
  [Feature.HEADERS_OR]: Support.refused(ONE_HEADER, 'Use one HeaderMatch.regex on one header, or GatewayApiProvider, which has any number of header routes'),
  [Feature.HEADER_WITH_WEIGHT]: Support.native(),
  [Feature.MIRROR]: Support.refused(
    'copies all requests of an Ingress or none (the annotation mirror-target of the main Ingress), not a share of them',
    'Leave the step out, or use GatewayApiProvider, which mirrors a percentage',
  ),
  [Feature.PAUSE_MANUAL]: Support.limited('the next stage is applied by hand or by a commit'),
  [Feature.PAUSE_TIMED]: Support.limited('the person or the tool that applies the stages waits'),
  [Feature.ANALYSIS]: Support.refused(
    'routes requests and measures nothing, and its stages are applied by hand or by a commit',
    'Put a Step.pause() there and measure before going on, or use a provider that a controller runs, such as Argo Rollouts',
  ),
  [Feature.CANARY_SCALE]: Support.native(),
};

/**
 * ingress-nginx with canary annotations: a Service per version, a main Ingress, and a canary Ingress while both
 * versions run.
 *
 * Semantics are those of the controller's last releases, v1.15.1, v1.14.5 and v1.13.9
 * (https://github.com/kubernetes/ingress-nginx). The project was retired in March 2026; the Gateway API takes the same
 * plans.
 */
export class IngressNginxProvider implements IProvider {
  /** The router's name. */
  public readonly title = 'ingress-nginx';

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle = INGRESS_NGINX_LIFE_CYCLE;

  private readonly options: IngressNginxOptions;
  private readonly inputFaults: string[];

  /** @param options how applications are exposed */
  public constructor(options: IngressNginxOptions = {}) {
    this.options = options ?? {};
    this.inputFaults = [...unknownKeyFaults('IngressNginxOptions', options), ...extraArgumentFaults('new IngressNginxProvider()', arguments, 1)];
  }

  /**
   * Whether ingress-nginx can do what a plan asks: weights and one header.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  /**
   * What ingress-nginx cannot express.
   *
   * @param application what is released
   * @param plan how it is released
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    return [...this.inputFaults.map((fault) => `ingress-nginx: ${fault}`), ...ingressNginxFaults(application, plan, this.options)];
  }

  /**
   * The end of the project, unless `lifeCycleNotice` is false; an affinity, by which clients stay where they are
   * whatever the weights; and prefixes that an annotation turns into the beginnings of expressions.
   *
   * @param application what is released
   * @param _plan how it is released
   */
  public notices(application: Application, _plan: RolloutPlan): string[] {
    return [...lifeCycleNotices(this, this.options), ...ingressNotices(application, this.options)];
  }

  /**
   * Deployments, ConfigMaps, Services and Ingresses.
   *
   * @param application what is released
   */
  public resources(application: Application): ApiResource[] {
    return [...workloadResources(application), { apiGroup: 'networking.k8s.io', resource: 'ingresses', namespace: application.namespace }];
  }

  /**
   * Writes Deployments, Services and Ingresses of one stage.
   *
   * @param scope the construct that gets the objects
   * @param application what is released
   * @param stage the state that the objects describe
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    claimIngress(scope, application, this.options);
    addObjects(scope, application.id, ingressNginxManifests(application, stage, this.options));
  }
}
