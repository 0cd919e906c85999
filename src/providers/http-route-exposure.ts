import { Construct } from 'constructs';
import { perApp } from './per-app';
import { Application } from '../application';
import { HttpRouteOptions } from '../http-route';
import { gatewayName } from '../http-route/http-route-manifest';

interface HttpRouteExposure {
  readonly owner: string;
  readonly gateway: string;
  readonly host: string;
  readonly paths: string[];
}

const exposuresOf = perApp(() => new Map<string, HttpRouteExposure>());

/** Notes the hosts of an application at Gateways; the same exposure in another stage is the same. @internal */
export function exposeByHttpRoute(scope: Construct, application: Application, options: HttpRouteOptions, namespace = application.namespace): void {
  const { id: owner, hosts, paths } = application;
  const own = options.gateway ? [{ name: gatewayName(application, options.gateway) }] : [];
  for (const { name, namespace: space = namespace } of (options.gateways ?? own) as { name: string; namespace?: string }[]) {
    for (const host of hosts.length > 0 ? hosts : ['']) {
      const gateway = `${space}/${name}`;
      exposuresOf(scope).set(`${owner} ${gateway} ${host}`, { owner, gateway, host, paths: paths.map(String) });
    }
  }
}

/** Of two rules that are alike the one of the older HTTPRoute counts, whichever that is. @internal */
export function httpRouteCollisions(scope: Construct, owner: string): string[] {
  const exposures = [...exposuresOf(scope).values()];
  return exposures.filter((one) => one.owner === owner).flatMap((one) => exposures
    .filter((other) => other.owner > owner && other.gateway === one.gateway && other.host === one.host)
    .flatMap((other) => one.paths.filter((path) => other.paths.includes(path)).map((path) => {
      const where = one.host === '' ? 'any host' : `the host '${one.host}'`;
      return `Gateway API: ${one.owner} and ${other.owner} both expose ${path} for ${where} at the Gateway ${one.gateway}, where the older HTTPRoute gets all requests: give each its own path or host`;
    })));
}
