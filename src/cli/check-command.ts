import { Command, EXIT, EXIT_CODES } from './command';
import { findingAnnotation, findingJson, findingLines, sarif } from './finding-output';
import { describedOptions, GivenOptions, OptionDescriptions } from './options';
import { Progress, readWithProgress } from './progress';
import { readAsJson, readAsLines } from './read-as';
import { READING_OPTIONS, readingOf } from './reading-options';
import { RELEASE_OPTIONS, releaseOf } from './release-option';
import { unreadNotes } from './unread-notes';
import { ApplyMethod, Severity } from '../checks';
import { checkedSet, LocatedFinding } from '../checks/checked-stages';
import { bySeverity, rankOf } from '../checks/severity-order';
import { ReadStages } from '../manifests/stage-sets';
import { counted } from '../output/counted';
import { annotations } from '../output/github-annotation';
import { jsonText } from '../output/json';
import { terminalText } from '../output/terminal';
import { Note } from '../readers/engine';

const METHODS: { [word: string]: ApplyMethod } = {
  'kubectl': ApplyMethod.KUBECTL,
  'kubectl-prune': ApplyMethod.KUBECTL_PRUNE,
  'helm': ApplyMethod.HELM,
  'argo-cd': ApplyMethod.ARGO_CD,
  'flux': ApplyMethod.FLUX,
};

const OPTIONS: OptionDescriptions = {
  ...READING_OPTIONS,
  ...RELEASE_OPTIONS,
  'applied-by': {
    type: 'string',
    multiple: true,
    oneOf: Object.keys(METHODS),
    help: 'The tool that applies the stages; may be given several times. By default each of them.',
  },
  'fail-on': {
    type: 'string',
    oneOf: ['error', 'warning', 'note'],
    help: 'The lowest severity for which the exit code is 1. By default error.',
  },
  'output': {
    type: 'string',
    oneOf: ['table', 'json', 'sarif', 'github'],
    help: 'By default table; github writes annotations for a workflow.',
  },
};

/** What is wrong with manifests. */
export const checkCommand: Command = {
  name: 'check',
  summary: 'what is wrong with manifests, and with the transition from each stage to the next one',
  help: `Finds what is wrong with manifests, and with the transition from each stage to the next one.

Usage: cdk8s-rollouts check PATH… [options]

${describedOptions(OPTIONS)}

Examples:
  cdk8s-rollouts check manifests/
  cdk8s-rollouts check stages/1-baseline stages/2-deploy stages/3-canary --applied-by argo-cd
  cdk8s-rollouts check dist/gloo-two-phase --output github
  cdk8s-rollouts check v1/ v2/ v3/ --from shop/cart@2
  helm template ./chart -f values-6.yaml | cdk8s-rollouts check - --output sarif > check.sarif

For each state, check evaluates every class of requests that the routes distinguish. It finds requests that fail
although every pod is ready, objects that the API server rejects, and pitfalls of the router.

For each transition between two stages, check evaluates every moment: each order in which updates may become visible,
with new pods ready and not ready. It finds shares that go to a version without a ready pod, errors, and versions or
shares that belong to neither stage. Each finding names the order, the moment, the request and the objects.

${EXIT_CODES}
`,
  run(args, context) {
    const options = new GivenOptions(args, OPTIONS);
    const methods = options.texts('applied-by').map((word) => METHODS[word]);
    const read = readWithProgress(options.positionals, context);
    const release = releaseOf(options, read.sets);
    const progress = new Progress(context);
    const findings = read.sets
      .flatMap((set, place) => {
        progress.at('checking states', place, read.sets.length);
        return checkedSet(set, methods.length === 0 ? undefined : methods, readingOf(options), release(set));
      })
      .sort((one, other) => bySeverity(one.finding, other.finding));
    progress.done();
    const failing = rankOf((options.text('fail-on') ?? Severity.ERROR) as Severity);
    switch (options.text('output')) {
      case 'json':
        context.write(
          jsonText({ findings: findings.map(findingJson), notes: unread(read), read: readAsJson(read.sets) }),
        );
        break;
      case 'sarif':
        context.write(jsonText(sarif(findings)));
        break;
      case 'github':
        context.write(annotations(findings.map(findingAnnotation)));
        break;
      default:
        context.write(terminalText(table(findings, read)));
    }
    return findings.some(({ finding }) => rankOf(finding.severity) <= failing) ? EXIT.FINDINGS : EXIT.OK;
  },
};

const SEVERITIES = Object.values(Severity);

function unread({ sets, others }: ReadStages): Note[] {
  return unreadNotes(
    sets.flatMap(({ stages }) => stages),
    others,
  );
}

function table(findings: LocatedFinding[], read: ReadStages): string[] {
  const { sets } = read;
  const bySet = sets
    .map(({ name }) => ({ name, own: findings.filter(({ set }) => set === name) }))
    .filter(({ own }) => own.length > 0);
  const parts = bySet.flatMap(({ name, own }) => [...(sets.length > 1 ? [[name]] : []), ...own.map(findingLines)]);
  const stages = sets.reduce((sum, set) => sum + set.stages.length, 0);
  const counts = SEVERITIES.map((severity) =>
    counted(findings.filter(({ finding }) => finding.severity === severity).length, severity),
  ).join(', ');
  const notes = unread(read);
  const told = notes.length === 0 ? [] : [['Not read:', ...notes.map(({ message }) => `  - ${message}`)]];
  const rollouts = sets.length > 1 ? ` of ${sets.length} rollouts` : '';
  const blocks = [...parts, ...told, readAsLines(sets), [`${counts} in ${counted(stages, 'stage')}${rollouts}.`]];
  return blocks.flatMap((block, place) => (place === 0 ? block : ['', ...block]));
}
