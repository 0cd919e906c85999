import { Construct } from 'constructs';
import { gatewaysOf } from './manifests';
import { IstioRoutingOptions } from './options';
import { Application, HttpPath, HttpPathKind } from '../../../../application';
import { AppRegistry } from '../../../registry/app-registry';
import { Claim, ClaimKind } from '../../../registry/claim';
import { meetingPairs, reportedByFirst } from '../../../registry/meeting-pairs';

/** A host and its paths at one gateway. */
interface IstioClaim extends Claim {
  readonly gateway: string;
  readonly host: string;
  readonly paths: HttpPath[];
}

/**
 * Istio merges the VirtualServices of one host at a gateway in an order that depends on their age (istio/istio#58453).
 * If a path begins with another application's path, either may get its requests.
 */
const HOSTS: ClaimKind<IstioClaim> = {
  collisions(claims) {
    const places = ({ gateway, host }: IstioClaim) => [`${gateway} ${host}`];
    return reportedByFirst(meetingPairs(claims, places, ({ paths }) => paths.map(({ path }) => path)), pathFaults);
  },
};

/**
 * Claims the hosts of an application at gateways. (In the mesh, clients call each application's own Service.)
 *
 * @internal
 */
export function claimIstioHosts(scope: Construct, application: Application, istio: IstioRoutingOptions): void {
  if (istio.virtualService) {
    return;
  }
  const { id: owner, hosts, paths, namespace } = application;
  const gateways = gatewaysOf(application, istio).filter((gateway) => gateway !== 'mesh');
  for (const name of gateways) {
    const gateway = name.includes('/') ? name : `${namespace}/${name}`;
    for (const host of hosts.length > 0 ? hosts : ['*']) {
      AppRegistry.of(scope).claim(HOSTS, `${owner} ${gateway} ${host}`, { owner, gateway, host, paths });
    }
  }
}

function pathFaults(one: IstioClaim, other: IstioClaim): string[] {
  return one.paths.flatMap((path) =>
    other.paths
      .filter((otherPath) => overlap(path, otherPath))
      .map(
        (otherPath) =>
          `Argo Rollouts over Istio: ${one.owner} has ${path} and ${other.owner} has ${otherPath} for ` +
            `the host '${one.host}' at the gateway ${one.gateway}, where Istio merges both VirtualServices ` +
            'in an undefined order: give each its own host, or paths that do not begin with each other',
      ),
  );
}

function overlap(one: HttpPath, other: HttpPath): boolean {
  const begins = (path: HttpPath, prefix: HttpPath) =>
    prefix.kind === HttpPathKind.PREFIX && path.path.startsWith(prefix.path);
  return one.path === other.path || begins(one, other) || begins(other, one);
}
