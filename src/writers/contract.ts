import { Construct } from 'constructs';
import { ApiResource } from './api-resource';
import { Support } from './support';
import { Application } from '../application';
import { Feature, RolloutPlan, Stage } from '../plan';

/**
 * A routing backend that is stepped: every stage of a plan is a manifest set of its own. (One whose controller takes the
 * steps is an `IControllerRunProvider`.)
 *
 * This is all that a rollout has to know of a router. A provider declares what it can do (`support`), refuses what
 * goes wrong all the same (`validate`), and writes the objects of one stage (`addStage`).
 */
export interface IProvider {
  /** The router's name, as messages and documents print it. */
  readonly title: string;

  /** Whether the router is alive: what is known of its end, and what to do about it. */
  readonly lifeCycle: string;

  /**
   * Whether the router can do what a plan may ask.
   *
   * @param feature the feature in question
   */
  support(feature: Feature): Support;

  /**
   * What of an application and a plan this router cannot express, one sentence each; empty when nothing. With any
   * such fault no stage is written.
   *
   * @param application what is released
   * @param plan how it is released
   */
  validate(application: Application, plan: RolloutPlan): string[];

  /**
   * What a user has to know at synth time although it is no fault, one sentence each; each is told once an app. It is
   * asked for sound rollouts only.
   *
   * @param application what is released
   * @param plan how it is released
   */
  notices(application: Application, plan: RolloutPlan): string[];

  /**
   * The kinds of objects that the stages of an application may consist of, and where they are: all that whoever
   * applies them has to be allowed to touch.
   *
   * @param application what is released
   */
  resources(application: Application): ApiResource[];

  /**
   * Writes all objects of one stage below a construct: Deployments, Services, routes.
   *
   * @param scope the construct that gets the objects
   * @param application what is released
   * @param stage the state that the objects describe
   */
  addStage(scope: Construct, application: Application, stage: Stage): void;
}

/**
 * A routing backend whose controller takes the steps: a plan has two stages, `baseline` and `rollout`, and each carries all
 * the steps.
 */
export interface IControllerRunProvider extends IProvider {
  /**
   * At which of its own steps the controller is when it has taken steps of a plan, counted from 0; -1 where it has not
   * begun.
   *
   * @param plan how an application is released
   * @param steps how many steps of the plan
   */
  controllerStep(plan: RolloutPlan, steps: number): number;
}

/** Whether a provider has a controller that takes the steps. @internal */
export function isControllerRun(provider: IProvider): provider is IControllerRunProvider {
  return typeof (provider as Partial<IControllerRunProvider>).controllerStep === 'function';
}
