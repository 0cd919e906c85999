import { ApiObject, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { IProvider, RolloutPlan, StagedRollout } from '../../src';
import { identityOf } from '../../src/readers/engine/kubernetes-object';
import { LiveObjects } from '../../src/status/live-objects';
import { Position, positionOf } from '../../src/status/position';
import { plan as anyPlan } from '../support/arbitraries';
import { everyProvider } from '../support/every-provider';
import { holds } from '../support/property';
import { echoApplication, httpEcho } from '../support/rollouts';

const application = echoApplication({ hosts: ['app.example'], versions: { v1: httpEcho('v1', 2), v2: httpEcho('v2', 3) } });

function stagesOf(provider: IProvider, plan: RolloutPlan): any[][] {
  const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan, provider });
  return rollout.stages.map(({ id }) =>
    rollout
      .chart(id)
      .node.findAll()
      .filter((one) => ApiObject.isApiObject(one))
      .map((object) => (object as ApiObject).toJson()),
  );
}

/** An object as a cluster keeps it: in another order, and with more fields. */
function alive(object: any): any {
  const { kind, ...rest } = object;
  return { status: { x: 1 }, ...rest, metadata: { ...object.metadata, uid: 'u', annotations: { own: 'x', ...object.metadata.annotations } }, kind };
}

const nameOf = (position: Position) =>
  position.kind === 'at' ? `at ${position.place}` : position.kind === 'between' ? `${position.from} to ${position.to}` : position.kind;

/** The stages that are exactly so, and the neighbours of which it has every object from one or the other. */
function possible(stages: any[][], state: ReadonlyMap<string, any>): string[] {
  const texts = stages.map((objects) => new Map(objects.map((object) => [identityOf(object), JSON.stringify(object)])));
  const ids = [...new Set([...state.keys(), ...texts.flatMap((text) => [...text.keys()])])];
  const isOf = (id: string, places: number[]) =>
    places.some((place) => texts[place].get(id) === (state.has(id) ? JSON.stringify(state.get(id)) : undefined));
  const places = stages.map((_, place) => place);
  return [
    ...places.filter((place) => ids.every((id) => isOf(id, [place]))).map((place) => `at ${place}`),
    ...places.slice(1).filter((to) => ids.every((id) => isOf(id, [to - 1, to]))).map((to) => `${to - 1} to ${to}`),
  ];
}

test.each([...everyProvider()])('%s: a cluster is where its objects say, at every stage and on the way between two, for random plans', (name, provider) => {
  let [at, between] = [0, 0];
  holds(
    fc.property(anyPlan, fc.nat(), (plan, choice) => {
      const stages = stagesOf(provider, plan);
      const last = (place: number) => {
        const text = JSON.stringify(stages[place]);
        return stages.map((one) => JSON.stringify(one)).lastIndexOf(text);
      };
      stages.forEach((objects, place) => {
        const position = positionOf(stages, new LiveObjects(objects.map(alive)));
        expect([nameOf(position), position.kind]).toEqual([`at ${last(place)}`, 'at']);
        at += 1;
        if (place === 0) {
          return;
        }
        // One object of the later stage is applied, or one of the earlier stage is removed.
        const before = new Map(stages[place - 1].map((object) => [identityOf(object), object]));
        const after = new Map(objects.map((object) => [identityOf(object), object]));
        const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
          (id) => JSON.stringify(before.get(id)) !== JSON.stringify(after.get(id)),
        );
        if (changed.length < 2) {
          return;
        }
        const id = changed[choice % changed.length];
        const mixed = new Map(before);
        const wanted = after.get(id);
        if (wanted === undefined) {
          mixed.delete(id);
        } else {
          mixed.set(id, wanted);
        }
        const found = positionOf(stages, new LiveObjects([...mixed.values()].map(alive)));
        expect(possible(stages, mixed)).toContain(nameOf(found));
        between += Number(found.kind === 'between');
      });
    }),
    15,
  );
  expect(at).toBeGreaterThan(0);
  // Of a release by a controller only the Rollout changes.
  expect(between > 0 || name.startsWith('Argo Rollouts')).toBe(true);
});
