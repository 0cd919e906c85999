import { Pods } from '../engine/endpoints';
import { KubernetesObject } from '../engine/kubernetes-object';
import { Note, note, NoteKind } from '../engine/note';
import { guessedCount } from '../engine/pod-shares';

/** The annotation of pods by which HAProxy divides requests. @internal */
export const WEIGHT_ANNOTATION = 'ingress.appscode.com/backend-weight';

/** HAProxy refuses a configuration with a weight above this, and goes on with the last one. @internal */
export const GREATEST_WEIGHT = 256;

/** Ways of HAProxy to choose a server that go by weights in the long run, whatever the requests. */
const BY_WEIGHT = /^(roundrobin|static-rr|random)\b/;

/** Why weights alone do not tell the shares of several versions. @internal */
export function choiceNote(
  answering: Pods[],
  service: KubernetesObject,
  id: string,
  balance: string | undefined,
): Note | undefined {
  if (balance !== undefined && balance !== '' && !BY_WEIGHT.test(balance)) {
    return note(
      NoteKind.AMBIGUOUS,
      'voyager-balance',
      [service],
      `Service ${id} has pods of several versions, and with loadBalanceOn '${balance}' the shares do not follow the`
        + ' weights alone',
      {
        field: balance,
        fix: 'Write loadBalanceOn: roundrobin, or remove it.',
        source: 'https://docs.haproxy.org/2.6/configuration.html#4-balance',
      },
    );
  }
  return guessedCount(answering, service);
}

const WEIGHTS = 'getEndpoints in pkg/ingress/parser.go of voyagermesh/voyager';

/** What Voyager makes of a weight that its author is likely to mean otherwise. @internal */
export function weightNotes(workload: string, text: string | undefined): Note[] {
  if (text !== undefined && !/^[-+]?\d+$/.test(text)) {
    return [
      note(
        NoteKind.IGNORED,
        'voyager-weight-not-a-number',
        [workload],
        `the weight '${text}' of ${workload} is not a whole number, so Voyager takes 0`,
        { fix: `Write a whole number from 0 to ${GREATEST_WEIGHT} in quotes.`, source: WEIGHTS },
      ),
    ];
  }
  return text?.startsWith('-') && Number(text) < 0
    ? [
      note(
        NoteKind.IGNORED,
        'voyager-weight-negative',
        [workload],
        `the weight '${text}' of ${workload} is below 0, so Voyager writes none and HAProxy takes 1`,
        { fix: `Write a whole number from 0 to ${GREATEST_WEIGHT}.`, source: WEIGHTS },
      ),
    ]
    : [];
}

/**
 * A weight as Go's strconv.Atoi reads it, whose error Voyager throws away: what is not a number is 0. Without a weight,
 * or below 0, HAProxy takes 1.
 *
 * @internal
 */
export function weightOf(text: string | undefined): number {
  return text === undefined ? 1 : !/^[-+]?\d+$/.test(text) ? 0 : Number(text) < 0 ? 1 : Number(text);
}
