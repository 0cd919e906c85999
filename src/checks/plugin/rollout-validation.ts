import { shown } from '../../faults/shown';
import { ManifestFault } from '../../manifests/manifest-fault';
import { readStages } from '../../manifests/stage-sets';
import { checkedSet, LocatedFinding } from '../checked-stages';
import { Severity } from '../finding';
import { rankOf } from '../severity-order';
import { ApplyMethod } from '../transition/apply-method';

/** What may be written below `properties` in `cdk8s.yaml`. @internal */
export interface RolloutValidationProps {
  /** The ways of applying that are checked: names of `ApplyMethod`, such as `ARGO_CD`. @default - all of them */
  readonly appliedBy?: string[];
  /** The lowest severity with which synthesis fails: `error`, `warning` or `note`. @default 'error' */
  readonly failOn?: string;
}

const SEVERITIES: string[] = Object.values(Severity);

/**
 * A validation plugin of the cdk8s CLI: `cdk8s synth` fails when a stage of the app, or a transition between two
 * stages, is not safe. `cdk8s.yaml` names it; no code uses it (`Validation` of cdk8s-cli,
 * lib/plugins/validation.d.ts):
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-rollouts
 *     version: 0.0.0
 *     class: RolloutValidation
 * ```
 *
 * @internal
 */
export class RolloutValidation {
  private readonly methods?: ApplyMethod[];
  private readonly failing: number;

  /** @throws if a property has a value that is not known */
  public constructor(props: RolloutValidationProps = {}) {
    const unknown = Object.keys(props).filter((key) => !['appliedBy', 'failOn'].includes(key));
    if (unknown.length > 0) {
      throw new Error(
        `properties: there is no property ${unknown.map(shown).join(', ')}: the properties are appliedBy, failOn`,
      );
    }
    const { appliedBy, failOn = Severity.ERROR } = props;
    const known = Object.keys(ApplyMethod);
    const wrong = Array.isArray(appliedBy ?? [])
      ? (appliedBy ?? []).filter((name) => !known.includes(name))
      : [appliedBy];
    if (wrong.length > 0 || appliedBy?.length === 0) {
      const given = wrong.length > 0 ? wrong.map(shown).join(', ') : 'an empty list';
      throw new Error(
        `appliedBy is a list of some of ${known.join(', ')}, given ${given}: leave it out for all of them`,
      );
    }
    if (!SEVERITIES.includes(failOn)) {
      throw new Error(`failOn is one of ${SEVERITIES.join(', ')}, given ${shown(failOn)}`);
    }
    this.methods = appliedBy?.map((name) => ApplyMethod[name as keyof typeof ApplyMethod]);
    this.failing = rankOf(failOn as Severity);
  }

  /** What the cdk8s CLI calls after synthesis. */
  public async validate(context: any): Promise<void> {
    const { report, manifests } = context;
    let findings: LocatedFinding[];
    try {
      findings =
        manifests.length === 0 ? [] : readStages([...manifests]).sets.flatMap((set) => checkedSet(set, this.methods));
    } catch (error) {
      if (!(error instanceof ManifestFault)) {
        throw error;
      }
      report.addViolation({
        ruleName: 'unreadable',
        recommendation: error.message,
        fix: 'Correct the manifest at the place that the message names.',
        violatingResources: [],
      });
      report.submit('failure');
      return;
    }
    const failing = findings.filter(({ finding }) => rankOf(finding.severity) <= this.failing);
    failing.forEach((one) => report.addViolation(violation(one)));
    report.submit(failing.length === 0 ? 'success' : 'failure', { notes: String(findings.length - failing.length) });
  }
}

function violation({ finding, location }: LocatedFinding): any {
  const { rule, stage, message, request, moment, fix, source, objects } = finding;
  const details = [stage && `stage ${stage}`, request && `request ${request}`, moment].filter((part) => part);
  return {
    ruleName: rule,
    recommendation: `${message} (${details.join('; ')})`,
    fix: `${fix} Source: ${source}`,
    violatingResources: objects
      .filter((object) => object !== '')
      .map((object) => ({
        resourceName: object.split(' ').at(-1)!.split('/').at(-1)!,
        locations: [object],
        manifestPath: location ? `${location.file}:${location.line}` : '',
      })),
  };
}
