/** A matcher of a route as it is written (matchers.proto). @internal */
export type Matcher = any;

/** The matcher of a route that is written without one. @internal */
export const EVERYTHING: Matcher = { prefix: '/' };

/** In the order of the proto: of several in one matcher the last one counts (golang/protobuf, jsonpb). */
const PATH_KINDS = ['prefix', 'exact', 'regex', 'connectMatcher'] as const;

/** How a matcher compares the path; undefined where it says nothing of it. @internal */
export function pathKind(matcher: Matcher): (typeof PATH_KINDS)[number] | undefined {
  return PATH_KINDS.filter((kind) => matcher[kind] !== undefined).at(-1);
}

/**
 * The path of a matcher as delegation and sorting compare it, empty without one (PathAsString in
 * projects/gloo/pkg/utils/paths.go).
 *
 * @internal
 */
export function pathText(matcher: Matcher): string {
  const kind = pathKind(matcher);
  return kind === undefined || kind === 'connectMatcher' ? '' : matcher[kind];
}

/** In the order of the proto: of several in one route the last one counts. */
const ACTIONS = ['routeAction', 'redirectAction', 'directResponseAction', 'delegateAction'] as const;

/** What a route does with requests; undefined where it does not tell. @internal */
export function actionKind(route: any): (typeof ACTIONS)[number] | undefined {
  return ACTIONS.filter((kind) => route[kind] !== undefined).at(-1);
}
