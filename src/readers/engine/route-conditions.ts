import { KubernetesObject } from './kubernetes-object';

/** How a text is compared. @internal */
export type Comparison = 'exact' | 'prefix' | 'regex' | 'present';

/** A text that a route asks for. @internal */
export interface TextCondition {
  readonly comparison: Comparison;
  /** The text; of no meaning where mere presence is asked for. */
  readonly text: string;
}

/** A route, as far as it matters whether requests reach it. @internal */
export interface ConditionedRoute {
  /** As `Share.routes` names it. */
  readonly id: string;
  /** The object that holds it. */
  readonly holder: KubernetesObject;
  /** What it does with requests: routes with the same action answer alike. */
  readonly action: string;
  /** Whether it asks for more than the conditions say, so that no request is known to fulfil it. */
  readonly asksMore: boolean;
  /** Whether it is there to take requests of other routes, by a weight or a choice of its own. */
  readonly isCanary?: boolean;
  /**
   * What to write where it gets no request.
   *
   * @default - about conditions and order
   */
  readonly fix?: string;
}

/** A path that a route asks for. @internal */
export interface PathCondition extends TextCondition {
  /** Undefined where the route is meant to get no request, and where it is none of its own. */
  readonly route?: ConditionedRoute;
}

/** A header, or a query parameter, that a route asks for. @internal */
export interface NamedCondition extends TextCondition {
  readonly name: string;
  /** `different` asks for a header that is there with another value, `absent` for none that fulfils the condition. */
  readonly negation?: 'different' | 'absent';
}

/**
 * What a route asks of requests, in words that all routers share: where to look for requests that tell routes apart. It
 * may say less than the route, and never decides anything: who answers, the reader says.
 *
 * @internal
 */
export interface RouteConditions {
  /** Host names as written, wildcards too; empty for every host. */
  readonly hosts: string[];
  readonly paths: PathCondition[];
  readonly headers: NamedCondition[];
  readonly queryParameters?: NamedCondition[];
  readonly methods?: string[];
  /** `http`, `https` or both; plain HTTP where nothing is said. */
  readonly schemes?: string[];
}

/** The condition of an object that holds one of `exact`, `prefix` and `regex`, as Istio's and Gloo's do. @internal */
export function textCondition({ exact, prefix, regex }: any = {}): TextCondition {
  if (exact !== undefined) {
    return { comparison: 'exact', text: exact };
  }
  if (prefix !== undefined) {
    return { comparison: 'prefix', text: prefix };
  }
  return regex === undefined || regex === '*'
    ? { comparison: 'present', text: '' }
    : { comparison: 'regex', text: regex };
}

/** A route with all conditions of which one has to hold, each about one path. @internal */
export interface Alternatives {
  readonly route: ConditionedRoute;
  readonly conditions: RouteConditions[];
}

/** Every route by its id. @internal */
export function alternativesOf(conditions: readonly RouteConditions[]): Map<string, Alternatives> {
  const all = new Map<string, Alternatives>();
  for (const one of conditions) {
    for (const path of one.paths) {
      if (path.route !== undefined) {
        const { route, conditions: known } = all.get(path.route.id) ?? { route: path.route, conditions: [] };
        all.set(route.id, {
          route: path.route.asksMore ? path.route : route,
          conditions: [...known, { ...one, paths: [path] }],
        });
      }
    }
  }
  return all;
}

/** Every path. @internal */
export const ANY_PATH: TextCondition = { comparison: 'prefix', text: '/' };
