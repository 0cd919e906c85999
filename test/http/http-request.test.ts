import { HttpRequest } from '../../src';

describe('an HTTP request', () => {
  test('keeps the port in its authority unless it is the default of the scheme', () => {
    expect(HttpRequest.to('http://app.example:8080/x').authority).toBe('app.example:8080');
    expect(HttpRequest.to('http://app.example:80/x').authority).toBe('app.example');
    expect(HttpRequest.to('https://app.example:443/x').host).toBe('app.example');
    expect(HttpRequest.to('http://app.example:8080/x').host).toBe('app.example');
  });

  test('keeps the path as the client wrote it, without query and fragment', () => {
    expect(HttpRequest.to('http://app.example/a/../b//c%2Fd?x=1#y').path).toBe('/a/../b//c%2Fd');
    expect(HttpRequest.to('http://app.example?x=1').path).toBe('/');
    expect(HttpRequest.to('http://app.example').path).toBe('/');
    expect(HttpRequest.to('/echo?a=1').path).toBe('/echo');
  });

  test('finds headers without regard to case and keeps their lines in order', () => {
    const request = HttpRequest.to('/', { headers: { Stage: ' canary ' } }).withHeader('STAGE', 'beta');
    expect(request.headerValues('stage')).toEqual(['canary', 'beta']);
    expect(request.headerNames).toEqual(['stage']);
    expect(request.withoutHeader('Stage').headerValues('stage')).toEqual([]);
  });

  test('wants a text for every line of a header', () => {
    expect(() => HttpRequest.to('/', { headers: { stage: ['a', 'b'] as any } })).toThrow(
      'The header stage needs a text, but was given ["a","b"]. Call withHeader() once for every line of it.',
    );
  });

  test('is sent to the host of its Host header, as a client that tests a gateway by address does', () => {
    const request = HttpRequest.to('http://10.0.0.1:8080/echo', { headers: { Host: 'app.example' } });
    expect([request.authority, request.headerNames]).toEqual(['app.example', []]);
  });

  test.each([
    'http://app.example/echo',
    'http:/app.example/echo',
    'http:app.example/echo',
    'HTTP:///app.example/echo',
    'http:\\\\app.example/echo',
  ])('has the path of the URL, however its scheme is written: %s', (url) => {
    const { authority, path } = HttpRequest.to(url);
    expect([authority, path]).toEqual(['app.example', '/echo']);
  });

  test('decodes query parameters', () => {
    expect(HttpRequest.to('/?a=1&b=x%20y&a=2').queryValues('a')).toEqual(['1', '2']);
    expect(HttpRequest.to('/?a=1&b=x%20y').queryValues('b')).toEqual(['x y']);
  });

  test('reads in one line', () => {
    expect(HttpRequest.to('https://app.example/echo?a=1', { method: 'POST', headers: { stage: 'canary' } }).toString())
      .toBe('POST https://app.example/echo?a=1 [stage: canary]');
  });

  test('refuses what cannot be sent over HTTP', () => {
    expect(() => HttpRequest.to('app.example')).toThrow('\'app.example\' is no URL.');
    expect(() => HttpRequest.to('ftp://app.example/')).toThrow('has the scheme \'ftp\'; only http and https');
  });
});
