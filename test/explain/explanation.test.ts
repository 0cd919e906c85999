import { istioCase } from '../../conformance/random/istio-cases';
import { HttpRequest, Traffic } from '../../src';
import { explained } from '../../src/explain/explanation';
import { withParts } from '../../src/explain/request-parts';

test('what a request lacks of a route is enough for it, and none of it is too much, for random routes', () => {
  const found = { 'takes': 0, 'parts': 0, 'order': 0, 'unknown': 0, 'not tried': 6 };
  for (let seed = 1; seed <= 60; seed++) {
    const { objects, requests } = istioCase('any', seed);
    const traffic = Traffic.of(objects);
    const [{ url }] = requests;
    const request = HttpRequest.to(url);
    for (const router of traffic.routers) {
      for (const entry of traffic.entries(request, router)) {
        const taking = (one: HttpRequest) => traffic.at(entry).split(one, undefined, router)._routes;
        for (const { id, verdict } of explained({ objects, reading: {}, request, router, entry }).routes) {
          found[verdict.kind] += 1;
          expect(taking(request).includes(id)).toBe(verdict.kind === 'takes');
          if (verdict.kind === 'parts') {
            const { parts, example } = verdict;
            expect(taking(withParts(request, example, parts))).toContain(id);
            for (const part of parts) {
              const fewer = withParts(request, example, parts.filter((one) => one !== part));
              expect(taking(fewer)).not.toContain(id);
            }
          }
          if (verdict.kind === 'order') {
            expect(taking(verdict.example)).not.toContain(id);
          }
        }
      }
    }
  }
  expect(Object.values(found).every((count) => count > 5)).toBe(true);
});

describe('a request with all parts of another one', () => {
  test.each([
    ['http://a.example/', 'https://b.example:8443/x?y=1'],
    ['https://a.example/?q', 'http://b.example/x'],
    ['http://a.example:8080/', 'http://a.example/%41'],
  ])('is that one: %s, %s', (one, other) => {
    const [request, example] = [
      HttpRequest.to(one, { method: 'POST', headers: { a: '1' } }).withHeader('a', '3').withHeader('b', '2'),
      HttpRequest.to(other, { headers: { b: '4' } }),
    ];
    const all = ['host', 'port', 'path', 'query', 'method', 'header a', 'header b'] as const;
    expect(String(withParts(request, example, all))).toBe(String(example));
    expect(String(withParts(request, example, []))).toBe(String(request));
  });
});
