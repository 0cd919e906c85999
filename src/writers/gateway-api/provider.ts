import { Construct } from 'constructs';
import { gatewayApiManifests, isElsewhere } from './manifests';
import { GatewayApiNaming, GatewayApiOptions } from './options';
import { Application } from '../../application';
import { labelNameFault, serviceNameFault } from '../../application/kubernetes-names';
import { given } from '../../faults/shown';
import { extraArgumentFaults, unknownKeyFaults } from '../../faults/unknown-keys';
import { Feature, RolloutPlan, Stage } from '../../plan';
import { ApiResource, workloadResources } from '../api-resource';
import { IProvider } from '../contract';
import { claimHttpRoute } from '../shared/http-route/collisions';
import { httpRouteFaults } from '../shared/http-route/faults';
import { addObjects } from '../stage-objects';
import { Support } from '../support';

const DIALECT = Support.refused(
  'leaves to each implementation whether it supports regular ' +
    'expressions for headers, their dialect and their anchoring',
  'Use HeaderMatch.exact, or, if your implementation uses RE2 expressions, set acceptRegularExpressions: true',
);

const EXPRESSION = Support.limited(
  'written as a regular expression; requires acceptRegularExpressions and an implementation that uses RE2',
);

const SUPPORT: Record<Feature, Support> = {
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.native(),
  [Feature.HEADER_EXACT]: Support.native(),
  [Feature.HEADER_REGEX]: EXPRESSION,
  [Feature.HEADER_PREFIX]: EXPRESSION,
  [Feature.HEADER_PRESENT]: EXPRESSION,
  [Feature.HEADERS_AND]: Support.native(),
  [Feature.HEADERS_OR]: Support.limited('written as one rule per header route, each with every path'),
  [Feature.HEADER_WITH_WEIGHT]: Support.native(),
  [Feature.MIRROR]: Support.limited('a percentage is an extended feature, which some implementations lack'),
  [Feature.PAUSE_MANUAL]: Support.limited('the next stage is applied by hand or by a commit'),
  [Feature.PAUSE_TIMED]: Support.limited('the person or the tool that applies the stages waits'),
  [Feature.ANALYSIS]: Support.refused(
    'does not measure, and its stages are applied by hand or by a commit',
    'Write a Step.pause() and measure before the next stage, ' +
      'or use ArgoRolloutsProvider with TrafficRouting.gatewayApi()',
  ),
  [Feature.CANARY_SCALE]: Support.native(),
};

const EXPRESSIONS = [Feature.HEADER_REGEX, Feature.HEADER_PREFIX, Feature.HEADER_PRESENT];

/**
 * The Gateway API: a Service per version, and an HTTPRoute that leads to them.
 *
 * The semantics are those of the standard, HTTPRoute v1 of release 1.6 (https://gateway-api.sigs.k8s.io/), for every
 * implementation. Features that the standard leaves to implementations are refused unless an option accepts them.
 */
export class GatewayApiProvider implements IProvider {
  /** The router's name. */
  public readonly title = 'Gateway API';

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle = 'maintained';

  private readonly options: GatewayApiOptions;
  private readonly inputFaults: string[];

  /** @param options the Gateways and the names of Services */
  public constructor(options: GatewayApiOptions) {
    this.options = options ?? {};
    this.inputFaults = [
      ...unknownKeyFaults('GatewayApiOptions', options),
      ...extraArgumentFaults('new GatewayApiProvider()', arguments, 1),
    ];
  }

  /**
   * Whether the Gateway API supports a feature.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return EXPRESSIONS.includes(feature) && this.options.acceptRegularExpressions !== true ? DIALECT : SUPPORT[feature];
  }

  /**
   * The parts of an application and a plan that an HTTPRoute cannot express, one sentence each.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    const { naming, routeNamespace } = this.options;
    const namespace = routeNamespace === undefined ? undefined : labelNameFault(routeNamespace);
    const isNaming = naming === undefined || Object.values(GatewayApiNaming).includes(naming);
    const canary = naming === GatewayApiNaming.BY_ROLE ? serviceNameFault(`${application.name}-canary`) : undefined;
    const faults = [
      ...this.inputFaults,
      ...(isNaming
        ? []
        : [`naming must be a GatewayApiNaming, ${given(naming)}: write for example GatewayApiNaming.BY_ROLE`]),
      ...(canary ? [`the canary's Service ${canary}`] : []),
      ...(namespace ? [`the routeNamespace ${namespace}`] : []),
      ...httpRouteFaults(application, plan, this.options, routeNamespace),
    ];
    return faults.map((fault) => `Gateway API: ${fault}`);
  }

  /**
   * No notices: the standard is maintained.
   *
   * @param _application the application
   * @param _plan the plan of its release
   */
  public notices(_application: Application, _plan: RolloutPlan): string[] {
    return [];
  }

  /**
   * Deployments, ConfigMaps, Services, the HTTPRoute, and the Gateway and ReferenceGrant if they are written.
   *
   * @param application the application
   */
  public resources(application: Application): ApiResource[] {
    const { namespace } = application;
    const { gateway, routeNamespace = namespace } = this.options;
    const apiGroup = 'gateway.networking.k8s.io';
    return [
      ...workloadResources(application),
      ...(isElsewhere(application, this.options) ? [{ apiGroup, resource: 'referencegrants', namespace }] : []),
      ...(gateway ? [{ apiGroup, resource: 'gateways', namespace: routeNamespace }] : []),
      { apiGroup, resource: 'httproutes', namespace: routeNamespace },
    ];
  }

  /**
   * Writes Deployments, Services and the HTTPRoute of one stage.
   *
   * @param scope the parent of the objects
   * @param application the application
   * @param stage the stage
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    claimHttpRoute(scope, application, this.options, this.options.routeNamespace);
    addObjects(scope, application.id, gatewayApiManifests(application, stage, this.options));
  }
}
