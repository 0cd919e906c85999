/** How a text is compared. @internal */
export type Comparison = 'exact' | 'prefix' | 'regex' | 'present';

/** A text that a route asks for. @internal */
export interface TextCondition {
  readonly comparison: Comparison;
  /** The text; of no meaning where mere presence is asked for. */
  readonly text: string;
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
  readonly paths: TextCondition[];
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

/** Every path. @internal */
export const ANY_PATH: TextCondition = { comparison: 'prefix', text: '/' };
