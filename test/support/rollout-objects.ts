import { service } from './istio-objects';
import { HttpRequest, NoteKind, RolloutMoment, RolloutPhase, Split, Traffic, PodReadiness } from '../../src';

export * from './istio-objects';

/** Small builders of Rollouts for evaluator tests; none of them uses the library's writers. */

export function rolloutObject(version: string, canary: any, replicas = 4, extra: any = {}): any {
  const labels = { app: 'echo', version };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'echo', namespace: 'echo' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'echo' } },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: version }] } },
      strategy: { canary },
      ...extra,
    },
  };
}

export interface Question {
  readonly url?: string;
  readonly headers?: { [name: string]: string };
  readonly phase?: RolloutPhase;
  /** Ready pods of the canary. */
  readonly ready?: number;
}

/** Who answers at a step of the release from v1 to v2. */
export function at(
  step: number,
  canary: any,
  others: any[],
  { url = '/', headers = {}, phase, ready }: Question = {},
  replicas = 4,
): Split {
  const before = [rolloutObject('v1', canary, replicas)];
  const readiness =
    ready === undefined ? PodReadiness.allReady() : PodReadiness.allReady().withReadyPods('echo/echo:canary', ready);
  const moment = RolloutMoment.at({ rollout: 'echo/echo', before, step, phase });
  return Traffic.during([rolloutObject('v2', canary, replicas), ...others], moment).split(
    HttpRequest.to(url, { headers }),
    readiness,
  );
}

export const WEIGHTS = [{ setWeight: 20 }, { pause: {} }, { setWeight: 50 }, { pause: { duration: '30s' } }];

/** A Service of another name that selects the application's pods. */
export function named(name: string): any {
  return { ...service('echo'), metadata: { name, namespace: 'echo' } };
}

export const SERVICES = [named('echo-stable'), named('echo-canary')];

export const BOTH = { stableService: 'echo-stable', canaryService: 'echo-canary' };

/** The note of a Rollout that is rejected for a field. */
export function rejected(field: string): any {
  return expect.objectContaining({
    code: 'argo-rejected',
    kind: NoteKind.REJECTED,
    objects: ['Rollout echo/echo'],
    field,
  });
}
