import { KubernetesObject } from '../../engine/kubernetes-object';
import { Note } from '../../engine/note';

/** A route of a VirtualService; where it delegates, a route of the other one that stands in its place. @internal */
export interface MergedRoute {
  /** The VirtualService that says where it leads. */
  readonly origin: KubernetesObject;
  /** Its id there. */
  readonly id: string;
  /** The namespace in which its short names are Services. */
  readonly namespace: string;
  /** As written, its matches and what it inherits put together. */
  readonly spec: any;
  /** Its matches, the gateways in them by their whole names; empty where it takes everything. */
  readonly matches: any[];
  /** Why nobody knows where it leads. */
  readonly unknown?: Note;
}

/** What a route inherits from the one that delegates to it, where it says nothing itself. */
const INHERITED = [
  'rewrite', 'directResponse', 'timeout', 'retries', 'fault', 'mirror', 'mirrorPercent', 'mirrorPercentage',
  'corsPolicy', 'mirrors', 'headers',
];

/**
 * A route of a delegate in the place of the one that delegates to it; undefined where their matches contradict each
 * other (mergeHTTPRoute in pilot/pkg/model/virtualservice.go of istio/istio).
 *
 * @internal
 */
export function delegated(root: MergedRoute, leaf: MergedRoute): MergedRoute | undefined {
  const matches = mergedMatches(root.matches, leaf.matches);
  if (matches === undefined) {
    return undefined;
  }
  const inherited = INHERITED.filter((field) => leaf.spec[field] === undefined && root.spec[field] !== undefined);
  return {
    ...leaf,
    spec: { ...leaf.spec, ...Object.fromEntries(inherited.map((field) => [field, root.spec[field]])) },
    matches,
  };
}

/**
 * Each entry of the delegate together with every entry that does not contradict it; one without any drops the route.
 */
function mergedMatches(root: any[], leaf: any[]): any[] | undefined {
  if (root.length === 0 || leaf.length === 0) {
    return root.length === 0 ? leaf : root;
  }
  const merged: any[] = [];
  for (const inner of leaf) {
    const fitting = root.filter((outer) => !contradicts(outer, inner));
    if (fitting.length === 0) {
      return undefined;
    }
    for (const outer of fitting) {
      merged.push(mergedMatch(outer, inner));
    }
  }
  return merged;
}

const MAPS = ['headers', 'withoutHeaders', 'queryParams', 'sourceLabels'];

function mergedMatch(root: any, leaf: any): any {
  const merged: any = { ...leaf };
  for (const field of ['uri', 'scheme', 'method', 'authority']) {
    merged[field] = leaf[field] ?? root[field];
  }
  for (const field of MAPS) {
    merged[field] = { ...root[field], ...leaf[field] };
  }
  return {
    ...merged,
    port: leaf.port || root.port,
    sourceNamespace: leaf.sourceNamespace || root.sourceNamespace,
    gateways: leaf.gateways?.length > 0 ? leaf.gateways : root.gateways,
  };
}

/** hasConflict in pilot/pkg/model/virtualservice.go. */
function contradicts(root: any, leaf: any): boolean {
  if (['uri', 'scheme', 'method', 'authority'].some((field) => textsContradict(root[field], leaf[field]))) {
    return true;
  }
  const inMaps = ['headers', 'withoutHeaders', 'queryParams'].some((field) => {
    return Object.entries(leaf[field] ?? {}).some(([name, text]) => textsContradict(root[field]?.[name], text));
  });
  if (inMaps || (root.ignoreUriCase ?? false) !== (leaf.ignoreUriCase ?? false)) {
    return true;
  }
  if (
    (root.port && leaf.port && root.port !== leaf.port) ||
    (root.sourceNamespace && root.sourceNamespace !== leaf.sourceNamespace)
  ) {
    return true;
  }
  const labels = Object.entries(leaf.sourceLabels ?? {});
  if (labels.some(([key, value]) => root.sourceLabels?.[key] !== undefined && root.sourceLabels[key] !== value)) {
    return true;
  }
  const [outer, inner] = [root.gateways ?? [], leaf.gateways ?? []];
  return (
    outer.length > 0 &&
    inner.length > 0 &&
    (outer.length < inner.length || inner.some((name: string) => !outer.includes(name)))
  );
}

/** stringMatchConflict there: an expression goes with nothing, and the inner text has to be part of the outer one. */
function textsContradict(root: any, leaf: any): boolean {
  if (!root || !leaf) {
    return false;
  }
  const isWritten = ({ regex, prefix, exact }: any) => Boolean(regex || prefix || exact);
  if ((root.regex && isWritten(leaf)) || (leaf.regex && isWritten(root))) {
    return true;
  }
  if (root.exact) {
    return Boolean(leaf.prefix) || leaf.exact !== root.exact;
  }
  const inner: string | undefined = leaf.prefix || leaf.exact;
  return !(root.prefix && inner && inner.startsWith(root.prefix));
}
