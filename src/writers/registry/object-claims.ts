import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Claim, ClaimKind } from './claim';
import { repeated } from '../../faults/shown';

/** A Kubernetes object that an owner writes. @internal */
export interface ObjectClaim extends Claim {
  readonly identity: string;
}

/**
 * Two owners that write the same Kubernetes object would overwrite each other in the cluster; cdk8s does not notice.
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
      return [{
        owner: known[0],
        fault: `${known[0]} and ${owner} both write ${identity}, so that one would overwrite the other: give one of them another name, or its own namespace for this object`,
      }];
    });
  },
};

/** What identifies an object in a cluster, as messages print it. @internal */
export function objectIdentity(object: ApiObject): string {
  return `${object.apiGroup} ${object.kind} ${object.metadata.namespace ?? '(default)'}/${object.name}`;
}

/** Objects that a chart holds more than once, one sentence each. @internal */
export function repeatedObjects(chart: Chart): string[] {
  return repeated(objectsOf(chart).map(objectIdentity)).map((key) => `the chart holds ${key} more than once, and only the last one would count: write one stage of an application per chart`);
}

/** The objects of a chart without those of charts below it. */
function objectsOf(construct: IConstruct): ApiObject[] {
  return construct.node.children.flatMap((child) => {
    if (ApiObject.isApiObject(child)) {
      return [child as ApiObject];
    }
    return Chart.isChart(child) ? [] : objectsOf(child);
  });
}
