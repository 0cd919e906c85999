import { basename } from 'node:path';
import { columns } from './columns';
import { Command, EXIT, EXIT_CODES } from './command';
import { ENTRY_OPTIONS, entryOf } from './entry-option';
import { describedOptions, GivenOptions, OptionDescriptions } from './options';
import { readWithProgress } from './progress';
import { READING_OPTIONS, readingOf } from './reading-options';
import { splitJson } from './split-output';
import { AddressChange, changeInWords, RequestChange, splitText, trafficChanges } from './traffic-change';
import { ManifestFault } from '../manifests/manifest-fault';
import { objectsOf, StageSet } from '../manifests/stage-sets';
import { jsonText } from '../output/json';
import { Markdown } from '../output/markdown';
import { terminalText } from '../output/terminal';
import { Entry, TrafficOptions } from '../readers/engine';
import { Traffic } from '../readers/traffic';

const OPTIONS: OptionDescriptions = {
  ...ENTRY_OPTIONS,
  ...READING_OPTIONS,
  output: {
    type: 'string',
    oneOf: ['table', 'json', 'markdown'],
    help: 'By default table; markdown is fit for a comment on a pull request.',
  },
};

/** What a change of manifests does to traffic. */
export const diffCommand: Command = {
  name: 'diff',
  summary: 'what a change of manifests does to traffic, in words and as a table',
  help: `Shows what a change of manifests does to traffic, in words and as a table.

Usage: cdk8s-rollouts diff OLD NEW [options]

OLD and NEW are files or folders; one of them may be - for the standard input. Where they hold several stages, stages of
the same name are compared.

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
    const states = pairs(statesOf(before, options.positionals[0]), statesOf(after, options.positionals[1]), asked);
    switch (options.text('output')) {
      case 'json':
        context.write(jsonText(states.map(json)));
        break;
      case 'markdown':
        context.write(Markdown.join(states.map(markdown), '\n').shown);
        break;
      default:
        context.write(terminalText(states.map(table).flatMap((lines, place) => (place === 0 ? lines : ['', ...lines]))));
    }
    return EXIT.OK;
  },
};

/** Two states to compare. */
interface Pair {
  /** The name of the state; empty where there is only one. */
  readonly name: string;
  readonly addresses: AddressChange[];
  /** Why the two cannot be compared. */
  readonly reason?: string;
}

interface State {
  readonly name: string;
  readonly objects: any[];
}

/** How states are read, and where requests come in. */
interface Asked {
  readonly from?: Entry;
  readonly reading: TrafficOptions;
}

function pairs(old: State[], now: State[], asked: Asked): Pair[] {
  if (old.length === 1 && now.length === 1) {
    return [compared('', old[0], now[0], asked)];
  }
  const names = [...new Set([...old, ...now].map(({ name }) => name))];
  return names.map((name) => {
    const [one, other] = [old, now].map((all) => all.find((state) => state.name === name));
    return one && other ? compared(name, one, other, asked) : { name, addresses: [], reason: one ? 'is only in OLD' : 'is only in NEW' };
  });
}

/** Names states by their path below the given one, so that both sides have the same names. */
function statesOf(sets: StageSet[], path: string): State[] {
  const below = (name: string) =>
    name.startsWith(`${path.replace(/\/+$/, '')}/`) ? name.slice(path.replace(/\/+$/, '').length + 1) : basename(name);
  return sets.flatMap((set) =>
    set.stages.map((stage) => ({
      name: set.stages.length === 1 ? below(set.name) : `${below(set.name)} ${basename(stage.name)}`,
      objects: objectsOf(stage),
    })),
  );
}

function compared(name: string, before: State, after: State, { from, reading }: Asked): Pair {
  const whole = [before, after].map(({ objects }) => Traffic.of(objects, reading));
  const [one, other] = from === undefined ? whole : atEntry(whole, from);
  const hasRoutes = one.routers.length + other.routers.length > 0;
  return hasRoutes
    ? { name, addresses: trafficChanges(one, other) }
    : { name, addresses: [], reason: 'has no routes of a known router on either side' };
}

/** Both sides at an entry. A side that lacks it has no routes there. @throws ManifestFault if both lack it */
function atEntry(sides: Traffic[], from: Entry): Traffic[] {
  const entries = sides.map((traffic) => traffic.routers.flatMap((router) => traffic.entries(undefined, router)));
  const isKnown = entries.map((all) => all.some((one) => from.includes(one)));
  if (!isKnown.includes(true)) {
    const known = [...new Set(entries.flat().map(String))].join(', ') || '(nowhere)';
    throw new ManifestFault(`--from: neither side has ${from}. Requests come in at: ${known}.`);
  }
  return sides.map((traffic, place) => (isKnown[place] ? traffic.at(from) : Traffic.of([])));
}

function isChanged({ addresses }: Pair): boolean {
  return addresses.some(({ changes }) => changes.some((change) => change.isChanged));
}

/** One line for each address that changes; addresses with the same change share a line. */
function words(pair: Pair): string[] {
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
function hasRows(pair: Pair): boolean {
  const count = pair.addresses.reduce((sum, { changes }) => sum + changes.length, 0);
  return count > 0 && (pair.name === '' || isChanged(pair));
}

function table(pair: Pair): string[] {
  const rows = pair.addresses
    .flatMap(({ changes }) => changes)
    .map((change) => [
      change.isChanged ? '*' : '',
      requestText(change),
      splitText(change.before),
      splitText(change.after),
    ]);
  const [first, ...others] = words(pair);
  const head = [`${pair.name === '' ? '' : `${pair.name}: `}${first}`, ...others];
  return hasRows(pair) ? [...head, '', ...columns(['', 'REQUEST', 'BEFORE', 'AFTER'], rows)] : head;
}

function markdown(pair: Pair): Markdown {
  const said = Markdown.join(words(pair).map(Markdown.code), '  \n');
  const head = pair.name === '' ? Markdown.of`${said}\n` : Markdown.of`### ${Markdown.code(pair.name)}\n\n${said}\n`;
  const rows = pair.addresses
    .flatMap(({ changes }) => changes)
    .map((change) => {
      const [request, before, after] = [requestText(change), splitText(change.before), splitText(change.after)].map(
        Markdown.cell,
      );
      return change.isChanged
        ? Markdown.of`| ${request} | ${before} | **${after}** |`
        : Markdown.of`| ${request} | ${before} | ${after} |`;
    });
  return hasRows(pair)
    ? Markdown.of`${head}\n| Request | Before | After |\n|---|---|---|\n${Markdown.join(rows, '\n')}\n`
    : head;
}

function json(pair: Pair): any {
  return {
    name: pair.name === '' ? null : pair.name,
    words: words(pair),
    isChanged: isChanged(pair),
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
