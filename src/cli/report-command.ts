import { Command, EXIT, EXIT_CODES } from './command';
import { describedOptions, GivenOptions, OptionDescriptions } from './options';
import { requirePageFile, writeFile } from './output-file';
import { readWithProgress } from './progress';
import { READING_OPTIONS, readingOf } from './reading-options';
import { checkedSet } from '../checks/checked-stages';
import { filesOf, objectsOf } from '../manifests/stage-sets';
import { page } from '../report/page';
import { timelineOf } from '../report/timeline';

const OPTIONS: OptionDescriptions = {
  ...READING_OPTIONS,
  output: { type: 'string', short: 'o', value: 'FILE', help: 'The page. By default it goes to the standard output.' },
};

/** A page that shows who gets which version at every stage. */
export const reportCommand: Command = {
  name: 'report',
  summary: 'a page with the time line of every application',
  help: `Writes one page about who gets which version at every stage: shares, header lanes, gates, findings, manifests.
The page needs no network and no script, and can be printed.

Usage: cdk8s-rollouts report PATH… -o report.html

${describedOptions(OPTIONS)}

Examples:
  cdk8s-rollouts report dist/gloo-two-phase -o report.html
  cdk8s-rollouts report stages/1-baseline stages/2-canary stages/3-promote -o report.html

${EXIT_CODES}
`,
  run(args, context) {
    const options = new GivenOptions(args, OPTIONS);
    const { sets } = readWithProgress(options.positionals, context);
    const file = options.text('output') ?? '-';
    if (file !== '-') {
      requirePageFile(file, filesOf(sets));
    }
    const reading = readingOf(options);
    const sections = sets.map((set) => ({
      timeline: timelineOf(
        set.name,
        set.stages.map((stage) => ({ name: stage.name, objects: objectsOf(stage) })),
        reading,
      ),
      findings: checkedSet(set, undefined, reading).map(({ finding, alsoAt }) =>
        alsoAt.length === 0 ? finding : { ...finding, stage: [finding.stage, ...alsoAt].join(', ') },
      ),
    }));
    const text = page(sections);
    if (file === '-') {
      context.write(text);
    } else {
      writeFile(file, text);
    }
    return EXIT.OK;
  },
};
