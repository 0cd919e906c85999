import { HttpRequest } from '../../../http';
import { Expression, Verdict } from '../../envoy';

/** A condition of a match: how a text is compared with a value. @internal */
export interface ValueCondition {
  readonly name: string;
  readonly value: string;
  /** Undefined where the value is compared as it is. */
  readonly expression?: Expression;
}

/** A condition on the path. @internal */
export interface PathCondition {
  readonly type: 'exact' | 'prefix' | 'expression';
  /** The value; of a prefix without the slash at its end, so that `/` is empty. */
  readonly value: string;
  /** Undefined unless it is an expression. */
  readonly expression?: Expression;
}

/**
 * A request as the proxies of an implementation compare it with matches. `unknown` where it depends on which proxy
 * stands there.
 *
 * @internal
 */
export interface RequestView {
  /** As the client sends it. */
  readonly request: HttpRequest;

  /** The host that is compared with hostnames: in lower case, without the port. */
  readonly host: string;

  /** Conditions on the path hold alike for requests with the same key. */
  readonly pathKey: string;

  pathTakes(path: PathCondition): Verdict;
  methodTakes(method: string): Verdict;
  headerTakes(condition: ValueCondition): Verdict;
  queryTakes(condition: ValueCondition): Verdict;
}

/** Whether a path fulfils a condition that is no expression. A prefix is whole path elements. @internal */
export function plainPathTakes({ type, value }: PathCondition, path: string): boolean {
  return type === 'exact' ? path === value : path === value || path.startsWith(`${value}/`);
}
