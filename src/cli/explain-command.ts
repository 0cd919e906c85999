import { columns } from './columns';
import { Command, EXIT, EXIT_CODES } from './command';
import { ENTRY_OPTIONS, entryOf } from './entry-option';
import { describedOptions, GivenOptions, OptionDescriptions } from './options';
import { readWithProgress } from './progress';
import { READING_OPTIONS, readingOf } from './reading-options';
import { REQUEST_OPTIONS, requestOf } from './request-options';
import { routerOf, ROUTER_OPTIONS } from './router-option';
import { rounded, splitJson } from './split-output';
import { noteLines } from './split-table';
import { splitText } from './traffic-change';
import { ExplainedRoute, explained, Explanation, Question, VersionVerdict } from '../explain/explanation';
import { RequestPart } from '../explain/request-parts';
import { HttpRequest } from '../http';
import { ManifestFault } from '../manifests/manifest-fault';
import { objectsOf } from '../manifests/stage-sets';
import { jsonText } from '../output/json';
import { terminalText } from '../output/terminal';
import { Traffic } from '../readers/traffic';

const OPTIONS: OptionDescriptions = {
  ...REQUEST_OPTIONS,
  version: { type: 'string', value: 'VERSION', help: 'The version that you expect to answer: why it does not.' },
  ...ENTRY_OPTIONS,
  ...ROUTER_OPTIONS,
  ...READING_OPTIONS,
  output: { type: 'string', oneOf: ['table', 'json'], help: 'By default table.' },
};

/** Why a request gets the answer that it gets. */
export const explainCommand: Command = {
  name: 'explain',
  summary: 'why a request gets its answer, and why a version gets nothing of it',
  help: `Explains the answer to a request: what every route has to do with it, and why a version gets nothing of it.

Usage: cdk8s-rollouts explain PATH… --url URL [options]

Each route is tried with a request that it takes, of which as much as possible is replaced by yours. What cannot be
replaced is what your request lacks.

${describedOptions(OPTIONS)}

Examples:
  cdk8s-rollouts explain dist/echo-03-weight-20.k8s.yaml --url http://app.example/echo --version v2
  kubectl get all,httproutes -o yaml | cdk8s-rollouts explain - --url http://app.example/ --header 'stage: canary'

${EXIT_CODES}
`,
  run(args, context) {
    const options = new GivenOptions(args, OPTIONS);
    const request = requestOf(options);
    if (request === undefined) {
      throw new ManifestFault('explain needs --url: the request that you want to have explained');
    }
    const { sets } = readWithProgress(options.positionals, context);
    const states = sets.flatMap(({ stages }) => stages);
    if (states.length > 1) {
      const names = states.slice(0, 10).map(({ name }) => name).join(', ');
      throw new ManifestFault(`explain looks at one state, and there are ${states.length} (${names}): name the files of one`);
    }
    const [objects, reading, entry] = [objectsOf(states[0]), readingOf(options), entryOf(options)];
    const traffic = Traffic.of(objects, reading);
    const router = routerOf(options, [traffic]) ?? onlyRouter(traffic, request);
    const entries = entry === undefined ? traffic.entries(request, router) : [entry];
    const question: Question = { objects, reading, request, version: options.text('version'), router };
    const explanations = (entries.length === 0 ? [undefined] : entries).map((one) => ({
      from: entries.length > 1 ? String(one) : undefined,
      explanation: explained({ ...question, entry: one }),
    }));
    if (options.text('output') === 'json') {
      context.write(jsonText(explanations.map(({ from, explanation }) => json(explanation, from))));
    } else {
      const blocks = explanations.map(({ from, explanation }) => lines(explanation, question.version, from));
      context.write(terminalText(blocks.flatMap((block, place) => (place === 0 ? block : ['', ...block]))));
    }
    return EXIT.OK;
  },
};

/** @throws ManifestFault where no router, or more than one, may get the request */
function onlyRouter(traffic: Traffic, request: HttpRequest): string {
  const { routers } = traffic;
  const knowing = routers.filter((router) => routers.length === 1 || traffic.entries(request, router).length > 0);
  if (knowing.length === 1) {
    return knowing[0];
  }
  throw new ManifestFault(
    routers.length === 0
      ? 'there are no routes of a known router among the objects'
      : `say by --router which one the client talks to: ${routers.join(', ')}`,
  );
}

/** More routes are counted, not listed. */
const MOST_ROUTES = 50;

