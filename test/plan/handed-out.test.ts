import { Application, Gate, RolloutPlan, Step } from '../../src';
import { echoApplication } from '../support/rollouts';

const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20), Step.pause()] });

test('what a plan hands out cannot be changed, so it cannot change what the plan prints', () => {
  const [, deploy] = plan.stages();
  const before = deploy.gates.map(String);
  expect(() => deploy.gates.push(Gate.manual())).toThrow(TypeError);
  expect(() => deploy.runs.pop()).toThrow(TypeError);
  expect(() => deploy.routing.headerRoutes.push(undefined as any)).toThrow(TypeError);
  expect(() => plan.steps.push(Step.weight(50))).toThrow(TypeError);
  expect(plan.stages()[1].gates.map(String)).toEqual(before);
  // The list of stages is the caller's own.
  plan.stages().pop();
  expect(plan.stages().at(-1)!.id).toBe('retire');
});

test('what an application hands out cannot be changed', () => {
  const application = echoApplication({ hosts: ['app.example'] });
  expect(() => application.hosts.push('b.example')).toThrow(TypeError);
  expect(() => { (application.labels as any).a = 'b'; }).toThrow(TypeError);
  expect(() => { (application.versions as any).v4 = undefined; }).toThrow(TypeError);
});

test('lists that are changed after they were given change nothing', () => {
  const [steps, hosts] = [[Step.weight(20)], ['app.example']];
  const own = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
  const application = new Application({ ...echoApplication(), hosts } as any);
  steps.push(Step.weight(50));
  hosts.push('b.example');
  expect([own.steps, application.hosts]).toEqual([[expect.anything()], ['app.example']]);
});
