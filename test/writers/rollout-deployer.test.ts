import { Chart, Testing } from 'cdk8s';
import {
  GlooProvider,
  GlooRoutes,
  IngressNginxProvider,
  IProvider,
  RolloutDeployer,
  RolloutPlan,
  StagedRollout,
  Step,
  Version,
  VoyagerProvider,
} from '../../src';
import { echoApplication, faultsOf, find, httpEcho } from '../support/rollouts';

const VERBS = ['get', 'list', 'watch', 'create', 'patch', 'delete'];

function objectsFor(provider: IProvider, application = echoApplication()): any[] {
  const chart = Testing.chart();
  new RolloutDeployer(chart, 'deployer', { application, provider });
  return Testing.synth(chart);
}

describe('a deployer', () => {
  test('has a namespace, an account, and a role in that namespace', () => {
    expect(objectsFor(new VoyagerProvider())).toEqual([
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'echo' } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'echo-deployer', namespace: 'echo' } },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'Role',
        metadata: { name: 'echo-deployer', namespace: 'echo' },
        rules: [
          { apiGroups: [''], resources: ['services'], verbs: VERBS },
          { apiGroups: ['apps'], resources: ['deployments'], verbs: VERBS },
          { apiGroups: ['voyager.appscode.com'], resources: ['ingresses'], verbs: VERBS },
        ],
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'echo-deployer', namespace: 'echo' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'echo-deployer' },
        subjects: [{ kind: 'ServiceAccount', name: 'echo-deployer', namespace: 'echo' }],
      },
    ]);
  });

  const files = { image: 'i', configFiles: [{ mountPath: '/x', files: { a: 'b' } }] };
  const application = echoApplication({ versions: { v1: httpEcho('v1'), v2: Version.container(files) } });
  const plan = RolloutPlan.canary({ stable: 'v1', canary: 'v2', steps: [Step.weight(20)] });

  test.each<[string, IProvider]>([
    ['Gloo route tables', new GlooProvider({ routes: GlooRoutes.routeTable({ labels: { a: 'b' } }) })],
    [
      'a Gloo virtual service elsewhere',
      new GlooProvider({
        routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }),
        upstreamNamespace: 'gloo-system',
      }),
    ],
    ['ingress-nginx', new IngressNginxProvider()],
    ['Voyager', new VoyagerProvider()],
  ])('may touch exactly what the stages over %s consist of', (_, provider) => {
    const rollout = new StagedRollout(Testing.app(), 'echo', { application, plan, provider });
    const written = new Set(
      rollout.apiObjects.map(
        ({ apiGroup, kind, metadata }) =>
          `${apiGroup === 'core' ? '' : apiGroup} ${plural(kind)} ${metadata.namespace}`,
      ),
    );
    const roles = objectsFor(provider, application).filter(({ kind }) => kind === 'Role');
    const allowed = roles.flatMap(({ metadata, rules }) =>
      rules.flatMap(({ apiGroups, resources }: any) =>
        resources.map((resource: string) => `${apiGroups[0]} ${resource} ${metadata.namespace}`),
      ),
    );
    expect(new Set(allowed)).toEqual(written);
    expect(allowed).toHaveLength(written.size);
  });

  test('of another namespace\'s objects is bound there to the one account', () => {
    const objects = objectsFor(new GlooProvider({ routes: GlooRoutes.virtualService({ namespace: 'gloo-system' }) }));
    expect(
      objects
        .filter(({ kind }) => kind === 'RoleBinding')
        .map(({ metadata, subjects }) => [metadata.namespace, subjects[0].namespace]),
    ).toEqual([
      ['echo', 'echo'],
      ['gloo-system', 'echo'],
    ]);
    expect(objects.filter(({ kind }) => kind === 'ServiceAccount')).toHaveLength(1);
  });

  test('leaves the namespace to others', () => {
    const chart = Testing.chart();
    new RolloutDeployer(chart, 'deployer', {
      application: echoApplication(),
      provider: new VoyagerProvider(),
      createNamespace: false,
      name: 'tool',
    });
    const objects = Testing.synth(chart);
    expect(objects.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Role', 'RoleBinding']);
    expect(find(objects, 'ServiceAccount').metadata.name).toBe('tool');
  });

  test('is refused for what is no application, provider or name', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');
    new RolloutDeployer(chart, 'a', { application: {} as any, provider: new VoyagerProvider() });
    new RolloutDeployer(chart, 'b', { application: echoApplication(), provider: undefined as any });
    new RolloutDeployer(chart, 'c', {
      application: echoApplication({ name: 'Echo' }),
      provider: new VoyagerProvider(),
      name: 'A B',
    });
    expect(faultsOf(app)).toEqual([
      '[chart/a] application must be an Application, given {}: write for example application: new Application({ … })',
      '[chart/b] provider must be a provider, but none is given: write for example provider: new GlooProvider({ … })',
      "[chart/c] application 'Echo': the name 'Echo' is not a Service name: " +
        'use at most 63 lower-case letters, digits and dashes, with a letter at the beginning and no dash at the end',
      "[chart/c] application 'Echo': version 'v1': the Deployment name 'Echo-v1' is not a DNS label: " +
        'use at most 63 lower-case letters, digits and dashes, ' +
        "with a letter or digit at both ends: shorten the application's name or the version",
      "[chart/c] application 'Echo': version 'v2': the Deployment name 'Echo-v2' is not a DNS label: " +
        'use at most 63 lower-case letters, digits and dashes, ' +
        "with a letter or digit at both ends: shorten the application's name or the version",
      "[chart/c] application 'Echo': version 'v3': the Deployment name 'Echo-v3' is not a DNS label: " +
        'use at most 63 lower-case letters, digits and dashes, ' +
        "with a letter or digit at both ends: shorten the application's name or the version",
      "[chart/c] the deployer's name 'A B' is not an object name: " +
        'use at most 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends',
    ]);
  });

  test('is told of a namespace that two of them write', () => {
    const app = Testing.app();
    const chart = new Chart(app, 'chart');
    for (const name of ['one', 'two']) {
      new RolloutDeployer(chart, name, {
        application: echoApplication({ name, namespace: 'shared' }),
        provider: new VoyagerProvider(),
      });
    }
    expect(faultsOf(app)).toContain(
      '[chart/one] RolloutDeployer chart/one and RolloutDeployer chart/two both ' +
        'write core Namespace (default)/shared, so one would overwrite the other: ' +
        'give one of them another name, or another namespace for this object',
    );
  });
});

function plural(kind: string): string {
  return kind === 'Ingress' ? 'ingresses' : `${kind.toLowerCase()}s`;
}
