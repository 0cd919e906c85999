import { Construct } from 'constructs';
import { ReleaseContext } from './release-context';
import {
  RolloutSpecStrategyCanary, RolloutSpecStrategyCanaryStepsSetHeaderRouteMatch, RolloutSpecStrategyCanaryStepsSetMirrorRouteMatch,
} from '../../../../imports/argoproj.io';
import { Application } from '../../../application';
import { Feature, HeaderMatch, RolloutPlan, Step } from '../../../plan';
import { ApiResource } from '../../api-resource';
import { Support } from '../../support';

/** The part of a Rollout's strategy that is about its router. @internal */
export type RouterStrategy = Pick<RolloutSpecStrategyCanary, 'canaryService' | 'stableService' | 'trafficRouting'>;

/** A router as the controller of Argo Rollouts drives it. @internal */
export interface RolloutRouter {
  /** Its name, as messages print it. */
  readonly title: string;

  /** The router's end-of-life notice, or `maintained`. */
  readonly lifeCycle: string;

  /** Whether requests are divided, and not pods. */
  readonly dividesRequests: boolean;

  /** What an empty stable version would mean although it gets no request; undefined when nothing. */
  readonly emptyStable?: string;

  support(feature: Feature): Support;

  /** What it cannot express of an application and a plan, one sentence each. */
  faults(application: Application, plan: RolloutPlan, context: ReleaseContext): string[];

  notices(application: Application, plan: RolloutPlan, context: ReleaseContext): string[];

  resources(application: Application): ApiResource[];

  /** Claims the hosts and paths of the application, and whatever else collides with other constructs of the app. */
  claim(scope: Construct, application: Application, context: ReleaseContext): void;

  /** The routes that steps open: the controller may touch no others. */
  strategy(application: Application, managedRoutes: string[], maxTrafficWeight: number, context: ReleaseContext): RouterStrategy;

  /** Services and routes, as plain JSON. */
  manifests(application: Application, context: ReleaseContext): any[];

  /** What a weight of 100 % is written as, for these steps. */
  maxTrafficWeight(steps: Step[]): number;

  /** A condition of a header route as the router wants it. */
  headerMatch(match: HeaderMatch): RolloutSpecStrategyCanaryStepsSetHeaderRouteMatch;

  /** The requests of which copies are made: those to the application's paths. */
  mirrorMatches(application: Application): RolloutSpecStrategyCanaryStepsSetMirrorRouteMatch[];
}
