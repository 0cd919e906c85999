import { backendOf, conditionName, hostOf, isTlsRule, listensTcp, portNumber, portOf } from './frontends';
import { flag } from './ingress-annotations';
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
export function webhookFault(ingress: KubernetesObject): string | undefined {
  const odd = FLAGS.find((name) => flag(ingress, name, false) === undefined);
  if (odd) {
    return `its annotation ${odd} is neither true nor false`;
  }
  const rules: any[] = ingress.spec?.rules ?? [];
  const shapeless = rules.findIndex(({ http, tcp }) => (http === undefined) === (tcp === undefined));
  if (shapeless >= 0) {
    return `rule ${shapeless + 1} has ${rules[shapeless].http ? 'both http and tcp' : 'neither http nor tcp'}`;
  }
  const http = rules.filter((rule) => rule.http);
  const ports = rules.map(portFault).find((fault) => fault !== undefined);
  return ports ?? sharedPortFault(ingress, http) ?? repeatedPath(ingress, http) ?? serviceFault(ingress, http);
}

function portFault({ http, tcp }: any): string | undefined {
  const port = http?.port ?? tcp?.port;
  return (port === undefined && http) || portNumber(port) > 0
    ? undefined
    : (port === undefined ? 'a TCP rule has no port' : `a rule has the invalid port '${port}'`);
}

function sharedPortFault(ingress: KubernetesObject, rules: any[]): string | undefined {
  for (const rule of rules) {
    const port = portOf(ingress, rule);
    if (listensTcp(ingress, port)) {
      return `port ${port} has both http and tcp rules`;
    }
    if (
      rules.some((other) => portOf(ingress, other) === port && isTlsRule(ingress, other) !== isTlsRule(ingress, rule))
    ) {
      return `port ${port} has rules with and without a certificate`;
    }
  }
  return undefined;
}

function repeatedPath(ingress: KubernetesObject, rules: any[]): string | undefined {
  const where = (rule: any) => `${hostOf(rule) || 'every host'} on port ${portOf(ingress, rule)}`;
  const all = rules.flatMap((rule) => (rule.http.paths ?? []).map(({ path = '' }: any) => `${path} of ${where(rule)}`));
  const twice = firstRepeated(all);
  return twice && `there are two rules for ${twice}`;
}

function serviceFault(ingress: KubernetesObject, rules: any[]): string | undefined {
  const backends = rules
    .flatMap(({ http }) => http.paths ?? [])
    .map(({ backend }) => backendOf(ingress, backend)?.service);
  const odd = backends.find(
    (name) => name !== undefined && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name),
  );
  return odd === undefined ? undefined : `'${odd}' is no name of a Service`;
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
