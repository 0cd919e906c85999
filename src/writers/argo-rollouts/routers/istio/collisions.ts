import { Construct } from 'constructs';
import { gatewaysOf } from './manifests';
import { IstioRoutingOptions } from './options';
import { Application, HttpPath } from '../../../../application';
import { Exposures, meetingPairs, toldByFirst } from '../../../registry/exposures';

interface IstioExposure {
  readonly owner: string;
  readonly gateway: string;
  readonly host: string;
  readonly paths: HttpPath[];
}

const exposures = new Exposures<IstioExposure>((all) => {
  return toldByFirst(meetingPairs(all, ({ gateway, host }) => [`${gateway} ${host}`], ({ paths }) => paths.map(({ path }) => path)), collisions);
});

/** Notes the hosts of an application at gateways. (In the mesh each application has a Service of its own.) @internal */
export function exposeAtIstio(scope: Construct, application: Application, istio: IstioRoutingOptions): void {
  if (istio.virtualService) {
    return;
  }
  const { id: owner, hosts, paths, namespace } = application;
  const gateways = gatewaysOf(application, istio).filter((gateway) => gateway !== 'mesh').map((gateway) => (gateway.includes('/') ? gateway : `${namespace}/${gateway}`));
  for (const gateway of gateways) {
    for (const host of hosts.length > 0 ? hosts : ['*']) {
      exposures.add(scope, `${owner} ${gateway} ${host}`, { owner, gateway, host, paths });
    }
  }
}

/**
 * Istio joins the VirtualServices of one host at a gateway in an order that nobody should count on (istio/istio#58453),
 * so paths of which one begins with another one may go to either.
 *
 * @internal
 */
export function istioCollisions(scope: Construct, owner: string): string[] {
  return exposures.faults(scope, owner);
}

function collisions(one: IstioExposure, other: IstioExposure): string[] {
  return one.paths.flatMap((path) => other.paths.filter((otherPath) => overlap(path, otherPath)).map((otherPath) =>
    `Argo Rollouts over Istio: ${one.owner} has ${path} and ${other.owner} has ${otherPath} for the host '${one.host}' at the gateway ${one.gateway}, where Istio joins both VirtualServices in an order of its own: give each its own host, or paths of which none begins with another`));
}

function overlap(one: HttpPath, other: HttpPath): boolean {
  const begins = (path: HttpPath, beginning: HttpPath) => beginning.kind === 'prefix' && path.path.startsWith(beginning.path);
  return one.path === other.path || begins(one, other) || begins(other, one);
}
