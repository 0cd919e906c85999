import { Fault } from './objects/fault';
import { gatewayFault } from './objects/gateway-faults';
import { routeFault } from './objects/http-route-faults';
import { KubernetesObject } from '../engine/kubernetes-object';
import { ObjectIndex } from '../engine/object-index';
import { Pitfall } from '../engine/pitfall';

const GROUP = 'gateway.networking.k8s.io';

/** What goes wrong with HTTPRoutes and Gateways. @internal */
export function pitfallsOf(index: ObjectIndex): Pitfall[] {
  const routes = index.all(GROUP, 'HTTPRoute');
  return [
    ...index.all(GROUP, 'Gateway').flatMap((gateway) => rejected(gateway, gatewayFault(gateway))),
    ...routes.flatMap((route) => [
      ...rejected(route, routeFault(route)),
      ...overtaken(route.spec?.rules ?? []).map((message): Pitfall => ({
        rule: 'gateway-api-longer-path',
        severity: 'warning',
        objects: [route],
        message,
        fix: 'Repeat the rule with the headers for each of the longer paths.',
        source: 'https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule',
      })),
    ]),
  ];
}

function rejected(object: KubernetesObject, fault: Fault | undefined): Pitfall[] {
  return fault === undefined
    ? []
    : [
      {
        rule: 'gateway-api-rejected',
        severity: 'error',
        objects: [object],
        message: `the API server rejects it: ${fault.reason}`,
        fix: fault.fix,
        source: 'https://gateway-api.sigs.k8s.io/reference/spec/',
      },
    ];
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
