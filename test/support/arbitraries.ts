import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { CanaryScale, HeaderMatch, HeaderMatchKind, HttpRequest, RolloutPlan, Step } from '../../src';

const HEADER_NAMES = ['stage', 'x-user', 'X-Region', 'cookie'];
const HEADER_VALUES = ['canary', 'beta', 'Canary', 'qa-1', 'qa-22', 'a.c', 'abc', 'x=1; lane=v2', 'canary,beta'];
const EXPRESSIONS = ['canary|beta', 'qa-\\d', 'qa-.*', '[a-c]+', '(?i)CANARY', '^beta$', 'a\\.c', '.*lane=v2', '.*'];

export const headerMatch: fc.Arbitrary<HeaderMatch> = fc.constantFrom(...HEADER_NAMES).chain((name) => fc.oneof(
  fc.constantFrom(...HEADER_VALUES).map((value) => HeaderMatch.exact(name, value)),
  fc.constantFrom(...EXPRESSIONS).map((regex) => HeaderMatch.regex(name, regex)),
  fc.constantFrom('c', 'qa-', 'a.', 'x=1;').map((prefix) => HeaderMatch.prefix(name, prefix)),
  fc.constant(HeaderMatch.present(name)),
));

const lane = fc.uniqueArray(headerMatch, { minLength: 1, maxLength: 3, selector: (match) => match.name.toLowerCase() });

export const scale: fc.Arbitrary<CanaryScale> = fc.oneof(
  fc.integer({ min: 1, max: 5 }).map((count) => CanaryScale.replicas(count)),
  fc.integer({ min: 1, max: 100 }).map((percent) => CanaryScale.percent(percent)),
  fc.constant(CanaryScale.matchWeight()),
  fc.constant(CanaryScale.full()),
);

/** Every step that a stepped router can take. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 100 }).map((percent) => Step.weight(percent)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 100_000 }).map((thousandths) => Step.weight(thousandths / 1000)) },
  { weight: 3, arbitrary: lane.map((matches) => Step.headerRoute(...matches)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 100 }).map((percent) => Step.mirrorRoute(percent)) },
  { weight: 1, arbitrary: scale.map((size) => Step.canaryScale(size)) },
  { weight: 1, arbitrary: fc.constantFrom(Step.pause(), Step.pause(Duration.seconds(30))) },
);

export const plan: fc.Arbitrary<RolloutPlan> = fc
  .array(step, { maxLength: 7 })
  .map((steps) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps }));

/** Requests whose headers often, but not always, meet the conditions above, some in several lines. */
export function requestTo(urls: string[]): fc.Arbitrary<HttpRequest> {
  const line = fc.tuple(fc.constantFrom(...HEADER_NAMES, 'x-other'), fc.constantFrom(...HEADER_VALUES, ''));
  return fc
    .tuple(fc.constantFrom(...urls), fc.array(line, { maxLength: 4 }), fc.constantFrom('GET', 'POST'))
    .map(([url, lines, method]) =>
      lines.reduce((request, [name, value]) => request.withHeader(name, value), HttpRequest.to(url, { method })),
    );
}

/**
 * A request without second lines of headers that are matched: nginx joins them by a comma and a blank, the plan by a
 * comma.
 */
export function withoutJoinedLines(matches: HeaderMatch[], request: HttpRequest): HttpRequest {
  const joined = matches.filter(
    ({ kind, name }) => kind !== HeaderMatchKind.PRESENT && request.headerValues(name).length > 1,
  );
  return joined.reduce(
    (changed, { name }) => changed.withoutHeader(name).withHeader(name, request.headerValues(name)[0]),
    request,
  );
}
