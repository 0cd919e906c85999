import { backendOf, conditionName, hostOf, isTlsRule, listensTcp, portNumber, portOf } from './frontends';
import { flag } from './ingress-annotations';
import { Fault, fault } from '../engine/fault';
import { KubernetesObject } from '../engine/kubernetes-object';

const FLAGS = [
  'ssl-redirect',
  'force-ssl-redirect',
  'ssl-passthrough',
  'stats',
  'use-node-port',
  'accept-proxy',
  'enable-cors',
  'hsts',
];

/** What Voyager's webhook refuses of what is read here (IsValid in apis/voyager/v1beta1/validator.go). @internal */
export function webhookFault(ingress: KubernetesObject): Fault | undefined {
  const odd = FLAGS.find((name) => flag(ingress, name, false) === undefined);
  if (odd) {
    return fault(`its annotation ${odd} is neither true nor false`, `Write ${odd}: "true" or "false".`);
  }
  const rules: any[] = ingress.spec?.rules ?? [];
  const shapeless = rules.findIndex(({ http, tcp }) => (http === undefined) === (tcp === undefined));
  if (shapeless >= 0) {
    const has = rules[shapeless].http ? 'both http and tcp' : 'neither http nor tcp';
    return fault(`rule ${shapeless + 1} has ${has}`, 'Write http or tcp in each rule.');
  }
  const http = rules.filter((rule) => rule.http);
  const ports = rules.map(portFault).find((one) => one !== undefined);
  return ports ?? sharedPortFault(ingress, http) ?? repeatedPath(ingress, http) ?? serviceFault(ingress, http);
}

function portFault({ http, tcp }: any): Fault | undefined {
  const port = http?.port ?? tcp?.port;
  return (port === undefined && http) || portNumber(port) > 0
    ? undefined
    : fault(
      port === undefined ? 'a TCP rule has no port' : `a rule has the invalid port '${port}'`,
      'Write a port from 1 to 65535.',
    );
}

function sharedPortFault(ingress: KubernetesObject, rules: any[]): Fault | undefined {
  const kinds = new Map<number, Set<boolean>>();
  for (const rule of rules) {
    const port = portOf(ingress, rule);
    kinds.set(port, (kinds.get(port) ?? new Set()).add(isTlsRule(ingress, rule)));
  }
  for (const rule of rules) {
    const port = portOf(ingress, rule);
    if (listensTcp(ingress, port)) {
      return fault(`port ${port} has both http and tcp rules`, 'Give the TCP rule a port of its own.');
    }
    if (kinds.get(port)!.size > 1) {
      return fault(
        `port ${port} has rules with and without a certificate`,
        'Give the hosts with and without a certificate different ports.',
      );
    }
  }
  return undefined;
}

function repeatedPath(ingress: KubernetesObject, rules: any[]): Fault | undefined {
  const where = (rule: any) => `${hostOf(rule) || 'every host'} on port ${portOf(ingress, rule)}`;
  const all = rules.flatMap((rule) => (rule.http.paths ?? []).map(({ path = '' }: any) => `${path} of ${where(rule)}`));
  const twice = firstRepeated(all);
  return twice === undefined ? undefined : fault(`there are two rules for ${twice}`, 'Remove one of them.');
}

function serviceFault(ingress: KubernetesObject, rules: any[]): Fault | undefined {
  const backends = rules
    .flatMap(({ http }) => http.paths ?? [])
    .map(({ backend }) => backendOf(ingress, backend)?.service);
  const odd = backends.find(
    (name) => name !== undefined && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name),
  );
  return odd === undefined
    ? undefined
    : fault(`'${odd}' is no name of a Service`, 'Write the name of a Service, in lower case.');
}

/** What HAProxy refuses, and what to write instead. @internal */
export interface ConfigurationFault {
  readonly message: string;
  readonly field: string;
  readonly fix: string;
}

/**
 * Why HAProxy, or Voyager before it, refuses the whole configuration of an Ingress and keeps the last valid one.
 *
 * @internal
 */
export function configurationFault(ingress: KubernetesObject): ConfigurationFault | undefined {
  const paths: any[] = (ingress.spec?.rules ?? []).flatMap(({ http }: any) => http?.paths ?? []);
  const odd = paths.find(({ path = '' }) => !/^[-_.:a-zA-Z0-9]*$/.test(conditionName(path)));
  if (odd) {
    return {
      message: `the path ${odd.path} has characters that the name of a condition cannot have`,
      field: odd.path,
      fix: 'Write the path with letters, digits and -_.:/ only.',
    };
  }
  const names = paths.map(({ backend }) => backend?.name).filter((name) => name);
  const twice = firstRepeated(names);
  return twice === undefined
    ? undefined
    : { message: `two backends are called ${twice}`, field: twice, fix: 'Give every backend a name of its own.' };
}

function firstRepeated(texts: string[]): string | undefined {
  const known = new Set<string>();
  return texts.find((text) => known.size === known.add(text).size);
}
