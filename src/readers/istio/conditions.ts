import { completed } from './model/host-names';
import { httpRouteId } from './model/merged-service';
import { namespaceOf } from './model/namespaces';
import { worldOf } from './model/world';
import { isClaim } from './validation/names';
import { memoizeByObject } from '../../caching/memoize-by-object';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { ANY_PATH, ConditionedRoute, NamedCondition, RouteConditions, textCondition } from '../engine/route-conditions';

/**
 * What the routes of a VirtualService ask for; a route that delegates stands for those of the other one.
 *
 * @internal
 */
export function conditionsOf(service: KubernetesObject, index: ObjectIndex): RouteConditions[] {
  const { spec, metadata } = service;
  const hosts: string[] = spec?.hosts ?? [];
  const schemes = schemesOf(spec?.gateways ?? [], metadata?.namespace, index);
  return entriesOf(service, index).map(({ matches, route }) => {
    const uri = matches
      .map((match) => match.uri)
      .filter((one) => one !== undefined)
      .at(-1);
    const methods = matches.flatMap(({ method }) => (method?.exact === undefined ? [] : [method.exact as string]));
    return {
      hosts,
      schemes,
      paths: [
        {
          ...(uri === undefined ? ANY_PATH : textCondition(uri)),
          route: conditionedRoute(route, matches, index),
        },
      ],
      headers: [
        ...matches.flatMap(({ headers }) => named(headers)),
        ...matches.flatMap(({ withoutHeaders }) =>
          named(withoutHeaders).map((condition): NamedCondition => ({ ...condition, negation: 'absent' })),
        ),
      ],
      queryParameters: matches.flatMap(({ queryParams }) => named(queryParams)),
      methods,
    };
  });
}

/** A route of a VirtualService, by its place. */
interface WrittenRoute {
  readonly holder: KubernetesObject;
  readonly position: number;
}

/** An entry of `match`: the one of the delegating route first. */
interface Entry {
  readonly matches: any[];
  readonly route: WrittenRoute;
}

function entriesOf(holder: KubernetesObject, index: ObjectIndex, isInner = false): Entry[] {
  return (holder.spec?.http ?? []).flatMap((route: any, position: number): Entry[] => {
    const own: any[] = route.match?.length > 0 ? route.match : [{}];
    const { delegate } = route;
    const namespace = delegate?.namespace || holder.metadata?.namespace;
    const leaf =
      delegate && !isInner ? index.find('networking.istio.io', 'VirtualService', namespace, delegate.name) : undefined;
    const inner = leaf ? entriesOf(leaf, index, true) : [{ matches: [], route: { holder, position } }];
    return own.flatMap((match) => inner.map((one) => ({ ...one, matches: [match, ...one.matches] })));
  });
}

/** Undefined for a route that Istio drops. */
function conditionedRoute(
  { holder, position }: WrittenRoute,
  matches: any[],
  index: ObjectIndex,
): ConditionedRoute | undefined {
  const id = httpRouteId(holder, position);
  const { route = [], redirect, directResponse } = holder.spec.http[position];
  const namespace = namespaceOf(holder, index);
  const destinations = route.map(({ destination = {}, weight }: any) => {
    return [completed(destination.host ?? '', namespace), destination.subset, destination.port, weight];
  });
  return keptRoutes(index).has(id)
    ? {
      id,
      holder,
      action: JSON.stringify([destinations, redirect, directResponse]),
      asksMore: matches.some(asksMore),
    }
    : undefined;
}

/** Whether an entry asks for what the conditions do not say. */
function asksMore({ method, headers = {}, ...match }: any): boolean {
  return (
    ['port', 'authority', 'scheme', 'sourceLabels', 'sourceNamespace'].some((field) => match[field] !== undefined) ||
    (method !== undefined && method.exact === undefined) ||
    Object.keys(headers).some(isClaim)
  );
}

const keptRoutes = memoizeByObject((index: ObjectIndex) => {
  return new Set(worldOf(index).services.flatMap(({ routes }) => routes.map(({ id }) => id)));
});

function named(conditions: any = {}): NamedCondition[] {
  return Object.entries<any>(conditions)
    .filter(([name]) => !isClaim(name))
    .map(([name, text]) => ({ name, ...textCondition(text) }));
}

/** What the gateways listen for, as far as they are known. */
function schemesOf(gateways: string[], namespace: string | undefined, index: ObjectIndex): string[] {
  const known = gateways.flatMap((text) => {
    const [name, space] = text.split('/').reverse();
    return index.find('networking.istio.io', 'Gateway', space ?? namespace, name) ?? [];
  });
  const protocols: string[] = known
    .flatMap(({ spec }) => spec?.servers ?? [])
    .map((server: any) => String(server?.port?.protocol).toUpperCase());
  const isMesh = gateways.length === 0 || gateways.includes('mesh') || known.length < gateways.length;
  return [
    ...(isMesh || protocols.some((protocol) => /^(HTTP|HTTP2|GRPC)/.test(protocol) && protocol !== 'HTTPS')
      ? ['http']
      : []),
    ...(protocols.includes('HTTPS') ? ['https'] : []),
  ];
}
