import { App, Duration } from 'cdk8s';
import { GatewayApiProvider, HeaderMatch, PlanFiles, RolloutPlan, StagedRollout, Step } from '../../src';
import { echoApplication, httpEcho } from '../support/rollouts';

const STATUS: { readonly [kind: string]: any } = {
  Deployment: { replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2, observedGeneration: 1 },
  HTTPRoute: {
    parents: [
      {
        parentRef: { name: 'public' },
        conditions: ['Accepted', 'ResolvedRefs'].map((type) => ({ type, status: 'True', observedGeneration: 1 })),
      },
    ],
  },
};

function alive(object: any): any {
  const metadata = { ...object.metadata, generation: 1, managedFields: [{ time: '2020-01-01T00:00:00Z' }] };
  return { ...object, metadata, status: STATUS[object.kind] };
}

/** Writes the stages and the plan file of a rollout into a folder, and returns a cluster at each of the stages. */
export function liveRollout(outdir: string): any[][] {
  const app = new App({ outdir });
  const rollout = new StagedRollout(app, 'echo', {
    application: echoApplication({ hosts: ['a.example'], versions: { v1: httpEcho('v1', 2), v2: httpEcho('v2', 2) } }),
    plan: RolloutPlan.canary({
      stable: 'v1',
      canary: 'v2',
      steps: [Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(20), Step.pause(Duration.minutes(1))],
    }),
    provider: new GatewayApiProvider({ gateways: [{ name: 'public' }] }),
  });
  app.synth();
  PlanFiles.write(app);
  return rollout.stages.map(({ id }) => rollout.chart(id).toJson().map(alive));
}
