import { Random } from './random';

/** Paths of requests: few letters, so that routes and requests meet. */
const PATHS = [
  '/', '/a', '/a/', '/a/b', '/ab', '/a/b/c', '/A', '/b', '/b/a', '/a//b', '//a', '/a%2Fb', '/a/../b', '/a/./b', '/%61',
  '/a.b', '/a?x=1', '/?x=1&y=2', '/a/b?y=2', '/a?x=', '/a?x', '/a?x=2&x=1', '/ab?z', '/b?y=a',
];

/** Names and values of headers. */
export const HEADERS = ['x', 'y', 'z-lane'];
export const VALUES = ['1', '2', '12', 'a'];

/** Names that routes ask for: also one that proxies add, or take away. */
export const ASKED_HEADERS = [...HEADERS, ...HEADERS, 'x-forwarded-proto', 'x-envoy-internal'];

const EXPRESSIONS = ['.+', '.*', '(1|a)', '[0-9]+', '[^2]*', '1?2'];

/** A condition on a text. */
export function textMatch(random: Random): any {
  const value = random.pick(VALUES);
  switch (random.pick(['exact', 'exact', 'prefix', 'regex'])) {
    case 'exact': return { exact: value };
    case 'prefix': return { prefix: value };
    default: return { regex: random.pick([value, `${value}.*`, `.*${value}`, ...EXPRESSIONS]) };
  }
}

/** A condition on a text, or on its being there. */
export function textOrPresence(random: Random): any {
  return random.isOne(0.2) ? {} : textMatch(random);
}

const PATH_EXPRESSIONS = [
  '/a.*', '.*', '/.*', '/[ab]', '/a/?', '/(a|b)/.*', '/a/[^/]+', '.*b', '/a|/b', '/a{1,2}b?',
];

/** A condition on a path. */
export function pathMatch(random: Random): any {
  const value = random.pick(['/', '/a', '/a/', '/a/b', '/ab', '/A', '/b', '/a.b']);
  switch (random.pick(['exact', 'prefix', 'prefix', 'regex'])) {
    case 'exact': return { exact: value };
    case 'prefix': return { prefix: value };
    default: return { regex: random.pick(PATH_EXPRESSIONS) };
  }
}

/** The path and query of a request. */
export function path(random: Random): string {
  return random.pick(PATHS);
}

/** Header lines of a request; some repeat a name. */
export function headerLines(random: Random): string[] {
  const names = random.many(random.pick([0, 0, 1, 1, 2]), () => random.pick(HEADERS));
  return names.map((name) => `${random.isOne(0.1) ? name.toUpperCase() : name}: ${random.pick([...VALUES, 'A', ''])}`);
}

/** When an object was made; objects of one age are common, too. */
export function age(random: Random): string {
  return random.pick(['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z']);
}
