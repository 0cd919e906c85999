import { ApiObject, Chart } from 'cdk8s';
import { IConstruct } from 'constructs';
import { perApp } from './per-app';
import { repeated } from '../../faults/shown';

/**
 * Which application wrote which Kubernetes object, over a whole cdk8s app. Two applications that write the same
 * object would overwrite each other in the cluster, and cdk8s does not notice.
 *
 * @internal
 */
export class ObjectRegistry {
  /** The registry of the app that a construct belongs to. */
  public static readonly of = perApp(() => new ObjectRegistry());

  private readonly owners = new Map<string, string[]>();
  private readonly shared = new Map<string, string[]>();
  /** What wrote into a chart; several where it has to be checked. */
  private readonly writers = new WeakMap<Chart, IConstruct | undefined>();

  /** Notes an object's owner. */
  public add(object: ApiObject, owner: string): void {
    const key = identity(object);
    const owners = this.owners.get(key) ?? [];
    if (!owners.includes(owner)) {
      this.owners.set(key, [...owners, owner]);
      if (owners.length > 0) {
        const [first] = owners;
        const fault = `${first} and ${owner} both write ${key}, so that one would overwrite the other: give one of them another name, or its own namespace for this object`;
        this.shared.set(first, [...(this.shared.get(first) ?? []), fault]);
      }
    }
  }

  /**
   * Notes a construct that has written objects, and has a chart of several of them checked for objects that it holds twice. One
   * construct cannot hold an object twice: cdk8s refuses its second child of one name.
   */
  public addWriter(writer: IConstruct): void {
    const chart = Chart.of(writer);
    if (!this.writers.has(chart)) {
      this.writers.set(chart, writer);
    } else if (this.writers.get(chart) !== undefined && this.writers.get(chart) !== writer) {
      this.writers.set(chart, undefined);
      chart.node.addValidation({ validate: () => repeatedObjects(chart) });
    }
  }

  /** The objects that an owner shares with others, a sentence each, told by the first owner only. */
  public sharedObjects(owner: string): string[] {
    return this.shared.get(owner) ?? [];
  }
}

function identity(object: ApiObject): string {
  return `${object.apiGroup} ${object.kind} ${object.metadata.namespace ?? '(default)'}/${object.name}`;
}

function repeatedObjects(chart: Chart): string[] {
  return repeated(objectsOf(chart).map(identity)).map((key) => `the chart holds ${key} more than once, and only the last one would count: write one stage of an application per chart`);
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
