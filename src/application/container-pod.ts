import { k8s } from 'cdk8s-plus-27';
import { ConfigFiles, ContainerResources, ContainerVersionProps } from './container-version';
import { labelNameFault, objectNameFault } from './kubernetes-names';

/**
 * The pod specification of a short form.
 *
 * @param fullName `<application>-<version>`
 * @internal
 */
export function containerPodSpec(props: ContainerVersionProps, fullName: string, containerPort: number): any {
  const env = Object.entries(props.env ?? {}).map(([name, variable]) => variable._toContainer(name));
  const envFrom = [
    ...(props.envFromConfigMaps ?? []).map((name) => ({ configMapRef: { name } })),
    ...(props.envFromSecrets ?? []).map((name) => ({ secretRef: { name } })),
  ];
  const folders = props.configFiles ?? [];
  const pod = {
    serviceAccountName: props.serviceAccountName,
    securityContext: props.podSecurityContext,
    containers: [{
      name: props.containerName ?? fullName,
      image: props.image,
      imagePullPolicy: props.imagePullPolicy,
      command: props.command,
      args: props.args,
      ports: [{ containerPort }],
      env: unlessEmpty(env),
      envFrom: unlessEmpty(envFrom),
      securityContext: props.securityContext,
      volumeMounts: unlessEmpty(folders.map((folder) => ({ name: folderName(folder), mountPath: folder.mountPath, readOnly: true }))),
    }],
    volumes: unlessEmpty(folders.map((folder) => ({ name: folderName(folder), configMap: { name: configMapName(folder, fullName) } }))),
  };
  const spec = plainPodSpec(pod);
  // These are plain JSON already, while the typed converter expects wrapper objects for ports and quantities.
  Object.assign(spec.containers[0], {
    resources: props.resources,
    startupProbe: props.startupProbe?._toContainer(containerPort),
    readinessProbe: props.readinessProbe?._toContainer(containerPort),
    livenessProbe: props.livenessProbe?._toContainer(containerPort),
  });
  return spec;
}

/**
 * Plain JSON of a typed pod specification: wrapper objects such as quantities unwrapped, nothing added.
 *
 * @internal
 */
export function plainPodSpec(spec: k8s.PodSpec): any {
  return k8s.KubeDeployment.manifest({ spec: { selector: {}, template: { spec } } }).spec.template.spec;
}

/** The name of the ConfigMap that holds some files. @internal */
export function configMapName(folder: ConfigFiles, fullName: string): string {
  return `${fullName}-${folderName(folder)}`;
}

/** What is wrong with a short form, a sentence each. @internal */
export function containerFaults(props: ContainerVersionProps, fullName: string): string[] {
  const faults: string[] = [];
  if (typeof props.image !== 'string' || !/^[^\s]+$/.test(props.image)) {
    faults.push(`the image '${props.image}' is no image reference: write for example 'registry.example/echo:2.4.20'`);
  }
  if (props.imagePullPolicy !== undefined && !['Always', 'IfNotPresent', 'Never'].includes(props.imagePullPolicy)) {
    faults.push(`the imagePullPolicy '${props.imagePullPolicy}' does not exist: write 'Always', 'IfNotPresent' or 'Never'`);
  }
  for (const name of Object.keys(props.env ?? {}).filter((one) => !/^[-._A-Za-z][-._A-Za-z0-9]*$/.test(one))) {
    faults.push(`'${name}' is no name of an environment variable: use letters, digits, '_', '-' and '.', not beginning with a digit`);
  }
  const containerFault = props.containerName === undefined ? undefined : labelNameFault(props.containerName);
  faults.push(...(containerFault ? [`the container name ${containerFault}`] : []));
  faults.push(...quantityFaults(props.resources), ...folderFaults(props.configFiles ?? [], fullName));
  return faults;
}

function quantityFaults(resources: ContainerResources = {}): string[] {
  const amounts = [...Object.entries(resources.requests ?? {}), ...Object.entries(resources.limits ?? {})];
  return amounts
    .filter(([, amount]) => typeof amount !== 'string' || !/^[+-]?(\d+|\d+\.\d*|\.\d+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|n|u|[eE][+-]?\d+)?$/.test(amount))
    .map(([resource, amount]) => `the amount of ${resource} '${amount}' is no Kubernetes quantity: write for example '100m' or '64Mi'`);
}

function folderFaults(folders: ConfigFiles[], fullName: string): string[] {
  const faults: string[] = [];
  folders.forEach((folder, index) => {
    if (!folder.mountPath.startsWith('/') || folder.mountPath.includes(':')) {
      faults.push(`the folder '${folder.mountPath}' cannot be mounted: give an absolute path without a colon`);
    }
    const nameFault = objectNameFault(configMapName(folder, fullName));
    faults.push(...(nameFault ? [`the ConfigMap name ${nameFault}`] : []));
    for (const name of Object.keys(folder.files).filter((one) => !/^[-._A-Za-z0-9]{1,253}$/.test(one) || one === '.' || one.startsWith('..'))) {
      faults.push(`'${name}' is no file name for a ConfigMap: use letters, digits, '-', '_' and '.', and mount sub-folders separately`);
    }
    const size = Object.values(folder.files).reduce((sum, content) => sum + Buffer.byteLength(content), 0);
    if (size > 1024 * 1024) {
      faults.push(`the files for '${folder.mountPath}' have ${size} bytes, and a ConfigMap holds at most 1048576: put them into the image or a volume`);
    }
    for (const other of folders.slice(0, index)) {
      if (folderName(other) === folderName(folder)) {
        faults.push(`the files for '${other.mountPath}' and '${folder.mountPath}' would share the ConfigMap '${configMapName(folder, fullName)}': give one of them another name`);
      }
      if (other.mountPath === folder.mountPath) {
        faults.push(`two sets of files are mounted at '${folder.mountPath}': put them into one`);
      }
    }
  });
  return faults;
}

function folderName(folder: ConfigFiles): string {
  return folder.name ?? 'config';
}

function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
