import { covers } from '../../src/checks/state/coverage';
import { RouteConditions, TextCondition } from '../../src/readers/engine/route-conditions';

function route(comparison: TextCondition['comparison'], text: string): RouteConditions {
  return { hosts: [], paths: [{ comparison, text }], headers: [] };
}

describe('whether a route takes every request of another one, whatever router reads their paths', () => {
  test.each<[string, TextCondition['comparison'], string, boolean]>([
    ['/', 'prefix', '/a', true],
    ['/', 'regex', '/a.*', true],
    ['/', 'regex', '.*a', true],
    ['/a', 'exact', '/a', true],
    ['/a', 'exact', '/a/b', true],
    ['/a', 'prefix', '/a/b', true],
    ['/a', 'regex', '/a/[0-9]+', true],
    ['/a', 'exact', '/ab', false],
    ['/a', 'prefix', '/ab', false],
    ['/a', 'regex', '/a[0-9]+', false],
    ['/a', 'regex', '/a', false],
    ['/a/', 'exact', '/a/b', true],
    ['/a/', 'exact', '/a', false],
    ['/a/', 'prefix', '/a', false],
    ['/a/', 'prefix', '/a/', true],
  ])('prefix %s, %s %s: %p', (prefix, comparison, text, expected) => {
    expect(covers(route('prefix', prefix), route(comparison, text))).toBe(expected);
  });

  test('where prefixes are not prefixes, only the same path is', () => {
    expect(covers(route('exact', '/a'), route('exact', '/a'))).toBe(true);
    expect(covers(route('exact', '/a'), route('exact', '/a/'))).toBe(false);
    expect(covers(route('regex', '/a.*'), route('exact', '/ab'))).toBe(false);
    expect(covers(route('present', ''), route('regex', '/x'))).toBe(true);
    expect(covers(route('prefix', '/'), route('present', ''))).toBe(true);
  });
});
