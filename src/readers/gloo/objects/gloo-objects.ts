import { misfitOf } from './message';
import { SPECS } from './messages';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject, objectName } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';

/**
 * Without a VirtualService, as in the folder of one team: one that delegates every path of every host to all
 * RouteTables.
 *
 * @internal
 */
export const ASSUMED_SERVICE: KubernetesObject = {
  apiVersion: 'gateway.solo.io/v1',
  kind: 'VirtualService',
  metadata: { name: '(assumed)' },
  spec: {
    virtualHost: {
      domains: ['*'],
      routes: [{ matchers: [{ prefix: '/' }], delegateAction: { selector: { namespaces: ['*'] } } }],
    },
  },
};

/** The objects of Gloo that reach its snapshot. @internal */
export class GlooObjects {
  /** By namespace, then name: the order of Gloo's snapshot (Metadata.Less of solo-io/solo-kit). */
  public readonly virtualServices: KubernetesObject[];

  /** In the same order. */
  public readonly routeTables: KubernetesObject[];

  /** What is left out, and what is assumed. */
  public readonly notes: Note[] = [];

  private readonly leftOut = new Set<KubernetesObject>();

  public constructor(public readonly index: ObjectIndex) {
    for (const [kind, spec] of Object.entries(SPECS)) {
      const [group, name] = kind.split('/');
      for (const object of index.all(group, name)) {
        const misfit = misfitOf(object.spec, spec, 'spec');
        if (misfit !== undefined) {
          this.leftOut.add(object);
          this.notes.push(refusedObject(object, misfit.field, misfit.reason));
        }
      }
    }
    this.routeTables = this.all('RouteTable').sort(inSnapshotOrder);
    const written = this.all('VirtualService').sort(inSnapshotOrder);
    const isGiven = [...index.all('gateway.solo.io', 'VirtualService'), ...index.rejectedObjects].some(
      ({ kind }) => kind === 'VirtualService',
    );
    const isAssumed = !isGiven && !index.isComplete;
    if (isAssumed) {
      this.notes.push(assumedService());
    }
    this.virtualServices = isAssumed ? [ASSUMED_SERVICE] : written;
  }

  /** The objects of a kind of the group gateway.solo.io. */
  public all(kind: string): KubernetesObject[] {
    return this.index.all('gateway.solo.io', kind).filter((object) => !this.leftOut.has(object));
  }

  /** One object of the group gateway.solo.io. @param namespace empty where a reference leaves it out */
  public find(kind: string, namespace: string | undefined, name: string | undefined): KubernetesObject | undefined {
    return this.known(this.index.find('gateway.solo.io', kind, namespace, name));
  }

  /** @param namespace undefined where it is not known */
  public upstream(namespace: string | undefined, name: string | undefined): KubernetesObject | undefined {
    return this.known(this.index.find('gloo.solo.io', 'Upstream', namespace, name));
  }

  /** @param namespace empty where a reference leaves it out */
  public upstreamGroup(namespace: string, name: string | undefined): KubernetesObject | undefined {
    return this.known(this.index.find('gloo.solo.io', 'UpstreamGroup', namespace, name));
  }

  /** Whether an Upstream that is not among the objects is missing, rather than kept somewhere else. */
  public get knowsUpstreams(): boolean {
    return this.index.isComplete || this.index.all('gloo.solo.io', 'Upstream').length > 0;
  }

  private known(object: KubernetesObject | undefined): KubernetesObject | undefined {
    return object === undefined || this.leftOut.has(object) ? undefined : object;
  }
}

/** The same for every request. @internal */
export const glooObjectsIn = memoizeByObject((index: ObjectIndex) => new GlooObjects(index));

function inSnapshotOrder(one: KubernetesObject, other: KubernetesObject): number {
  return (
    compare(one.metadata?.namespace ?? '', other.metadata?.namespace ?? '') ||
    compare(one.metadata?.name ?? '', other.metadata?.name ?? '')
  );
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function refusedObject(object: KubernetesObject, field: string, reason: string): Note {
  return note(
    NoteKind.REJECTED,
    'gloo-unknown-field',
    [object],
    `${objectName(object)} does not reach Gloo: ${reason}`,
    {
      field,
      fix: 'Correct the name, or leave the field out.',
      source: `the proto of ${object.kind} in solo-io/gloo, by which kubectl validates (--validate=strict)`,
    },
  );
}

function assumedService(): Note {
  return note(
    NoteKind.ASSUMED,
    'gloo-virtual-service-assumed',
    [],
    'no VirtualService is among the objects: one is assumed that delegates every path of every host to all ' +
    'RouteTables',
  );
}
