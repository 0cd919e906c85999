process.env.CDK8S_ROLLOUTS_NOTICES = 'off';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { ApiObject, App, Chart } from 'cdk8s';
import {
  Application, GlooDelegation, GlooProvider, GlooRoutes, HeaderMatch, HttpPath, HttpRequest, RolloutPlan, StagedRollout, Step, Traffic, Version,
} from 'cdk8s-rollouts';

/**
 * What the library costs, as ratios within one run, because machines are noisy: synthesis against cdk8s alone
 * printing the same objects, and reading traffic against the number of objects.
 */
const labels = { apiGroup: 'example' };
const steps = [Step.headerRoute(HeaderMatch.exact('stage', 'canary')), Step.weight(20), Step.weight(50)];
const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps });

function application(index: number): Application {
  const name = `app-${String(index).padStart(4, '0')}`;
  const version = Version.container({ image: 'registry.example/app' });
  return new Application({ name, namespace: name, containerPort: 8080, paths: [HttpPath.prefix(`/${name}/`)], versions: { v1: version, v2: version } });
}

function app(): App {
  return new App({ outdir: join(mkdtempSync(join(tmpdir(), 'bench-')), 'dist') });
}

function rollouts(target: App, count: number): StagedRollout[] {
  const provider = new GlooProvider({ routes: GlooRoutes.routeTable({ labels }) });
  return Array.from({ length: count }, (_, index) => application(index))
    .map((one) => new StagedRollout(target, one.name, { application: one, plan, provider }));
}

function manifestsOf(rollout: StagedRollout, stage: string): any[] {
  return rollout.chart(stage).node.children.map((child) => (child as ApiObject).toJson());
}

/** The fastest of a few runs, in milliseconds. */
function best(run: () => void, times = 3): number {
  return Math.min(...Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }));
}

function synthesis(count: number): void {
  const sample = rollouts(app(), count);
  const objects = sample.map((rollout) => rollout.stages.map(({ id }) => ({ id, manifests: manifestsOf(rollout, id) })));
  const ours = best(() => {
    const target = app();
    rollouts(target, count);
    target.synth();
  });
  const alone = best(() => {
    const target = app();
    objects.forEach((stages, index) => stages.forEach(({ id, manifests }) => {
      const chart = new Chart(target, `a${index}-${id}`);
      manifests.forEach((manifest, position) => new ApiObject(chart, String(position), manifest));
    }));
    target.synth();
  });
  console.log(`synthesis of ${count} applications: ${ours.toFixed(0)} ms, ${(ours / alone).toFixed(2)} times cdk8s alone with the same objects`);
}

function reading(count: number): number {
  const target = app();
  const objects = rollouts(target, count).flatMap((rollout) => manifestsOf(rollout, 'weight-50'));
  const platform = new Chart(target, 'platform');
  new GlooDelegation(platform, 'delegation', { labels });
  const all = [...objects, ...platform.toJson()];
  const index = best(() => Traffic.of(all));
  const traffic = Traffic.of(all);
  const split = best(() => traffic.split(HttpRequest.to(`/app-${String(count - 1).padStart(4, '0')}/x`)));
  console.log(`reading ${all.length} objects: ${index.toFixed(1)} ms to take in, ${split.toFixed(2)} ms a request`);
  return split;
}

synthesis(10);
synthesis(40);
const small = reading(50);
const large = reading(200);
console.log(`four times the objects take ${(large / small).toFixed(1)} times as long a request`);
