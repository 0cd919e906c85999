import { Construct } from 'constructs';
import { claimRoutes } from './collisions';
import { glooFaults } from './faults';
import { glooManifests } from './manifests';
import { GlooOptions } from './options';
import { Application } from '../../application';
import { extraArgumentFaults, unknownKeyFaults } from '../../faults/unknown-keys';
import { Feature, RolloutPlan, Stage } from '../../plan';
import { ApiResource, workloadResources } from '../api-resource';
import { IProvider } from '../contract';
import { lifeCycleNotices } from '../notices';
import { addObjects } from '../stage-objects';
import { Support } from '../support';

const SUPPORT: Record<Feature, Support> = {
  [Feature.WEIGHT]: Support.native(),
  [Feature.WEIGHT_FINE]: Support.native(),
  [Feature.HEADER_EXACT]: Support.native(),
  [Feature.HEADER_REGEX]: Support.native(),
  [Feature.HEADER_PREFIX]: Support.limited('written as an RE2 expression'),
  [Feature.HEADER_PRESENT]: Support.native(),
  [Feature.HEADERS_AND]: Support.native(),
  [Feature.HEADERS_OR]: Support.native(),
  [Feature.HEADER_WITH_WEIGHT]: Support.native(),
  [Feature.MIRROR]: Support.limited('through an Upstream of the canary\'s own, since a shadow target has no subset'),
  [Feature.PAUSE_MANUAL]: Support.limited('the next stage is applied by hand or by a commit'),
  [Feature.PAUSE_TIMED]: Support.limited('the person or the tool that applies the stages waits'),
  [Feature.ANALYSIS]: Support.refused(
    'routes requests and measures nothing, and its stages are applied by hand or by a commit',
    'Put a Step.pause() there and measure before going on, or use a provider that a controller runs, such as Argo Rollouts',
  ),
  [Feature.CANARY_SCALE]: Support.native(),
};

/**
 * Gloo Edge, open source: one Upstream with a subset per version, and routes that pick subsets.
 *
 * Semantics are those of Gloo 1.22 over Envoy (https://github.com/solo-io/gloo). Its open-source edition reaches its
 * end of life on 31 December 2026; the Gateway API takes the same plans.
 */
export class GlooProvider implements IProvider {
  /** The router's name. */
  public readonly title = 'Gloo Edge';

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle = 'the open-source edition ends on 31 December 2026: move to the Gateway API';

  private readonly options: GlooOptions;
  private readonly inputFaults: string[];

  /** @param options how applications are exposed */
  public constructor(options: GlooOptions) {
    this.options = options ?? {};
    this.inputFaults = [...unknownKeyFaults('GlooOptions', options), ...extraArgumentFaults('new GlooProvider()', arguments, 1)];
  }

  /**
   * Whether Gloo can do what a plan asks: everything but analysis.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  /**
   * What Gloo cannot express.
   *
   * @param application what is released
   * @param plan how it is released
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    return [...this.inputFaults.map((fault) => `Gloo: ${fault}`), ...glooFaults(application, plan, this.options)];
  }

  /**
   * The end of Gloo's open-source edition, unless `lifeCycleNotice` is false.
   *
   * @param _application what is released
   * @param _plan how it is released
   */
  public notices(_application: Application, _plan: RolloutPlan): string[] {
    return lifeCycleNotices(this, this.options);
  }

  /**
   * Deployments, ConfigMaps and the Service; Upstreams; the RouteTable or the VirtualService.
   *
   * @param application what is released
   */
  public resources(application: Application): ApiResource[] {
    const { routes: { table, service }, upstreamNamespace } = this.options;
    const { namespace } = application;
    return [
      ...workloadResources(application),
      { apiGroup: 'gloo.solo.io', resource: 'upstreams', namespace: upstreamNamespace ?? namespace },
      { apiGroup: 'gateway.solo.io', resource: table ? 'routetables' : 'virtualservices', namespace: service?.namespace ?? namespace },
    ];
  }

  /**
   * Writes Deployments, Service, Upstream and routes of one stage.
   *
   * @param scope the construct that gets the objects
   * @param application what is released
   * @param stage the state that the objects describe
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    const { table, service } = this.options.routes;
    claimRoutes(scope, {
      owner: application.id,
      namespace: table ? application.namespace : service?.namespace ?? application.namespace,
      domains: table ? [] : application.hosts.length > 0 ? application.hosts : ['*'],
      paths: application.paths,
      acceptPrefixOverlap: this.options.acceptPrefixOverlap ?? false,
      table: table && { group: table.labels, labels: { ...application.labels, ...table.labels }, weight: table.weight ?? 0 },
    });
    addObjects(scope, application.id, glooManifests(application, stage, this.options));
  }
}
