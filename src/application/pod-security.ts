import { sortedEntries } from '../faults/sorted-map';

/** Profiles of the Kubernetes Pod Security Standards. */
export enum PodSecurity {
  /** No restrictions: pods are printed as given. */
  PRIVILEGED = 'privileged',

  /**
   * The profile "restricted": pods run as non-root without new privileges, with all capabilities dropped and the
   * runtime's seccomp profile. Missing fields are added; fields that contradict the profile are refused.
   */
  RESTRICTED = 'restricted',
}

const VOLUME_TYPES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];
const SAFE_SYSCTLS = [
  'kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range',
];
const SELINUX_TYPES = [undefined, '', 'container_t', 'container_init_t', 'container_kvm_t'];
const SECCOMP_TYPES = ['RuntimeDefault', 'Localhost'];

/**
 * Adds the fields that the profile "restricted" requires, unless they are set.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/
 *
 * @internal
 */
export function restrictedPodSpec(spec: any): any {
  const restricted = {
    ...spec,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' }, ...spec.securityContext },
  };
  for (const list of containerLists(spec)) {
    restricted[list] = spec[list].map((container: any) => ({
      ...container,
      securityContext: {
        allowPrivilegeEscalation: false,
        ...container.securityContext,
        capabilities: { drop: ['ALL'], ...container.securityContext?.capabilities },
      },
    }));
  }
  return restricted;
}

/**
 * The fields of a pod specification that contradict the profile "restricted", one sentence each.
 *
 * @internal
 */
export function restrictedFaults(spec: any, annotations: { [key: string]: string } = {}): string[] {
  const faults: string[] = [];
  const refuse = (broken: boolean, what: string) =>
    broken &&
    faults.push(
      `the Pod Security profile "restricted" does not allow ${what}: remove it, or use PodSecurity.PRIVILEGED`,
    );
  const pod = spec.securityContext ?? {};
  for (const host of ['hostNetwork', 'hostPID', 'hostIPC']) {
    refuse(spec[host] === true, `${host}: true`);
  }
  for (const volume of spec.volumes ?? []) {
    const types = Object.keys(volume).filter((key) => key !== 'name' && volume[key] !== undefined);
    types.forEach((type) => refuse(!VOLUME_TYPES.includes(type), `the ${type} volume '${volume.name}'`));
  }
  for (const sysctl of pod.sysctls ?? []) {
    refuse(!SAFE_SYSCTLS.includes(sysctl.name), `the sysctl ${sysctl.name}`);
  }
  for (const [key, profile] of sortedEntries(annotations).filter(([name]) =>
    name.startsWith('container.apparmor.security.beta.kubernetes.io/'),
  )) {
    refuse(
      profile !== 'runtime/default' && !profile.startsWith('localhost/'),
      `the AppArmor profile ${profile} (annotation ${key})`,
    );
  }
  securityContextFaults(pod, 'the pod', refuse);
  for (const container of containerLists(spec).flatMap((list) => spec[list])) {
    containerFaults(container, refuse);
  }
  return faults;
}

type Refuse = (broken: boolean, what: string) => unknown;

function containerFaults(container: any, refuse: Refuse): void {
  const context = container.securityContext ?? {};
  const where = `container '${container.name}'`;
  securityContextFaults(context, where, refuse);
  refuse(context.privileged === true, `privileged: true in ${where}`);
  refuse(context.allowPrivilegeEscalation === true, `allowPrivilegeEscalation: true in ${where}`);
  refuse(![undefined, 'Default'].includes(context.procMount), `procMount: ${context.procMount} in ${where}`);
  const drop: string[] = context.capabilities?.drop ?? ['ALL'];
  refuse(!drop.includes('ALL'), `keeping capabilities in ${where} (drop has to list ALL)`);
  for (const capability of context.capabilities?.add ?? []) {
    refuse(capability !== 'NET_BIND_SERVICE', `adding the capability ${capability} in ${where}`);
  }
  for (const port of container.ports ?? []) {
    refuse(port.hostPort !== undefined && port.hostPort !== 0, `hostPort ${port.hostPort} in ${where}`);
  }
}

function securityContextFaults(context: any, where: string, refuse: Refuse): void {
  refuse(context.runAsNonRoot === false, `runAsNonRoot: false in ${where}`);
  refuse(context.runAsUser === 0, `runAsUser: 0 in ${where}`);
  refuse(
    context.seccompProfile !== undefined && !SECCOMP_TYPES.includes(context.seccompProfile.type),
    `the seccomp profile ${context.seccompProfile?.type} in ${where}`,
  );
  refuse(context.windowsOptions?.hostProcess === true, `hostProcess: true in ${where}`);
  const selinux = context.seLinuxOptions ?? {};
  refuse(!SELINUX_TYPES.includes(selinux.type) || !!selinux.user || !!selinux.role, `these seLinuxOptions in ${where}`);
}

function containerLists(spec: any): string[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].filter((list) => Array.isArray(spec[list]));
}
