import { k8s } from 'cdk8s-plus-27';
import { Application, GlooProvider, GlooRoutes, PodSecurity, RolloutPlan, Version } from '../../src';
import { find, stages } from '../support/rollouts';

function restricted(spec: k8s.PodSpec): Application {
  return new Application({
    name: 'echo',
    namespace: 'echo',
    containerPort: 8080,
    podSecurity: PodSecurity.RESTRICTED,
    versions: { v1: Version.podSpec(spec) },
  });
}

function podSpec(application: Application): any {
  const objects = stages(
    application,
    RolloutPlan.steady('v1'),
    new GlooProvider({ routes: GlooRoutes.virtualService() }),
  ).get('baseline')!;
  return find(objects, 'Deployment').spec.template.spec;
}

describe('the restricted Pod Security profile', () => {
  test('adds what it asks for to every container', () => {
    const context = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
    expect(
      podSpec(restricted({ initContainers: [{ name: 'i', image: 'x' }], containers: [{ name: 'c', image: 'x' }] })),
    ).toEqual({
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      initContainers: [{ name: 'i', image: 'x', securityContext: context }],
      containers: [{ name: 'c', image: 'x', securityContext: context }],
    });
  });

  test('keeps what was given and agrees with it', () => {
    const spec = podSpec(
      restricted({
        securityContext: { runAsUser: 1000, seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' } },
        containers: [
          {
            name: 'c',
            image: 'x',
            securityContext: { readOnlyRootFilesystem: true, capabilities: { add: ['NET_BIND_SERVICE'] } },
          },
        ],
        volumes: [{ name: 'v', emptyDir: {} }],
      }),
    );
    expect(spec.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'Localhost', localhostProfile: 'p.json' },
    });
    expect(spec.containers[0].securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
    });
  });

  test('does not allow an AppArmor profile of none', () => {
    const annotation = 'container.apparmor.security.beta.kubernetes.io/c';
    const version = (profile: string) =>
      Version.podSpec({ containers: [{ name: 'c', image: 'x' }] }, { podAnnotations: { [annotation]: profile } });
    const application = (profile: string) =>
      new Application({
        name: 'echo',
        namespace: 'echo',
        containerPort: 8080,
        podSecurity: PodSecurity.RESTRICTED,
        versions: { v1: version(profile) },
      });
    expect(application('runtime/default').validate()).toEqual([]);
    expect(application('unconfined').validate()).toEqual([
      'application \'echo\': version \'v1\': the Pod Security profile "restricted" does not allow the ' +
        `AppArmor profile unconfined (annotation ${annotation}): remove it, or use PodSecurity.PRIVILEGED`,
    ]);
  });

  const container = (securityContext: k8s.SecurityContext): k8s.PodSpec => ({
    containers: [{ name: 'c', image: 'x', securityContext }],
  });
  const plain = { name: 'c', image: 'x' };
  test.each<[string, k8s.PodSpec]>([
    ['hostNetwork: true', { hostNetwork: true, containers: [plain] }],
    ['hostPID: true', { hostPid: true, containers: [plain] }],
    ['hostIPC: true', { hostIpc: true, containers: [plain] }],
    ["the hostPath volume 'v'", { containers: [plain], volumes: [{ name: 'v', hostPath: { path: '/' } }] }],
    [
      'the sysctl kernel.msgmax',
      { containers: [plain], securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } },
    ],
    ["hostPort 80 in container 'c'", { containers: [{ ...plain, ports: [{ containerPort: 8080, hostPort: 80 }] }] }],
    ['runAsNonRoot: false in the pod', { containers: [plain], securityContext: { runAsNonRoot: false } }],
    ["runAsUser: 0 in container 'c'", container({ runAsUser: 0 })],
    ["the seccomp profile Unconfined in container 'c'", container({ seccompProfile: { type: 'Unconfined' } })],
    ["privileged: true in container 'c'", container({ privileged: true })],
    ["allowPrivilegeEscalation: true in container 'c'", container({ allowPrivilegeEscalation: true })],
    ["procMount: Unmasked in container 'c'", container({ procMount: 'Unmasked' })],
    ["keeping capabilities in container 'c' (drop has to list ALL)", container({ capabilities: { drop: ['CHOWN'] } })],
    ["adding the capability SYS_ADMIN in container 'c'", container({ capabilities: { add: ['SYS_ADMIN'] } })],
    ["these seLinuxOptions in container 'c'", container({ seLinuxOptions: { type: 'spc_t' } })],
    ["hostProcess: true in container 'c'", container({ windowsOptions: { hostProcess: true } })],
  ])('does not allow %s', (what, spec) => {
    expect(restricted(spec).validate()).toEqual([
      `application 'echo': version 'v1': the Pod Security profile "restricted" does not allow ${what}: ` +
        'remove it, or use PodSecurity.PRIVILEGED',
    ]);
  });
});
