/** What happens while Gloo rejects something, as messages say it. @internal */
export const KEPT = 'the proxy keeps its last valid configuration';

/** A route of Gloo after delegation is resolved, with everything that decides its place. @internal */
export interface FlatRoute {
  /** Alternatives; at least one. */
  readonly matchers: any[];
  /** The route as written, its options merged with those of the routes above it. */
  readonly route: any;
  /** The namespace of the object that holds it: where Upstreams without a namespace are looked for. */
  readonly namespace: string | undefined;
  /** The object and the route's place in it, for messages. */
  readonly source: string;
  /** How it was reached: for each delegation the set of equal-weight tables and the table among them. */
  readonly path: { readonly group: string; readonly table: string }[];
  /** Why Gloo rejects it; the proxy keeps its last valid configuration then. */
  readonly invalid?: string;
}
