import { Construct } from 'constructs';
import { ReleaseContext } from './release-context';
import {
  RolloutSpecStrategyCanary,
  RolloutSpecStrategyCanaryStepsSetHeaderRouteMatch,
  RolloutSpecStrategyCanaryStepsSetMirrorRouteMatch,
} from '../../../../imports/argoproj.io';
import { Application } from '../../../application';
import { Feature, HeaderMatch, RolloutPlan, Step } from '../../../plan';
import { ApiResource } from '../../api-resource';
import { Support } from '../../support';

/** The part of a Rollout's strategy that configures its router. @internal */
export type RouterStrategy = Pick<RolloutSpecStrategyCanary, 'canaryService' | 'stableService' | 'trafficRouting'>;

/** A router that the controller of Argo Rollouts configures. @internal */
export interface RolloutRouter {
  /** The router's name, as messages print it. */
  readonly title: string;

  /** The router's end-of-life notice, or `maintained`. */
  readonly lifeCycle: string;

  /** Whether the router divides requests; otherwise the numbers of pods do. */
  readonly dividesRequests: boolean;

  /** Whether stable answers the requests for a canary without pods; otherwise they get 503. */
  readonly stableAnswersForCanary: boolean;

  /** The fault that occurs if stable has no pods, even if it gets no requests; undefined if there is none. */
  readonly emptyStable?: string;

  support(feature: Feature): Support;

  /** The parts of an application and a plan that the router cannot express, one sentence each. */
  faults(application: Application, plan: RolloutPlan, context: ReleaseContext): string[];

  notices(application: Application, plan: RolloutPlan, context: ReleaseContext): string[];

  resources(application: Application): ApiResource[];

  /** Claims the hosts and paths of the application, and its other claims. */
  claim(scope: Construct, application: Application, context: ReleaseContext): void;

  /**
   * The router's part of the Rollout's strategy.
   *
   * @param managedRoutes the routes that steps add; the controller changes no others
   */
  strategy(
    application: Application,
    managedRoutes: string[],
    maxTrafficWeight: number,
    context: ReleaseContext,
  ): RouterStrategy;

  /** Services and routes, as plain JSON. */
  manifests(application: Application, context: ReleaseContext): any[];

  /** The number that stands for a weight of 100 % in these steps. */
  maxTrafficWeight(steps: Step[]): number;

  /** A condition of a header route in the form that the router needs. */
  headerMatch(match: HeaderMatch): RolloutSpecStrategyCanaryStepsSetHeaderRouteMatch;

  /** The requests to mirror: those to the application's paths. */
  mirrorMatches(application: Application): RolloutSpecStrategyCanaryStepsSetMirrorRouteMatch[];
}
