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
  [Feature.MIRROR]: Support.limited('with a second Upstream for the canary, because a shadow target has no subset'),
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
 * Gloo Edge, open source: one Upstream with a subset per version, and routes to subsets.
 *
 * The semantics are those of Gloo 1.22 with Envoy (https://github.com/solo-io/gloo). Its open-source edition reaches
 * its end of life on 31 December 2026; the Gateway API supports the same plans.
 */
export class GlooProvider implements IProvider {
  /** The router's name. */
  public readonly title = 'Gloo Edge';

  /** The router's end-of-life notice, or `maintained`. */
  public readonly lifeCycle = 'the open-source edition ends on 31 December 2026: move to the Gateway API';

  private readonly options: GlooOptions;
  private readonly inputFaults: string[];

  /** @param options the routes and the behaviour for versions without ready pods */
  public constructor(options: GlooOptions) {
    this.options = options ?? {};
    this.inputFaults = [
      ...unknownKeyFaults('GlooOptions', options),
      ...extraArgumentFaults('new GlooProvider()', arguments, 1),
    ];
  }

  /**
   * Whether Gloo supports a feature: all but analysis.
   *
   * @param feature the feature in question
   */
  public support(feature: Feature): Support {
    return SUPPORT[feature];
  }

  /**
   * The parts of an application and a plan that Gloo cannot express, one sentence each.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  public validate(application: Application, plan: RolloutPlan): string[] {
    return [...this.inputFaults.map((fault) => `Gloo: ${fault}`), ...glooFaults(application, plan, this.options)];
  }

  /**
   * The end-of-life notice of Gloo's open-source edition, unless `lifeCycleNotice` is false.
   *
   * @param _application the application
   * @param _plan the plan of its release
   */
  public notices(_application: Application, _plan: RolloutPlan): string[] {
    return lifeCycleNotices(this, this.options);
  }

  /**
   * Deployments, ConfigMaps, the Service, Upstreams, and the RouteTable or VirtualService.
   *
   * @param application the application
   */
  public resources(application: Application): ApiResource[] {
    const { routes: { table, service }, upstreamNamespace } = this.options;
    const { namespace } = application;
    return [
      ...workloadResources(application),
      { apiGroup: 'gloo.solo.io', resource: 'upstreams', namespace: upstreamNamespace ?? namespace },
      {
        apiGroup: 'gateway.solo.io',
        resource: table ? 'routetables' : 'virtualservices',
        namespace: service?.namespace ?? namespace,
      },
    ];
  }

  /**
   * Writes Deployments, Service, Upstream and routes of one stage.
   *
   * @param scope the parent of the objects
   * @param application the application
   * @param stage the stage
   */
  public addStage(scope: Construct, application: Application, stage: Stage): void {
    const { table, service } = this.options.routes;
    claimRoutes(scope, {
      owner: application.id,
      namespace: table ? application.namespace : (service?.namespace ?? application.namespace),
      domains: table ? [] : application.hosts.length > 0 ? application.hosts : ['*'],
      paths: application.paths,
      acceptPrefixOverlap: this.options.acceptPrefixOverlap ?? false,
      table: table && {
        group: table.labels,
        labels: { ...application.labels, ...table.labels },
        weight: table.weight ?? 0,
      },
    });
    addObjects(scope, application.id, glooManifests(application, stage, this.options));
  }
}
