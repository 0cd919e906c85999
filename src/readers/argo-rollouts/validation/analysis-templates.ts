import { shownValue } from './closed-schema';
import { REFERENCES, Rejection } from './rejection';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';

/** An analysis of a Rollout, and where it stands. */
interface Analysis {
  readonly field: string;
  readonly analysis: any;
  readonly isBackground: boolean;
}

/**
 * Why the controller refuses a Rollout for its analyses: a template that is not there, an argument without a value, two
 * metrics of one name, a metric of a step that runs without end (ValidateAnalysisTemplatesWithType).
 *
 * @internal
 */
export function analysisRejection({ spec, metadata }: KubernetesObject, index: ObjectIndex): Rejection | undefined {
  const { canary } = spec.strategy;
  const steps: any[] = canary.steps ?? [];
  const analyses: Analysis[] = [
    ...steps.flatMap(({ analysis }, step) =>
      analysis ? [{ field: `spec.strategy.canary.steps[${step}].analysis`, analysis, isBackground: false }] : [],
    ),
    ...(canary.analysis
      ? [{ field: 'spec.strategy.canary.analysis', analysis: canary.analysis, isBackground: true }]
      : []),
  ];
  const rejected = (field: string, reason: string, fix: string): Rejection => ({
    field: `${field}.templates`,
    reason,
    fix,
    source: REFERENCES,
  });
  const resolved = analyses.map((one) => ({
    ...one,
    ...templatesOf(one.analysis.templates ?? [], metadata?.namespace, index),
  }));
  const absent = resolved.find(({ missing }) => missing !== undefined);
  if (absent && index.isComplete) {
    return rejected(
      absent.field,
      `names the ${absent.missing}, which is not there`,
      'Write the template, or correct its name.',
    );
  }
  for (const { field, analysis, isBackground, templates, missing } of resolved) {
    const fault = missing === undefined ? faultOf(templates, analysis.args ?? [], isBackground) : undefined;
    if (fault) {
      return rejected(field, fault[0], fault[1]);
    }
  }
  return undefined;
}

interface Templates {
  readonly templates: KubernetesObject[];
  /** The first that is not there, such as `AnalysisTemplate success-rate`. */
  readonly missing?: string;
}

function templatesOf(
  references: any[],
  namespace: string | undefined,
  index: ObjectIndex,
  seen = new Set<KubernetesObject>(),
): Templates {
  let missing: string | undefined;
  for (const { templateName, clusterScope } of references) {
    const kind = clusterScope === true ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate';
    const found = index.find('argoproj.io', kind, clusterScope === true ? undefined : namespace, templateName);
    if (!found) {
      missing ??= `${kind} ${templateName}`;
    } else if (!seen.has(found)) {
      seen.add(found);
      missing ??= templatesOf(found.spec?.templates ?? [], namespace, index, seen).missing;
    }
  }
  return { templates: [...seen], missing };
}

function faultOf(templates: KubernetesObject[], given: any[], isBackground: boolean): [string, string] | undefined {
  const metrics: any[] = templates.flatMap(({ spec }) => spec?.metrics ?? []);
  const repeated = metrics.find(({ name }, position) => metrics.findIndex((one) => one.name === name) < position);
  if (repeated) {
    return [`has an analysis with two metrics of the name ${repeated.name}`, 'Rename one of them.'];
  }
  const values = new Map<string, string>();
  for (const { name, value } of templates.flatMap(({ spec }) => spec?.args ?? [])) {
    if (value !== undefined && values.has(name) && values.get(name) !== value) {
      return [`has an analysis whose templates give the argument ${name} two values`, 'Give it one value.'];
    }
    if (value !== undefined) {
      values.set(name, value);
    }
  }
  const wanted: any[] = templates
    .flatMap(({ spec }) => spec?.args ?? [])
    .filter(({ value, valueFrom }) => value === undefined && valueFrom === undefined);
  const open = wanted.find(
    ({ name }) =>
      !values.has(name) &&
      !given.some((one) => one.name === name && (one.value !== undefined || one.valueFrom !== undefined)),
  );
  if (open) {
    return [`gives no value to the argument ${open.name} of an analysis`, `Write the argument ${open.name} in args.`];
  }
  return isBackground ? undefined : templates.map(metricFault).find((fault) => fault !== undefined);
}

function metricFault({ spec, metadata }: KubernetesObject): [string, string] | undefined {
  const known = new Set((spec?.args ?? []).map(({ name }: any) => name));
  for (const metric of spec?.metrics ?? []) {
    const names = [...shownValue(metric).matchAll(/\{\{\s*args\.([^}\s]+)\s*\}\}/g)].map(([, name]) => name);
    const unknown = names.find((name) => !known.has(name));
    if (unknown !== undefined) {
      return [
        `runs the metric ${metric.name} of ${metadata?.name} with the argument ${unknown}, which the template ` +
          'does not have',
        `Declare ${unknown} in the template's args.`,
      ];
    }
    const isEndless =
      (metric.count === undefined || Number(metric.count) === 0) &&
      metric.interval !== undefined &&
      metric.interval !== '';
    if (isEndless) {
      return [
        `measures ${metric.name} of ${metadata?.name} in a step, and the metric has an interval and no count, ` +
          'so that it never ends',
        'Write count in the metric.',
      ];
    }
  }
  return undefined;
}
