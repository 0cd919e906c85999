import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStages } from '../../src/manifests/stage-sets';
import * as kubernetesObject from '../../src/readers/engine/kubernetes-object';

/** How often the name of an object is asked while many series are read from one folder, with files beside them. */
function namesAsked(series: number): number {
  const folder = mkdtempSync(join(tmpdir(), 'series-'));
  const object = (kind: string, name: string) => `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;
  for (let index = 0; index < series; index++) {
    ['00-baseline', '01-deploy'].forEach((stage) =>
      writeFileSync(join(folder, `app${index}-${stage}.k8s.yaml`), object('Service', `app${index}`)),
    );
    writeFileSync(join(folder, `beside-${index}.yaml`), object('ConfigMap', `c${index}`));
  }
  const spy = jest.spyOn(kubernetesObject, 'objectName');
  try {
    expect(readStages([folder]).sets).toHaveLength(series);
    return spy.mock.calls.length;
  } finally {
    spy.mockRestore();
    rmSync(folder, { recursive: true });
  }
}

test('twice as many series in one folder take twice the work, whatever lies beside them', () => {
  const few = namesAsked(20);
  expect(few).toBeGreaterThanOrEqual(60);
  expect(namesAsked(40)).toBeLessThanOrEqual(2.1 * few);
});
