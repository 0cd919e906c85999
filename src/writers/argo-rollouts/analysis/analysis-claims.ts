import { Construct } from 'constructs';
import { AnalysisArgument } from './analysis-argument';
import { Application } from '../../../application';
import { repeated, shown } from '../../../faults/shown';
import { sortedEntries } from '../../../faults/sorted-map';
import { Analysis, Step } from '../../../plan';
import { AppRegistry } from '../../registry/app-registry';
import { Claim, ClaimKind } from '../../registry/claim';

/** The facts about a template with which the analyses of plans are checked. @internal */
export interface KnownTemplate {
  readonly name: string;
  readonly namespace: string;
  readonly args: AnalysisArgument[];
  readonly isEndless: boolean;
  readonly metrics: string[];
}

/** An analysis that a plan runs. */
interface AnalysisUse {
  readonly application: Application;
  readonly analysis: Analysis;
  readonly where: string;
  readonly isInBackground: boolean;
}

/** A template, or an analysis that runs one. */
interface AnalysisClaim extends Claim {
  readonly template?: KnownTemplate;
  readonly use?: AnalysisUse;
}

/**
 * Checks analyses against their templates, if both are in the same app (ValidateAnalysisTemplatesWithType in
 * pkg/apis/rollouts/validation/validation_references.go of argoproj/argo-rollouts).
 */
const ANALYSES: ClaimKind<AnalysisClaim> = {
  collisions(claims) {
    const templates = templatesOf(claims);
    return claims.flatMap(({ owner, use }) => (use ? useFaults(use, templates) : []).map((fault) => ({
      owner, fault: `Argo Rollouts: ${owner}: ${use!.where}: ${fault}`,
    })));
  },
};

/** Claims a template, so that the analyses of the app's plans are checked against it. @internal */
export function claimTemplate(scope: Construct, owner: string, template: KnownTemplate): void {
  AppRegistry.of(scope).claim(ANALYSES, `template ${template.namespace}/${template.name}`, { owner, template });
}

/** Claims the analyses that an application's release runs. @internal */
export function claimAnalyses(
  scope: Construct,
  application: Application,
  steps: Step[],
  background: Analysis | undefined,
): void {
  const registry = AppRegistry.of(scope);
  const claim = (analysis: Analysis, where: string, isInBackground: boolean) => {
    const key = JSON.stringify([application.id, where, analysis]);
    registry.claim(ANALYSES, key, { owner: application.id, use: { application, analysis, where, isInBackground } });
  };
  steps.forEach((step, index) => {
    if (step.measurement) {
      claim(step.measurement, `step ${index + 1}, ${step}`, false);
    }
  });
  if (background) {
    claim(background, 'backgroundAnalysis', true);
  }
  registry.notices.add(() => unknownTemplates(registry.claimsOf(ANALYSES)), ANALYSES);
}

function templatesOf(claims: AnalysisClaim[]): Map<string, KnownTemplate> {
  const templates = claims.flatMap(({ template }) => template ?? []);
  return new Map(templates.map((template) => [`${template.namespace}/${template.name}`, template]));
}

/** Notices about templates that are not in the app, so that analyses cannot be checked against them. */
function unknownTemplates(claims: AnalysisClaim[]): string[] {
  const templates = templatesOf(claims);
  return claims.flatMap(({ use }) => {
    const names = use && !use.analysis.clusterScoped ? use.analysis.templates : [];
    const unknown = names.filter((name) => !templates.has(`${use!.application.namespace}/${name}`));
    return unknown.map(
      (name) =>
        `Argo Rollouts: the analysis template ${shown(name)} of ` +
          `${use!.application.name} is not in this app, so its arguments are not checked.`,
    );
  });
}

function useFaults(
  { application, analysis, isInBackground }: AnalysisUse,
  templates: Map<string, KnownTemplate>,
): string[] {
  const names = analysis.clusterScoped ? [] : analysis.templates;
  const known = names.flatMap((name) => templates.get(`${application.namespace}/${name}`) ?? []);
  return [
    ...argumentFaults(analysis, known),
    ...repeated(known.flatMap(({ metrics }) => metrics)).map(
      (name) =>
        `two of the templates have a metric ${shown(name)}, which the controller rejects: run them in two analyses`,
    ),
    ...(isInBackground
      ? []
      : known
        .filter(({ isEndless }) => isEndless)
        .map(
          ({ name }) =>
            `the template ${shown(name)} measures without end, so a step with it would never end: ` +
              'give its metrics a count, or run it as backgroundAnalysis',
        )),
  ];
}

function argumentFaults(analysis: Analysis, known: KnownTemplate[]): string[] {
  const args = known.flatMap((template) => template.args);
  const isAllKnown = known.length === analysis.templates.length;
  const values = sortedEntries(analysis.args);
  const missing = args.filter(({ name, value }) => value === undefined && !Object.hasOwn(analysis.args, name));
  const unknown = isAllKnown ? values.filter(([name]) => !args.some((arg) => arg.name === name)) : [];
  const declared = [...new Set(args.map(({ name }) => name))].join(', ') || '(none)';
  return [
    ...[...new Set(missing.map(({ name }) => name))].map(
      (name) => `the argument ${shown(name)} of the template is missing: add it, args: { ${name}: '…' }`,
    ),
    ...unknown.map(([name]) => `there is no argument ${shown(name)}: the templates have ${declared}`),
    // The values become part of Prometheus queries.
    ...values
      .filter(([, value]) => /["\\\n]/.test(value))
      .map(
        ([name, value]) =>
          `the argument ${shown(name)} is ${shown(value)}, but quotes, ` +
            'backslashes and new lines would change the query: remove them',
      ),
  ];
}
