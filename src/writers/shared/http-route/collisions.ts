import { Construct } from 'constructs';
import { gatewayName } from './manifest';
import { GatewayReference, HttpRouteOptions } from './options';
import { Application, HttpPath, HttpPathKind } from '../../../application';
import { AppRegistry } from '../../registry/app-registry';
import { Claim, ClaimKind } from '../../registry/claim';
import { meetingPairs, reportedByFirst } from '../../registry/meeting-pairs';

/** A host, and its paths, at one Gateway. */
interface HttpRouteClaim extends Claim {
  readonly gateway: string;
  readonly host: string;
  readonly paths: string[];
  /** The listener; undefined for all listeners that take the host. */
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
  const own = options.gateway ? [{ name: gatewayName(application, options.gateway) }] : [];
  for (const { name, namespace: space = namespace, sectionName } of (options.gateways ?? own) as GatewayReference[]) {
    for (const host of hosts.length > 0 ? hosts : ['']) {
      const claim: HttpRouteClaim = { owner, gateway: `${space}/${name}`, sectionName, host, paths: paths.map(matchOf) };
      AppRegistry.of(scope).claim(HTTP_ROUTES, JSON.stringify([owner, claim.gateway, sectionName, host]), claim);
    }
  }
}

/** Of two rules with the same match, the one of the older HTTPRoute counts. */
function pathFaults(one: HttpRouteClaim, other: HttpRouteClaim): string[] {
  const where = one.host === '' ? 'any host' : `the host '${one.host}'`;
  return one.paths.filter((path) => other.paths.includes(path)).map((path) =>
    `Gateway API: ${one.owner} and ${other.owner} both expose ${path} for ${where} at the Gateway ${one.gateway}, where the older HTTPRoute gets all requests: give each its own path or host`);
}

/** A slash at the end makes no other prefix. */
function matchOf(path: HttpPath): string {
  const isLonger = path.kind === HttpPathKind.PREFIX && path.path.length > 1;
  return isLonger ? String(HttpPath.prefix(path.path.replace(/\/$/, ''))) : String(path);
}

function shareListener({ sectionName: one }: HttpRouteClaim, { sectionName: other }: HttpRouteClaim): boolean {
  return one === undefined || other === undefined || one === other;
}
