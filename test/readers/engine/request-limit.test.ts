import { Traffic } from '../../../src';
import { RequestLimitError } from '../../../src/readers/engine/request-limit';
import { Folder, run } from '../../support/command-line';
import * as istio from '../../support/istio-objects';

const route = [istio.to('echo')];

/** Each prefix is the beginning of the next one, and each route asks for another header. */
function nested(count: number): any[] {
  const http = Array.from({ length: count }, (_, place) => ({
    match: [{ uri: { prefix: `/${'a'.repeat(count - place)}` }, headers: { [`h${place}`]: { exact: 'v' } } }],
    route,
  }));
  return [istio.virtualService({ hosts: ['echo'], http })];
}

/** Every host with every path. */
function product(hosts: number, paths: number): any[] {
  const http = Array.from({ length: paths }, (_, place) => ({ match: [{ uri: { exact: `/${place}` } }], route }));
  return [istio.virtualService({ hosts: Array.from({ length: hosts }, (_, place) => `h${place}.example`), http })];
}

describe('routes that tell too many requests apart', () => {
  test.each([
    ['nested prefixes with headers', nested(900), /more than 31,200,000 characters of requests/],
    ['hosts times paths', product(800, 400), /more than 92,000 requests/],
  ])('are refused as a whole: %s', (_, objects, message) => {
    const traffic = Traffic.of(objects);
    expect(() => traffic.requests()).toThrow(RequestLimitError);
    expect(() => traffic.requests()).toThrow(message);
  });

  test('are exit code 2 of every command, with what to do', () => {
    const folder = new Folder({ 'a/x.yaml': product(800, 400), 'b/x.yaml': product(801, 400) });
    const [one, other] = [folder.file('a'), folder.file('b')];
    const runs = [['traffic', one], ['check', one], ['check', one, other], ['diff', one, other], ['report', one]];
    for (const args of runs) {
      const { code, output, errors } = run(...args);
      expect([code, output]).toEqual([2, '']);
      expect(errors).toMatch(/The routes tell too many requests apart: more than 92,0\d\d requests, which is the limit /);
    }
    expect(run('traffic', one, '--url', 'http://h1.example/1').code).toBe(0);
    folder.remove();
  }, 60_000);

  test('are not those of many applications', () => {
    const fleet = Array.from({ length: 300 }, (_, place) => {
      const lane = { match: [{ uri: { prefix: '/a' }, headers: { lane: { exact: 'canary' } } }], route };
      return istio.virtualService({ hosts: [`app${place}.example`], http: [lane, { route }] }, `app${place}`);
    });
    expect(Traffic.of(fleet).requests().length).toBeGreaterThan(600);
  });
});
