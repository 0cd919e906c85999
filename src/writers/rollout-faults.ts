import { Construct } from 'constructs';
import { IProvider } from './contract';
import { Application } from '../application';
import { AppRegistry } from './registry/app-registry';
import { APPLICATIONS } from './registry/application-claims';
import { given, shown } from '../faults/shown';
import { sortedKeys } from '../faults/sorted-map';
import { RolloutPlan } from '../plan';

/** The parts of every rollout. */
interface Rollout {
  readonly application: Application;
  readonly plan: RolloutPlan;
  readonly provider: IProvider;
}

/**
 * Returns what a construct must write, or undefined after reporting all faults of the rollout. Also reports collisions
 * with other applications of the app.
 *
 * @param ownFaults the faults of the construct's own properties
 * @param search looks up the stages of a valid plan. It throws for a stage id that does not exist; that is bad input,
 * so it becomes a fault and not a stack trace
 * @internal
 */
export function resolveOrReport<T>(
  construct: Construct,
  rollout: Rollout,
  ownFaults: string[],
  search: () => T,
): T | undefined {
  const faults = [...rolloutFaults(rollout), ...ownFaults];
  if (faults.length > 0) {
    construct.node.addValidation({ validate: () => faults });
    return undefined;
  }
  const { application, plan, provider } = rollout;
  const registry = AppRegistry.of(construct);
  registry.claim(APPLICATIONS, application, { owner: application.id, application });
  registry.notices.add(() => provider.notices(application, plan));
  const { found, notFound } = lookUp(search);
  construct.node.addValidation({
    validate: () => [...notFound, ...registry.collisions(application), ...registry.collisions(application.id)],
  });
  return found;
}

function rolloutFaults({ application, plan, provider }: Rollout): string[] {
  const missing = [
    application instanceof Application
      ? undefined
      : `application must be an Application, ${given(application)}: ` +
        'write for example application: new Application({ … })',
    plan instanceof RolloutPlan
      ? undefined
      : `plan must be a RolloutPlan, ${given(plan)}: write for example plan: RolloutPlan.canary({ … })`,
    typeof provider?.addStage === 'function'
      ? undefined
      : `provider must be a provider, ${given(provider)}: write for example provider: new GlooProvider({ … })`,
  ].filter((fault) => fault !== undefined);
  return missing.length > 0 ? missing : [
    ...application.validate(),
    ...plan.validate().map((fault) => `plan ${plan}: ${fault}`),
    ...unknownVersionFaults(application, plan),
    ...unsupportedFaults(plan, provider),
    ...provider.validate(application, plan),
  ];
}

function lookUp<T>(search: () => T): { found?: T; notFound: string[] } {
  try {
    return { found: search(), notFound: [] };
  } catch (error) {
    return { notFound: [(error as Error).message] };
  }
}

function unknownVersionFaults(application: Application, plan: RolloutPlan): string[] {
  const known = sortedKeys(application.versions ?? {});
  return plan.versions
    .filter((version) => typeof version === 'string' && !known.includes(version))
    .map(
      (version) =>
        `plan ${plan}: application '${application.name}' has no version ${shown(version)}. ` +
          `Its versions are: ${known.join(', ') || '(none)'}.`,
    );
}

function unsupportedFaults(plan: RolloutPlan, provider: IProvider): string[] {
  const required = plan.features.map(({ feature, where }) => ({ where, support: provider.support(feature) }));
  const refused = required.filter(({ support }) => !support.isSupported);
  // If one restriction applies to several features, only the first step that meets it is reported.
  const first = refused.filter(
    ({ support }, index) => refused.findIndex((other) => other.support.reason === support.reason) === index,
  );
  return first.map(
    ({ where, support }) => `plan ${plan}: ${where}: ${provider.title} ${support.reason}. ${support.instead}`,
  );
}
