import { Severity } from '../checks';
import { LocatedFinding } from '../checks/checked-stages';
import { Annotation } from '../output/github-annotation';

/** The place of a finding as `file:line`, which editors and build logs link. */
function place({ location }: LocatedFinding): string {
  return location ? `${location.file}:${location.line}` : '';
}

/** Formats a finding for people. */
export function findingLines(located: LocatedFinding): string[] {
  const { finding, alsoAt } = located;
  const stages = [
    finding.stage,
    ...(alsoAt.length > 3 ? [...alsoAt.slice(0, 2), `${alsoAt.length - 2} more`] : alsoAt),
  ].join(', ');
  const lines: [string, string | undefined][] = [
    ['request', finding.request && String(finding.request)],
    ['from', finding.entry],
    ['when', finding.moment],
    ['order', finding.order && finding.methods && `${shortened(finding.order)} (${finding.methods.join(', ')})`],
    ['objects', shortened(finding.objects.filter((object) => object !== ''))],
    ['file', place(located)],
    ['fix', finding.fix],
    ['source', finding.source],
  ];
  const details = lines.filter(([, text]) => text).map(([name, text]) => `    ${name.padEnd(8)}${text}`);
  return [`${finding.severity.padEnd(8)}${finding.rule}  [${stages}]`, `    ${finding.message}`, ...details];
}

/** Cuts a list after eight names; JSON has all of them. */
function shortened(names: string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, ${names.length - 8} more` : names.join(', ');
}

/** Findings as JSON. */
export function findingJson(located: LocatedFinding): any {
  const {
    finding: { request, ...finding },
    set,
    location,
    alsoAt,
  } = located;
  return {
    rule: finding.rule,
    severity: finding.severity,
    code: finding.code ?? null,
    kind: finding.kind ?? null,
    field: finding.field ?? null,
    message: finding.message,
    fix: finding.fix,
    source: finding.source,
    objects: finding.objects,
    set,
    stage: finding.stage ?? null,
    alsoAt,
    request: request ? String(request) : null,
    entry: finding.entry ?? null,
    moment: finding.moment ?? null,
    order: finding.order ?? null,
    methods: finding.methods ?? null,
    location: location ?? null,
  };
}

/** A finding as an annotation of a GitHub workflow. */
export function findingAnnotation({ finding, location }: LocatedFinding): Annotation {
  const { severity, rule, stage, message, request, entry, moment, fix } = finding;
  return {
    kind: severity === Severity.NOTE ? 'notice' : severity,
    ...(location ? { file: location.file, line: location.line } : {}),
    title: `${rule} [${stage}]`,
    text: [
      message,
      ...(request ? [`Request: ${request}`] : []),
      ...(entry ? [`From: ${entry}`] : []),
      ...(moment ? [`When: ${moment}`] : []),
      `Fix: ${fix}`,
    ],
  };
}

/**
 * Formats findings as SARIF 2.1.0, which code scanning tools read (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).
 */
export function sarif(findings: LocatedFinding[]): any {
  const rules = [...new Map(findings.map(({ finding }) => [finding.rule, finding])).values()];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'cdk8s-rollouts',
            informationUri: 'https://github.com/cdk8s-rollouts/cdk8s-rollouts',
            rules: rules.map(({ rule, fix, source }) => ({
              id: rule,
              help: { text: `${fix} Source: ${source}` },
              shortDescription: { text: rule },
            })),
          },
        },
        results: findings.map(({ finding, location }) => ({
          ruleId: finding.rule,
          ruleIndex: rules.findIndex(({ rule }) => rule === finding.rule),
          level: finding.severity,
          message: {
            text: [
              finding.stage && `[${finding.stage}]`,
              finding.message,
              finding.request && `Request: ${finding.request}.`,
              finding.entry && `From: ${finding.entry}.`,
              finding.moment && `When: ${finding.moment}.`,
              `Fix: ${finding.fix}`,
            ]
              .filter((part) => part)
              .join(' '),
          },
          locations:
            location && location.file !== '-'
              ? [
                {
                  physicalLocation: {
                    artifactLocation: {
                      uri: location.file.split('\\').join('/').split('/').map(encodeURIComponent).join('/'),
                    },
                    region: { startLine: location.line },
                  },
                },
              ]
              : [],
        })),
      },
    ],
  };
}
