import { ApplyMethod } from '../../src/checks/transition/apply-method';
import { updatesBetween } from '../../src/checks/transition/object-update';
import { wavesOf } from '../../src/checks/transition/update-order';

const OWNER = 'kustomize.toolkit.fluxcd.io';

function kustomization(name: string, dependsOn: string[] = [], onRead: () => void = () => undefined): any {
  const spec = {
    wait: true,
    get dependsOn() {
      onRead();
      return dependsOn.map((other) => ({ name: other }));
    },
  };
  return { apiVersion: `${OWNER}/v1`, kind: 'Kustomization', metadata: { name, namespace: 'flux-system' }, spec };
}

function owned(name: string): any {
  const labels = { [`${OWNER}/name`]: name };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `of-${name}`, namespace: 'a', labels }, data: {} };
}

/** The names of new objects that Flux applies, wave by wave. */
function fluxWaves(kustomizations: any[], names = kustomizations.map(({ metadata }) => metadata.name)): string[][] {
  const waves = wavesOf(ApplyMethod.FLUX, updatesBetween([], names.map(owned)), kustomizations);
  return waves.map((wave) => wave.map(({ after }) => after.metadata.name));
}

describe('Flux applies Kustomizations', () => {
  test('after all those that they depend on', () => {
    const order = [kustomization('c', ['b', 'a']), kustomization('b', ['a']), kustomization('a'), kustomization('d')];
    expect(fluxWaves(order)).toEqual([['of-a', 'of-d'], ['of-b'], ['of-c']]);
  });

  test('last where they wait for each other', () => {
    const circle = [kustomization('a'), kustomization('b', ['c', 'a']), kustomization('c', ['b']), kustomization('d', ['a'])];
    expect(fluxWaves(circle)).toEqual([['of-a'], ['of-d'], ['of-b', 'of-c']]);
  });

  test('after one that is not among the objects as if it were there', () => {
    expect(fluxWaves([kustomization('a', ['elsewhere']), kustomization('b')])).toEqual([['of-b'], ['of-a']]);
  });

  test('of which each depends on all before it with one look at each', () => {
    let looks = 0;
    const names = Array.from({ length: 200 }, (_, index) => `k${String(index).padStart(3, '0')}`);
    const all = names.map((name, index) => kustomization(name, names.slice(0, index), () => (looks += 1)));
    expect(fluxWaves(all, names)).toEqual(names.map((name) => [`of-${name}`]));
    expect(looks).toBe(200);
  });
});
