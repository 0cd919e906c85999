import { ask, echo, to, upstream, virtualService } from '../../support/gloo-objects';

describe('actions that answer by themselves', () => {
  test.each<[any, string]>([
    [{ redirectAction: { hostRedirect: 'x' } }, '301 1'],
    [{ redirectAction: { responseCode: 'TEMPORARY_REDIRECT' } }, '307 1'],
    [{ redirectAction: { responseCode: 4 } }, '308 1'],
    [{ redirectAction: { responseCode: 301 } }, 'no listener 1'],
    [{ redirectAction: { pathRedirect: '/a//b' } }, '301 1'],
    [{ directResponseAction: { body: 'x' } }, 'no listener 1'],
    [{ directResponseAction: { status: 700 } }, 'no listener 1'],
    [{ directResponseAction: { status: 199 } }, 'no listener 1'],
    [{ directResponseAction: { status: 200, body: 'x'.repeat(4096) } }, '200 1'],
    [{ directResponseAction: { status: 200, body: 'ä'.repeat(2049) } }, 'no listener 1'],
    [{ routeAction: { clusterHeader: 'x-cluster' } }, '503 1'],
    [{ routeAction: {} }, 'no listener 1'],
    [{ routeAction: { multi: { destinations: [] } } }, 'no listener 1'],
    [{ routeAction: { single: {} } }, 'no listener 1'],
    [{ routeAction: { single: { consul: { serviceName: 'echo' } } } }, 'undetermined 1'],
    [{}, '404 1'],
    [{ directResponseAction: { status: 418 } }, '418 1'],
    [{ ...to('v1'), directResponseAction: { status: 418 } }, '418 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a?x=1' } }, 'v1 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a%20b' } }, 'v1 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a//b' } }, 'v1 1'],
    [{ ...to('v1'), options: { prefixRewrite: '/a', regexRewrite: { pattern: { regex: 'a' } } } }, 'no listener 1'],
    [{ ...to('v1'), options: { regexRewrite: { pattern: { regex: '(' } } } }, '404 1'],
    [
      { redirectAction: { hostRedirect: 'x' }, options: { faults: { abort: { percentage: 10, httpStatus: 500 } } } },
      '301 1',
    ],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 10 } } } }, 'v1 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 10, httpStatus: 600 } } } }, 'v1 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 101, httpStatus: 500 } } } }, '500 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 100, httpStatus: 200 } } } }, '200 1'],
    [{ ...to('v1'), options: { faults: { abort: { percentage: 2.5, httpStatus: 500 } } } }, 'v1 39/40, 500 1/40'],
  ])('%j', (action, expected) => {
    expect(
      ask([...echo(), upstream(), virtualService([{ matchers: [{ prefix: '/' }], ...action }])]).toString(),
    ).toBe(expected);
  });
});
