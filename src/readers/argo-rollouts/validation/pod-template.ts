import { shownValue } from './closed-schema';
import { labelFault } from './labels';
import { firstBroken, Rejection, Rule } from './rejection';
import { isSelected } from '../../engine/label-selector';
import { qualifiedNameFault } from '../../engine/validation/names';

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const PORT_NAME = /^(?=.*[a-z])(?!.*--)[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/;
const SOURCE =
  'ValidatePodTemplateSpecForReplicaSet in pkg/apis/apps/validation/validation.go of kubernetes/kubernetes';

/**
 * Why Kubernetes refuses the pods of a ReplicaSet. The controller asks it before it makes one, with defaults set; of
 * containers the names, images, ports, variables and mounts are read.
 *
 * @internal
 */
export function podTemplateRejection(template: any, selector: any): Rejection | undefined {
  const { metadata, spec = {} } = template ?? {};
  const at = 'spec.template';
  const labels = labelFault(metadata?.labels);
  const annotation = Object.keys(metadata?.annotations ?? {}).find((key) => qualifiedNameFault(key.toLowerCase()));
  const { containers = [], initContainers = [], restartPolicy = 'Always', activeDeadlineSeconds } = spec;
  const rules: Rule[] = [
    [
      !isSelected(metadata?.labels, selector),
      `${at}.metadata.labels`,
      'has a selector that its own pods do not match',
      'Give spec.template.metadata.labels every label of spec.selector.',
    ],
    [
      labels !== undefined,
      `${at}.metadata.labels`,
      `has ${labels}`,
      'Write a value of at most 63 letters, digits, -, _ and .',
    ],
    [
      annotation !== undefined,
      `${at}.metadata.annotations`,
      `has the annotation ${annotation}, which is no qualified name`,
      'Rename it.',
    ],
    [
      containers.length === 0,
      `${at}.spec.containers`,
      'has pods without containers',
      'Write a container with a name and an image.',
    ],
    ...containerRules([...initContainers, ...containers], spec.volumes ?? [], `${at}.spec.containers`),
    [
      restartPolicy !== 'Always',
      `${at}.spec.restartPolicy`,
      `has pods with the restartPolicy ${restartPolicy}`,
      'Write restartPolicy: Always, or leave it out.',
    ],
    [
      activeDeadlineSeconds !== undefined,
      `${at}.spec.activeDeadlineSeconds`,
      'has pods with activeDeadlineSeconds, which a ReplicaSet forbids',
      'Leave activeDeadlineSeconds out.',
    ],
  ];
  return firstBroken(rules, SOURCE);
}

function containerRules(containers: any[], volumes: any[], at: string): Rule[] {
  const volumeNames = volumes.map((volume) => volume?.name);
  return containers.flatMap((container, index): Rule[] => {
    const {
      name = '',
      image = '',
      ports = [],
      env = [],
      volumeMounts = [],
      imagePullPolicy = 'Always',
    } = container ?? {};
    const field = `${at}[${index}]`;
    const isRepeated = containers.findIndex((one) => one?.name === name) < index;
    const mount = [volumeMounts].flat().find((one: any) => !volumeNames.includes(one?.name) || !one?.mountPath);
    return [
      [
        !DNS_LABEL.test(name),
        `${field}.name`,
        `has a container with the name ${name}, which is no DNS label`,
        'Write lower-case letters, digits and -.',
      ],
      [
        isRepeated,
        `${field}.name`,
        `has two containers with the name ${name}`,
        'Give each container a name of its own.',
      ],
      [
        image.trim() === '' || image.trim() !== image,
        `${field}.image`,
        `has the container ${name} without an image`,
        'Write its image, without spaces.',
      ],
      ...portRules([ports].flat(), `${field}.ports`, name),
      [
        [env].flat().some((one: any) => !one?.name || /[=\s]/.test(one.name)),
        `${field}.env`,
        `has the container ${name} with a variable without a proper name`,
        'Give each variable a name.',
      ],
      [
        mount !== undefined,
        `${field}.volumeMounts`,
        `has the container ${name} with a mount of ${mount?.name}, which is no volume of the pod, or has no path`,
        'Write the volume in spec.template.spec.volumes, and mountPath in the mount.',
      ],
      [
        !['Always', 'IfNotPresent', 'Never'].includes(imagePullPolicy),
        `${field}.imagePullPolicy`,
        `has the container ${name} with imagePullPolicy ${imagePullPolicy}`,
        'Write Always, IfNotPresent or Never.',
      ],
    ];
  });
}

function portRules(ports: any[], field: string, container: string): Rule[] {
  const isNumber = (port: any) => Number.isInteger(port) && port >= 1 && port <= 65535;
  const names = ports.flatMap((port) => port?.name ?? []);
  const bad = ports.find(
    (port) =>
      !isNumber(port?.containerPort) ||
      (port.name !== undefined && !PORT_NAME.test(port.name)) ||
      !['TCP', 'UDP', 'SCTP'].includes(port.protocol ?? 'TCP'),
  );
  return [
    [
      bad !== undefined,
      field,
      `has the container ${container} with a port that Kubernetes does not allow: ${shownValue(bad)}`,
      'Write a number from 1 to 65535, a name of at most 15 lower-case letters, digits and -, and TCP, UDP or SCTP.',
    ],
    [
      new Set(names).size < names.length,
      field,
      `has the container ${container} with two ports of one name`,
      'Give each port a name of its own.',
    ],
  ];
}
