import { nameFault } from './hosts';
import { NginxServer, nginxServer } from './locations';
import { refusedValue } from './refused-values';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { annotation } from '../annotations/values';
import { Configuration } from '../configuration/configuration';
import { hostName } from '../configuration/rules';
import { search } from '../pcre/search';

/** What of a configuration nginx refuses, and what to write instead. */
interface Refusal {
  readonly ingresses: KubernetesObject[];
  readonly reason: string;
  readonly field: string;
  readonly fix: string;
}

/**
 * Why nginx refuses the whole configuration, if it does: for all hosts of all Ingresses the controller then keeps the
 * last one that nginx has accepted (`OnUpdate` and `testTemplate` in internal/ingress/controller/nginx.go). The
 * admission webhook does not test it any more.
 *
 * @internal
 */
export function refusedConfiguration(configuration: Configuration): Note | undefined {
  const refusal = nameRefusal(configuration) ?? locationRefusal(configuration) ?? valueRefusal(configuration);
  return (
    refusal &&
    note(
      NoteKind.REJECTED,
      'ingress-nginx-configuration-refused',
      refusal.ingresses,
      `${refusal.reason}, so nginx refuses the whole configuration, and the controller keeps the last one that`
        + ' nginx accepted',
      {
        field: refusal.field,
        fix: refusal.fix,
        source: 'internal/ingress/controller/nginx.go of kubernetes/ingress-nginx',
      },
    )
  );
}

function nameRefusal(configuration: Configuration): Refusal | undefined {
  const fault = nameFault(configuration);
  const ingresses = fault ? [...new Set(fault.server.locations.flatMap(({ ingress }) => ingress ?? []))] : [];
  return (
    fault && {
      ingresses,
      reason: `'${fault.name}' is not a name of a server`,
      field: fault.name,
      fix: 'Correct server-alias, or remove from-to-www-redirect from an Ingress whose host has a wildcard.',
    }
  );
}

function locationRefusal({ servers }: Configuration): Refusal | undefined {
  for (const [host, server] of servers) {
    const found = refusalOf(nginxServer(server), hostName(host));
    if (found) {
      return found;
    }
  }
  return undefined;
}

/** Expressions may occur twice, the first one counts; other names may not. */
function refusalOf({ locations, isRegex }: NginxServer, host: string): Refusal | undefined {
  if (isRegex) {
    const broken = locations.find(({ name }) => search(`^${name}`, '', true) === 'broken');
    return (
      broken && {
        ingresses: broken.location.ingress ? [broken.location.ingress] : [],
        reason: `the path ${broken.location.path} of ${host} is not an expression of PCRE`,
        field: `${host} ${broken.location.path}`,
        fix: 'Correct the expression in the path.',
      }
    );
  }
  const known = new Map<string, KubernetesObject | undefined>();
  for (const { name, isExact, location } of locations) {
    const key = `${isExact ? '= ' : ''}${name}`;
    if (known.has(key)) {
      return {
        ingresses: [...new Set([location.ingress, known.get(key)].flatMap((ingress) => ingress ?? []))],
        reason: `${host} has two locations "${key}": a prefix path with and without a slash at its end is one path`
          + ' to nginx',
        field: `${host} ${key}`,
        fix: 'Write the path in one way, with or without the slash, and in one Ingress only.',
      };
    }
    known.set(key, location.ingress);
  }
  return undefined;
}

function valueRefusal({ servers }: Configuration): Refusal | undefined {
  const all = [...servers.values()].flatMap(({ locations }) => locations).filter(({ denied }) => denied === undefined);
  for (const ingress of new Set(all.flatMap((location) => location.ingress ?? []))) {
    const name = refusedValue(ingress);
    if (name !== undefined) {
      return {
        ingresses: [ingress],
        reason: `${objectName(ingress)}: nginx does not accept '${annotation(ingress, name) ?? 'the default'}' for`
          + ` ${name}`,
        field: name,
        fix: `Correct nginx.ingress.kubernetes.io/${name}.`,
      };
    }
  }
  return undefined;
}
