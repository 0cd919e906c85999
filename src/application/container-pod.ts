import type { k8s } from 'cdk8s-plus-27';
import { ContainerProbe } from './container-probe';
import { ConfigFiles, ContainerResources, ContainerVersionProps } from './container-version';
import { environmentEntries } from './environment-order';
import { EnvironmentVariable } from './environment-variable';
import { labelKeyFault, labelNameFault, objectNameFault } from './kubernetes-names';
import { isText, listFault, mapFault } from '../faults/list-fault';
import { given, isMap, shown } from '../faults/shown';
import { sortedEntries, sortedKeys } from '../faults/sorted-map';

/**
 * The pod specification of a version with one container.
 *
 * @param fullName `<application>-<version>`
 * @internal
 */
export function containerPodSpec(props: ContainerVersionProps, fullName: string, containerPort: number): any {
  const env = environmentEntries(props.env ?? {});
  const envFrom = [
    ...(props.envFromConfigMaps ?? []).map((name) => ({ configMapRef: { name } })),
    ...(props.envFromSecrets ?? []).map((name) => ({ secretRef: { name } })),
  ];
  const folders = props.configFiles ?? [];
  const pod = {
    serviceAccountName: props.serviceAccountName,
    securityContext: props.podSecurityContext,
    containers: [
      {
        name: props.containerName ?? fullName,
        image: props.image,
        imagePullPolicy: props.imagePullPolicy,
        command: props.command,
        args: props.args,
        ports: [{ containerPort }],
        env: unlessEmpty(env),
        envFrom: unlessEmpty(envFrom),
        securityContext: props.securityContext,
        volumeMounts: unlessEmpty(
          folders.map((folder) => ({ name: folderName(folder), mountPath: folder.mountPath, readOnly: true })),
        ),
      },
    ],
    volumes: unlessEmpty(
      folders.map((folder) => ({ name: folderName(folder), configMap: { name: configMapName(folder, fullName) } })),
    ),
  };
  // Security contexts come as typed objects; everything else is plain JSON.
  const spec: any = props.securityContext || props.podSecurityContext ? plainPodSpec(pod) : pod;
  // Added after the conversion, because they are plain JSON, and the typed converter expects wrapper objects for ports
  // and quantities.
  Object.assign(spec.containers[0], {
    resources: props.resources,
    startupProbe: props.startupProbe?._toContainer(containerPort),
    readinessProbe: props.readinessProbe?._toContainer(containerPort),
    livenessProbe: props.livenessProbe?._toContainer(containerPort),
  });
  return spec;
}

/**
 * Converts a typed pod specification to plain JSON: wrapper objects such as quantities are unwrapped, and all other
 * fields are kept. (The typed converter alone drops fields that are newer than its types, such as `restartPolicy` of a
 * sidecar.)
 *
 * @internal
 */
export function plainPodSpec(spec: k8s.PodSpec): any {
  return withUnknownFields(
    typedManifests().KubeDeployment.manifest({ spec: { selector: {}, template: { spec } } }).spec.template.spec,
    spec,
  );
}

/**
 * Loads cdk8s-plus on demand: loading it takes as long as loading cdk8s and this library together, and most pods do not
 * need it.
 */
function typedManifests(): typeof k8s {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('cdk8s-plus-27') as typeof import('cdk8s-plus-27')).k8s;
}

/**
 * Adds the fields that the typed converter drops. The converter spells some fields in another case: `hostIpc`,
 * `hostIPC`.
 */
function withUnknownFields(converted: any, original: any): any {
  if (Array.isArray(converted) && Array.isArray(original)) {
    return converted.map((item, index) => withUnknownFields(item, original[index]));
  }
  if (!isMap(converted) || !isMap(original)) {
    return converted;
  }
  const names = new Map(Object.keys(converted).map((name) => [name.toLowerCase(), name]));
  const entries = Object.entries(original).filter(([, value]) => value !== undefined).map(([name, value]) => {
    const known = Object.hasOwn(converted, name) ? name : names.get(name.toLowerCase());
    return known === undefined ? [name, value] : [known, withUnknownFields(converted[known], value)];
  });
  return Object.fromEntries(entries);
}

/** The name of the ConfigMap that holds some files. @internal */
export function configMapName(folder: ConfigFiles, fullName: string): string {
  return `${fullName}-${folderName(folder)}`;
}

