import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdk8s';
import { parse } from 'yaml';
import {
  GatewayApiProvider,
  GlooProvider,
  GlooRoutes,
  HttpRequest,
  IngressNginxProvider,
  IProvider,
  RolloutPlan,
  StagedRollout,
  Step,
  Traffic,
  VoyagerProvider,
} from '../../src';
import { committed, objectsOf } from '../support/example';
import { echoApplication } from '../support/rollouts';

const application = echoApplication({ hosts: ['app.example'] });
const gateway = new GatewayApiProvider({ gateways: [{ name: 'public' }] });
const nginx = new IngressNginxProvider({ lifeCycleNotice: false });
const gloo = new GlooProvider({
  routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }),
  lifeCycleNotice: false,
});

function objects(provider: IProvider, plan: RolloutPlan, stage: string): any[] {
  return new StagedRollout(Testing.app(), 'echo', { application, plan, provider }).chart(stage).toJson();
}

const shared = (kinds: string[], all: any[]) => all.filter(({ kind }) => kinds.includes(kind));

describe('two routers side by side', () => {
  const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20)] });

  test.each(['baseline', 'deploy', 'weight-20', 'promote', 'retire'])(
    'have the same pods and Services from ingress-nginx, and the same pods from Gloo, at %s',
    (stage) => {
      const now = objects(gateway, plan, stage);
      expect(shared(['Deployment', 'Service'], objects(nginx, plan, stage))).toEqual(
        shared(['Deployment', 'Service'], now),
      );
      expect(shared(['Deployment'], objects(gloo, plan, stage))).toEqual(shared(['Deployment'], now));
    },
  );

  test('are one set of pods from Voyager too, where the Gateway API\'s Deployment is applied last', () => {
    const steady = RolloutPlan.steady('v1');
    const [old, now] = [
      objects(new VoyagerProvider({ lifeCycleNotice: false }), steady, 'baseline'),
      objects(gateway, steady, 'baseline'),
    ];
    const names = (all: any[]) => shared(['Deployment'], all).map(({ metadata }) => metadata.name);
    expect(names(old)).toEqual(names(now));
    const traffic = Traffic.of([...old.filter(({ kind }) => kind !== 'Deployment'), ...now]);
    const ask = (router: string) => traffic.split(HttpRequest.to('http://app.example/'), undefined, router).toString();
    expect([ask('Voyager'), ask('Gateway API')]).toEqual(['v1 1', 'v1 1']);
  });

  test('answer alike, while neither or only one of them has come to the next stage', () => {
    for (const [left, right] of [['weight-20', 'weight-20'], ['weight-20', 'deploy'], ['promote', 'weight-20']]) {
      const both = [...objects(nginx, plan, left), ...objects(gateway, plan, right)];
      const traffic = Traffic.of(both);
      const ask = (router: string) =>
        traffic.split(HttpRequest.to('http://app.example/'), undefined, router).toString();
      const planned = (stage: string) =>
        plan.stage(stage).intendedSplit(HttpRequest.to('http://app.example/')).toString();
      expect([ask('ingress-nginx'), ask('Gateway API')]).toEqual([planned(left), planned(right)]);
    }
  });
});

describe('docs/migrate.md', () => {
  const text = readFileSync(join(__dirname, '..', '..', 'docs', 'migrate.md'), 'utf8');
  const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block]) => parse(block));
  const files = committed(join(__dirname, '..', '..', 'examples', 'every-provider'));
  const names = [
    ...['gloo', 'ingress-nginx', 'gateway-api'].map((folder) => `testers/${folder}/echo-03-weight-20`),
    ...['voyager', 'gateway-api'].map((folder) => `weights/${folder}/echo-02-weight-25`),
  ];
  const written = objectsOf(files, ...names);

  test.each(blocks.map((block) => [block.kind, block]))(
    'shows the %s that the example of every provider gives',
    (_, block) => {
      expect(written).toContainEqual(block);
    },
  );

  test('shows what each router has, and what takes its place', () => {
    expect(blocks.map(({ kind }) => kind)).toEqual([
      'Ingress',
      'VirtualService',
      'HTTPRoute',
      'Deployment',
      'HTTPRoute',
    ]);
  });
});
