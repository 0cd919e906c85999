import { AskedStage } from './rollout-options';
import { HttpRequest } from '../http';
import { ManifestFault } from '../manifests/manifest-fault';
import { Entry, Note, PodReadiness, Split } from '../readers/engine';
import { ANY_REQUEST } from '../readers/side-by-side';

/** Who answers a request at one stage. */
export interface Answer {
  readonly stage: AskedStage;
  /** The router of the request, where there are several. */
  readonly router?: string;
  /** Where the request comes in, where there are several entries. */
  readonly entry?: Entry;
  readonly request: HttpRequest;
  readonly split: Split;
}

/** The question to every stage. */
export interface TrafficQuestion {
  readonly readiness: PodReadiness;
  /** Undefined for the only router. */
  readonly router?: string;
  /** Undefined for every entry. */
  readonly from?: Entry;
  /** Notes on input that is not read at all. */
  readonly unread: Note[];
}

/** The answer to one request: for all entries together, then for each of them where there are several. */
export function answersTo(stage: AskedStage, request: HttpRequest, question: TrafficQuestion): Answer[] {
  return reported(stage, () => {
    const together = answer(stage, request, question, question.router);
    const entries = entriesOf(stage, request, question, question.router);
    return [together, ...entries.map((entry) => answer(stage, request, question, question.router, entry))];
  });
}

/** The answers to every class of requests, a row for each entry that knows the request's host. */
export function allAnswers(stage: AskedStage, question: TrafficQuestion): Answer[] {
  return reported(stage, () => {
    const { routers } = stage.traffic;
    const asked = question.router === undefined && routers.length > 1 ? routers : [question.router];
    return asked.flatMap((router) => {
      const requests = askedTraffic(stage, question).requests(router);
      return (requests.length === 0 ? [ANY_REQUEST] : requests).flatMap((request) => {
        const entries = entriesOf(stage, request, question, router);
        return entries.length === 0
          ? [answer(stage, request, question, router)]
          : entries.map((entry) => answer(stage, request, question, router, entry));
      });
    });
  });
}

/** The entries that know the host of a request; none where there is only one. */
function entriesOf(stage: AskedStage, request: HttpRequest, question: TrafficQuestion, router?: string): Entry[] {
  const entries = askedTraffic(stage, question).entries(request, router);
  return entries.length > 1 ? entries : [];
}

function answer(
  stage: AskedStage,
  request: HttpRequest,
  question: TrafficQuestion,
  router?: string,
  entry?: Entry,
): Answer {
  const traffic = entry === undefined ? askedTraffic(stage, question) : stage.traffic.at(entry);
  const split = traffic.split(request, question.readiness, router);
  return { stage, router, entry, request, split: new Split(split.shares, [...split.notes, ...question.unread]) };
}

function askedTraffic({ traffic }: AskedStage, { from }: TrafficQuestion): AskedStage['traffic'] {
  return from === undefined ? traffic : traffic.at(from);
}

/** Readers throw when the choice of manifests, router or entry is wrong. */
function reported<T>({ stage }: AskedStage, ask: () => T): T {
  try {
    return ask();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) {
      throw error;
    }
    const message = (error as Error).message.replace(
      ': say which one the client talks to.',
      ': say by --router which one the client talks to.',
    );
    throw new ManifestFault(`${stage}: ${message}`);
  }
}
