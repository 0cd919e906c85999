import { byAge, UntoldAges } from './ages';
import { completed, mostSpecific } from './host-names';
import { namespaceOf, ROOT_NAMESPACE } from './namespaces';
import { Proxy } from './proxy';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { destinationRuleFault } from '../validation/destination-rule-faults';

/** DestinationRules of one host and namespace, put together. @internal */
export interface MergedRule {
  readonly objects: KubernetesObject[];
  readonly namespace: string;
  readonly subsets: Map<string, any>;
  /** The policy of the first one that has one. */
  readonly trafficPolicy?: any;
  /** The pods for which it counts; undefined for all. */
  readonly selector?: { readonly [key: string]: string };
  readonly exportTo: ReadonlySet<string>;
}

interface MutableRule extends MergedRule {
  objects: KubernetesObject[];
  trafficPolicy?: any;
}

type RulesByHost = Map<string, MutableRule[]>;

/**
 * What DestinationRules say of hosts (setDestinationRules in pilot/pkg/model/push_context.go of istio/istio).
 *
 * @internal
 */
export class DestinationRules {
  /** By namespace: for proxies of it. */
  private readonly local = new Map<string, RulesByHost>();
  /** By namespace: for others. */
  private readonly exported = new Map<string, RulesByHost>();
  /** Private rules of the root namespace. */
  private readonly rootLocal: RulesByHost = new Map();

  constructor(index: ObjectIndex, untold: UntoldAges) {
    const all = index
      .all('networking.istio.io', 'DestinationRule')
      .filter((rule) => rule.spec?.host && !destinationRuleFault(rule, index));
    const sorted = byAge(all, untold);
    for (const rule of [...sorted.filter(hasSelector), ...sorted.filter((one) => !hasSelector(one))]) {
      this.add(rule, namespaceOf(rule, index));
    }
  }

  /**
   * What counts for a proxy's requests to a host: rules of its own namespace, then of the Service's, then of the root
   * namespace (destinationRule in push_context.go; DestinationRule in sidecar.go chooses among them by pods).
   */
  public of(host: string, serviceNamespace: string | undefined, { namespace, labels }: Proxy): MergedRule | undefined {
    const own = mostSpecific(
      host,
      namespace === ROOT_NAMESPACE ? this.rootLocal : (this.local.get(namespace) ?? NONE),
    );
    const candidates =
      own ??
      this.exportedFrom(serviceNamespace, host, namespace) ??
      this.exportedFrom(ROOT_NAMESPACE, host, namespace) ??
      [];
    const chosen = candidates.find(({ selector, namespace: from }) => {
      return (
        selector !== undefined &&
        from === namespace &&
        Object.entries(selector).every(([key, value]) => labels[key] === value)
      );
    });
    return chosen ?? candidates.filter(({ selector }) => selector === undefined).at(-1);
  }

  /** Whether some rule applies to a host, for any proxy. */
  public knows(host: string): boolean {
    return [...this.local.values(), ...this.exported.values(), this.rootLocal].some(
      (rules) => mostSpecific(host, rules) !== undefined,
    );
  }

  private exportedFrom(owner: string | undefined, host: string, client: string): MergedRule[] | undefined {
    const found = mostSpecific(host, this.exported.get(owner ?? '') ?? NONE) ?? [];
    const visible = found.filter(({ exportTo }) => exportTo.size === 0 || exportTo.has('*') || exportTo.has(client));
    return visible.length > 0 ? visible : undefined;
  }

  private add(rule: KubernetesObject, namespace: string): void {
    const { workloadSelector, exportTo = [] } = rule.spec;
    const written = new Set<string>(workloadSelector ? ['.'] : exportTo);
    if (written.size === 0 || ['*', '.', namespace].some((one) => written.has(one))) {
      merge(at(this.local, namespace), rule, namespace, written);
    }
    const isPrivate = written.size === 1 && (written.has('.') || written.has(namespace));
    if (!isPrivate) {
      merge(at(this.exported, namespace), rule, namespace, written);
    } else if (namespace === ROOT_NAMESPACE) {
      merge(this.rootLocal, rule, namespace, written);
    }
  }
}

const NONE: RulesByHost = new Map();

function hasSelector({ spec }: KubernetesObject): boolean {
  return spec?.workloadSelector !== undefined;
}

function at(byNamespace: Map<string, RulesByHost>, namespace: string): RulesByHost {
  const known = byNamespace.get(namespace) ?? new Map<string, MutableRule[]>();
  byNamespace.set(namespace, known);
  return known;
}

/**
 * Rules for the same proxies become one; the subsets of the older one stand (mergeDestinationRule in
 * destination_rule.go).
 */
function merge(rules: RulesByHost, rule: KubernetesObject, namespace: string, exportTo: ReadonlySet<string>): void {
  const host = completed(rule.spec.host, namespace);
  const known = rules.get(host) ?? [];
  const selector = rule.spec.workloadSelector && (rule.spec.workloadSelector.matchLabels ?? {});
  let isSeparate = true;
  for (const other of known) {
    const isSuperset = other.exportTo.size > 0 && [...other.exportTo].every((one) => exportTo.has(one));
    const isSame = isSuperset && other.exportTo.size === exportTo.size;
    const isBothOpen = other.exportTo.size === 0 && exportTo.size === 0;
    if (!isBothOpen && !isSame && !isSuperset) {
      isSeparate = true;
      continue;
    }
    isSeparate = !(isBothOpen || isSame);
    if (selector !== undefined && other.selector !== undefined && !sameLabels(selector, other.selector)) {
      isSeparate = true;
      continue;
    }
    if ((selector === undefined) === (other.selector === undefined)) {
      isSeparate = false;
    }
    other.objects = [...other.objects, rule];
    other.trafficPolicy ??= rule.spec.trafficPolicy;
    for (const subset of rule.spec.subsets ?? []) {
      if (!other.subsets.has(subset.name)) {
        other.subsets.set(subset.name, subset);
      }
    }
  }
  if (isSeparate) {
    const subsets = new Map<string, any>((rule.spec.subsets ?? []).map((subset: any) => [subset.name, subset]));
    rules.set(host, [
      ...known,
      { objects: [rule], namespace, subsets, trafficPolicy: rule.spec.trafficPolicy, selector, exportTo },
    ]);
  }
}

function sameLabels(one: { [key: string]: string }, other: { [key: string]: string }): boolean {
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length && keys.every((key) => one[key] === other[key]);
}
