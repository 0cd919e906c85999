import { IProvider } from './contract';
import { RolloutPlan } from '../plan';

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
