import { checkCommand } from './check-command';
import { Command, CommandContext, EXIT, EXIT_CODES } from './command';
import { diffCommand } from './diff-command';
import { reportCommand } from './report-command';
import { trafficCommand } from './traffic-command';
import { ManifestFault } from '../manifests/manifest-fault';

const COMMANDS: Command[] = [trafficCommand, checkCommand, diffCommand, reportCommand];

const HELP = `Reads Kubernetes manifests from any source, and says what they do to traffic: who gets which version.

Usage: cdk8s-rollouts <command> PATH… [options]

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(8)} ${summary}`).join('\n')}

cdk8s-rollouts <command> --help explains a command, with examples.

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
    context.write(HELP);
    return name === undefined ? EXIT.FAULT : EXIT.OK;
  }
  const command = COMMANDS.find((one) => one.name === name);
  if (!command) {
    context.warn(
      `cdk8s-rollouts: there is no command '${name}'. The commands are: ` +
        `${COMMANDS.map((one) => one.name).join(', ')}.\n`,
    );
    return EXIT.FAULT;
  }
  if (rest.some(isHelp)) {
    context.write(command.help);
    return EXIT.OK;
  }
  try {
    return command.run(rest, context);
  } catch (error) {
    if (error instanceof ManifestFault) {
      context.warn(`cdk8s-rollouts ${name}: ${error.message}\n`);
      return EXIT.FAULT;
    }
    throw error;
  }
}
