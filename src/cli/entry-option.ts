import { GivenOptions, OptionDescriptions } from './options';
import { ManifestFault } from '../manifests/manifest-fault';
import { Entry } from '../readers/engine';

/** The option that says where requests come in. */
export const ENTRY_OPTIONS: OptionDescriptions = {
  from: {
    type: 'string',
    value: 'ENTRY',
    help:
      'Where requests come in: gateway (any), NAMESPACE/GATEWAY, mesh, or mesh:NAMESPACE for a client of that ' +
      'namespace. By default every entry.',
  },
};

const NAME = /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/;

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
  const [, client] = /^mesh:(.+)$/.exec(text) ?? [];
  if (client !== undefined && NAME.test(client)) {
    return Entry.mesh(client);
  }
  const parts = text.split('/');
  if (parts.length === 2 && parts.every((part) => NAME.test(part))) {
    return Entry.gateway(text);
  }
  throw new ManifestFault(`--from is gateway, mesh, mesh:NAMESPACE or NAMESPACE/GATEWAY, given '${text}'`);
}
