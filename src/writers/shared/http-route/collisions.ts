import { Construct } from 'constructs';
import { GatewayReference, HttpRouteOptions } from './';
import { gatewayName } from './manifest';
import { Application, HttpPath, HttpPathKind } from '../../../application';
import { Exposures, meetingPairs, toldByFirst } from '../../registry/exposures';

interface HttpRouteExposure {
  readonly owner: string;
  readonly gateway: string;
  readonly host: string;
  readonly paths: string[];
  /** Undefined for all listeners that take the host. */
  readonly sectionName?: string;
}

const exposures = new Exposures<HttpRouteExposure>((all) => {
  const pairs = meetingPairs(all, ({ gateway, host }) => [`${gateway} ${host}`], ({ paths }) => paths);
  return toldByFirst(pairs.filter(([one, other]) => meet(one, other)), collisions);
});

/** Notes the hosts of an application at Gateways; the same exposure in another stage is the same. @internal */
export function exposeByHttpRoute(scope: Construct, application: Application, options: HttpRouteOptions, namespace = application.namespace): void {
  const { id: owner, hosts, paths } = application;
  const own = options.gateway ? [{ name: gatewayName(application, options.gateway) }] : [];
  for (const { name, namespace: space = namespace, sectionName } of (options.gateways ?? own) as GatewayReference[]) {
    for (const host of hosts.length > 0 ? hosts : ['']) {
      const gateway = `${space}/${name}`;
      exposures.add(scope, `${owner} ${gateway} ${sectionName} ${host}`, { owner, gateway, sectionName, host, paths: paths.map(routed) });
    }
  }
}

/** Of two rules that are alike the one of the older HTTPRoute counts, whichever that is. @internal */
export function httpRouteCollisions(scope: Construct, owner: string): string[] {
  return exposures.faults(scope, owner);
}

function collisions(one: HttpRouteExposure, other: HttpRouteExposure): string[] {
  const where = one.host === '' ? 'any host' : `the host '${one.host}'`;
  return one.paths.filter((path) => other.paths.includes(path)).map((path) =>
    `Gateway API: ${one.owner} and ${other.owner} both expose ${path} for ${where} at the Gateway ${one.gateway}, where the older HTTPRoute gets all requests: give each its own path or host`);
}

/** A slash at the end makes no other prefix. */
function routed(path: HttpPath): string {
  return path.kind === HttpPathKind.PREFIX && path.path.length > 1 ? String(HttpPath.prefix(path.path.replace(/\/$/, ''))) : String(path);
}

function meet({ sectionName: one }: HttpRouteExposure, { sectionName: other }: HttpRouteExposure): boolean {
  return one === undefined || other === undefined || one === other;
}
