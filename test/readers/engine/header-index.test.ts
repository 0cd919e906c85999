import * as fc from 'fast-check';
import { HttpRequest } from '../../../src/http';
import { HeaderIndex, NeededHeader } from '../../../src/readers/engine/header-index';
import { holds } from '../../support/property';

const names = fc.constantFrom('a', 'B', 'x-forwarded-proto', 'Host', ':path', 'te');
const values = fc.constantFrom('1', '2', '1,2', '1, 2');
const need = fc.record({ name: names, value: fc.option(values, { nil: undefined }) });

/** Whether a request may have a header, in the slow way. */
function mayHave(request: HttpRequest, { name, value }: NeededHeader): boolean {
  const lines = request.headerValues(name);
  const readings = [...lines, lines.join(','), lines.join(', ')];
  return !/^[ab]$/i.test(name) || (lines.length > 0 && (value === undefined || readings.includes(value)));
}

test('an index gives every route that may take a request, in order, and none that lacks its header', () => {
  holds(
    fc.property(
      fc.array(fc.option(fc.array(need, { minLength: 1, maxLength: 2 }), { nil: undefined }), { maxLength: 12 }),
      fc.array(fc.tuple(names.filter((name) => !name.startsWith(':')), values), { maxLength: 4 }),
      (routes, lines) => {
        const request = lines.reduce((made, [name, value]) => made.withHeader(name, value), HttpRequest.to('/'));
        const places = routes.map((needed, place) => ({ needed, place }));
        const found = new HeaderIndex(places, ({ needed }) => needed).of(request);
        const expected = places.filter(({ needed }) => {
          const isOpen = needed === undefined || needed.some(({ name }) => !/^[ab]$/i.test(name));
          return isOpen || needed.some((one) => mayHave(request, one));
        });
        expect(found).toEqual(expected);
      },
    ),
    2000,
  );
});

test('of 10,000 routes, each for another value, a request is compared with one', () => {
  const routes = Array.from({ length: 10_000 }, (_, place) => ({ name: 'x-user', value: `u${place}` }));
  const index = new HeaderIndex(routes, (route) => [route]);
  expect(index.of(HttpRequest.to('/').withHeader('X-User', 'u77'))).toEqual([routes[77]]);
  expect(index.of(HttpRequest.to('/'))).toEqual([]);
});
