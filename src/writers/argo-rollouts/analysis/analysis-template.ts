import { Construct } from 'constructs';
import { AnalysisArgument } from './analysis-argument';
import { claimTemplate } from './analysis-claims';
import { AnalysisMetric } from './analysis-metric';
import { AnalysisTemplateSpec } from '../../../../imports/argoproj.io';
import { labelNameFault, objectNameFault } from '../../../application/kubernetes-names';
import { isText, listFault } from '../../../faults/list-fault';
import { isMap, repeated, shown } from '../../../faults/shown';
import { unknownKeyFaults } from '../../../faults/unknown-keys';
import { AppRegistry } from '../../registry/app-registry';
import { addObjects } from '../../stage-objects';

/** The properties of an analysis template. */
export interface AnalysisTemplateProps {
  /** The name by which plans refer to it. */
  readonly name: string;

  /** The namespace of the applications that use it. */
  readonly namespace: string;

  /** The metrics, at least one. All must succeed. */
  readonly metrics: AnalysisMetric[];

  /**
   * Arguments in addition to those that router metrics need, and default values for those.
   *
   * @default - none
   */
  readonly args?: AnalysisArgument[];
}

/**
 * An AnalysisTemplate of Argo Rollouts. Plans of the same app that run it are checked: they must give a value to every
 * argument without a default and to no unknown one, and an analysis as a step must end.
 */
export class AnalysisTemplate extends Construct {
  /**
   * @param scope a chart, or a construct below one
   * @param id a name within the scope
   * @param props name and metrics
   */
  public constructor(scope: Construct, id: string, props: AnalysisTemplateProps) {
    super(scope, id);
    const faults = [
      ...unknownKeyFaults('AnalysisTemplateProps', props).map(
        (fault) => `analysis template ${shown(props?.name)}: ${fault}`,
      ),
      ...templateFaults(props ?? ({} as AnalysisTemplateProps)),
    ];
    if (faults.length > 0) {
      this.node.addValidation({ validate: () => faults });
      return;
    }
    const { name, namespace, metrics } = props;
    const owner = `AnalysisTemplate ${this.node.path}`;
    this.node.addValidation({ validate: () => AppRegistry.of(this).collisions(owner) });
    const args = argumentsOf(props);
    const spec: AnalysisTemplateSpec = {
      args: args.length > 0 ? args : undefined,
      metrics: metrics.map((metric) => metric._manifest()),
    };
    const isEndless = metrics.some((metric) => metric.isEndless);
    claimTemplate(this, owner, { name, namespace, args, isEndless, metrics: metrics.map((metric) => metric.name) });
    addObjects(this, owner, [
      { apiVersion: 'argoproj.io/v1alpha1', kind: 'AnalysisTemplate', metadata: { name, namespace }, spec },
    ]);
  }
}

/** The arguments that router metrics need, and the given ones. */
function argumentsOf({ metrics, args = [] }: AnalysisTemplateProps): AnalysisArgument[] {
  const needed = [...new Set(metrics.flatMap((metric) => metric._args()))].filter(
    (name) => !args.some((arg) => arg.name === name),
  );
  return [...needed.map((name) => ({ name })), ...args.map(({ name, value }) => ({ name, value }))];
}

function templateFaults({ name, namespace, metrics, args = [] }: AnalysisTemplateProps): string[] {
  const [nameFault, namespaceFault] = [objectNameFault(name), labelNameFault(namespace)];
  const shapeFaults = [
    listFault(
      metrics,
      'the metrics must be a list of AnalysisMetric',
      (metric) => metric instanceof AnalysisMetric,
      '[AnalysisMetric.web({ … })]',
    ),
    listFault(
      args,
      'the arguments must be a list with a name each',
      (arg) => isMap(arg) && isText(arg.name) && (arg.value === undefined || isText(arg.value)),
      "[{ name: 'service', value: 'echo' }]",
    ),
  ].filter((fault) => fault !== undefined);
  const contentFaults =
    shapeFaults.length > 0
      ? shapeFaults
      : [
        ...(metrics.length === 0
          ? ['the list of metrics is empty, so the analysis would measure nothing: give at least one']
          : []),
        ...metrics.flatMap((metric) => metric.validate()),
        ...repeated(metrics.map((metric) => metric.name)).map(
          (one) => `two metrics have the name ${shown(one)}: give one of them another name`,
        ),
        ...args
          .filter((arg) => !/^[A-Za-z0-9][-A-Za-z0-9_]*$/.test(arg.name))
          .map((arg) => `the argument ${shown(arg.name)} is not a name: use letters, digits, dashes and underscores`),
        ...repeated(args.map((arg) => arg.name)).map(
          (one) => `the argument ${shown(one)} is listed twice: list it once`,
        ),
      ];
  const undeclared = contentFaults.length > 0 ? [] : undeclaredArguments({ name, namespace, metrics, args });
  return [
    ...(nameFault ? [`the name ${nameFault}`] : []),
    ...(namespaceFault ? [`the namespace ${namespaceFault}`] : []),
    ...contentFaults,
    ...undeclared.map(
      (one) =>
        `a metric uses {{args.${one}}}, which is not an argument of the template: ` +
          `add it, args: [{ name: ${shown(one)} }]`,
    ),
  ].map((fault) => `analysis template ${shown(name)}: ${fault}`);
}

function textsOf(value: unknown): string[] {
  if (isText(value)) {
    return [value];
  }
  return Array.isArray(value) || isMap(value) ? Object.values(value).flatMap(textsOf) : [];
}

/** The arguments that metrics use and the template does not declare; the controller fails on them. */
function undeclaredArguments(props: AnalysisTemplateProps): string[] {
  const known = argumentsOf(props).map((arg) => arg.name);
  const texts = textsOf(props.metrics.map((metric) => metric._manifest()));
  const used = texts.flatMap((text) => [...text.matchAll(/\{\{\s*args\.([^}\s]+)\s*\}\}/g)]).map(([, name]) => name);
  return [...new Set(used)].filter((name) => !known.includes(name));
}
