import { Command, EXIT, EXIT_CODES } from './command';
import { describedOptions, GivenOptions, OptionDescriptions } from './options';
import { requirePageFile, writeFile } from './output-file';
import { Progress, readWithProgress } from './progress';
import { READING_OPTIONS, readingOf } from './reading-options';
import { checkedSet } from '../checks/checked-stages';
import { gateText } from '../manifests/plan-file';
import { filesOf, objectsOf, plannedStage, StageSet } from '../manifests/stage-sets';
import { counted } from '../output/counted';
import { terminalText } from '../output/terminal';
import { TrafficOptions } from '../readers/engine';
import { page, ReportSection } from '../report/page';
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
    const progress = new Progress(context);
    const sections = sets.map((set, place) => {
      progress.at('drawing pages', place, sets.length);
      return sectionOf(set, reading);
    });
    progress.done();
    const text = page(sections);
    if (file === '-') {
      context.write(text);
    } else {
      writeFile(file, text);
      const stages = sets.reduce((sum, set) => sum + set.stages.length, 0);
      const findings = sections.reduce((sum, section) => sum + section.findings.length, 0);
      context.warn(terminalText([`${file}: ${counted(stages, 'stage')}, ${counted(findings, 'finding')}`]));
    }
    return EXIT.OK;
  },
};

function sectionOf(set: StageSet, reading: TrafficOptions): ReportSection {
  const stages = set.stages.map((stage, place) => ({
    name: stage.name,
    objects: objectsOf(stage),
    gates: plannedStage(set, place)?.gates.map(gateText),
  }));
  return {
    timeline: timelineOf(set.name, stages, reading),
    findings: checkedSet(set, undefined, reading).map(({ finding, alsoAt }) =>
      alsoAt.length === 0 ? finding : { ...finding, stage: [finding.stage, ...alsoAt].join(', ') },
    ),
  };
}
