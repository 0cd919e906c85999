import { isClaim } from './validation/names';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { ANY_PATH, NamedCondition, RouteConditions, textCondition } from '../engine/route-conditions';

/**
 * What the routes of a VirtualService ask for; a route that delegates stands for those of the other one.
 *
 * @internal
 */
export function conditionsOf({ spec, metadata }: KubernetesObject, index: ObjectIndex): RouteConditions[] {
  const hosts: string[] = spec?.hosts ?? [];
  const schemes = schemesOf(spec?.gateways ?? [], metadata?.namespace, index);
  return entriesOf(spec?.http ?? [], metadata?.namespace, index).map((matches) => {
    const uri = matches
      .map((match) => match.uri)
      .filter((one) => one !== undefined)
      .at(-1);
    const methods = matches.flatMap(({ method }) => (method?.exact === undefined ? [] : [method.exact as string]));
    return {
      hosts,
      schemes,
      paths: [uri === undefined ? ANY_PATH : textCondition(uri)],
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

function entriesOf(http: any[], namespace: string | undefined, index: ObjectIndex, isInner = false): any[][] {
  return http.flatMap((route) => {
    const own: any[] = route.match?.length > 0 ? route.match : [{}];
    const { delegate } = route;
    const leaf =
      delegate && !isInner
        ? index.find('networking.istio.io', 'VirtualService', delegate.namespace || namespace, delegate.name)
        : undefined;
    const inner = leaf ? entriesOf(leaf.spec?.http ?? [], leaf.metadata?.namespace, index, true) : [[]];
    return own.flatMap((match) => inner.map((matches) => [match, ...matches]));
  });
}

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
