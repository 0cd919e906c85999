import * as fc from 'fast-check';
import { HeaderMatch, HttpPath, HttpRequest, RequestSpace, RolloutPlan, Step } from '../../src';
import { headerMatch } from '../support/arbitraries';
import { holds } from '../support/property';
import { echoApplication } from '../support/rollouts';

const canary = (...steps: Step[]) => RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });

describe('the space of requests', () => {
  test('has each path, what is below it, what only begins like it, and a host of nobody', () => {
    const application = echoApplication({
      hosts: ['*.example'],
      paths: [HttpPath.prefix('/echo'), HttpPath.exact('/about')],
    });
    const { requests } = RequestSpace.of(application, canary());
    expect(requests.map(String).filter((request) => request.includes('any.example'))).toEqual([
      'GET http://any.example/',
      'GET http://any.example/echo',
      'GET http://any.example/about',
      'GET http://any.example/echo/',
      'GET http://any.example/echox',
      'GET http://any.example/about/',
      'GET http://any.example/aboutx',
      'GET http://any.example/echo/x',
      'GET http://any.example/about/x',
      'GET http://any.example/unclaimed',
    ]);
    expect(new Set(requests.map(({ host }) => host))).toEqual(new Set(['any.example', 'other.invalid']));
  });

  test('begins with the smallest request, and has none twice', () => {
    const { requests } = RequestSpace.of(echoApplication(), canary(Step.headerRoute(HeaderMatch.exact('a', 'b'))));
    expect(requests[0].toString()).toBe('GET http://any.example/');
    expect(new Set(requests.map(String)).size).toBe(requests.length);
  });

  test('meets every lane, and each lane but for one condition', () => {
    const lane = [HeaderMatch.exact('a', 'b'), HeaderMatch.prefix('c', 'd'), HeaderMatch.regex('e', 'f-\\d|g')];
    const { requests, notes } = RequestSpace.of(echoApplication(), canary(Step.headerRoute(...lane)));
    const met = requests.map((request) => lane.map((match) => Number(match.matches(request))).join(''));
    expect(new Set(met)).toEqual(new Set(['000', '100', '010', '001', '110', '101', '011', '111']));
    expect(notes).toEqual([]);
  });

  test('has examples of counted repetitions', () => {
    expect(
      RequestSpace.of(echoApplication(), canary(Step.headerRoute(HeaderMatch.regex('a', '\\d{3}-[b-d]{2,4}')))).notes,
    ).toEqual([]);
  });

  test('says where it has no example for a condition', () => {
    expect(
      RequestSpace.of(echoApplication(), canary(Step.headerRoute(HeaderMatch.regex('a', '([b-d]z){3}')))).notes,
    ).toEqual(["no example was found for the header condition 'a matches ([b-d]z){3}'"]);
  });

  test('is not made of what has faults', () => {
    expect(() => RequestSpace.of(echoApplication(), canary(Step.weight(101)))).toThrow(
      /^The application or the plan is invalid, so there are no requests to compare:\n {2}- step 1, weight\(101\): /,
    );
  });

  test('has an example for every usual condition', () => {
    holds(fc.property(headerMatch, (match) => {
      const { requests, notes } = RequestSpace.of(echoApplication(), canary(Step.headerRoute(match)));
      expect([String(match), notes, requests.some((request: HttpRequest) => match.matches(request))]).toEqual([
        String(match),
        [],
        true,
      ]);
    }), 100);
  });
});
