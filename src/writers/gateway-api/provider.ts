import { Construct } from 'constructs';
import { gatewayApiManifests, isElsewhere } from './manifests';
import { GatewayApiNaming, GatewayApiOptions } from './options';
import { Application } from '../../application';
import { labelNameFault, serviceNameFault } from '../../application/kubernetes-names';
import { shown } from '../../faults/shown';
import { extraArgumentFaults, unknownKeyFaults } from '../../faults/unknown-keys';
import { Feature, RolloutPlan, Stage } from '../../plan';
import { ApiResource, workloadResources } from '../api-resource';
import { IProvider } from '../contract';
import { claimHttpRoute } from '../shared/http-route/collisions';
import { httpRouteFaults } from '../shared/http-route/faults';
import { addObjects } from '../stage-objects';
import { Support } from '../support';

const DIALECT = Support.refused(
  'leaves expressions for headers, their dialect and whether they are anchored to each implementation',
  'Use HeaderMatch.exact, or say that yours takes RE2 expressions: acceptRegularExpressions: true',
);

const EXPRESSION = Support.limited('as an expression, where acceptRegularExpressions says that the implementation takes RE2');

const SUPPORT: Record<Feature, Support> = {
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.native(),
  [Feature.HEADER_EXACT]: Support.native(),
  [Feature.HEADER_REGEX]: EXPRESSION,
  [Feature.HEADER_PREFIX]: EXPRESSION,
  [Feature.HEADER_PRESENT]: EXPRESSION,
  [Feature.HEADERS_AND]: Support.native(),
  [Feature.HEADERS_OR]: Support.limited('a rule for each, with every path'),
  [Feature.HEADER_WITH_WEIGHT]: Support.native(),
  [Feature.MIRROR]: Support.limited('a percentage is an extended feature: not every implementation has it'),
  [Feature.PAUSE_MANUAL]: Support.limited('the next stage is applied by hand or by a commit'),
  [Feature.PAUSE_TIMED]: Support.limited('the person or the tool that applies the stages waits'),
  [Feature.ANALYSIS]: Support.refused(
    'routes requests and measures nothing, and its stages are applied by hand or by a commit',
    'Put a Step.pause() there and measure before going on, or use Argo Rollouts, TrafficRouting.gatewayApi()',
  ),
  [Feature.CANARY_SCALE]: Support.native(),
};

const EXPRESSIONS = [Feature.HEADER_REGEX, Feature.HEADER_PREFIX, Feature.HEADER_PRESENT];

/**
 * The Gateway API: a Service per version, and an HTTPRoute that leads to them.
 *
 * Semantics are those of the standard, HTTPRoute v1 of release 1.6 (https://gateway-api.sigs.k8s.io/), whatever
 * implementation has the Gateway. What the standard leaves to implementations is refused, or has to be accepted by name.
 */
export class GatewayApiProvider implements IProvider {
  /** The router's name. */
  public readonly title = 'Gateway API';

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle = 'maintained';

  private readonly options: GatewayApiOptions;
  private readonly inputFaults: string[];

  /** @param options how applications are exposed */
  public constructor(options: GatewayApiOptions) {
    this.options = options ?? {};
    this.inputFaults = [...unknownKeyFaults('GatewayApiOptions', options), ...extraArgumentFaults('new GatewayApiProvider()', arguments, 1)];
  }

  /**
   * Whether the Gateway API can do what a plan asks.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return EXPRESSIONS.includes(feature) && this.options.acceptRegularExpressions !== true ? DIALECT : SUPPORT[feature];
  }

  /**
   * What an HTTPRoute cannot express.
   *
   * @param application what is released
   * @param plan how it is released
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    const { naming, routeNamespace } = this.options;
    const namespace = routeNamespace === undefined ? undefined : labelNameFault(routeNamespace);
    const isNaming = naming === undefined || Object.values(GatewayApiNaming).includes(naming);
    const canary = naming === GatewayApiNaming.BY_ROLE ? serviceNameFault(`${application.name}-canary`) : undefined;
    const faults = [
      ...this.inputFaults,
      ...(isNaming ? [] : [`naming is a GatewayApiNaming, ${given(naming)}: write for example GatewayApiNaming.BY_ROLE`]),
      ...(canary ? [`the canary's Service ${canary}`] : []),
      ...(namespace ? [`the routeNamespace ${namespace}`] : []),
      ...httpRouteFaults(application, plan, this.options, routeNamespace),
    ];
    return faults.map((fault) => `Gateway API: ${fault}`);
  }

  /**
   * Nothing: the standard is maintained.
   *
   * @param _application what is released
   * @param _plan how it is released
   */
  public notices(_application: Application, _plan: RolloutPlan): string[] {
    return [];
  }

  /**
   * Deployments, ConfigMaps, Services, the HTTPRoute, and the Gateway and the ReferenceGrant where they are written.
   *
   * @param application what is released
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
   * @param scope the construct that gets the objects
   * @param application what is released
   * @param stage the state that the objects describe
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    claimHttpRoute(scope, application, this.options, this.options.routeNamespace);
    addObjects(scope, application.id, gatewayApiManifests(application, stage, this.options));
  }
}
