import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Claim, ClaimKind } from './claim';
import { repeated } from '../../faults/shown';

/** A Kubernetes object that an owner writes. @internal */
export interface ObjectClaim extends Claim {
  readonly identity: string;
}

/**
 * Two owners must not write the same Kubernetes object: they would overwrite each other in the cluster. cdk8s does not
 * check this.
 *
 * @internal
 */
export const OBJECTS: ClaimKind<ObjectClaim> = {
  collisions(claims) {
    const writers = new Map<string, string[]>();
    return claims.flatMap(({ owner, identity }) => {
      const known = writers.get(identity);
      if (known === undefined) {
        writers.set(identity, [owner]);
        return [];
      }
      if (known.includes(owner)) {
        return [];
      }
      known.push(owner);
      return [
        {
          owner: known[0],
          fault:
            `${known[0]} and ${owner} both write ${identity}, so one would overwrite the other: ` +
              'give one of them another name, or another namespace for this object',
        },
      ];
    });
  },
};

/** The identity of an object in a cluster, as messages print it. @internal */
export function objectIdentity(object: ApiObject): string {
  return `${object.apiGroup} ${object.kind} ${object.metadata.namespace ?? '(default)'}/${object.name}`;
}

/** Reports objects that a chart contains more than once, one sentence each. @internal */
export function repeatedObjects(chart: Chart): string[] {
  return repeated(objectsOf(chart).map(objectIdentity)).map(
    (key) =>
      `the chart holds ${key} more than once, so only the last one would take effect: ` +
        'write one stage of an application per chart',
  );
}

/** The objects of a chart, without those of nested charts. */
function objectsOf(construct: IConstruct): ApiObject[] {
  return construct.node.children.flatMap((child) => {
    if (ApiObject.isApiObject(child)) {
      return [child as ApiObject];
    }
    return Chart.isChart(child) ? [] : objectsOf(child);
  });
}
