import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithReference, referencePath } from './reference';
import { REPORT_ANSWERS } from './report-answers';
import { run } from '../support/command-line';

const FOLDER = referencePath('reports', '.');

/** The commands of a report, without the program's name; pages are looked at elsewhere. */
function commandsOf(report: string): string[][] {
  return readFileSync(join(FOLDER, report, 'request.txt'), 'utf8')
    .split('\n')
    .map((line) => [...line.trim().matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, ...parts]) => parts.find(Boolean)!))
    .filter(([program, command]) => program === 'cdk8s-rollouts' && command !== 'report')
    .map(([, ...args]) => args);
}

/** A command's answer in one line, as the table has it. */
function answerTo(report: string, [command, ...args]: string[]): string {
  const inReport = args.map((arg) => (existsSync(join(FOLDER, report, arg)) ? join(FOLDER, report, arg) : arg));
  const { code, output, errors } = run(command, ...inReport, '--output', 'json');
  if (output === '') {
    const [, reason] = /^cdk8s-rollouts \w+: \S+?(?:, document \d+, line \d+)?:? (.*)/s.exec(errors) ?? [];
    return `${code}: ${reason}`;
  }
  const answer = JSON.parse(output);
  switch (command) {
    case 'traffic':
      return [answer].flat().map(({ split }) => split.map(shareText).join(', ')).join('; ');
    case 'check':
      return answer.findings.map(findingText).join(', ');
    default:
      return answer.flatMap(({ words }: any) => words).join('; ');
  }
}

function shareText({ undetermined, status, unrouted, version, workload, service, fraction }: any): string {
  const target = undetermined ? 'undetermined' : (status ?? unrouted ?? version ?? workload ?? service);
  return `${target} ${fraction}`;
}

function findingText({ severity, rule, code }: any): string {
  return `${severity} ${code && code !== rule ? `${rule}/${code}` : rule}`;
}

describeWithReference('what people reported', () => {
  test('has an answer for each report that has a command', () => {
    const reports = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, name, 'request.txt')));
    const asked = reports.filter((report) => commandsOf(report).length > 0);
    expect(Object.keys(REPORT_ANSWERS).sort()).toEqual(asked.sort());
  });

  test.each(Object.entries(REPORT_ANSWERS))('is answered as its thread and its source say: %s', (report, expected) => {
    const answers = commandsOf(report).map((command) => answerTo(report, command));
    expect(answers.map((answer, place) => beginning(answer, expected[place]))).toEqual(expected);
  });

  test('of a version that is committed during a release is found with the step that the release is at', () => {
    const stages = ['0-v1', '1-v2', '2-v3'].map((name) => join(FOLDER, '53-argo-new-revision-mid-release', name));
    const { output } = run('check', ...stages, '--from', 'shop/pay@1', '--output', 'json');
    expect(JSON.parse(output).findings.map(findingText)).toEqual(['error error-share', 'warning release-restarted']);
  });
});

/** Of what cannot be read, the table has the beginning of the reason. */
function beginning(answer: string, expected: string = ''): string {
  return expected.startsWith('2: ') ? answer.slice(0, expected.length) : answer;
}
