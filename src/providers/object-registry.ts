import { ApiObject, Chart } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';

/**
 * Which application wrote which Kubernetes object, over a whole cdk8s app. Two applications that write the same
 * object would overwrite each other in the cluster, and cdk8s does not notice.
 *
 * @internal
 */
export class ObjectRegistry {
  /** The registry of the app that a construct belongs to. */
  public static of(scope: Construct): ObjectRegistry {
    const { root } = scope.node;
    const registry = REGISTRIES.get(root) ?? new ObjectRegistry();
    REGISTRIES.set(root, registry);
    return registry;
  }

  private readonly owners = new Map<string, Set<string>>();
  private readonly charts = new WeakSet<Chart>();

  /** Notes an object's owner, and has its chart checked for objects that it holds twice. */
  public add(object: ApiObject, owner: string): void {
    const key = identity(object);
    this.owners.set(key, (this.owners.get(key) ?? new Set()).add(owner));
    const chart = Chart.of(object);
    if (!this.charts.has(chart)) {
      this.charts.add(chart);
      chart.node.addValidation({ validate: () => repeatedObjects(chart) });
    }
  }

  /** The objects that an owner shares with others, a sentence each, told by the first owner only. */
  public sharedObjects(owner: string): string[] {
    return [...this.owners]
      .filter(([, owners]) => owners.size > 1 && [...owners][0] === owner)
      .map(([key, owners]) => `the applications ${[...owners].join(' and ')} both write ${key}, so that one would overwrite the other: give one of them another name, or its own namespace for this object`);
  }
}

const REGISTRIES = new WeakMap<IConstruct, ObjectRegistry>();

function identity(object: ApiObject): string {
  return `${object.kind} ${object.metadata.namespace ?? '(default)'}/${object.name}`;
}

function repeatedObjects(chart: Chart): string[] {
  const objects = chart.node.findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct) && Chart.of(construct) === chart);
  const keys = objects.map((object) => `${object.apiGroup} ${identity(object)}`);
  const repeated = new Set(keys.filter((key, index) => keys.indexOf(key) !== index));
  return [...repeated].map((key) => `the chart holds ${key.trim()} more than once, and only the last one would count: write one stage of an application per chart`);
}
