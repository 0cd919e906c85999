import { takesEverything } from './istio-groups';
import { repeatedRuleName } from './rule-names';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { Match } from '../matching';

const SOURCE = 'pilot/pkg/config/kube/gateway/conversion.go of istio/istio';
const FILTERS = new Set([
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestRedirect',
  'RequestMirror',
  'URLRewrite',
  'CORS',
]);
const BACKEND_FILTERS = new Set(['RequestHeaderModifier', 'ResponseHeaderModifier']);

/**
 * Why Istio leaves out all rules of a route: one error that it cannot answer with 500 is enough (`convertHTTPRoute`,
 * and `computeRoute` in route_collections.go).
 *
 * @internal
 */
export function istioRouteFault(route: KubernetesObject): Note | undefined {
  const repeated = repeatedRuleName(route);
  if (repeated) {
    return repeated;
  }
  const faults: (string | undefined)[] = (route.spec?.rules ?? []).map(faultOf);
  const place = faults.findIndex((fault) => fault !== undefined);
  return place < 0
    ? undefined
    : note(
      NoteKind.REJECTED,
      'istio-gateway-api-route-dropped',
      [route],
      `Istio leaves out all rules of HTTPRoute ${idOf(route)}: ${faults[place]}`,
      {
        field: `spec.rules[${place}]`,
        fix: 'Remove it, or move the rule to an HTTPRoute of its own.',
        source: SOURCE,
      },
    );
}

function faultOf({ filters = [], backendRefs = [] }: any): string | undefined {
  const filter = filters.find(({ type }: any) => !FILTERS.has(type));
  if (filter) {
    return `it knows no filter of the type ${filter.type}`;
  }
  const header = headersOf(filters).find(({ value }) => isOddValue(value));
  if (header) {
    return `a filter sets the header ${header.name} to an invalid value`;
  }
  return backendRefs
    .filter(({ weight = 1 }: any) => weight > 0)
    .map(backendFault)
    .find((fault: string | undefined) => fault !== undefined);
}

function backendFault({ group = '', kind = 'Service', name, namespace, filters = [] }: any): string | undefined {
  if (group === '' && kind === 'Service' && String(name).includes('.')) {
    return `the backend ${name} is no name of a Service`;
  }
  if (kind === 'Hostname' && namespace !== undefined) {
    return `the backend ${name} is a Hostname and has a namespace`;
  }
  const filter = filters.find(({ type }: any) => !BACKEND_FILTERS.has(type));
  const header = headersOf(filters).find(({ value }) => isOddValue(value));
  return filter
    ? `it knows no filter of the type ${filter.type} at a backend`
    : header && `a filter sets the header ${header.name} to an invalid value`;
}

function headersOf(filters: any[]): any[] {
  return filters.flatMap(({ requestHeaderModifier = {}, responseHeaderModifier = {} }) => {
    return [requestHeaderModifier, responseHeaderModifier].flatMap(({ add = [], set = [] }: any) => [...set, ...add]);
  });
}

function isOddValue(value: unknown): boolean {
  // eslint-disable-next-line no-control-regex
  return /[\x00-\x08\x0a-\x1f\x7f]/.test(String(value));
}

/**
 * Why Envoy refuses the routes of a port: an expression that RE2 cannot compile, in a match that is not behind one
 * that takes everything, since Istio writes nothing behind that (BuildHTTPRoutesForVirtualService and IsCatchAllRoute
 * in pilot/pkg/networking/core/route/route.go).
 *
 * @internal
 */
export function expressionFault(matches: readonly Match[]): Note | undefined {
  for (const match of matches) {
    const { path, headers, queryParameters, route } = match;
    const expressions = [...headers, ...queryParameters].flatMap(({ expression }) =>
      expression === undefined || expression.text === '*' ? [] : expression,
    );
    const odd = [...(path.expression ? [path.expression] : []), ...expressions].find(({ isValid }) => !isValid)?.text;
    if (odd !== undefined) {
      return note(
        NoteKind.REJECTED,
        'istio-gateway-api-expression',
        [route],
        `Envoy refuses all routes of the port, because '${odd}' in HTTPRoute ${idOf(route)} is no expression of RE2`,
        {
          field: odd,
          fix: 'Write an expression of RE2, without look-around and back references.',
          source: 'pilot/pkg/networking/core/route/route.go of istio/istio',
        },
      );
    }
    if (takesEverything(match)) {
      return undefined;
    }
  }
  return undefined;
}
