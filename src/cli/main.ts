import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { checkCommand } from './check-command';
import { Command, CommandContext, EXIT, EXIT_CODES } from './command';
import { diffCommand } from './diff/diff-command';
import { explainCommand } from './explain-command';
import { suggestion } from './options';
import { reportCommand } from './report-command';
import { nextCommand } from './status/next-command';
import { statusCommand } from './status/status-command';
import { trafficCommand } from './traffic-command';
import { ManifestFault } from '../manifests/manifest-fault';
import { terminalText } from '../output/terminal';
import { RequestLimitError } from '../readers/engine/request-limit';

const COMMANDS: Command[] = [
  trafficCommand,
  explainCommand,
  checkCommand,
  diffCommand,
  reportCommand,
  statusCommand,
  nextCommand,
];

const HELP = `Reads Kubernetes manifests from any source, and says what they do to traffic: who gets which version.

Usage: cdk8s-rollouts <command> PATH… [options]

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n')}

cdk8s-rollouts <command> --help explains a command, with examples. cdk8s-rollouts --version prints the version.

PATH is a file, a folder, or - for the standard input. Several folders are stages in the order in which they are named,
and so are, by their numbers, the files of a staged rollout (echo-00-baseline.k8s.yaml, echo-01-deploy.k8s.yaml, …).

${EXIT_CODES}
`;

/**
 * What `npx cdk8s-rollouts` runs.
 *
 * @param args the arguments after the program's name
 * @param context where it writes
 * @returns the exit code
 */
export function main(args: string[], context: CommandContext): number {
  const [name, ...rest] = args;
  const isHelp = (text: string | undefined) => text === '--help' || text === '-h';
  if (name === undefined || isHelp(name) || name === 'help') {
    context.write(terminalText(HELP.trimEnd().split('\n')));
    return name === undefined ? EXIT.FAULT : EXIT.OK;
  }
  if (name === '--version' || name === 'version') {
    context.write(terminalText([version()]));
    return EXIT.OK;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) {
    const known = COMMANDS.map((one) => one.name);
    const meant = suggestion(name, known) || `the commands are ${known.join(', ')}`;
    context.warn(terminalText([`cdk8s-rollouts: there is no command '${name}': ${meant}`]));
    return EXIT.FAULT;
  }
  if (rest.some(isHelp)) {
    context.write(terminalText(command.help.trimEnd().split('\n')));
    return EXIT.OK;
  }
  try {
    return command.run(rest, context);
  } catch (error) {
    if (error instanceof ManifestFault) {
      const [first, ...others] = error.lines;
      context.warn(terminalText([`cdk8s-rollouts ${name}: ${first}`, ...others]));
      return EXIT.FAULT;
    }
    if (error instanceof RequestLimitError) {
      context.warn(terminalText([`cdk8s-rollouts ${name}: ${error.message}`]));
      return EXIT.FAULT;
    }
    context.warn(terminalText(internalError(name, error)));
    return EXIT.INTERNAL;
  }
}

/** The version of the package that this file belongs to. */
function version(): string {
  for (let folder = __dirname; dirname(folder) !== folder; folder = dirname(folder)) {
    const file = join(folder, 'package.json');
    if (existsSync(file)) {
      return String(JSON.parse(readFileSync(file, 'utf8')).version);
    }
  }
  return 'unknown';
}

/** A fault of the program: with what a report of it needs, and never with exit code 1, which means findings. */
function internalError(command: string, error: unknown): string[] {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  const places = stack.split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 5);
  return [
    `cdk8s-rollouts ${command}: internal error (${name}: ${message})`,
    'Please report it with the command and, if possible, the manifests:',
    'https://github.com/cdk8s-rollouts/cdk8s-rollouts/issues',
    ...places,
  ];
}
