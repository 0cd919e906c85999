import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpRequest } from 'cdk8s-rollouts';
import { readCatalogue } from './catalogue';
import { committed, synthesized, trafficOf } from '../../test/support/example';

const files = synthesized(__dirname);
const text = readFileSync(join(__dirname, 'apps.yaml'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'catalogue-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What is told of the catalogue after a change. */
function faultsAfter(change: (catalogue: string) => string): string[] {
  const file = join(folder, 'apps.yaml');
  const changed = change(text);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
  return readCatalogue(file).faults;
}

describe('the fleet example', () => {
  test('prints every stage of 1,000 applications, and the first of them as it is committed beside it', () => {
    expect(files.size).toBe(7001);
    const first = committed(__dirname);
    expect([...first.keys()]).toHaveLength(7);
    expect(new Map([...first.keys()].map((name) => [name, files.get(name)]))).toEqual(first);
  });

  test.each([
    ['cell-01-account-03-weight-20', 'http://cell-01.example/account', '3.2.0 4/5, 3.3.0 1/5'],
    ['cell-50-vouchers-04-weight-50', 'http://cell-50.example/vouchers', '2.0.0 1/2, 2.0.1 1/2'],
    ['cell-07-shipping-02-weight-10', 'http://cell-07.example/shipping/x', '1.3.0 9/10, 1.4.0 1/10'],
  ])('%s', (stage, url, split) => {
    expect(trafficOf(files, stage).split(HttpRequest.to(url)).toString()).toBe(split);
  });

  test('the RouteTables of a cell are reached through its VirtualService', () => {
    const split = trafficOf(files, 'platform', 'cell-50-orders-04-weight-50').split(
      HttpRequest.to('http://cell-50.example/orders/1'),
    );
    expect(split.toString()).toBe('6.2.0 1/2, 6.3.0 1/2');
  });

  test('another catalogue is told all that is wrong with it, and nothing is written', () => {
    process.env.CATALOGUE = join(folder, 'apps.yaml');
    faultsAfter((catalogue) => catalogue.replace('cells: 50', 'cells: many').replace('name: mail,', ''));
    expect(() => synthesized(__dirname)).toThrow(
      'Validation failed with the following errors:\n  [] apps.yaml:4: ' +
        'cells must be integer, given "many"\n  [] apps.yaml:19: apps.8 has no name: add it',
    );
    delete process.env.CATALOGUE;
  });
});

describe('a catalogue', () => {
  test.each<[string, (catalogue: string) => string, string[]]>([
    [
      'a version that YAML reads as a number',
      (one) => one.replace('canary: 3.3.0', 'canary: 3.3'),
      ['apps.yaml:11: apps.0.canary must be a text, given 3.3: put it in quotes'],
    ],
    [
      'a misspelt key',
      (one) => one.replace('replicas: 4', 'replica: 4'),
      ['apps.yaml:12: apps.1 has a key that nobody reads, "replica": correct or remove it'],
    ],
    [
      'a router that is none',
      (one) => one.replace('router: gloo', 'router: glo'),
      ['apps.yaml:22: apps.10.router must be one of gateway-api, gloo, ingress-nginx, given "glo"'],
    ],
    [
      'a name that is none',
      (one) => one.replace('name: mail', 'name: Mail'),
      ['apps.yaml:19: apps.8.name must match pattern "^[a-z]([-a-z0-9]*[a-z0-9])?$", given "Mail"'],
    ],
    [
      'a plan that is not there',
      (one) => one.replace('plan: by-weight', 'plan: by-weigth'),
      ['apps.yaml:13: apps.2.plan is "by-weigth", and there is no such plan: write one of testers-first, by-weight'],
    ],
    [
      'a name that is there twice',
      (one) => one.replace('name: mail', 'name: basket'),
      ['apps.yaml:19: apps.8.name is "basket", as that of an app above: give one of them another name'],
    ],
    [
      'a successor that serves already',
      (one) => one.replace('canary: 7.1.0', 'canary: 7.0.1'),
      ['apps.yaml:13: apps.2.canary is "7.0.1", which serves already: name its successor'],
    ],
    [
      'a header without a value',
      (one) => one.replace('header: stage, value: canary', 'header: stage'),
      ['apps.yaml:7: plans.testers-first.0 must have property value when property header is present'],
    ],
    ['no catalogue at all', () => 'x', ['apps.yaml:1: the catalogue must be object, given "x"']],
    ['an empty file', () => '', ['apps.yaml:1: the catalogue must be object, given null']],
    [
      'no YAML',
      (one) => `${one}  - [`,
      ['apps.yaml:32: Flow sequence in block collection must be sufficiently indented and end with a ]'],
    ],
    [
      'two mistakes',
      (one) => one.replace('port: 9000', 'port: 90000').replace('stable: 1.1.7, ', ''),
      ['apps.yaml:15: apps.4.port must be <= 65535, given 90000', 'apps.yaml:18: apps.7 has no stable: add it'],
    ],
  ])('%s', (_, change, faults) => {
    expect(faultsAfter(change)).toEqual(faults);
  });
});
