import { Severity } from '../finding';
import { ApplyMethod } from '../transition/apply-method';
import { ManifestFault } from '../../manifests/manifest-fault';
import { readStages } from '../../manifests/stage-sets';
import { checkedSet, LocatedFinding } from '../checked-stages';
import { rankOf } from '../severity-order';

/** What may be written below `properties` in `cdk8s.yaml`. @internal */
export interface RolloutValidationProps {
  /** Who brings the stages into the cluster: names of `ApplyMethod`, such as `ARGO_CD`. @default - anybody */
  readonly appliedBy?: string[];
  /** From which severity on synthesis fails: `error`, `warning` or `note`. @default 'error' */
  readonly failOn?: string;
}

const SEVERITIES: string[] = Object.values(Severity);

/**
 * A validation plugin of the cdk8s CLI: `cdk8s synth` fails when a stage of the app, or the way from one to the next, is not
 * safe. It is named in `cdk8s.yaml`, and not used in code (`Validation` of cdk8s-cli, lib/plugins/validation.d.ts):
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
  public constructor({ appliedBy, failOn = Severity.ERROR }: RolloutValidationProps = {}) {
    const known = Object.keys(ApplyMethod);
    const wrong = (appliedBy ?? []).find((name) => !known.includes(name));
    if (wrong !== undefined) {
      throw new Error(`appliedBy: there is no way of applying called ${wrong}; write some of ${known.join(', ')}`);
    }
    if (!SEVERITIES.includes(failOn)) {
      throw new Error(`failOn: there is no severity called ${failOn}; write one of ${SEVERITIES.join(', ')}`);
    }
    this.methods = appliedBy?.map((name) => ApplyMethod[name as keyof typeof ApplyMethod]);
    this.failing = rankOf(failOn as Severity);
  }

  /** What the cdk8s CLI calls after synthesis. */
  public async validate(context: any): Promise<void> {
    const { report, manifests } = context;
    let findings: LocatedFinding[];
    try {
      findings = manifests.length === 0 ? [] : readStages([...manifests]).sets.flatMap((set) => checkedSet(set, this.methods));
    } catch (error) {
      if (!(error instanceof ManifestFault)) {
        throw error;
      }
      report.addViolation({ ruleName: 'unreadable', recommendation: error.message, fix: 'Mend the manifest.', violatingResources: [] });
      report.submit('failure');
      return;
    }
    const told = findings.filter(({ finding }) => rankOf(finding.severity) <= this.failing);
    told.forEach((one) => report.addViolation(violation(one)));
    report.submit(told.length === 0 ? 'success' : 'failure', { 'findings that are only told': String(findings.length - told.length) });
  }
}

function violation({ finding, location }: LocatedFinding): any {
  const { rule, stage, message, request, moment, fix, source, objects } = finding;
  const details = [stage && `stage ${stage}`, request && `request ${request}`, moment].filter((part) => part);
  return {
    ruleName: rule,
    recommendation: `${message} (${details.join('; ')})`,
    fix: `${fix} Source: ${source}`,
    violatingResources: objects.filter((object) => object !== '').map((object) => ({
      resourceName: object.split(' ').at(-1)!.split('/').at(-1)!,
      locations: [object],
      manifestPath: location ? `${location.file}:${location.line}` : '',
    })),
  };
}
