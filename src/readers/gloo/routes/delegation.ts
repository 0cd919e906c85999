import { delegationNote } from './delegation-notes';
import { DelegationStep, FlatRoute } from './flat-route';
import { inherited, ParentRoute } from './inheritance';
import { actionKind, EVERYTHING, Matcher, pathKind } from './matchers';
import { withReferredOptions } from './options';
import { RouteFaults } from './route-faults';
import { sortedByPath } from './route-order';
import { selectedTables } from './selectors';
import { joined, KubernetesObject } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';
import { GlooObjects } from '../objects/gloo-objects';

/**
 * More routes and delegations than this are not resolved: two delegations a table, 24 tables deep, are 16 million.
 */
const MAX_STEPS = 200_000;

/** The routes of a VirtualService, delegation resolved. @internal */
export interface ResolvedRoutes {
  /** In the order in which Envoy tries them. */
  readonly routes: FlatRoute[];
  /** What delegation drops, and what it takes in another way than it is written. */
  readonly notes: Note[];
  /** What makes Gloo hold the VirtualService back. */
  readonly faults: Note[];
  /** Why some routes are not resolved, if there are so many. */
  readonly limit?: Note;
}

/** What is done next; the last one first. */
type Task = () => void;

/** Where routes are read from, and what they inherit. */
interface Place {
  readonly holder: KubernetesObject;
  readonly parent?: ParentRoute;
  readonly step?: DelegationStep;
}

/**
 * The routes of a VirtualService in the order in which Envoy tries them: what the gateway translator does
 * (projects/gateway/pkg/translator/converter.go of solo-io/gloo). It keeps its own stack, since tables may delegate
 * thousands of times, one to another.
 *
 * @internal
 */
export function resolvedRoutes(service: KubernetesObject, objects: GlooObjects): ResolvedRoutes {
  return new Delegation(service, objects).resolve();
}

class Delegation {
  private readonly notes: Note[] = [];
  private readonly faults: RouteFaults;
  private readonly tasks: Task[] = [];
  /** The tables that lead to the current route. */
  private readonly visited = new Set<KubernetesObject>();

  constructor(
    private readonly service: KubernetesObject,
    private readonly objects: GlooObjects,
  ) {
    this.faults = new RouteFaults(service);
  }

  resolve(): ResolvedRoutes {
    const { service } = this;
    const routes: FlatRoute[] = [];
    this.read({ holder: service }, service.spec?.virtualHost?.routes ?? [], routes);
    for (let step = 0; this.tasks.length > 0; step += 1) {
      if (step > MAX_STEPS) {
        const limit = delegationNote.limit(service, MAX_STEPS);
        return { routes: [], notes: [], faults: [], limit };
      }
      this.tasks.pop()!();
    }
    return { routes, notes: this.notes, faults: this.faults.heldBack };
  }

  /** Puts the routes of an object off until it is their turn. */
  private read(place: Place, routes: any[], out: FlatRoute[]): void {
    for (let position = routes.length - 1; position >= 0; position -= 1) {
      this.tasks.push(() => this.route(place, routes[position], position, out));
    }
  }

  private route({ holder, parent, step }: Place, written: any, position: number, out: FlatRoute[]): void {
    const own = {
      ...written,
      options: withReferredOptions(written, 'RouteOption', holder, this.objects, this.notes),
    };
    const { route, misfit } = parent === undefined ? { route: own, misfit: undefined } : inherited(own, parent);
    if (misfit !== undefined) {
      this.notes.push(delegationNote.dropped(holder, position, misfit));
      return;
    }
    const matchers = route.matchers?.length > 0 ? route.matchers : [EVERYTHING];
    const flat: FlatRoute = { matchers, route, holder, position, step };
    if (actionKind(route) === 'delegateAction') {
      this.delegate(flat, out);
    } else if (this.faults.accepts(flat)) {
      out.push(flat);
    }
  }

  private delegate(flat: FlatRoute, out: FlatRoute[]): void {
    const { route, holder, position } = flat;
    const matcher = this.delegatingMatcher(flat);
    if (matcher === undefined) {
      return;
    }
    const tables = this.tables(route.delegateAction, holder);
    if (!Array.isArray(tables)) {
      if (tables.isOpen) {
        out.push({ ...flat, matchers: [matcher], unknown: delegationNote.unknown(holder, position, tables.reason) });
      } else {
        const isAssumed = tables.isAssumed === true;
        this.notes.push(delegationNote.nowhere(holder, position, tables.reason, isAssumed));
      }
      return;
    }
    const parent: ParentRoute = {
      matcher,
      options: route.options,
      inheritableMatchers: route.inheritableMatchers === true,
      inheritablePathMatchers: route.inheritablePathMatchers === true,
    };
    // The first group is read first, so it is put on the stack last.
    for (const group of byWeight(tables).reverse()) {
      this.readGroup(group, parent, flat.step, out);
    }
  }

