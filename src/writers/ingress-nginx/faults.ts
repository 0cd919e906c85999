import { canaryIngressName } from './manifests';
import { IngressNginxOptions } from './options';
import { Application } from '../../application';
import { objectNameFault } from '../../application/kubernetes-names';
import { shown } from '../../faults/shown';
import { HeaderMatch, RolloutPlan } from '../../plan';
import { choiceFaults, headerNameFaults } from '../shared/ingress/choice-faults';
import { ingressFaults } from '../shared/ingress/faults';
import { headerCondition } from '../shared/ingress/header-pattern';
import { mainIngressName } from '../shared/ingress/manifest';

/** The parts of an application, a plan and options that ingress-nginx cannot express. @internal */
export function ingressNginxFaults(
  application: Application,
  plan: RolloutPlan,
  options: IngressNginxOptions,
): string[] {
  const faults = [
    ...nameFaults(application, options),
    ...ingressFaults(application, options),
    ...headerFaults(plan, options),
  ];
  return faults.map((fault) => `ingress-nginx: ${fault}`);
}

function nameFaults(application: Application, options: IngressNginxOptions): string[] {
  const [main, canary] = [mainIngressName(application, options), canaryIngressName(application, options)];
  const named = ([what, name]: [string, unknown]) => {
    const fault = objectNameFault(name);
    return fault ? [`the ${what} ${fault}`] : [];
  };
  const faults = (
    [
      ['IngressClass', options.ingressClassName ?? 'nginx'],
      ['main Ingress', main],
      ['canary Ingress', canary],
    ] as [string, unknown][]
  ).flatMap(named);
  return main === canary
    ? [
      ...faults,
      `the main Ingress and the canary Ingress both have the name ${shown(main)}, ` +
        'so one would overwrite the other: give one of them another name',
    ]
    : faults;
}

function headerFaults(plan: RolloutPlan, options: IngressNginxOptions): string[] {
  const { choiceHeader } = options;
  const matches = plan.validate().length > 0 ? [] : plan.steps.flatMap((step) => step.matches ?? []);
  const beside =
    choiceHeader !== undefined && matches.length > 0
      ? [
        `a canary has one header: the header route '${matches[0]}' and ` +
          `the choiceHeader ${shown(choiceHeader)} exclude each other, ` +
          'because with a header value ingress-nginx no longer interprets always and never: omit one of them',
      ]
      : [];
  return [
    ...choiceFaults(options),
    ...matches.flatMap(matchFaults),
    ...beside,
  ];
}

function matchFaults(match: HeaderMatch): string[] {
  const { fault } = headerCondition(match);
  return [
    ...headerNameFaults('header', match.name),
    ...(fault
      ? [
        `the expression ${shown(match.value)} for header ` +
          `${shown(match.name)} cannot be written as a pattern: ${fault}`,
      ]
      : []),
  ];
}
