import { Pods } from './endpoints';
import { KubernetesObject } from './kubernetes-object';
import { Note, note, NoteKind } from './note';
import { Share } from './share';
import { Fraction } from '../../fraction';

/** Labels and their values. */
type Labels = { readonly [label: string]: string };

/**
 * The share of some pods.
 *
 * @param service the Service through which they are reached
 * @param subset the labels by which the route selects them
 * @internal
 */
export function shareOf(
  { workload, role, labels }: Pods,
  fraction: Fraction,
  service?: string,
  subset?: Labels,
): Share {
  return new Share({ fraction, version: labels.version, workload, role, service, subset });
}

/** The shares of pods that a proxy takes in turn: each as many as its ready pods. @internal */
export function sharesOf(pods: Pods[], fraction: Fraction, service?: string, subset?: Labels): Share[] {
  const ready = pods.filter((one) => one.ready > 0);
  const total = ready.reduce((sum, one) => sum + one.ready, 0);
  return ready.map((one) => shareOf(one, fraction.times(Fraction.of(one.ready, total)), service, subset));
}

/** Whether it matters which of some pods answers: they have several versions, or several origins. @internal */
export function isChoice(pods: Pods[]): boolean {
  const originOf = ({ labels, workload, role }: Pods) => labels.version ?? JSON.stringify([workload, role]);
  return new Set(pods.map(originOf)).size > 1;
}

/** Why the number of some pods of a Service is not known: a DaemonSet has one on each node. @internal */
export function guessedCount(pods: Pods[], service: KubernetesObject): Note | undefined {
  const guessed = pods.find(({ isGuess }) => isGuess);
  return (
    guessed &&
    note(
      NoteKind.AMBIGUOUS,
      'pods-of-daemonset',
      [service],
      `the number of pods of ${guessed.workload} depends on the cluster's nodes`,
      {
        fix: `Tell how many are ready: --ready ${guessed.workload}=NUMBER.`,
        source: 'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/',
      },
    )
  );
}
