import { Fraction } from '../../../fraction';
import { Note, note, NoteKind } from '../../engine/note';
import { FlatRoute, routeField, routeName } from '../routes/flat-route';
import { actionKind } from '../routes/matchers';
import { SERVED } from '../routes/reported-faults';

const SOURCE = 'projects/gloo/pkg/plugins/faultinjection/plugin.go of solo-io/gloo';

/** The part of a route's requests that Envoy answers with a status by itself. @internal */
export interface Abort {
  readonly fraction: Fraction;
  readonly status: number;
  readonly notes: Note[];
}

/**
 * The fault that a route injects. Gloo drops it where the status is none from 200 to 599, or where a delay beside it
 * is shorter than a second. It counts in millionths, and more than 100 % are all requests.
 *
 * @internal
 */
export function abortOf(flat: FlatRoute): Abort {
  const { abort, delay } = flat.route.options?.faults ?? {};
  const none = { fraction: Fraction.ZERO, status: 0, notes: [] };
  if (actionKind(flat.route) !== 'routeAction' || (abort === undefined && delay === undefined)) {
    return none;
  }
  const status = abort?.httpStatus ?? 0;
  if (abort !== undefined && (status < 200 || status >= 600)) {
    return {
      ...none,
      notes: [
        faultNote(
          flat,
          'gloo-abort-invalid',
          `its abort has the httpStatus ${status}, so it has no effect`,
          'Write an httpStatus from 200 to 599.',
        ),
      ],
    };
  }
  if (delay !== undefined && secondsOf(delay.fixedDelay) < 1) {
    const also = abort === undefined ? 'it has no effect' : 'neither it nor the abort beside it has an effect';
    return {
      ...none,
      notes: [
        faultNote(
          flat,
          'gloo-delay-short',
          `its delay is shorter than a second, so ${also}`,
          'Write a fixedDelay of at least 1s.',
        ),
      ],
    };
  }
  const millionths = Math.floor(Math.fround(Math.fround(abort?.percentage ?? 0) * 10_000));
  return { fraction: Fraction.of(Math.min(Math.max(millionths, 0), 1_000_000), 1_000_000), status, notes: [] };
}

const UNITS: { readonly [unit: string]: number } = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A duration of Go, such as `1m30s`; 0 for what is none. */
function secondsOf(duration: unknown): number {
  const parts = typeof duration === 'string' ? [...duration.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)] : [];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * UNITS[unit], 0);
}

function faultNote({ holder, position }: FlatRoute, code: string, fault: string, fix: string): Note {
  const message = `${routeName(holder, position)}: ${fault}. ${SERVED}`;
  return note(NoteKind.REJECTED, code, [holder], message, {
    field: `${routeField(holder, position)}.options.faults`,
    fix,
    source: SOURCE,
  });
}
