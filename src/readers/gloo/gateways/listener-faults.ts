import { idOf, joined, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { GlooObjects } from '../objects/gloo-objects';
import { isRequirement } from '../routes/selectors';

const SOURCE = 'projects/gateway/pkg/translator/translator.go of solo-io/gloo';

/** What an error of a Gateway comes to. @internal */
export const LISTENER_HELD_BACK =
  'Gloo holds the listener back. On a first apply nothing listens; a proxy that runs already keeps its last ' +
  'valid listener';

/** The errors by which Gloo holds back the listener of a Gateway (validateGateways). @internal */
export function listenerFaults(gateways: KubernetesObject[], objects: GlooObjects): Map<KubernetesObject, Note[]> {
  return new Map(
    gateways.map((gateway) => [
      gateway,
      [...sameAddress(gateway, gateways), ...missingServices(gateway, objects), ...badExpressions(gateway)],
    ]),
  );
}

function sameAddress(gateway: KubernetesObject, gateways: KubernetesObject[]): Note[] {
  const others = gateways.filter(
    (other) => other !== gateway && addressOf(other) === addressOf(gateway) && sharesProxy(other, gateway),
  );
  return others.length === 0
    ? []
    : [
      note(
        NoteKind.REJECTED,
        'gloo-gateway-address',
        [gateway, ...others],
        `Gateway ${idOf(gateway)} has the bindAddress and the bindPort of ${others.map(idOf).join(', ')}. ` +
          `${LISTENER_HELD_BACK}`,
        { fix: 'Give each Gateway of a proxy a bindPort of its own.', source: SOURCE },
      ),
    ];
}

function addressOf({ spec = {} }: KubernetesObject): string {
  return `${spec.bindAddress ?? ''}:${spec.bindPort ?? 0}`;
}

function sharesProxy(one: KubernetesObject, other: KubernetesObject): boolean {
  const proxies = ({ spec = {} }: KubernetesObject): string[] =>
    spec.proxyNames?.length > 0 ? spec.proxyNames : ['gateway-proxy'];
  return proxies(one).some((proxy) => proxies(other).includes(proxy));
}

/** Of objects that are not whole, a VirtualService may be somewhere else. */
function missingServices(gateway: KubernetesObject, objects: GlooObjects): Note[] {
  const refs = httpGatewaysOf(gateway).flatMap(({ virtualServices = [] }) => virtualServices);
  const missing = refs.filter(
    (ref: any) => objects.find('VirtualService', ref?.namespace ?? '', ref?.name) === undefined,
  );
  return !objects.index.isComplete
    ? []
    : missing.map((ref: any) =>
      note(
        NoteKind.REJECTED,
        'gloo-gateway-reference',
        [gateway],
        `Gateway ${idOf(gateway)} names VirtualService ${joined(ref?.namespace, ref?.name)}, which is not ` +
          `there. ${LISTENER_HELD_BACK}`,
        {
          field: joined(ref?.namespace, ref?.name),
          fix: 'Add the VirtualService, or name one that is there, with its namespace.',
          source: SOURCE,
        },
      ),
    );
}

function badExpressions(gateway: KubernetesObject): Note[] {
  const expressions = httpGatewaysOf(gateway).flatMap(
    ({ virtualServiceExpressions = {} }) => virtualServiceExpressions.expressions ?? [],
  );
  return expressions.every(isRequirement)
    ? []
    : [
      note(
        NoteKind.REJECTED,
        'gloo-gateway-expression',
        [gateway],
        `Kubernetes does not take an expression by which Gateway ${idOf(gateway)} selects VirtualServices. ` +
          `${LISTENER_HELD_BACK}`,
        { fix: 'Give In and NotIn some values, Exists and DoesNotExist none, and the others one.', source: SOURCE },
      ),
    ];
}

function httpGatewaysOf({ spec = {} }: KubernetesObject): any[] {
  const matched: any[] = (spec.hybridGateway?.matchedGateways ?? []).map(({ httpGateway }: any) => httpGateway);
  return [spec.httpGateway, ...matched].filter((http) => http !== undefined);
}
