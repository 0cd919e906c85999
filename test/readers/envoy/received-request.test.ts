import { HttpRequest } from '../../../src/http';
import {
  EnvoyOptions,
  EnvoyPlace,
  expressionTest,
  isAnsweredPreflight,
  mergedSlashes,
  normalizedPath,
  ReceivedRequest,
  refusal,
  RepeatedLines,
} from '../../../src/readers/envoy';

function received(request: HttpRequest, options: EnvoyOptions = {}): ReceivedRequest {
  return new ReceivedRequest(request, options);
}

function to(url: string, ...headers: [string, string][]): HttpRequest {
  return headers.reduce((request, [name, value]) => request.withHeader(name, value), HttpRequest.to(url));
}

describe('headers that routes see', () => {
  test('the edge writes x-forwarded-proto from the connection, whatever the client says', () => {
    const request = received(to('http://app.example/', ['x-forwarded-proto', 'https']));
    expect(request.headerReadings('X-Forwarded-Proto')).toEqual([['http']]);
  });

  test('a sidecar keeps x-forwarded-proto of its client, believes it, and adds it where it lacks', () => {
    const options = { place: EnvoyPlace.SIDECAR };
    expect(
      received(to('http://app.example/', ['x-forwarded-proto', 'https']), options).headerReadings(':scheme'),
    ).toEqual([['https']]);
    expect(received(to('http://app.example/'), options).headerReadings('x-forwarded-proto')).toEqual([['http']]);
  });

  test('x-request-id and x-forwarded-for are there at the edge; their values are not known', () => {
    const request = received(to('http://app.example/'));
    expect(request.hasHeader('x-request-id')).toBe('yes');
    expect(request.matchesHeader('x-request-id', (value) => value === 'a')).toBe('no');
    expect(request.matchesHeader('x-request-id', expressionTest('[0-9a-f-]{36}'))).toBe('yes');
    expect(request.matchesHeader('x-forwarded-for', (value) => value.startsWith('10.'))).toBe('unknown');
  });

  test('a sidecar adds x-request-id, and no x-forwarded-for', () => {
    const request = received(to('http://app.example/'), { place: EnvoyPlace.SIDECAR });
    expect(request.hasHeader('x-request-id')).toBe('yes');
    expect(request.hasHeader('x-forwarded-for')).toBe('no');
  });

  test('what Envoys tell each other is not believed of clients; other x-envoy-* headers stay', () => {
    const request = received(
      to('http://app.example/', ['x-envoy-internal', 'true'], ['x-envoy-original-path', '/a'], ['x-envoy-mine', '1']),
    );
    expect(
      ['x-envoy-internal', 'x-envoy-original-path', 'x-envoy-mine'].map((name) => request.hasHeader(name)),
    ).toEqual(['no', 'no', 'yes']);
  });

  test('lines of one header are compared each or joined, or both where the version is not known', () => {
    const request = to('http://app.example/', ['stage', 'a'], ['stage', 'b']);
    const isB = (value: string) => value === 'b';
    expect(received(request, { repeatedLines: RepeatedLines.EACH }).matchesHeader('stage', isB)).toBe('yes');
    expect(received(request, { repeatedLines: RepeatedLines.JOINED }).matchesHeader('stage', isB)).toBe('no');
    expect(received(request).matchesHeader('stage', isB)).toBe('unknown');
    expect(received(request).matchesHeader('stage', (value) => value.endsWith('b'))).toBe('yes');
  });

  test('headers of which Envoy keeps one value are joined in every version', () => {
    const request = received(to('http://app.example/', ['accept', 'a'], ['accept', 'b']), {
      repeatedLines: RepeatedLines.EACH,
    });
    expect(request.headerReadings('accept')).toEqual([['a,b']]);
  });

  test('a missing header is no value, and an empty one only where the condition says so', () => {
    const request = received(to('http://app.example/'));
    expect(request.matchesHeader('stage', (value) => value === '')).toBe('no');
    expect(request.matchesHeader('stage', (value) => value === '', true)).toBe('yes');
  });

  test('a query parameter is its first one, not decoded', () => {
    const request = received(to('http://app.example/?a=x%20y&a=2&b&=c'));
    expect(['a', 'b', '', 'c'].map((name) => request.queryParameter(name))).toEqual(['x%20y', '', 'c', undefined]);
  });
});

describe('paths', () => {
  test.each([
    ['/a/./b/../c', '/a/c'],
    ['/a/%2e%2E/b', '/b'],
    ['/a/..', '/'],
    ['//../a', '/a'],
    ['/a\\b', '/a/b'],
    ['/a%41%7e%2f%C3', '/aA~%2f%C3'],
    ['/a|b"{}', '/a%7Cb%22%7B%7D'],
    ['/a//b', '/a//b'],
    ['/...', '/...'],
  ])('%s becomes %s', (path, expected) => {
    expect(normalizedPath(path)).toBe(expected);
  });

  test('slashes are merged on request', () => {
    expect(mergedSlashes('//a///b/')).toBe('/a/b/');
    expect(received(to('http://app.example//a/.//b'), { mergesSlashes: true }).path).toBe('/a/b');
  });
});

describe('requests that Envoy refuses', () => {
  const sent = (method: string) => refusal(HttpRequest.to('http://app.example/', { method }));

  test('methods in lower case, and those that its parser does not know, get 400', () => {
    expect(['get', 'Get', 'BREW', 'CONNECT'].map((method) => sent(method)?.shares[0].status)).toEqual([
      400, 400, 400, 400,
    ]);
    expect(['GET', 'TRACE', 'PROPFIND'].map((method) => sent(method))).toEqual([undefined, undefined, undefined]);
  });

  test('%00 gets 400 where paths are normalised', () => {
    expect(refusal(to('http://app.example/a%00'))?.notes.map(({ code }) => code)).toEqual(['envoy-bad-request']);
    expect(refusal(to('http://app.example/a%00'), false)).toBeUndefined();
  });

  test('what a % without two digits gets depends on the build', () => {
    expect(refusal(to('http://app.example/a%zz'))?.shares[0].undetermined?.code).toBe('envoy-malformed-escape');
  });

  test('a host with a blank or a slash, a name that is no header, a control character get 400', () => {
    const odd = [
      ['host', 'a b'],
      ['host', 'a/b'],
      ['st age', 'a'],
      ['stage', 'a\u0001'],
    ] as [string, string][];
    expect(odd.map((header) => refusal(to('http://app.example/', header))?.shares[0].status)).toEqual([
      400, 400, 400, 400,
    ]);
  });
});

describe('preflights', () => {
  const preflight = HttpRequest.to('http://app.example/', {
    method: 'OPTIONS',
    headers: { 'origin': 'http://a', 'access-control-request-method': 'GET' },
  });

  test('the filter answers those of allowed origins', () => {
    expect(isAnsweredPreflight(preflight, (origin) => origin === 'http://a')).toBe(true);
    expect(isAnsweredPreflight(preflight, (origin) => origin === 'http://b')).toBe(false);
    expect(isAnsweredPreflight(preflight.withoutHeader('origin'), () => true)).toBe(false);
  });

  test('others too, where the policy does not forward them', () => {
    expect(isAnsweredPreflight(preflight, () => false, false)).toBe(true);
  });
});
