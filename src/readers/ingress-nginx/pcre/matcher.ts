import { fixedLength, Node, UnknownExpression } from './node';

/** A search that takes too long: PCRE gives up as well, though later. @internal */
export class SearchGivenUp extends Error {}

/** Steps of one search; far more than an expression takes that people write. */
const MAX_STEPS = 200_000;

/** A search while it runs. */
interface Search {
  readonly text: string;
  readonly starts: number[];
  readonly ends: number[];
  steps: number;
}

/** What comes after a part. */
type Rest = (at: number) => boolean;

/** Whether a part, and what comes after it, matches at a place. */
type Matcher = (search: Search, at: number, rest: Rest) => boolean;

/**
 * Whether an expression matches anywhere in a text.
 *
 * @throws SearchGivenUp
 * @internal
 */
export function compiled(node: Node): (text: string) => boolean {
  const matcher = matcherOf(node);
  const isAnchored = startsAtBeginning(node);
  return (text) => {
    const search: Search = { text, starts: [], ends: [], steps: 0 };
    const last = isAnchored ? 0 : text.length;
    for (let start = 0; start <= last; start++) {
      search.starts.length = 0;
      search.ends.length = 0;
      if (matcher(search, start, () => true)) {
        return true;
      }
    }
    return false;
  };
}

/** Whether every match begins where the text does: what is tried elsewhere only costs time. */
function startsAtBeginning(node: Node): boolean {
  switch (node.type) {
    case 'assertion':
      return node.isStart;
    case 'sequence':
      return node.parts.length > 0 && startsAtBeginning(node.parts[0]);
    case 'choice':
      return node.parts.every(startsAtBeginning);
    case 'group':
    case 'atomic':
      return startsAtBeginning(node.part);
    default:
      return false;
  }
}

function count(search: Search): void {
  if (++search.steps > MAX_STEPS) {
    throw new SearchGivenUp();
  }
}

function matcherOf(node: Node): Matcher {
  switch (node.type) {
    case 'set': {
      const { has } = node;
      return (search, at, rest) => {
        count(search);
        return at < search.text.length && has(search.text.charCodeAt(at)) && rest(at + 1);
      };
    }
    case 'assertion': {
      const { holds } = node;
      return (search, at, rest) => holds(search.text, at) && rest(at);
    }
    case 'sequence':
      return node.parts.map(matcherOf).reduceRight<Matcher>(
        (after, part) => (search, at, rest) => part(search, at, (next) => after(search, next, rest)),
        (_, at, rest) => rest(at),
      );
    case 'choice': {
      const parts = node.parts.map(matcherOf);
      return (search, at, rest) => {
        count(search);
        return parts.some((part) => part(search, at, rest));
      };
    }
    case 'group':
      return groupMatcher(node.capture, matcherOf(node.part));
    case 'atomic':
      return atomic(matcherOf(node.part));
    case 'look':
      return node.isBehind ? lookBehind(node) : lookAhead(matcherOf(node.part), node.isNegative);
    case 'reference':
      return reference(node.group, node.ignoresCase);
    case 'repeat': {
      const repeat = node.part.type === 'set' ? setRepeat(node.part.has, node) : partRepeat(matcherOf(node.part), node);
      return node.mode === 'possessive' ? atomic(repeat) : repeat;
    }
  }
}

function groupMatcher(capture: number | undefined, part: Matcher): Matcher {
  if (capture === undefined) {
    return part;
  }
  return (search, at, rest) => {
    const { starts, ends } = search;
    const [start, end] = [starts[capture], ends[capture]];
    return (
      part(search, at, (next) => {
        const [innerStart, innerEnd] = [starts[capture], ends[capture]];
        starts[capture] = at;
        ends[capture] = next;
        if (rest(next)) {
          return true;
        }
        starts[capture] = innerStart;
        ends[capture] = innerEnd;
        return false;
      }) || restored(search, capture, start, end)
    );
  };
}

function restored({ starts, ends }: Search, capture: number, start: number, end: number): false {
  starts[capture] = start;
  ends[capture] = end;
  return false;
}

/** The first way in which a part matches is the only one. */
function atomic(part: Matcher): Matcher {
  return (search, at, rest) => {
    count(search);
    let end = -1;
    return (
      part(search, at, (next) => {
        end = next;
        return true;
      }) && rest(end)
    );
  };
}

function lookAhead(part: Matcher, isNegative: boolean): Matcher {
  return (search, at, rest) => {
    count(search);
    return part(search, at, () => true) !== isNegative && rest(at);
  };
}

/** Every alternative looks back by its own length, which PCRE has to know. */
function lookBehind({ part, isNegative }: Extract<Node, { type: 'look' }>): Matcher {
  const alternatives = (part.type === 'choice' ? part.parts : [part]).map((one) => ({
    length: fixedLength(one),
    matches: matcherOf(one),
  }));
  if (alternatives.some(({ length }) => length === undefined)) {
    throw new UnknownExpression();
  }
  return (search, at, rest) => {
    count(search);
    const isFound = alternatives.some(
      ({ length, matches }) => at >= length! && matches(search, at - length!, (next) => next === at),
    );
    return isFound !== isNegative && rest(at);
  };
}

/** A group that has not matched yet matches nothing. */
function reference(group: number, ignoresCase: boolean): Matcher {
  return (search, at, rest) => {
    count(search);
    const start = search.starts[group];
    if (start === undefined) {
      return false;
    }
    const wanted = search.text.slice(start, search.ends[group]);
    const found = search.text.slice(at, at + wanted.length);
    const isSame = ignoresCase ? lowered(found) === lowered(wanted) : found === wanted;
    return isSame && rest(at + wanted.length);
  };
}

function lowered(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A repetition of one character needs no depth. */
function setRepeat(has: (byte: number) => boolean, { least, most, mode }: Extract<Node, { type: 'repeat' }>): Matcher {
  return (search, at, rest) => {
    const { text } = search;
    const limit = Math.min(text.length, at + most);
    let end = at;
    while (end < limit && (mode !== 'lazy' || end < at + least) && has(text.charCodeAt(end))) {
      count(search);
      end++;
    }
    if (end < at + least) {
      return false;
    }
    if (mode === 'lazy') {
      for (; ; end++) {
        count(search);
        if (rest(end)) {
          return true;
        }
        if (end >= limit || !has(text.charCodeAt(end))) {
          return false;
        }
      }
    }
    for (; end >= at + least; end--) {
      count(search);
      if (rest(end)) {
        return true;
      }
    }
    return false;
  };
}

/** A repetition that takes nothing ends. */
function partRepeat(part: Matcher, { least, most, mode }: Extract<Node, { type: 'repeat' }>): Matcher {
  const from = (search: Search, at: number, done: number, rest: Rest): boolean => {
    count(search);
    const more = () =>
      done < most && part(search, at, (next) => (next > at || done < least) && from(search, next, done + 1, rest));
    if (done < least) {
      return more();
    }
    return mode === 'lazy' ? rest(at) || more() : more() || rest(at);
  };
  return (search, at, rest) => from(search, at, 0, rest);
}
