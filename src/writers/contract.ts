import { Construct } from 'constructs';
import { ApiResource } from './api-resource';
import { Support } from './support';
import { Application } from '../application';
import { Feature, RolloutPlan, Stage } from '../plan';

/**
 * A router for stepped rollouts: every stage of a plan is a set of manifests. (If a controller takes the steps, the
 * provider is an `IControllerRunProvider`.)
 *
 * This is the only interface between a rollout and a router. A provider declares the features that it supports
 * (`support`), refuses applications and plans that it cannot express (`validate`), and writes the objects of one stage
 * (`addStage`).
 */
export interface IProvider {
  /** The router's name, as messages and documentation print it. */
  readonly title: string;

  /** The router's end-of-life notice: when its maintenance ends and what to do, or `maintained`. */
  readonly lifeCycle: string;

  /**
   * Whether the router supports a feature.
   *
   * @param feature the feature in question
   */
  support(feature: Feature): Support;

  /**
   * The parts of an application and a plan that this router cannot express, one sentence each; empty if there are none.
   * Nothing is written if there are any.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  validate(application: Application, plan: RolloutPlan): string[];

  /**
   * Notices for the user that are not faults, one sentence each. Each is printed once per app. Called only for rollouts
   * without faults.
   *
   * @param application the application
   * @param plan the plan of its release
   */
  notices(application: Application, plan: RolloutPlan): string[];

  /**
   * The kinds of objects that the stages of an application may contain, and their namespaces. A deployment tool needs
   * permissions for all of them.
   *
   * @param application the application
   */
  resources(application: Application): ApiResource[];

  /**
   * Adds all objects of one stage to a construct: Deployments, Services, routes.
   *
   * @param scope the parent of the objects
   * @param application the application
   * @param stage the stage
   */
  addStage(scope: Construct, application: Application, stage: Stage): void;
}

/**
 * A router whose controller takes the steps. A plan has two stages, `baseline` and `rollout`, and each carries all the
 * steps.
 */
export interface IControllerRunProvider extends IProvider {
  /**
   * The controller's own step index after a number of the plan's steps, counted from 0; -1 before the first step.
   *
   * @param plan the plan of a release
   * @param steps how many steps of the plan have been taken
   */
  controllerStep(plan: RolloutPlan, steps: number): number;
}

/** Whether a provider has a controller that takes the steps. @internal */
export function isControllerRun(provider: IProvider): provider is IControllerRunProvider {
  return typeof (provider as Partial<IControllerRunProvider>).controllerStep === 'function';
}