function lines({ request, split, version: verdict, routes }: Explanation, version = '', from?: string): string[] {
  const shown = verdict === undefined ? routes : routes.filter((route) => isAbout(route, version));
  const rows = shown.slice(0, MOST_ROUTES).map((route) => [
    route.id,
    route.gives === undefined ? '-' : splitText(route.gives),
    reason(route, request),
  ]);
  const others = routes.length - rows.length;
  return [
    `${request}${from === undefined ? '' : ` from ${from}`}: ${splitText(split)}`,
    ...(verdict === undefined ? [] : ['', versionText(version, verdict, split.fractionOf(version).asPercent)]),
    ...(rows.length === 0 ? [] : ['', ...columns(['ROUTE', 'GIVES', 'THIS REQUEST'], rows)]),
    ...(others === 0 ? [] : ['', `${others} other route${others === 1 ? '' : 's'}${verdict === undefined ? '' : ', which a run without --version lists'}.`]),
    ...noteLines(split.notes.map(({ message }) => message)),
  ];
}

/** Whether a route has to do with a version: it takes the request, leads to the version, or gets no request. */
function isAbout({ verdict, gives }: ExplainedRoute, version: string): boolean {
  return gives === undefined
    ? verdict.kind !== 'not tried'
    : verdict.kind === 'takes' || gives.shares.some((share) => share.version === version);
}

function reason({ verdict, isYounger }: ExplainedRoute, request: HttpRequest): string {
  switch (verdict.kind) {
    case 'takes':
      return 'is taken by it';
    case 'parts':
      return `needs, for example, ${verdict.parts.map((part) => needed(part, verdict.example)).join(' and ')}`;
    case 'order': {
      const takers = verdict.takers.join(' and ');
      const why = isYounger ? ', whose object is older' : '';
      return String(verdict.example) === String(request)
        ? `fulfils the route, and goes to ${takers}${why}`
        : `would go to ${takers}${why}, even as ${verdict.example}, which fulfils the route`;
    }
    case 'not tried':
      return 'was not tried: too many requests were asked for other routes';
    case 'unknown':
      return 'may lack anything: no request is known that this route takes';
  }
}

function needed(part: RequestPart, example: HttpRequest): string {
  switch (part) {
    case 'host':
      return `the host ${example.host}`;
    case 'port':
      return `${example.scheme} on port ${example.port}`;
    case 'path':
      return `the path ${example.path}`;
    case 'query':
      return example.query === '' ? 'no query' : `the query ${example.query}`;
    case 'method':
      return `the method ${example.method}`;
    default: {
      const name = part.slice('header '.length);
      const values = example.headerValues(name);
      return values.length === 0 ? `no header ${name}` : `the header ${name}: ${values.join(', ')}`;
    }
  }
}

function versionText(version: string, verdict: VersionVerdict, percent: number): string {
  switch (verdict.kind) {
    case 'answers':
      return `${version} answers ${rounded(percent)} % of it.`;
    case 'no workload':
      return `No workload has pods with the label version: ${version}. The versions are ${verdict.known.join(', ') || 'none'}.`;
    case 'no share': {
      const pods = verdict.emptyWorkloads.length > 0 ? [`${verdict.emptyWorkloads.join(' and ')} has no pods`] : [];
      const weight = verdict.weightIn === undefined ? [] : [`it has a weight of 0 in ${verdict.weightIn}`];
      return `${version} gets none of it: ${[...pods, ...weight].join(', and ')}.`;
    }
    case 'other routes':
      return `${version} gets none of it: the routes that lead to ${version} do not take this request.`;
    case 'undetermined':
      return `Whether ${version} answers is not known: see the notes.`;
    case 'no request':
      return `${version} gets none of it, and no request is known that it answers. Its pods are those of ${verdict.workloads.join(', ')}.`;
  }
}

function json({ request, split, version, routes }: Explanation, from?: string): any {
  return {
    ...splitJson(request, split),
    ...(from === undefined ? {} : { entry: from }),
    ...(version === undefined ? {} : { version }),
    routes: routes.map(({ id, verdict, isYounger, gives }) => ({
      route: id,
      verdict: verdict.kind,
      ...(verdict.kind === 'parts' ? { needs: verdict.parts, example: String(verdict.example) } : {}),
      ...(verdict.kind === 'order' ? { takenBy: verdict.takers, example: String(verdict.example), isYounger } : {}),
      ...(gives === undefined ? {} : { gives: splitJson(request, gives).split }),
    })),
  };
}