  /** Tables of one weight: several of them are sorted together. */
  private readGroup(
    tables: KubernetesObject[],
    parent: ParentRoute,
    before: DelegationStep | undefined,
    out: FlatRoute[],
  ): void {
    const found: FlatRoute[] = [];
    const isSorted = tables.length > 1;
    if (isSorted) {
      this.tasks.push(() => sortedByPath(found).forEach((route) => out.push(route)));
    }
    for (let place = tables.length - 1; place >= 0; place -= 1) {
      const step = { group: found, table: tables[place], parent: before, depth: (before?.depth ?? 0) + 1 };
      this.tasks.push(() => this.table(step, parent, isSorted ? found : out));
    }
  }

  private table(step: DelegationStep, parent: ParentRoute, out: FlatRoute[]): void {
    const { table } = step;
    if (this.visited.has(table)) {
      this.faults.cycle(table);
      return;
    }
    this.visited.add(table);
    this.tasks.push(() => this.visited.delete(table));
    this.read({ holder: table, parent, step }, table.spec?.routes ?? [], out);
  }

  /** The one prefix matcher of a delegating route (getDelegateRouteMatcher). */
  private delegatingMatcher({ route, holder, position }: FlatRoute): Matcher | undefined {
    const [matcher, ...others]: Matcher[] = route.matchers ?? [];
    if (others.length > 0) {
      this.faults.severalMatchers(holder, position);
      return undefined;
    }
    if (matcher === undefined) {
      return EVERYTHING;
    }
    if (pathKind(matcher) === undefined) {
      this.notes.push(delegationNote.matcherIgnored(holder, position));
      return EVERYTHING;
    }
    if (pathKind(matcher) !== 'prefix' || matcher.prefix === '') {
      this.faults.noPrefix(holder, position);
      return undefined;
    }
    return matcher;
  }

  /** The tables that a delegation selects, or the reason why it selects none (route_table_selector.go). */
  private tables(action: any, holder: KubernetesObject): KubernetesObject[] | NoTable {
    const ref = action.name || action.namespace ? action : action.selector === undefined ? action.ref : undefined;
    if (ref !== undefined) {
      const table = this.objects.find('RouteTable', ref.namespace ?? '', ref.name);
      const { index } = this.objects;
      const key = ['gateway.solo.io', 'RouteTable', ref.namespace ?? '', ref.name] as const;
      // No object of a cluster has an empty namespace.
      const isNowhere = !ref.namespace || index.isRejected(...key) || index.find(...key) !== undefined;
      return table ? [table] : this.missing(`there is no RouteTable ${joined(ref.namespace, ref.name)}`, isNowhere);
    }
    if (action.selector === undefined) {
      return { reason: 'it names neither a RouteTable nor a selector', isOpen: false };
    }
    const selected = selectedTables(this.objects.routeTables, action.selector, holder.metadata?.namespace);
    if (typeof selected === 'string') {
      return { reason: selected, isOpen: false };
    }
    if (selected.length > 0) {
      return selected;
    }
    const { index } = this.objects;
    const isAnyGiven = index.all('gateway.solo.io', 'RouteTable').length > 0;
    const none = this.missing('no RouteTable matches its selector', isAnyGiven);
    return { ...none, isAssumed: !none.isOpen && !index.isComplete };
  }

  /**
   * Of objects that are not the whole cluster, a table may be elsewhere.
   *
   * @param isNowhere whether it is known that Gloo finds none
   */
  private missing(reason: string, isNowhere: boolean): NoTable {
    return { reason, isOpen: !this.objects.index.isComplete && !isNowhere };
  }
}

/** Why a delegation leads to no table. */
interface NoTable {
  readonly reason: string;
  /** Whether there may be one that is not among the objects. */
  readonly isOpen: boolean;
  /** Whether it is assumed that there is none, since the objects have other tables. */
  readonly isAssumed?: boolean;
}

/** Tables by weight, the least first (route_table_indexer.go). */
function byWeight(tables: KubernetesObject[]): KubernetesObject[][] {
  const groups = new Map<number, KubernetesObject[]>();
  for (const table of tables) {
    const weight = table.spec?.weight ?? 0;
    const group = groups.get(weight);
    if (group === undefined) {
      groups.set(weight, [table]);
    } else {
      group.push(table);
    }
  }
  return [...groups].sort(([one], [other]) => one - other).map(([, group]) => group);
}
