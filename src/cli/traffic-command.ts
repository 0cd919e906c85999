import { columns } from './columns';
import { Command, EXIT, EXIT_CODES } from './command';
import { describedOptions, GivenOptions, OptionDescriptions } from './options';
import { readWithProgress } from './progress';
import { AskedStage, askedStages, MOMENT_OPTIONS, readinessOf } from './rollout-options';
import { splitJson, splitLine } from './split-output';
import { splitTable } from './split-table';
import { unreadNotes } from './unread-notes';
import { HttpRequest } from '../http';
import { ManifestFault } from '../manifests/manifest-fault';
import { Split, PodReadiness } from '../readers/engine';

const OPTIONS: OptionDescriptions = {
  url: { type: 'string', value: 'URL', help: 'Where the request goes. Without it, all classes of requests are shown that the routes tell apart.' },
  header: { type: 'string', multiple: true, value: "'NAME: VALUE'", help: 'A header of the request; may be given several times.' },
  method: { type: 'string', value: 'METHOD', help: 'The method of the request. By default GET.' },
  ...MOMENT_OPTIONS,
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
  kubectl get ingress,service,deployment -n echo -o yaml | cdk8s-rollouts traffic - --url http://app.example/echo --output json
  cdk8s-rollouts traffic dist/gloo-two-phase

Workloads in the manifests are ready with their replicas unless --ready says otherwise. Destinations whose workload is not
there are taken as ready, and called by Service and subset.

${EXIT_CODES}
`,
  run(args, context) {
    const options = new GivenOptions(args, OPTIONS);
    const [readiness, request] = [readinessOf(options), requestOf(options)];
    const { sets, others } = readWithProgress(options.positionals, context);
    const stages = askedStages(sets, options);
    const extra = unreadNotes(stages.length === 1 ? sets.flatMap((set) => set.stages) : [], others);
    // Of many some may be of a release without a router; a single one without routes is a mistake.
    const routed = stages.length > 1 && request === undefined ? stages.filter(({ traffic }) => traffic.routers.length > 0) : stages;
    const silent = [...new Set(stages.filter((stage) => !routed.includes(stage)).map(({ set }) => `${set}: no routes of a known router`))];
    const answers = routed.flatMap((stage) => answersOf(stage, request, readiness, options.text('router'), extra));
    const isOne = stages.length === 1 && request !== undefined;
    if (options.text('output') === 'json') {
      const documents = answers.map(({ stage, router, request: asked, split }) => ({
        ...(stages.length === 1 ? {} : { set: stage.set, stage: stage.stage }),
        ...(router === undefined ? {} : { router }),
        ...splitJson(asked, split),
      }));
      context.write(`${JSON.stringify(isOne ? documents[0] : documents, undefined, 2)}\n`);
    } else {
      context.write(isOne ? splitTable(answers[0].request, answers[0].split) : overview(answers, silent, stages.length > 1));
    }
    return EXIT.OK;
  },
};

interface Answer {
  readonly stage: AskedStage;
  /** Of several routers the one that is asked. */
  readonly router?: string;
  readonly request: HttpRequest;
  readonly split: Split;
}

function requestOf(options: GivenOptions): HttpRequest | undefined {
  const url = options.text('url');
  const headers = options.texts('header');
  const method = options.text('method');
  if (url === undefined) {
    if (headers.length > 0 || method !== undefined) {
      throw new ManifestFault('--header and --method are about the request of --url: write where it goes, too');
    }
    return undefined;
  }
  try {
    return headers.reduce((request, text) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*:(.*)$/s.exec(text) ?? [];
      if (name === undefined || /[\r\n\0]/.test(value)) {
        throw new ManifestFault(`--header is written 'name: value', given '${text}'`);
      }
      return request.withHeader(name, value);
    }, HttpRequest.to(url, { method }));
  } catch (error) {
    throw error instanceof ManifestFault ? error : new ManifestFault(`--url: ${(error as Error).message}`);
  }
}

function answersOf(stage: AskedStage, request: HttpRequest | undefined, readiness: PodReadiness, router: string | undefined, extra: string[]): Answer[] {
  try {
    const answer = (asked: HttpRequest, by: string | undefined): Answer => {
      const split = stage.traffic.split(asked, readiness, by);
      return { stage, router: by, request: asked, split: new Split(split.shares, [...split.notes, ...extra]) };
    };
    if (request) {
      return [answer(request, router)];
    }
    const { routers } = stage.traffic;
    return router === undefined && routers.length > 1
      ? routers.flatMap((one) => stage.traffic.requests(one).map((asked) => answer(asked, one)))
      : stage.traffic.requests(router).map((asked) => answer(asked, router));
  } catch (error) {
    // What the evaluators throw is about the choice of manifests and router.
    throw new ManifestFault(`${stage.stage}: ${(error as Error).message.replace(': say which one the client talks to.', ': say by --router which one the client talks to.')}`);
  }
}

function overview(answers: Answer[], silent: string[], hasStages: boolean): string {
  const hasSets = new Set(answers.map(({ stage }) => stage.set)).size > 1;
  const hasRouters = new Set(answers.map(({ router }) => router)).size > 1;
  const rows = answers.map(({ stage, router = '', request, split }) => [
    ...(hasSets ? [stage.set] : []), ...(hasStages ? [stage.stage] : []), ...(hasRouters ? [router] : []), String(request), splitLine(split),
  ]);
  const notes = [...new Set([...answers.flatMap(({ split }) => split.notes.map(({ message }) => message)), ...silent])];
  const table = columns([...(hasSets ? ['SET'] : []), ...(hasStages ? ['STAGE'] : []), ...(hasRouters ? ['ROUTER'] : []), 'REQUEST', 'WHO ANSWERS'], rows);
  return `${table}\n${notes.length === 0 ? '' : `\nNotes:\n${notes.map((note) => `  - ${note}`).join('\n')}\n`}`;
}

