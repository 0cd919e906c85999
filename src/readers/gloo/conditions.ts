import { FlatRoute } from './flat-route';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ANY_PATH, NamedCondition, RouteConditions, textCondition } from '../engine/route-conditions';

/** What the routes of a VirtualService ask for, delegation resolved. @internal */
export function conditionsOf({ spec }: KubernetesObject, routes: FlatRoute[]): RouteConditions[] {
  const hosts: string[] = spec?.virtualHost?.domains ?? [];
  const schemes = spec?.sslConfig === undefined ? ['http'] : ['https'];
  return routes.flatMap(({ matchers }) => matchers).map((matcher) => ({
    hosts,
    schemes,
    paths: [matcher.exact ?? matcher.prefix ?? matcher.regex ? textCondition(matcher) : ANY_PATH],
    headers: named(matcher.headers),
    queryParameters: named(matcher.queryParameters),
    methods: matcher.methods,
  }));
}

function named(conditions: any[] = []): NamedCondition[] {
  return conditions.filter(({ name }) => typeof name === 'string').map(({ name, value, regex, invertMatch }) => {
    const negation = invertMatch === true ? (value ? 'different' : 'absent') : undefined;
    return { name, comparison: value ? (regex ? 'regex' : 'exact') : 'present', text: value ?? '', negation };
  });
}