/** The faults of a version with one container, one sentence each. @internal */
export function containerFaults(props: ContainerVersionProps, fullName: string): string[] {
  const { env = {}, configFiles = [], envFromSecrets = [], envFromConfigMaps = [] } = props;
  const shapes = [
    mapFault(
      env,
      'env must map names to EnvironmentVariable values',
      (one) => one instanceof EnvironmentVariable,
      "{ MODE: EnvironmentVariable.value('canary') }",
    ),
    listFault(
      configFiles,
      'configFiles must be a list of folders with their files',
      isFolder,
      "[{ mountPath: '/etc/app', files: { 'app.conf': '…' } }]",
    ),
    ...(['command', 'args', 'envFromSecrets', 'envFromConfigMaps'] as const).map((key) =>
      props[key] === undefined
        ? undefined
        : listFault(props[key], `${key} must be a list of texts`, isText, "['a', 'b']"),
    ),
    ...(['startupProbe', 'readinessProbe', 'livenessProbe'] as const).map((key) =>
      props[key] === undefined || props[key] instanceof ContainerProbe
        ? undefined
        : `${key} must be a ContainerProbe, ${given(props[key])}: write for example ContainerProbe.httpGet('/healthz')`,
    ),
  ].filter((fault) => fault !== undefined);
  if (shapes.length > 0) {
    return shapes;
  }
  return [
    imageFault(props.image),
    pullPolicyFault(props.imagePullPolicy),
    named('the container name', props.containerName, labelNameFault),
    named('the service account name', props.serviceAccountName, objectNameFault),
    ...envFromSecrets.map((name) => named('the Secret name', name, objectNameFault)),
    ...envFromConfigMaps.map((name) => named('the ConfigMap name', name, objectNameFault)),
    ...sortedEntries(env).flatMap(([name, variable]) => [
      variableNameFault(name),
      ...variable._faults().map((fault) => `environment variable ${shown(name)}: ${fault}`),
    ]),
    ...[props.startupProbe, props.readinessProbe, props.livenessProbe].flatMap((probe) => probe?._faults() ?? []),
    ...quantityFaults(props.resources ?? {}),
    ...configFiles.flatMap((folder, index) => folderFaults(folder, configFiles.slice(0, index), fullName)),
  ].filter((fault) => fault !== undefined);
}

/** Reports a text that is not an image reference; undefined if it is one. @internal */
export function imageFault(image: unknown): string | undefined {
  if (image === undefined || image === null) {
    return 'the image is missing: write for example image: \'registry.example/echo:2.4.20\'';
  }
  return isText(image) && /^[a-zA-Z0-9][a-zA-Z0-9._/:@-]*$/.test(image)
    ? undefined
    : `the image ${shown(image)} is not an image reference: write for example 'registry.example/echo:2.4.20'`;
}

function pullPolicyFault(policy: unknown): string | undefined {
  return policy === undefined || ['Always', 'IfNotPresent', 'Never'].includes(policy as string)
    ? undefined
    : `the imagePullPolicy ${shown(policy)} is not a pull policy: write 'Always', 'IfNotPresent' or 'Never'`;
}

function variableNameFault(name: string): string | undefined {
  return /^[-._A-Za-z][-._A-Za-z0-9]*$/.test(name)
    ? undefined
    : `${shown(name)} is not the name of an environment variable: ` +
        "use letters, digits, '_', '-' and '.', and do not begin with a digit";
}

function named(what: string, name: unknown, rule: (name: unknown) => string | undefined): string | undefined {
  const fault = name === undefined ? undefined : rule(name);
  return fault && `${what} ${fault}`;
}

function quantityFaults(resources: ContainerResources): string[] {
  const wrong = [resources, resources.requests ?? {}, resources.limits ?? {}].find((amounts) => !isMap(amounts));
  if (wrong !== undefined) {
    return [`resources must be maps of amounts, ${given(wrong)}: write for example { requests: { cpu: '100m' } }`];
  }
  const amounts = [...sortedEntries(resources.requests ?? {}), ...sortedEntries(resources.limits ?? {})];
  const names = amounts.map(([resource]) => labelKeyFault(resource)).filter((fault) => fault !== undefined);
  return [...names, ...amountFaults(amounts)];
}

function amountFaults(amounts: [string, unknown][]): string[] {
  return amounts
    .filter(
      ([, amount]) =>
        !isText(amount) || !/^\+?(\d+|\d+\.\d*|\.\d+)(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|n|u|[eE][+-]?\d+)?$/.test(amount),
    )
    .map(
      ([resource, amount]) =>
        `the amount of ${resource} ${shown(amount)} is not a Kubernetes quantity: write for example '100m' or '64Mi'`,
    );
}

function isFolder(folder: any): boolean {
  return isMap(folder) && isText(folder.mountPath) && isMap(folder.files) && Object.values(folder.files).every(isText);
}

function folderFaults(folder: ConfigFiles, before: ConfigFiles[], fullName: string): (string | undefined)[] {
  const path = folder.mountPath;
  const files = sortedKeys(folder.files).filter(
    (name) => !/^[-._A-Za-z0-9]{1,253}$/.test(name) || name === '.' || name.startsWith('..') || name === 'constructor',
  );
  const size = Object.values(folder.files).reduce((sum, content) => sum + Buffer.byteLength(content), 0);
  const sameName = before.find((other) => folderName(other) === folderName(folder));
  const samePath = before.some((other) => other.mountPath.replace(/\/+$/, '') === path.replace(/\/+$/, ''));
  return [
    path.startsWith('/') && !path.includes(':')
      ? undefined
      : `the mountPath ${shown(path)} is not an absolute path without a colon: write for example '/etc/app'`,
    named('the volume name', folderName(folder), labelNameFault),
    ...files.map(
      (name) =>
        `${shown(name)} is not a file name for a ConfigMap: ` +
          "use letters, digits, '-', '_' and '.', and mount sub-folders separately",
    ),
    size > 1024 * 1024
      ? `the files for ${shown(path)} have ${size} bytes, ` +
        'but a ConfigMap holds at most 1048576: put them into the image or a volume'
      : undefined,
    sameName &&
      `the files for ${shown(sameName.mountPath)} and ${shown(path)} would become the ` +
        `same ConfigMap '${configMapName(folder, fullName)}': give one of them another name`,
    samePath ? `two entries of configFiles are mounted at ${shown(path)}: put them into one` : undefined,
  ];
}

function folderName(folder: ConfigFiles): string {
  return folder.name ?? 'config';
}

function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}
