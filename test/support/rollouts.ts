import { Testing } from 'cdk8s';
import { Application, ApplicationProps, IProvider, RolloutPlan, StagedRollout, Version } from '../../src';

export function httpEcho(text: string, replicas?: number): Version {
  return Version.container({ image: 'hashicorp/http-echo', args: [`-text=${text}`], replicas });
}

/** An application `echo` with the versions v1, v2 and v3. */
export function echoApplication(props: Partial<ApplicationProps> = {}): Application {
  return new Application({
    name: 'echo',
    namespace: 'echo',
    containerPort: 8080,
    versions: { v1: httpEcho('v1'), v2: httpEcho('v2'), v3: httpEcho('v3') },
    ...props,
  });
}

/** Stage ids to the objects of the stage, as a user's app would print them. */
export function stages(
  application: Application,
  plan: RolloutPlan,
  provider: IProvider,
  rollbackFrom?: string,
): Map<string, any[]> {
  const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan, provider, rollbackFrom });
  return new Map(rollout.stages.map((stage) => [stage.id, rollout.chart(stage.id).toJson()]));
}

export function find(objects: any[], kind: string, name?: string): any {
  const found = objects.filter(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  expect(found.map((object) => object.metadata.name)).toHaveLength(1);
  return found[0];
}

/** The faults that `synth()` reports, as `[path] sentence`. */
export function faultsOf(scope: { synth(): void }): string[] {
  try {
    scope.synth();
    return [];
  } catch (error) {
    const [title, ...faults] = (error as Error).message.split('\n  ');
    expect(title).toBe('Validation failed with the following errors:');
    return faults;
  }
}
