import { Target, targetOf } from './upstreams';
import { joined } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { GlooObjects } from '../objects/gloo-objects';
import { Refusal } from '../routes/envoy-refusals';
import { FlatRoute, routeField, routeName } from '../routes/flat-route';

/** A destination that reaches Envoy. @internal */
export interface Cluster {
  readonly target: Target;
  readonly subset?: { [label: string]: string };
  readonly weight: number;
}

/** What Envoy gets for the action of a route. @internal */
export interface Clusters {
  readonly clusters: Cluster[];
  /** What makes Envoy refuse it. */
  readonly refusal?: Refusal;
  /** What Gloo reports of it. */
  readonly notes: Note[];
  /** Why a header, or a name that the client asks for, decides. */
  readonly atRunTime?: Note;
}

const SOURCE = 'projects/gloo/pkg/translator/route_config.go of solo-io/gloo';
const MAX_WEIGHT = 4294967295;

/** In the order of the proto: of several the last one counts. */
const KINDS = ['single', 'multi', 'upstreamGroup', 'clusterHeader', 'dynamicForwardProxy'];

/**
 * What Envoy gets for the action of a route (setRouteAction and setWeightedClusters of route_config.go).
 *
 * @internal
 */
export function clustersOf(flat: FlatRoute, objects: GlooObjects): Clusters {
  const action = flat.route.routeAction ?? {};
  const namespace = flat.holder.metadata?.namespace;
  switch (KINDS.filter((one) => action[one] !== undefined).at(-1)) {
    case 'single':
      return new Translation(flat, objects, namespace).single(action.single);
    case 'multi':
      return new Translation(flat, objects, namespace).multi(action.multi.destinations ?? []);
    case 'upstreamGroup':
      return groupClusters(action.upstreamGroup, flat, objects);
    case 'clusterHeader':
      return atRunTime(flat, `the header ${action.clusterHeader} names the destination`);
    case 'dynamicForwardProxy':
      return atRunTime(flat, 'the request names the destination itself (dynamicForwardProxy)');
    default:
      return refused(
        'gloo-destination-missing',
        'its routeAction has no destination',
        'Add single, multi or upstreamGroup.',
      );
  }
}

/** Destinations of an UpstreamGroup get its namespace (verifyUpstreamGroups of upstream_groups.go). */
function groupClusters({ name, namespace = '' }: any, flat: FlatRoute, objects: GlooObjects): Clusters {
  const group = objects.upstreamGroup(namespace, name);
  if (group !== undefined) {
    return new Translation(flat, objects, group.metadata?.namespace).multi(group.spec?.destinations ?? []);
  }
  const id = joined(namespace, name);
  return objects.knowsUpstreams || namespace === ''
    ? refused(
      'gloo-upstream-group-missing',
      `there is no UpstreamGroup ${id}`,
      'Add the UpstreamGroup, or name one that is there, with its namespace.',
    )
    : atRunTime(flat, `UpstreamGroup ${id} is not among the objects`);
}

/** The translation stops at the first destination with a fault. */
class Translation {
  private readonly notes: Note[] = [];

  constructor(
    private readonly flat: FlatRoute,
    private readonly objects: GlooObjects,
    private readonly namespace: string | undefined,
  ) {}

  single(destination: any): Clusters {
    const target = targetOf(destination, this.namespace, this.objects);
    if (target === undefined) {
      return refused(
        'gloo-destination-missing',
        'its destination has no type',
        'Add upstream with name and namespace, or kube.',
      );
    }
    const cluster = { target, subset: subsetOf(destination), weight: 1 };
    this.reportSubset(cluster);
    return { clusters: [cluster], notes: this.notes };
  }

  multi(destinations: any[]): Clusters {
    const clusters: Cluster[] = [];
    for (const { destination, weight = 0 } of destinations) {
      const target = targetOf(destination, this.namespace, this.objects);
      if (target === undefined) {
        this.reportLost(destinations.length - clusters.length, 'a destination has no type');
        break;
      }
      const cluster = { target, subset: subsetOf(destination), weight };
      clusters.push(cluster);
      const fault = this.reportSubset(cluster);
      if (fault !== undefined) {
        this.reportLost(destinations.length - clusters.length, fault);
        break;
      }
    }
    return { clusters, refusal: weightRefusal(clusters), notes: this.notes };
  }

