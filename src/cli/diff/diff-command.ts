import { compared, isDifferent } from './compared-state';
import { json, markdown, table } from './diff-output';
import { statePairs } from './state-pairs';
import { ManifestFault } from '../../manifests/manifest-fault';
import { jsonText } from '../../output/json';
import { terminalText } from '../../output/terminal';
import { Command, EXIT, EXIT_CODES } from '../command';
import { ENTRY_OPTIONS, entryOf } from '../entry-option';
import { describedOptions, GivenOptions, OptionDescriptions } from '../options';
import { readWithProgress } from '../progress';
import { READING_OPTIONS, readingOf } from '../reading-options';

const OPTIONS: OptionDescriptions = {
  ...ENTRY_OPTIONS,
  ...READING_OPTIONS,
  'output': {
    type: 'string',
    oneOf: ['table', 'json', 'markdown'],
    help: 'By default table; markdown is fit for a comment on a pull request.',
  },
  'exit-code': {
    type: 'boolean',
    help: 'End with 1 if a request gets another answer, a version another image, or only one side has a state.',
  },
};

/** What a change of manifests does to traffic. */
export const diffCommand: Command = {
  name: 'diff',
  summary: 'what a change of manifests does to traffic, in words and as a table',
  help: `Shows what a change of manifests does to traffic, in words and as a table.

Usage: cdk8s-rollouts diff OLD NEW [options]

OLD and NEW are files or folders; one of them may be - for the standard input. Stages are
compared in their order: those of the same name, then those that differ in numbers, such as weight-20 and weight-30.

${describedOptions(OPTIONS)}

Examples:
  cdk8s-rollouts diff dist/echo-03-weight-20.k8s.yaml dist/echo-04-weight-50.k8s.yaml
  git show main:manifests/echo.yaml | cdk8s-rollouts diff - manifests/echo.yaml --output markdown

${EXIT_CODES}
`,
  run(args, context) {
    const options = new GivenOptions(args, OPTIONS);
    if (options.positionals.length !== 2) {
      throw new ManifestFault(`diff compares two paths, OLD and NEW, given ${options.positionals.length}`);
    }
    if (options.positionals.every((path) => path === '-')) {
      throw new ManifestFault('only one of OLD and NEW may be the standard input');
    }
    const [before, after] = options.positionals.map((path) => readWithProgress([path], context).sets);
    const asked = { from: entryOf(options), reading: readingOf(options) };
    const pairs = statePairs(before, after, options.positionals);
    const states = pairs.map((pair) => compared(pair, pairs.length > 1, asked));
    switch (options.text('output')) {
      case 'json':
        context.write(jsonText(states.map(json)));
        break;
      case 'markdown':
        context.write(markdown(states).shown);
        break;
      default:
        context.write(terminalText(table(states)));
    }
    return options.has('exit-code') && states.some(isDifferent) ? EXIT.FINDINGS : EXIT.OK;
  },
};
