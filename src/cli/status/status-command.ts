import { STATUS_OPTIONS, statusOf } from './status-options';
import { statusJson, statusLines } from './status-output';
import { jsonText } from '../../output/json';
import { terminalText } from '../../output/terminal';
import { Command, EXIT } from '../command';
import { describedOptions, GivenOptions, OptionDescriptions } from '../options';

const OPTIONS: OptionDescriptions = {
  ...STATUS_OPTIONS,
  output: { type: 'string', oneOf: ['table', 'json'], help: 'By default table.' },
};

/** Where a cluster is among the stages of a rollout. */
export const statusCommand: Command = {
  name: 'status',
  summary: 'at which stage a cluster is, who gets what now, and whether the next stage may be applied',
  help: `Compares a cluster with the stages of a rollout: at which stage it is, what differs, who gets what now, which gates
hold, and what the next stage does to traffic. Nothing is applied.

Usage: cdk8s-rollouts status PATH --live LIVE [options]

PATH holds the stages of one or more rollouts. Gates are those of the plan file that PlanFiles.write(app) has written
beside them. A gate that no object tells about, such as a person's word, is given by --passed.

${describedOptions(OPTIONS)}

Examples:
  kubectl get all,httproute -n shop -o yaml --show-managed-fields | cdk8s-rollouts status dist/ --live -
  cdk8s-rollouts status dist/ --live live.yaml --passed manual --output json

Exit codes: 0 each cluster is at a stage, or between two; 1 it is at no stage; 2 wrong options, or input that cannot be
read; 3 an internal error.
`,
  run(args, context) {
    const options = new GivenOptions(args, OPTIONS);
    const found = statusOf(options, context);
    if (options.text('output') === 'json') {
      context.write(jsonText(found.map(statusJson)));
    } else {
      const blocks = found.map(statusLines);
      context.write(terminalText(blocks.flatMap((block, place) => (place === 0 ? block : ['', ...block]))));
    }
    return found.some(({ status }) => status.position.kind === 'elsewhere') ? EXIT.FINDINGS : EXIT.OK;
  },
};
