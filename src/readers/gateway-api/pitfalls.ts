import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

const GROUP = 'gateway.networking.k8s.io';

/** What goes wrong with HTTPRoutes. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  return index.all(GROUP, 'HTTPRoute').flatMap((route) =>
    overtaken(route.spec?.rules ?? []).map((message) => ({
      rule: 'gateway-api-longer-path',
      severity: 'warning' as const,
      objects: [route],
      message,
      fix: 'Repeat the rule with the headers for each of the longer paths.',
      source: 'https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule',
    })),
  );
}

/** A longer path beats any number of headers, wherever it is written. */
function overtaken(rules: any[]): string[] {
  const matches = rules.flatMap(({ matches: own = [] }: any) => (own.length > 0 ? own : [{}]) as any[]);
  const prefix = ({ path = {} }: any): string =>
    path.type === undefined || path.type === 'PathPrefix' ? (path.value ?? '/') : '';
  const lanes = matches.filter(({ headers = [] }) => headers.length > 0);
  const plain = matches.filter(({ headers = [] }) => headers.length === 0);
  const within = (long: string, short: string) =>
    short !== '' &&
    long !== '' &&
    long.length > short.length &&
    long.startsWith(short.endsWith('/') ? short : `${short}/`);
  return lanes.flatMap((lane) => {
    const longer = plain.find((other) => within(prefix(other), prefix(lane)));
    const asksTheSame = (other: any) => JSON.stringify(other.headers) === JSON.stringify(lane.headers);
    const isRepeated = longer && lanes.some((other) => prefix(other) === prefix(longer) && asksTheSame(other));
    return longer && !isRepeated
      ? [
        `the rule for ${prefix(lane)} with headers does not get the requests to ${prefix(longer)}, ` +
            'whose rule has a longer path and asks for no header',
      ]
      : [];
  });
}
