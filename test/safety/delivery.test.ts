import { ApiObject, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { ApplyMethod, Delivery, RolloutPlan, StagedRollout, Step, Transition } from '../../src';
import { plan as anyPlan } from '../support/arbitraries';
import { everyProvider } from '../support/every-provider';
import { holds } from '../support/property';
import { echoApplication, httpEcho } from '../support/rollouts';

const application = echoApplication({ hosts: ['app.example'], versions: { v1: httpEcho('v1', 2), v2: httpEcho('v2', 2) } });
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(50)] });

function states(name: string, chosen: RolloutPlan, delivery?: Delivery): any[][] {
  const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan: chosen, provider: everyProvider().get(name)!, delivery });
  return rollout.stages.map(({ id }) => {
    return rollout.chart(id).node.findAll().filter(ApiObject.isApiObject).map((object) => (object as ApiObject).toJson());
  });
}

const marks = (objects: any[]) => Object.fromEntries(objects.map(({ kind, metadata }) => [`${kind} ${metadata.name}`, metadata.annotations?.['argocd.argoproj.io/sync-wave']]));

test('Argo CD is told to make what is routed to before what routes to it, and to prune last', () => {
  const [baseline] = states('Gloo', plan, Delivery.argoCd());
  expect(marks(baseline)).toEqual({ 'Deployment echo-v1': '0', 'Service echo': '0', 'Upstream echo': '0', 'VirtualService echo': '1' });
  expect(baseline.every(({ metadata }) => metadata.annotations['argocd.argoproj.io/sync-options'] === 'PruneLast=true')).toBe(true);
});

test('a Rollout comes after the routes that its controller has to find', () => {
  const [baseline] = states('Argo Rollouts over Istio', plan, Delivery.argoCd({ firstWave: -3 }));
  expect(marks(baseline)).toMatchObject({ 'Rollout echo': '-1', 'VirtualService echo': '-2', 'Service echo': '-3' });
});

test('a first wave that is no whole number is refused', () => {
  const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan, provider: everyProvider().get('Gloo')!, delivery: Delivery.argoCd({ firstWave: 0.5 }) });
  expect(rollout.node.validate()).toEqual(['delivery: the first wave must be a whole number, given 0.5']);
});

test('without a delivery nothing is told', () => {
  expect(Object.values(marks(states('Gloo', plan)[0])).every((wave) => wave === undefined)).toBe(true);
});

test.each(['Gloo', 'Gateway API'])('%s: with it Argo CD may go over any number of stages at once, forwards, for random plans', (name) => {
  holds(fc.property(anyPlan, fc.nat(), fc.nat(), (chosen, one, other) => {
    const all = states(name, chosen, Delivery.argoCd());
    if (all.length > 0) {
      const [from, to] = [one % all.length, other % all.length].sort((left, right) => left - right);
      const { findings } = new Transition({ from: all[from], to: all[to], methods: [ApplyMethod.ARGO_CD] });
      expect(findings).toEqual([]);
    }
  }), 40);
});

test('without it Argo CD removes pods that a route still leads to, when it goes over a stage', () => {
  const [, , weight, , retired] = states('Gloo', plan);
  expect(new Transition({ from: weight, to: retired, methods: [ApplyMethod.ARGO_CD] }).errors.map(({ rule }) => rule)).toContain('no-ready-pod');
});
