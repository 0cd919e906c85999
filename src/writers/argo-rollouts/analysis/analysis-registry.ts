import { AnalysisArgument } from './analysis-template';
import { Application } from '../../../application';
import { repeated, shown } from '../../../faults/shown';
import { Analysis, Step } from '../../../plan';
import { perApp } from '../../registry/per-app';

/** What plans have to know of a template. @internal */
export interface KnownTemplate {
  readonly name: string;
  readonly namespace: string;
  readonly args: AnalysisArgument[];
  readonly isEndless: boolean;
  readonly metrics: string[];
}

interface Use {
  readonly analysis: Analysis;
  readonly where: string;
  readonly isInBackground: boolean;
}

/**
 * The analysis templates of a cdk8s app, and where plans run them (ValidateAnalysisTemplatesWithType in
 * pkg/apis/rollouts/validation/validation_references.go of argoproj/argo-rollouts).
 *
 * @internal
 */
export class AnalysisRegistry {
  /** The registry of the app that a construct belongs to. */
  public static readonly of = perApp(() => new AnalysisRegistry());

  private readonly templates = new Map<string, KnownTemplate>();
  private readonly uses = new Map<string, Map<string, Use>>();

  /** Notes a template. */
  public add(template: KnownTemplate): void {
    this.templates.set(`${template.namespace}/${template.name}`, template);
  }

  /** Notes where an application's release measures. */
  public use({ id }: Application, steps: Step[], background: Analysis | undefined): void {
    const uses = this.uses.get(id) ?? new Map<string, Use>();
    this.uses.set(id, uses);
    const note = (use: Use) => uses.set(`${use.where} ${JSON.stringify(use.analysis)}`, use);
    steps.forEach((step, index) => {
      if (step.measurement) {
        note({ analysis: step.measurement, where: `step ${index + 1}, ${step}`, isInBackground: false });
      }
    });
    if (background) {
      note({ analysis: background, where: 'backgroundAnalysis', isInBackground: true });
    }
  }

  /** What is wrong with the analyses of an application, as far as their templates are in the same app. */
  public faults({ id, namespace }: Application): string[] {
    return [...this.uses.get(id)?.values() ?? []].flatMap((use) => this.useFaults(use, namespace).map((fault) => `Argo Rollouts: ${id}: ${use.where}: ${fault}`));
  }

  /** The templates that an application's release runs, and that are not in the same app. */
  public unknown({ id, namespace }: Application): string[] {
    const names = [...this.uses.get(id)?.values() ?? []].flatMap(({ analysis }) => (analysis.clusterScoped ? [] : analysis.templates));
    return [...new Set(names)].filter((name) => !this.templates.has(`${namespace}/${name}`));
  }

  private useFaults({ analysis, isInBackground }: Use, namespace: string): string[] {
    const known = analysis.clusterScoped ? [] : analysis.templates.flatMap((name) => this.templates.get(`${namespace}/${name}`) ?? []);
    const args = known.flatMap((template) => template.args);
    const isAllKnown = known.length === analysis.templates.length;
    const given = Object.entries(analysis.args);
    const missing = args.filter(({ name, value }) => value === undefined && !(name in analysis.args)).map(({ name }) => name);
    const odd = isAllKnown ? given.filter(([name]) => !args.some((arg) => arg.name === name)) : [];
    return [
      ...[...new Set(missing)].map((name) => `the argument ${shown(name)} of the template is not given: add it, args: { ${name}: '…' }`),
      ...odd.map(([name]) => `there is no argument ${shown(name)}: the templates have ${[...new Set(args.map((arg) => arg.name))].join(', ') || '(none)'}`),
      // They become part of a question to Prometheus.
      ...given.filter(([, value]) => /["\\\n]/.test(value)).map(([name, value]) => `the argument ${shown(name)} is ${shown(value)}, and a quote, a backslash or a new line in it would change the question: leave them out`),
      ...repeated(known.flatMap((template) => template.metrics)).map((name) => `two of the templates have a metric ${shown(name)}, which the controller refuses: run them in two analyses`),
      ...(isInBackground ? [] : known.filter((template) => template.isEndless).map((template) => `the template ${shown(template.name)} measures without end, and as a step it has to come to one: give its metrics a count, or run it as backgroundAnalysis`)),
    ];
  }
}
