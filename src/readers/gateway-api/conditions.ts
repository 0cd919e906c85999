import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { ANY_PATH, NamedCondition, RouteConditions, TextCondition } from '../engine/route-conditions';

/** What the rules of an HTTPRoute ask for. @internal */
export function conditionsOf({ spec, metadata }: KubernetesObject, index: ObjectIndex): RouteConditions[] {
  const listeners: any[] = (spec?.parentRefs ?? []).flatMap(({ namespace, name, sectionName }: any) => {
    const found = index.find('gateway.networking.k8s.io', 'Gateway', namespace ?? metadata?.namespace, name);
    return (found?.spec?.listeners ?? []).filter(
      (listener: any) => sectionName === undefined || listener?.name === sectionName,
    );
  });
  const written: string[] = spec?.hostnames ?? [];
  const hosts = written.length > 0 ? written : [...new Set<string>(listeners.map(({ hostname = '' }) => hostname))];
  const protocols = listeners.map(({ protocol }) => protocol);
  const schemes = [
    ...(listeners.length === 0 || protocols.includes('HTTP') ? ['http'] : []),
    ...(protocols.includes('HTTPS') ? ['https'] : []),
  ];
  return (spec?.rules ?? [{}])
    .flatMap(({ matches = [] }: any) => (matches.length > 0 ? matches : [{}]))
    .map((match: any): RouteConditions => ({
      hosts,
      schemes,
      paths: [match.path === undefined ? ANY_PATH : pathOf(match.path)],
      headers: named(match.headers),
      queryParameters: named(match.queryParams),
      methods: match.method === undefined ? [] : [match.method],
    }));
}

function pathOf({ type = 'PathPrefix', value = '/' }: any): TextCondition {
  return { comparison: type === 'Exact' ? 'exact' : type === 'PathPrefix' ? 'prefix' : 'regex', text: value };
}

function named(conditions: any[] = []): NamedCondition[] {
  return conditions
    .filter(({ name }) => typeof name === 'string')
    .map(({ name, type = 'Exact', value = '' }) => {
      return { name, comparison: type === 'Exact' ? 'exact' : 'regex', text: value };
    });
}
