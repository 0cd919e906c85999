import { VirtualHost } from './gateways/virtual-host';
import { pathKind } from './routes/matchers';
import { ANY_PATH, NamedCondition, RouteConditions, textCondition } from '../engine/route-conditions';

/** What the routes of a VirtualService ask for, delegation resolved; every path where it has no route. @internal */
export function conditionsOf({ service: { spec }, routes }: VirtualHost): RouteConditions[] {
  const hosts: string[] = spec?.virtualHost?.domains ?? [];
  const schemes = spec?.sslConfig === undefined ? ['http'] : ['https'];
  const asked = routes
    .flatMap(({ matchers }) => matchers)
    .map((matcher): RouteConditions => ({
      hosts,
      schemes,
      paths: [
        pathKind(matcher) === undefined
          ? ANY_PATH
          : textCondition({ [pathKind(matcher)!]: matcher[pathKind(matcher)!] }),
      ],
      headers: named(matcher.headers),
      queryParameters: named(matcher.queryParameters),
      methods: matcher.methods,
    }));
  return asked.length === 0 ? [{ hosts, schemes, paths: [ANY_PATH], headers: [] }] : asked;
}

function named(conditions: any[] = []): NamedCondition[] {
  return conditions
    .filter(({ name }) => typeof name === 'string')
    .map(({ name, value, regex, invertMatch }) => {
      const negation = invertMatch === true ? (value ? 'different' : 'absent') : undefined;
      return { name, comparison: value ? (regex ? 'regex' : 'exact') : 'present', text: value ?? '', negation };
    });
}