  /** What is wrong with the subset of a destination, which is kept all the same (checkThatSubsetMatchesUpstream). */
  private reportSubset({ target, subset }: Cluster): string | undefined {
    if (subset === undefined || target.assumed !== undefined) {
      return undefined;
    }
    const { upstream } = target;
    if (upstream === undefined) {
      return `${target.name} ${target.missing === undefined ? 'has no subsets' : 'is not there'}`;
    }
    // Upstreams of AWS, for one, have no subsets at all.
    const spec = upstream.spec?.kube?.subsetSpec ?? upstream.spec?.consul?.subsetSpec;
    if (spec === undefined) {
      this.notes.push(
        note(
          NoteKind.IGNORED,
          'gloo-subset-without-spec',
          [this.flat.holder, upstream],
          `${routeName(this.flat.holder, this.flat.position)} picks a subset, and ${target.name} has none: all ` +
          'its pods answer',
          {
            field: this.field,
            fix: 'Add subsetSpec.selectors with these keys to the Upstream, or leave the subset out.',
            source: SOURCE,
          },
        ),
      );
      return `${target.name} has no subsets`;
    }
    const asked = keysText(Object.keys(subset));
    const offered: string[] = (spec.selectors ?? []).map(({ keys = [] }: any) => keysText(keys));
    if (offered.includes(asked)) {
      return undefined;
    }
    this.notes.push(
      note(
        NoteKind.REJECTED,
        'gloo-subset-keys',
        [this.flat.holder, upstream],
        `${routeName(this.flat.holder, this.flat.position)} picks a subset by ${asked}, and ${target.name} has ` +
        'subsets by ' +
          `${offered.join(' or ') || 'no keys'}: Gloo reports an error, and Envoy applies the fallback policy`,
        {
          field: this.field,
          fix: `Add a selector with the keys ${asked} to subsetSpec.selectors of the Upstream.`,
          source: SOURCE,
        },
      ),
    );
    return `${target.name} has no subsets by ${asked}`;
  }

  private reportLost(count: number, reason: string): void {
    if (count > 0) {
      this.notes.push(
        note(
          NoteKind.REJECTED,
          'gloo-destinations-lost',
          [this.flat.holder],
          `${routeName(this.flat.holder, this.flat.position)}: ${reason}, and Gloo loses the destinations after ` +
          `it (${count})`,
          {
            field: this.field,
            fix: 'Correct that destination: only then does Gloo translate those after it.',
            source: SOURCE,
          },
        ),
      );
    }
  }

  private get field(): string {
    return routeField(this.flat.holder, this.flat.position);
  }
}

function weightRefusal(clusters: Cluster[]): Refusal | undefined {
  const total = clusters.reduce((sum, { weight }) => sum + weight, 0);
  if (clusters.length === 0) {
    return refused(
      'gloo-destinations-empty',
      'it has no destination',
      'Add a destination with a weight of at least 1.',
    ).refusal;
  }
  if (total < 1) {
    return refused(
      'gloo-weights-zero',
      'the weights of its destinations add up to 0',
      'Give one destination a weight of at least 1.',
    ).refusal;
  }
  return total <= MAX_WEIGHT
    ? undefined
    : refused(
      'gloo-weights-overflow',
      `the weights of its destinations add up to ${total}`,
      `Write weights that add up to at most ${MAX_WEIGHT}.`,
    ).refusal;
}

/** An empty subset is none. */
function subsetOf(destination: any): { [label: string]: string } | undefined {
  const values = destination?.subset?.values ?? {};
  return Object.keys(values).length === 0 ? undefined : values;
}

function keysText(keys: string[]): string {
  return `(${[...keys].sort().join(', ')})`;
}

function atRunTime(flat: FlatRoute, reason: string): Clusters {
  const unknown = note(
    NoteKind.UNREAD,
    'gloo-destination-at-run-time',
    [flat.holder],
    `the objects do not tell who answers for ${routeName(flat.holder, flat.position)}: ${reason}`,
    { field: routeField(flat.holder, flat.position), fix: 'Name the destinations in the route.', source: SOURCE },
  );
  return { clusters: [], notes: [], atRunTime: unknown };
}

function refused(code: string, reason: string, fix: string): Clusters {
  const source = 'api/envoy/config/route/v3/route_components.proto of envoyproxy/envoy';
  return { clusters: [], notes: [], refusal: { code, reason, fix, source } };
}
