import { HttpRequest, Traffic } from '../../../src';
import { canary, deployment, ingress, service } from '../../support/ingress-objects';

const pods = [deployment('echo-v1', 3, { app: 'echo', version: 'v1' }), service()];

/** Milliseconds, far more than a busy machine needs. */
const LONG = 30_000;

test('thousands of Ingresses, and requests to them, are read in seconds', () => {
  const many = Array.from({ length: 1000 }, (_, i) =>
    ingress({ name: `i${i}`, host: `h${i % 40}.example`, path: `/p${i}` }),
  );
  const traffic = Traffic.of([...pods, ...many]);
  const start = Date.now();
  for (let i = 0; i < 1000; i++) {
    expect(traffic.split(HttpRequest.to(`http://h${i % 40}.example/p${i}/x`)).toString()).toBe('v1 1');
  }
  traffic._pitfalls();
  expect(Date.now() - start).toBeLessThan(LONG);
});

test('notes about other hosts are no notes of an answer', () => {
  const forgotten = ingress({ name: 'other', host: 'b.example', nginx: { 'canary-weight': '20' } });
  const traffic = Traffic.of([...pods, ingress(), forgotten]);
  const codes = (url: string) => traffic.split(HttpRequest.to(url)).notes.map(({ code }) => code);
  expect([codes('http://a.example/'), codes('http://b.example/')]).toEqual([[], ['ingress-nginx-canary-not-enabled']]);
});

test('ages that cannot matter are not asked for', () => {
  const split = Traffic.of([
    ...pods,
    ingress(),
    ingress({ name: 'b', host: 'b.example' }),
    canary({ 'canary-weight': '0' }),
  ]).split(HttpRequest.to('http://a.example/'));
  expect(split.notes.map(({ code }) => code)).not.toContain('ingress-nginx-age-unknown');
});
