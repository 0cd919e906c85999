import { ComparedState, isChanged, isDifferent } from './compared-state';
import { imageChangeInWords } from './image-changes';
import { Markdown } from '../../output/markdown';
import { columns } from '../columns';
import { splitJson } from '../split-output';
import { changeInWords, RequestChange, splitText } from '../traffic-change';

/** The counts: of classes of requests in one state, or of states. */
function title(states: ComparedState[]): string[] {
  const of = (part: number, all: number, one: string, many: string) => `${part} of ${all} ${all === 1 ? one : many}`;
  if (states.length === 1) {
    const requests = states[0].addresses.flatMap(({ changes }) => changes);
    const changed = requests.filter((change) => change.isChanged).length;
    const counts = of(changed, requests.length, 'class of requests', 'classes of requests');
    return requests.length === 0 ? [] : [`${counts} ${changed === 1 ? 'changes' : 'change'}`];
  }
  const changed = states.filter(isChanged).length;
  const others: [string, number][] = [
    ['with another image', states.filter(({ images }) => images.length > 0).length],
    ['only in OLD', states.filter(({ pair }) => pair.now === undefined).length],
    ['only in NEW', states.filter(({ pair }) => pair.old === undefined).length],
    ['without routes', states.filter(({ reason, pair }) => reason !== undefined && pair.old && pair.now).length],
  ];
  const counts = others.filter(([, count]) => count > 0).map(([what, count]) => `${count} ${what}`);
  return [[`traffic changes in ${of(changed, states.length, 'state', 'states')}`, ...counts].join(', ')];
}

/** More states without a change are counted, not listed. */
const MOST_NAMES = 10;

/** The states that stay as they are, in one line; empty where there are none, or only one was compared. */
function unchangedLine(states: ComparedState[]): string[] {
  const names = states.filter((state) => !isShown(state)).map(({ name }) => name);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  return names.length === 0 ? [] : [`no traffic changes in ${names.slice(0, MOST_NAMES).join(', ')}${more}`];
}

/** Whether a state has lines of its own. */
function isShown(state: ComparedState): boolean {
  return state.name === '' || state.reason !== undefined || isDifferent(state);
}

/** One line for each address that changes; addresses with the same change share a line. */
function words(pair: ComparedState): string[] {
  const images = pair.images.map(imageChangeInWords);
  return [...trafficWords(pair), ...images];
}

function trafficWords(pair: ComparedState): string[] {
  if (pair.reason !== undefined) {
    return [pair.reason];
  }
  const changed = pair.addresses.filter(({ changes }) => changes.some((change) => change.isChanged));
  if (changed.length === 0) {
    return ['no traffic changes'];
  }
  const byWords = new Map<string, string[]>();
  changed.forEach((address) =>
    byWords.set(changeInWords(address), [...(byWords.get(changeInWords(address)) ?? []), address.address]),
  );
  const isOne = byWords.size === 1 && changed.length === pair.addresses.length;
  return [...byWords].map(([text, addresses]) => (isOne ? text : `${addresses.join(', ')}: ${text}`));
}

/** A request, and where it comes in. */
function requestText({ request, entry }: RequestChange): string {
  return entry === undefined ? String(request) : `${request} from ${entry}`;
}

/** Whether the requests are shown below the words: of many states, only of those that change. */
function hasRows(state: ComparedState): boolean {
  const count = state.addresses.reduce((sum, { changes }) => sum + changes.length, 0);
  return count > 0 && (state.name === '' || isChanged(state));
}

/** The lines for a terminal. */
export function table(states: ComparedState[]): string[] {
  const shown = states.filter(isShown).map((state) => {
    const rows = state.addresses
      .flatMap(({ changes }) => changes)
      .map((change) => [
        change.isChanged ? '*' : '',
        requestText(change),
        splitText(change.before),
        splitText(change.after),
      ]);
    const [first, ...others] = words(state);
    const head = [`${state.name === '' ? '' : `${state.name}: `}${first}`, ...others];
    return hasRows(state) ? [...head, '', ...columns(['', 'REQUEST', 'BEFORE', 'AFTER'], rows)] : head;
  });
  const blocks = [title(states), ...shown, unchangedLine(states)].filter((lines) => lines.length > 0);
  return blocks.flatMap((lines, place) => (place === 0 ? lines : ['', ...lines]));
}

/** A comment for a pull request. */
export function markdown(states: ComparedState[]): Markdown {
  const head = title(states).map((line) => Markdown.of`**${Markdown.plain(line)}**\n`);
  const shown = states.filter(isShown).map(stateMarkdown);
  const unchanged = unchangedLine(states).map((line) => Markdown.of`${Markdown.code(line)}\n`);
  return Markdown.join([...head, ...shown, ...unchanged], '\n');
}

function stateMarkdown(state: ComparedState): Markdown {
  const said = Markdown.join(words(state).map(Markdown.code), '  \n');
  const head = state.name === '' ? Markdown.of`${said}\n` : Markdown.of`### ${Markdown.code(state.name)}\n\n${said}\n`;
  const rows = state.addresses
    .flatMap(({ changes }) => changes)
    .map((change) => {
      const [request, before, after] = [requestText(change), splitText(change.before), splitText(change.after)].map(
        Markdown.cell,
      );
      return change.isChanged
        ? Markdown.of`| ${request} | ${before} | **${after}** |`
        : Markdown.of`| ${request} | ${before} | ${after} |`;
    });
  return hasRows(state)
    ? Markdown.of`${head}\n| Request | Before | After |\n|---|---|---|\n${Markdown.join(rows, '\n')}\n`
    : head;
}

/** One state as JSON has it. */
export function json(pair: ComparedState): any {
  return {
    name: pair.name === '' ? null : pair.name,
    old: pair.pair.old?.name ?? null,
    new: pair.pair.now?.name ?? null,
    words: words(pair),
    isChanged: isChanged(pair),
    images: pair.images,
    requests: pair.addresses
      .flatMap(({ changes }) => changes)
      .map(({ request, entry, before, after, isChanged: changed }) => ({
        request: splitJson(request, before).request,
        ...(entry === undefined ? {} : { entry: String(entry) }),
        isChanged: changed,
        before: splitJson(request, before).split,
        after: splitJson(request, after).split,
      })),
  };
}
