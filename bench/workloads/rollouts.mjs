// The library: a StagedRollout for each application, in a FleetApp ('fleet') or in an App of cdk8s ('app').
import { App } from 'cdk8s';
import { createRequire } from 'node:module';
import { nameOf } from './plain-objects.mjs';

const { Application, FleetApp, GlooProvider, GlooRoutes, HeaderMatch, HttpPath, RolloutPlan, StagedRollout, Step, Version } = createRequire(import.meta.url)('../..');

export default function run(variant, count, outdir) {
  const app = variant === 'fleet' ? new FleetApp({ outdir }) : new App({ outdir });
  const labels = { team: 'web' };
  const provider = new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { team: 'web' } }), lifeCycleNotice: false });
  const steps = [Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(20), Step.weight(50)];
  const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });
  const version = (name, tag) => Version.container({
    image: `registry.example/${name}:${tag}`,
    replicas: 3,
    configFiles: [{ mountPath: '/etc/app', files: { 'app.conf': `mode = ${tag}\n` } }],
  });
  for (let index = 0; index < count; index++) {
    const name = nameOf(index);
    const versions = { v1: version(name, '1'), v2: version(name, '2') };
    const application = new Application({ name, namespace: name, containerPort: 8080, paths: [HttpPath.prefix(`/${name}/`)], labels, versions });
    new StagedRollout(app, name, { application, plan, provider });
  }
  app.synth();
}
