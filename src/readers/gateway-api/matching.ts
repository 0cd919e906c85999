import { Expression, Verdict } from '../envoy';
import { PathCondition, RequestView, ValueCondition } from './requests/request-view';
import { KubernetesObject } from '../engine/kubernetes-object';

/** One match of a rule, read once. @internal */
export interface Match {
  readonly route: KubernetesObject;
  readonly rule: any;
  /** The rule's place in its route. */
  readonly place: number;
  readonly path: PathCondition;
  /** The path as written, which decides about precedence. */
  readonly writtenPath: string;
  readonly method?: string;
  readonly headers: readonly ValueCondition[];
  readonly queryParameters: readonly ValueCondition[];
  /** Whether the implementation adds it for preflight requests only. */
  readonly isPreflight?: boolean;
}

/**
 * The matches of a rule; a rule without any takes every request (the defaults of the API server).
 *
 * @param key the identity of a condition on a header: of those with one key the first counts
 * @internal
 */
export function matchesOf(route: KubernetesObject, rule: any, place: number, key: (name: string) => string): Match[] {
  const written: any[] = rule.matches ?? [];
  return (written.length > 0 ? written : [{}]).map(({ path = {}, method, headers = [], queryParams = [] }): Match => {
    const { type = 'PathPrefix', value = '/' } = path;
    return {
      route,
      rule,
      place,
      path: pathCondition(type, value),
      writtenPath: value,
      method,
      headers: conditions(headers, key),
      queryParameters: conditions(queryParams, (name) => name),
    };
  });
}

/** Whether a match takes a request whose path it may take: all of its conditions. @internal */
export function takes({ path, method, headers, queryParameters }: Match, view: RequestView): Verdict {
  let verdict = view.pathTakes(path);
  if (method !== undefined) {
    verdict = both(verdict, view.methodTakes(method));
  }
  for (const condition of headers) {
    verdict = verdict === 'no' ? 'no' : both(verdict, view.headerTakes(condition));
  }
  for (const condition of queryParameters) {
    verdict = verdict === 'no' ? 'no' : both(verdict, view.queryTakes(condition));
  }
  return verdict;
}

function both(one: Verdict, other: Verdict): Verdict {
  return one === 'no' || other === 'no' ? 'no' : one === 'unknown' ? one : other;
}

function pathCondition(type: string, value: string): PathCondition {
  if (type === 'Exact') {
    return { type: 'exact', value };
  }
  return type === 'PathPrefix'
    ? { type: 'prefix', value: value.replace(/\/$/, '') }
    : { type: 'expression', value, expression: Expression.of(value) };
}

function conditions(written: any[], key: (name: string) => string): ValueCondition[] {
  const byKey = new Map<string, ValueCondition>();
  for (const { name = '', type = 'Exact', value = '' } of written) {
    if (!byKey.has(key(name))) {
      byKey.set(key(name), { name, value, expression: type === 'Exact' ? undefined : Expression.of(value) });
    }
  }
  return [...byKey.values()];
}
