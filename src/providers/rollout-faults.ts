import { Construct } from 'constructs';
import { ApplicationRegistry } from './application-registry';
import { ObjectRegistry } from './object-registry';
import { IProvider } from './provider';
import { Application } from '../application';
import { shown } from '../faults/shown';
import { RolloutPlan } from '../plan';

/**
 * Everything that keeps an application from being released by a plan over a provider, whatever the order of the
 * mistakes: one run lists all of them. With any of these no stage can be written.
 *
 * @internal
 */
export function rolloutFaults(application: Application, plan: RolloutPlan, provider: IProvider): string[] {
  const missing = [
    application instanceof Application ? undefined : `application must be an Application, given ${shown(application)}: write for example application: new Application({ … })`,
    plan instanceof RolloutPlan ? undefined : `plan must be a RolloutPlan, given ${shown(plan)}: write for example plan: RolloutPlan.canary({ … })`,
    typeof provider?.addStage === 'function' ? undefined : `provider must be a provider, given ${shown(provider)}: write for example provider: new GlooProvider({ … })`,
  ].filter((fault) => fault !== undefined);
  return missing.length > 0 ? missing : [
    ...application.validate(),
    ...plan.validate().map((fault) => `plan ${plan}: ${fault}`),
    ...unknownVersionFaults(application, plan),
    ...unsupportedFaults(plan, provider),
    ...provider.validate(application, plan),
  ];
}

/**
 * Has a construct report its faults, and where its application gets in the way of others.
 *
 * @param faults known by the end of the construct's constructor
 * @internal
 */
export function reportFaults(construct: Construct, application: Application, provider: IProvider, faults: string[]): void {
  if (faults.length > 0) {
    construct.node.addValidation({ validate: () => faults });
    return;
  }
  ApplicationRegistry.of(construct).add(application);
  construct.node.addValidation({
    validate: () => [
      ...faults,
      ...ApplicationRegistry.of(construct).faults(application),
      ...provider.collisions(construct, application),
      ...ObjectRegistry.of(construct).sharedObjects(application.id),
    ],
  });
}

/**
 * Looks up stages of a plan that is known to be valid. What is left to go wrong is a stage id that does not exist,
 * and that is bad input: a fault to be reported with the others, no stack trace.
 *
 * @internal
 */
export function lookUp<T>(search: () => T): { found?: T; fault?: string } {
  try {
    return { found: search() };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}

function unknownVersionFaults(application: Application, plan: RolloutPlan): string[] {
  const known = Object.keys(application.versions);
  return plan.versions
    .filter((version) => typeof version === 'string' && !known.includes(version))
    .map((version) => `plan ${plan}: application '${application.name}' has no version ${shown(version)}. Its versions are: ${known.join(', ') || '(none)'}.`);
}

function unsupportedFaults(plan: RolloutPlan, provider: IProvider): string[] {
  return plan.features.flatMap(({ feature, where }) => {
    const support = provider.support(feature);
    return support.isSupported ? [] : [`plan ${plan}: ${where}: ${provider.title} ${support.reason}. ${support.instead}`];
  });
}
