import { memoizeByObject } from '../../../caching/memoize-by-object';
import { HttpRequest } from '../../../http';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { PodReadiness } from '../../engine/pod-readiness';
import { routedBy, routeId } from '../../engine/routed';
import { Split } from '../../engine/split';
import { Backends } from '../backends/backends';
import { openOutcome, Outcome } from '../backends/outcome';
import { Implementation } from '../implementations/implementation';
import { Match } from '../matching';

/** Who answers what a match takes; remembered for each rule, as long as the same pods are ready. @internal */
export class RuleOutcomes {
  private readonly byReadiness: (readiness: PodReadiness) => { backends: Backends; splits: Map<any, Split> };

  public constructor(
    index: ObjectIndex,
    private readonly implementation: Implementation,
    needsGrants: boolean,
  ) {
    this.byReadiness = memoizeByObject((readiness: PodReadiness) => ({
      backends: new Backends(index, readiness, implementation, needsGrants),
      splits: new Map<any, Split>(),
    }));
  }

  public of({ rule, route, place, isPreflight: isAdded }: Match, request: HttpRequest, readiness: PodReadiness): Split {
    const cors = isPreflight(request) ? (rule.filters ?? []).find(({ type }: any) => type === 'CORS')?.cors : undefined;
    const preflight = cors && !answersItself(rule) ? this.implementation.preflight(cors, route, request) : undefined;
    if (preflight) {
      return routedBy(splitOf(preflight), ruleId(route, place));
    }
    return isAdded ? splitOf(openOutcome(unknownOrigin(route))) : this.ofRule(rule, route, place, readiness);
  }

  /** What happens to requests to a Service for which no route counts. */
  public ofService(service: any, port: any, readiness: PodReadiness): Split {
    return splitOf(this.byReadiness(readiness).backends.ofService(service, port));
  }

  private ofRule(rule: any, route: any, place: number, readiness: PodReadiness): Split {
    const { backends, splits } = this.byReadiness(readiness);
    const known = splits.get(rule);
    if (known) {
      return known;
    }
    const made = routedBy(splitOf(backends.outcome(rule, route)), ruleId(route, place));
    splits.set(rule, made);
    return made;
  }
}

/** The id of a rule of an HTTPRoute. @internal */
export function ruleId(route: KubernetesObject, place: number): string {
  return routeId(route, `spec.rules[${place}]`);
}

function isPreflight(request: HttpRequest): boolean {
  return request.method === 'OPTIONS' && request.headerValues('origin').length > 0;
}

function answersItself({ filters = [] }: any): boolean {
  return filters.some(({ type }: any) => type === 'RequestRedirect');
}

function splitOf({ shares, notes }: Outcome): Split {
  return new Split(shares, notes);
}

function unknownOrigin(route: KubernetesObject): Note {
  return note(
    NoteKind.UNREAD,
    'gateway-api-preflight-open',
    [route],
    `what a preflight request of another origin gets from HTTPRoute ${idOf(route)} is not known`,
    { field: 'CORS' },
  );
}
