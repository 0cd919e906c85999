import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hostile, ROUTERS, SOUND, synthesize } from '../support/hostile';

describe('hostile input', () => {
  const outdir = () => join(mkdtempSync(join(tmpdir(), 'hostile-')), 'dist');

  test.each(ROUTERS)('is sound where nothing is replaced, over %s', (router) => {
    expect(() => synthesize(SOUND, outdir(), router)).not.toThrow();
  });

  test("in any place gives faults with their constructs' paths, throws nothing else, and writes no file", () => {
    const outcomes = { accepted: 0, refused: 0 };
    for (const { input, router, key, odd } of hostile()) {
      const folder = outdir();
      const fault = failureOf(() => synthesize(input, folder, router));
      if (fault === undefined) {
        outcomes.accepted += 1;
      } else {
        outcomes.refused += 1;
        expect([router, key, odd, fault]).toEqual([
          router,
          key,
          odd,
          expect.stringMatching(/^Validation failed with the following errors:\n {2}\[(echo|platform)/),
        ]);
        expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
      }
    }
    expect(outcomes.refused).toBeGreaterThan(outcomes.accepted * 2);
  });
});

function failureOf(run: () => void): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
