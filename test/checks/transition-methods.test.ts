import { ApplyMethod, Transition } from '../../src';
import * as gloo from '../support/gloo-objects';

const [v1, v2, service] = gloo.echo();
const routed = (route: any) => gloo.virtualService([{ matchers: [{ prefix: '/' }], ...route }]);
const from = [v1, v2, service, gloo.upstream(), routed(gloo.weighted({ v1: 50, v2: 50 }))];
const to = [v2, service, gloo.upstream(), routed(gloo.to('v2'))];

test('a transition that nobody applies is refused, since nothing of it would be checked', () => {
  expect(new Transition({ from, to }).errors).not.toEqual([]);
  expect(() => new Transition({ from, to, methods: [] })).toThrow(
    'methods is a list of at least one ApplyMethod, given an empty list. Leave it out for every way that is known, or ' +
      'write for example [ApplyMethod.HELM].',
  );
});

test.each<[string, any, string]>([
  ['an unknown way of applying', ['ftp'], "given 'ftp'"],
  ['one beside a known way', [ApplyMethod.HELM, 'ARGO_CD'], "given 'ARGO_CD'"],
  ['a text in the place of a list', 'helm', "given 'helm'"],
])('%s is refused with what was given', (_, methods, given) => {
  expect(() => new Transition({ from, to, methods })).toThrow(given);
});
