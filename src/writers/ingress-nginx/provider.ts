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

const ONE_HEADER = 'matches one header per canary, and allows one canary per Ingress backend';

const SUPPORT: Record<Feature, Support> = {
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.limited('written with canary-weight-total, which must be above 100'),
  [Feature.HEADER_EXACT]: Support.limited(
    'one header; written as a pattern if the value has characters that the annotation does not accept',
  ),
  [Feature.HEADER_REGEX]: Support.limited(
    'one header; written as an anchored PCRE pattern; syntax that RE2 and PCRE read differently is refused',
  ),
  [Feature.HEADER_PREFIX]: Support.limited('one header; written as a pattern'),
  [Feature.HEADER_PRESENT]: Support.limited(
    'one header; written as the pattern .*, because canary-by-header alone takes only the values `always` and `never`',
  ),
  [Feature.HEADERS_AND]: Support.refused(ONE_HEADER, 'Use one header, or GatewayApiProvider, which matches several'),
  [Feature.HEADERS_OR]: Support.refused(
    ONE_HEADER,
    'Use one HeaderMatch.regex on one header, or GatewayApiProvider, which supports several header routes',
  ),
  [Feature.HEADER_WITH_WEIGHT]: Support.native(),
  [Feature.MIRROR]: Support.refused(
    'copies all requests of an Ingress or none (the annotation mirror-target of the main Ingress), not a percentage',
    'Omit the step, or use GatewayApiProvider, which mirrors a percentage',
  ),
  [Feature.PAUSE_MANUAL]: Support.limited('the next stage is applied by hand or by a commit'),
  [Feature.PAUSE_TIMED]: Support.limited('the person or the tool that applies the stages waits'),
  [Feature.ANALYSIS]: Support.refused(
    'does not measure, and its stages are applied by hand or by a commit',
    'Write a Step.pause() and measure before the next stage, ' +
      'or use a controller-run provider such as ArgoRolloutsProvider',
  ),
  [Feature.CANARY_SCALE]: Support.native(),
};

/**
 * ingress-nginx with canary annotations: a Service per version, a main Ingress, and a canary Ingress while both
 * versions run.
 *
 * The semantics are those of the controller's last releases, v1.15.1, v1.14.5 and v1.13.9
 * (https://github.com/kubernetes/ingress-nginx). The project was retired in March 2026; the Gateway API supports the
 * same plans.
 */
export class IngressNginxProvider implements IProvider {
  /** The router's name. */
  public readonly title = 'ingress-nginx';

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle = INGRESS_NGINX_LIFE_CYCLE;

  private readonly options: IngressNginxOptions;
  private readonly inputFaults: string[];

  /** @param options the Ingress options */
  public constructor(options: IngressNginxOptions = {}) {
    this.options = options ?? {};
    this.inputFaults = [
      ...unknownKeyFaults('IngressNginxOptions', options),
      ...extraArgumentFaults('new IngressNginxProvider()', arguments, 1),
    ];
  }

  /**
   * Whether ingress-nginx supports a feature: weights and one header.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  /**
   * The parts of an application and a plan that ingress-nginx cannot express, one sentence each.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    return [
      ...this.inputFaults.map((fault) => `ingress-nginx: ${fault}`),
      ...ingressNginxFaults(application, plan, this.options),
    ];
  }

  /**
   * The end-of-life notice, unless `lifeCycleNotice` is false; session affinity, with which the weights apply to new
   * clients only; and prefixes that an annotation makes regular expressions.
   *
   * @param application the application
   * @param _plan the plan of its release
   */
  public notices(application: Application, _plan: RolloutPlan): string[] {
    return [...lifeCycleNotices(this, this.options), ...ingressNotices(application, this.options)];
  }

  /**
   * Deployments, ConfigMaps, Services and Ingresses.
   *
   * @param application the application
   */
  public resources(application: Application): ApiResource[] {
    return [
      ...workloadResources(application),
      { apiGroup: 'networking.k8s.io', resource: 'ingresses', namespace: application.namespace },
    ];
  }

  /**
   * Writes Deployments, Services and Ingresses of one stage.
   *
   * @param scope the parent of the objects
   * @param application the application
   * @param stage the stage
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    claimIngress(scope, application, this.options);
    addObjects(scope, application.id, ingressNginxManifests(application, stage, this.options));
  }
}
