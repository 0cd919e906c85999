import { HttpRequest, NoteKind, Traffic } from '../../../src';
import { ask, delegating, echo, routeTable, to, upstream, virtualService } from '../../support/gloo-objects';

const base = [...echo(), upstream()];
const table = (index: number, ...routes: any[]) => routeTable(`t${index}`, routes);
const onward = (index: number) => ({
  matchers: [{ prefix: '/' }],
  delegateAction: { ref: { name: `t${index}`, namespace: 'echo' } },
});
const last = { matchers: [{ prefix: '/' }], ...to('v1') };
const tables = (count: number, routes: (next: number) => any[]) =>
  Array.from({ length: count }, (_, index) => {
    return table(index, ...(index === count - 1 ? [last] : routes(index + 1)));
  });

describe('delegation', () => {
  test('that doubles with every table stops at a limit, which is told', () => {
    const split = ask([...base, virtualService([onward(0)]), ...tables(24, (next) => [onward(next), onward(next)])]);
    expect(split.shares.map(({ undetermined }) => undetermined)).toMatchObject([
      { code: 'gloo-delegation-limit', kind: NoteKind.UNREAD },
    ]);
  });

  test('may go through thousands of tables', () => {
    expect(ask([...base, virtualService([onward(0)]), ...tables(5_000, (next) => [onward(next)])]).toString()).toBe(
      'v1 1',
    );
  });

  test('may select thousands of tables', () => {
    const wide = Array.from({ length: 5_000 }, (_, index) =>
      table(index, { matchers: [{ prefix: `/p${index}/` }], ...to(index % 2 === 0 ? 'v1' : 'v2') }),
    );
    const traffic = Traffic.of([...base, delegating(), ...wide]);
    expect([traffic.split(HttpRequest.to('/p77/')), traffic.split(HttpRequest.to('/p78/'))].map(String)).toEqual([
      'v2 1',
      'v1 1',
    ]);
  });

  test('reads a table again that it reaches on two ways', () => {
    const paths = ['/a', '/b'].map((prefix) => ({
      matchers: [{ prefix }],
      delegateAction: { ref: { name: 't0', namespace: 'echo' } },
    }));
    const both = table(
      0,
      { matchers: [{ prefix: '/a' }], ...to('v1') },
      { matchers: [{ prefix: '/b' }], ...to('v2') },
    );
    expect(['/a', '/b'].map((path) => ask([...base, virtualService(paths), both], path).toString())).toEqual([
      'v1 1',
      'v2 1',
    ]);
  });
});
