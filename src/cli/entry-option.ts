import { GivenOptions, OptionDescriptions } from './options';
import { ManifestFault } from '../manifests/manifest-fault';
import { Entry } from '../readers/engine';

/** The option that says where requests come in. */
export const ENTRY_OPTIONS: OptionDescriptions = {
  from: {
    type: 'string',
    value: 'ENTRY',
    help:
      'Where requests come in: gateway (any), NAMESPACE/GATEWAY, the class of an Ingress controller, mesh, or ' +
      'mesh:NAMESPACE[,LABEL=VALUE…] for a client of that namespace with these labels. By default every entry.',
  },
};

const NAME = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/;

/** The name of a label, and its value. */
const LABEL = /^([A-Za-z0-9][-./\w]*)=([-.\w]*)$/;

/** The entry of the request; undefined for all of them. @throws ManifestFault if the option names no entry */
export function entryOf(options: GivenOptions): Entry | undefined {
  const text = options.text('from');
  if (text === undefined) {
    return undefined;
  }
  if (text === 'gateway') {
    return Entry.gateway();
  }
  if (text === 'mesh') {
    return Entry.mesh();
  }
  const client = clientOf(text);
  if (client !== undefined) {
    return client;
  }
  const parts = text.split('/');
  if (parts.length <= 2 && parts.every((part) => NAME.test(part))) {
    return Entry.gateway(text);
  }
  throw new ManifestFault(
    '--from is gateway, NAMESPACE/GATEWAY, the class of an Ingress controller, mesh, or ' +
      `mesh:NAMESPACE[,LABEL=VALUE…], given '${text}'`,
  );
}

/** A client in the mesh: its namespace, and the labels of its pod. */
function clientOf(text: string): Entry | undefined {
  const [, written] = /^mesh:(.+)$/.exec(text) ?? [];
  if (written === undefined) {
    return undefined;
  }
  const [namespace, ...labels] = written.split(',');
  const pairs = labels.map((label) => LABEL.exec(label)?.slice(1));
  return NAME.test(namespace) && pairs.every((pair) => pair !== undefined)
    ? Entry.mesh(namespace, pairs.length === 0 ? undefined : Object.fromEntries(pairs as string[][]))
    : undefined;
}
