import { columns } from './columns';
import { Command, EXIT, EXIT_CODES } from './command';
import { ENTRY_OPTIONS, entryOf } from './entry-option';
import { describedOptions, GivenOptions, OptionDescriptions } from './options';
import { readWithProgress } from './progress';
import { READING_OPTIONS } from './reading-options';
import { REQUEST_OPTIONS, requestOf } from './request-options';
import { AskedStage, askedStages, MOMENT_OPTIONS, readinessOf } from './rollout-options';
import { ROUTER_OPTIONS, routerOf } from './router-option';
import { splitJson, splitLine } from './split-output';
import { noteLines, splitTable } from './split-table';
import { allAnswers, Answer, answersTo, TrafficQuestion } from './traffic-answers';
import { unreadNotes } from './unread-notes';
import { jsonText } from '../output/json';
import { terminalText } from '../output/terminal';

const OPTIONS: OptionDescriptions = {
  ...REQUEST_OPTIONS,
  ...ENTRY_OPTIONS,
  ...MOMENT_OPTIONS,
  ...ROUTER_OPTIONS,
  ...READING_OPTIONS,
  output: { type: 'string', oneOf: ['table', 'json'], help: 'By default table.' },
};

/** Who answers a request. */
export const trafficCommand: Command = {
  name: 'traffic',
  summary: 'who answers a request, or each class of requests',
  help: `Shows who answers a request, by exact share.

Usage: cdk8s-rollouts traffic PATH… [--url URL] [options]

${describedOptions(OPTIONS)}

Examples:
  cdk8s-rollouts traffic manifests/ --url http://app.example/echo --header 'stage: canary'
  cdk8s-rollouts traffic manifests/ --url http://app.example/echo --ready echo/echo-v2=0
  cdk8s-rollouts traffic rollout.yaml istio.yaml --url http://app.example/ --step 2 --phase progressing
  kubectl get ingress,service,deployment -n echo -o yaml | cdk8s-rollouts traffic - --url http://app.example/echo
  cdk8s-rollouts traffic dist/gloo-two-phase
  cdk8s-rollouts traffic dist/argo-istio-header --from mesh --step 1

Workloads in the manifests have all their pods ready, unless --ready says otherwise. A destination without a workload in
the manifests is shown by its Service and subset; it counts as ready, unless --complete is given.

${EXIT_CODES}
`,
  run(args, context) {
    const options = new GivenOptions(args, OPTIONS);
    const [readiness, request] = [readinessOf(options), requestOf(options)];
    const { sets, others } = readWithProgress(options.positionals, context);
    const stages = askedStages(sets, options);
    const unread = unreadNotes(stages.length === 1 ? sets.flatMap((set) => set.stages) : [], others);
    const router = routerOf(options, stages.map(({ traffic }) => traffic));
    const question: TrafficQuestion = { readiness, router, from: entryOf(options), unread };
    // Of several stages, one without routes is passed over with a note. A single one has to have some.
    const hasRoutes = ({ traffic }: AskedStage) => traffic.routers.length > 0;
    const routed = stages.length > 1 && request === undefined ? stages.filter(hasRoutes) : stages;
    const silent = [
      ...new Set(
        stages.filter((stage) => !routed.includes(stage)).map(({ set }) => `${set}: no routes of a known router`),
      ),
    ];
    const isJson = options.text('output') === 'json';
    if (request !== undefined) {
      const answers = routed.map((stage) => answersTo(stage, request, question));
      if (isJson) {
        const documents = answers.map(([together, ...entries]) => ({
          ...answerJson(together, stages.length > 1),
          ...(entries.length === 0 ? {} : { entries: entries.map(entryJson) }),
        }));
        context.write(jsonText(stages.length === 1 ? documents[0] : documents));
      } else {
        const rows = answers.flatMap(([together, ...entries]) => (entries.length === 0 ? [together] : entries));
        context.write(terminalText(stages.length === 1 ? oneRequest(answers[0]) : overview(rows, silent, true)));
      }
    } else {
      const answers = routed.flatMap((stage) => allAnswers(stage, question));
      context.write(
        isJson
          ? jsonText(answers.map((answer) => answerJson(answer, stages.length > 1)))
          : terminalText(overview(answers, silent, stages.length > 1)),
      );
    }
    return EXIT.OK;
  },
};

/** Formats one request: the shares with their details or, where entries differ, a row for each entry. */
function oneRequest(answers: Answer[]): string[] {
  const [together, ...entries] = answers;
  const isAgreed = entries.every(({ split }) => split.isSameTraffic(together.split));
  return isAgreed ? splitTable(together.request, together.split) : overview(entries, [], false);
}

function answerJson({ stage, router, entry, request, split }: Answer, hasStages: boolean): any {
  return {
    ...(hasStages ? { set: stage.set, stage: stage.stage } : {}),
    ...(router === undefined ? {} : { router }),
    ...(entry === undefined ? {} : { entry: String(entry) }),
    ...splitJson(request, split),
  };
}

function entryJson({ entry, request, split }: Answer): any {
  const { request: _, ...answer } = splitJson(request, split);
  return { entry: String(entry), ...answer };
}

/** A column of the overview. */
interface OverviewColumn {
  readonly heading: string;
  readonly textOf: (answer: Answer) => string;
  readonly isShown: boolean;
}

function overview(answers: Answer[], silent: string[], hasStages: boolean): string[] {
  const differ = (textOf: (answer: Answer) => unknown) => new Set(answers.map(textOf)).size > 1;
  const shown: OverviewColumn[] = [
    { heading: 'SET', textOf: ({ stage }: Answer) => stage.set, isShown: differ(({ stage }) => stage.set) },
    { heading: 'STAGE', textOf: ({ stage }: Answer) => stage.stage, isShown: hasStages },
    { heading: 'ROUTER', textOf: ({ router = '' }: Answer) => router, isShown: differ(({ router }) => router) },
    {
      heading: 'FROM',
      textOf: ({ entry }: Answer) => String(entry ?? ''),
      isShown: answers.some(({ entry }) => entry !== undefined),
    },
    { heading: 'REQUEST', textOf: ({ request }: Answer) => String(request), isShown: true },
    { heading: 'WHO ANSWERS', textOf: ({ split }: Answer) => splitLine(split), isShown: true },
  ].filter(({ isShown }) => isShown);
  const rows = answers.map((answer) => shown.map(({ textOf }) => textOf(answer)));
  const notes = [...new Set([...answers.flatMap(({ split }) => split.notes.map(({ message }) => message)), ...silent])];
  return [
    ...columns(
      shown.map(({ heading }) => heading),
      rows,
    ),
    ...noteLines(notes),
  ];
}
