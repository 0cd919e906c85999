import { Construct } from 'constructs';
import { Application } from '../../application';
import { AppRegistry } from '../registry/app-registry';
import { Claim, ClaimKind } from '../registry/claim';

/** The Service that Voyager creates for the Ingress of an application (OffshootName in apis/voyager/v1beta1). */
interface OffshootClaim extends Claim {
  /** The Service, as `namespace/name`. */
  readonly service: string;
}

const OFFSHOOTS: ClaimKind<OffshootClaim> = {
  collisions(claims) {
    const owners = new Map(claims.map(({ service, owner }) => [service, owner]));
    return [...new Set(claims.map(({ owner }) => owner))].flatMap((owner) => {
      const other = owners.get(owner);
      if (other === undefined || other === owner) {
        return [];
      }
      return [
        {
          owner,
          fault:
              `Voyager: ${owner} has the name of the Service that Voyager creates for the Ingress of ${other}, ` +
                'so one would overwrite the other: give one of them another name',
        },
      ];
    });
  },
};

/** Claims the Service that Voyager creates for an application's Ingress. @internal */
export function claimOffshoot(scope: Construct, { id: owner, namespace }: Application, ingress: string): void {
  const service = `${namespace}/voyager-${ingress}`;
  AppRegistry.of(scope).claim(OFFSHOOTS, `${owner} ${service}`, { owner, service });
}
