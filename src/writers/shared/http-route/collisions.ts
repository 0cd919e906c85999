import { Construct } from 'constructs';
import { gatewayName } from './manifest';
import { GatewayReference, HttpRouteOptions } from './options';
import { Application, HttpPath, HttpPathKind } from '../../../application';
import { AppRegistry } from '../../registry/app-registry';
import { Claim, ClaimKind } from '../../registry/claim';
import { meetingPairs, reportedByFirst } from '../../registry/meeting-pairs';

/** A host and its paths at one Gateway. */
interface HttpRouteClaim extends Claim {
  readonly gateway: string;
  readonly host: string;
  readonly paths: string[];
  /** The listener; undefined for all listeners of the host. */
  readonly sectionName?: string;
}

const HTTP_ROUTES: ClaimKind<HttpRouteClaim> = {
  collisions(claims) {
    const pairs = meetingPairs(claims, ({ gateway, host }) => [`${gateway} ${host}`], ({ paths }) => paths);
    return reportedByFirst(pairs.filter(([one, other]) => shareListener(one, other)), pathFaults);
  },
};

/** Claims the hosts and paths of an application at its Gateways. @internal */
export function claimHttpRoute(
  scope: Construct, application: Application, options: HttpRouteOptions, namespace = application.namespace,
): void {
  const { id: owner, hosts, paths } = application;
  const written = options.gateway ? [{ name: gatewayName(application, options.gateway) }] : [];
  for (const { name, namespace: space = namespace, sectionName } of (options.gateways ??
    written) as GatewayReference[]) {
    for (const host of hosts.length > 0 ? hosts : ['']) {
      const claim: HttpRouteClaim = {
        owner,
        gateway: `${space}/${name}`,
        sectionName,
        host,
        paths: paths.map(matchOf),
      };
      AppRegistry.of(scope).claim(HTTP_ROUTES, JSON.stringify([owner, claim.gateway, sectionName, host]), claim);
    }
  }
}

/** If two rules have the same match, the one of the older HTTPRoute gets the requests. */
function pathFaults(one: HttpRouteClaim, other: HttpRouteClaim): string[] {
  const where = one.host === '' ? 'any host' : `the host '${one.host}'`;
  return one.paths
    .filter((path) => other.paths.includes(path))
    .map(
      (path) =>
        `Gateway API: ${one.owner} and ${other.owner} both expose ${path} for ${where} at the Gateway ` +
          `${one.gateway}, so the older HTTPRoute gets all requests: give each its own path or host`,
    );
}

/** Removes a slash at the end of a prefix, because it makes no difference to a Gateway. */
function matchOf(path: HttpPath): string {
  const isLonger = path.kind === HttpPathKind.PREFIX && path.path.length > 1;
  return isLonger ? String(HttpPath.prefix(path.path.replace(/\/$/, ''))) : String(path);
}

function shareListener({ sectionName: one }: HttpRouteClaim, { sectionName: other }: HttpRouteClaim): boolean {
  return one === undefined || other === undefined || one === other;
}
