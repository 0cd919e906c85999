import { ApiObject } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { subsetNames } from './manifests';
import { IstioRoutingOptions, IstioSplit } from './options';
import { Application } from '../../../../application';
import { shown } from '../../../../faults/shown';
import { AppRegistry } from '../../../registry/app-registry';
import { Claim, ClaimKind } from '../../../registry/claim';
import { RolloutNames } from '../release-context';

/** A VirtualService that this library does not write, and whose weights the controller sets. */
interface ReferenceClaim extends Claim {
  readonly name: string;
  readonly namespace: string;
  /** The namespace of objects in the app without a namespace of their own. */
  readonly defaultNamespace: string;
  readonly routes: string[];
  /** The destinations that each of these routes must have. */
  readonly targets: Target[];
}

interface Target {
  readonly what: string;
  readonly leadsTo: (route: any) => boolean;
}

/** Checks referenced VirtualServices that are in the app; others cannot be checked. */
const REFERENCES: ClaimKind<ReferenceClaim> = {
  readsConstructs: true,
  collisions(claims, app) {
    const known = virtualServices(app);
    return claims.flatMap((claim) => {
      const isMeant = ({ metadata }: ApiObject) => (metadata.namespace ?? claim.defaultNamespace) === claim.namespace;
      const found = known.get(claim.name)?.find(isMeant);
      return found === undefined ? [] : routeFaults(claim, found).map((fault) => ({ owner: claim.owner, fault }));
    });
  },
};

/** Claims the routes of a referenced VirtualService, so that it is checked if it is in the app. @internal */
export function claimReference(
  scope: Construct,
  application: Application,
  istio: IstioRoutingOptions,
  names: RolloutNames,
): void {
  if (istio.virtualService === undefined) {
    return;
  }
  const { name, namespace = application.namespace, routes } = istio.virtualService;
  const claim = {
    owner: application.id,
    name,
    namespace,
    defaultNamespace: application.namespace,
    routes,
    targets: targets(istio, names),
  };
  AppRegistry.of(scope).claim(REFERENCES, JSON.stringify(claim), claim);
}

function virtualServices(app: IConstruct): Map<string, ApiObject[]> {
  const found = new Map<string, ApiObject[]>();
  for (const one of app.node.findAll()) {
    if (ApiObject.isApiObject(one) && one.kind === 'VirtualService') {
      found.set(one.name, [...found.get(one.name) ?? [], one as ApiObject]);
    }
  }
  return found;
}

function routeFaults(claim: ReferenceClaim, virtualService: ApiObject): string[] {
  const http: any[] = virtualService.toJson().spec?.http ?? [];
  const where = `Argo Rollouts over Istio: the VirtualService ${shown(claim.name)}`;
  return claim.routes.flatMap((route) => {
    const one = http.find((candidate) => candidate?.name === route);
    if (!one) {
      return [
        `${where} has no HTTP route with the name ${shown(route)}, so the controller would set no weight. ` +
          `Its routes are: ${http.map((candidate) => shown(candidate?.name)).join(', ') || '(none)'}`,
      ];
    }
    const missing = claim.targets.filter(({ leadsTo }) => !(one.route ?? []).some(leadsTo));
    return missing.map(
      ({ what }) =>
        `${where} does not lead to ${what} in its route ${shown(route)}, ` +
          'so the controller would set no weight: add it with a weight of 0',
    );
  });
}

/**
 * The controller compares the first part of a host with the names of the Services, and subsets with the subset names.
 */
function targets(istio: IstioRoutingOptions, { stableService, canaryService }: RolloutNames): Target[] {
  const { stable, canary } = subsetNames(istio);
  return istio.split === IstioSplit.BY_SUBSET
    ? [stable, canary].map((subset) => ({
      what: `the subset ${shown(subset)}`,
      leadsTo: (route) => route?.destination?.subset === subset,
    }))
    : [stableService, canaryService].map((service) => ({
      what: `the Service ${shown(service)}`,
      leadsTo: (route) => String(route?.destination?.host).split('.')[0] === service,
    }));
}
