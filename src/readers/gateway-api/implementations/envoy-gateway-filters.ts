import { BackendCheck } from './implementation';
import { redirect } from './standard';
import { idOf, KubernetesObject } from '../../engine/kubernetes-object';
import { note, NoteKind } from '../../engine/note';
import { ObjectIndex } from '../../engine/object-index';
import { openOutcome, Outcome, statusOutcome } from '../backends/outcome';

const SOURCE = 'internal/gatewayapi/filters.go of envoyproxy/gateway';

/**
 * What the filters of a rule answer (ProcessHTTPFilters): a filter that Envoy Gateway does not support, or a
 * mirror to a missing backend, makes the whole rule answer 500. A mirror to a Service without pods changes nothing.
 * A direct response takes precedence over a redirect.
 *
 * @internal
 */
export function envoyGatewayFilters(
  rule: any,
  route: KubernetesObject,
  index: ObjectIndex,
  check: BackendCheck,
): Outcome | undefined {
  const { filters = [] } = rule;
  const outcomes = (filters as any[]).map((filter) => filterOutcome(filter, route, index, check));
  const isRedirect = filters.some(({ type }: any) => type === 'RequestRedirect');
  const faulty = outcomes.findIndex((outcome) => outcome?.fault !== undefined);
  const fault =
    outcomes[faulty]?.fault ??
    (isRedirect && filters.some(({ type }: any) => type === 'RequestMirror')
      ? 'a redirect and a mirror cannot stand beside each other'
      : undefined);
  if (fault !== undefined) {
    return statusOutcome(500, [
      note(
        NoteKind.IGNORED,
        'envoy-gateway-filter',
        [route],
        `a rule of HTTPRoute ${idOf(route)} answers with 500: ${fault}`,
        {
          field: `spec.rules[${(route.spec?.rules ?? []).indexOf(rule)}].filters[${Math.max(faulty, 0)}]`,
          fix: 'Correct the filter, or remove it.',
          source: SOURCE,
        },
      ),
    ]);
  }
  return outcomes.find((outcome) => outcome?.answer !== undefined)?.answer ?? redirect(filters);
}

interface FilterOutcome {
  /** Why the rule answers with 500. */
  readonly fault?: string;
  readonly answer?: Outcome;
}

function filterOutcome(
  filter: any,
  route: KubernetesObject,
  index: ObjectIndex,
  check: BackendCheck,
): FilterOutcome | undefined {
  switch (filter.type) {
    case 'RequestMirror':
      return mirrorOutcome(filter.requestMirror, check);
    case 'ExtensionRef':
      return extensionOutcome(filter.extensionRef ?? {}, route, index);
    case 'ExternalAuth':
      return { fault: 'Envoy Gateway supports no filter of type ExternalAuth' };
    case 'RequestHeaderModifier':
      return faultOf(headerFault(filter.requestHeaderModifier));
    case 'ResponseHeaderModifier':
      return faultOf(headerFault(filter.responseHeaderModifier));
    case 'RequestRedirect':
      return faultOf(hostnameFault(filter.requestRedirect));
    case 'URLRewrite':
      return faultOf(hostnameFault(filter.urlRewrite));
    default:
      return undefined;
  }
}

function mirrorOutcome({ backendRef = {} }: any = {}, check: BackendCheck): FilterOutcome | undefined {
  const { state, note: why } = check(backendRef);
  if (state === 'open' && why) {
    return { answer: openOutcome(why) };
  }
  return state === 'invalid'
    ? {
      fault: `its mirror leads nowhere (${backendRef.kind ?? 'Service'} ${backendRef.name}, port ${backendRef.port})`,
    }
    : undefined;
}

/** An HTTPRouteFilter of Envoy Gateway may answer directly; other kinds are those of extensions. */
function extensionOutcome(
  { group, kind, name }: any,
  route: KubernetesObject,
  index: ObjectIndex,
): FilterOutcome | undefined {
  const found =
    kind === 'HTTPRouteFilter' && group === EXTENSIONS
      ? index.find(EXTENSIONS, kind, route.metadata?.namespace, name)
      : undefined;
  if (!found) {
    return index.isComplete
      ? { fault: `its filter ${kind} ${name} is not there, or of a kind that Envoy Gateway does not know` }
      : {
        answer: openOutcome(
          note(
            NoteKind.UNREAD,
            'envoy-gateway-filter-unread',
            [route],
            `HTTPRoute ${idOf(route)} has the filter ${kind} ${name}, which is not among the objects`,
            { field: `${kind} ${name}` },
          ),
        ),
      };
  }
  const { directResponse, matches, credentialInjection } = found.spec ?? {};
  if (matches !== undefined || credentialInjection !== undefined) {
    return {
      answer: openOutcome(
        note(
          NoteKind.UNREAD,
          'envoy-gateway-filter-unread',
          [found],
          `HTTPRouteFilter ${idOf(found)} has fields that are not read`,
        ),
      ),
    };
  }
  return directResponse === undefined ? undefined : { answer: statusOutcome(directResponse.statusCode ?? 200, []) };
}

const EXTENSIONS = 'gateway.envoyproxy.io';

/**
 * Why a header filter is invalid: it names Host or a name with `/` or `:`, or sets a value that is not printable
 * (processRequestHeaderModifierFilter).
 *
 * @internal
 */
export function headerFault({ add = [], set = [], remove = [] }: any = {}): string | undefined {
  const host = [...[...add, ...set].map(({ name }: any) => name), ...remove].find(
    (name) => /^host$/i.test(name) || /[/:]/.test(name),
  );
  const odd = [...add, ...set].find(({ value }: any) => !isHeaderValue(String(value)));
  return host !== undefined
    ? `its filter cannot change the header ${host}`
    : odd && `its filter sets the header ${odd.name} to an invalid value`;
}

/** Printable characters, and single blanks between them (HeaderValueRegexp). */
function isHeaderValue(value: string): boolean {
  return /^[!-~\t ]+$/.test(value) && !/^[\t ]|[\t ]{2}|[\t ]$/.test(value);
}

function isAddress(hostname: string): boolean {
  const parts = hostname.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** A new host is a DNS name, no address (validateHostname in internal/gatewayapi/validate.go). */
function hostnameFault({ hostname }: any = {}): string | undefined {
  const isOdd =
    hostname !== undefined && (isAddress(hostname) || hostname.split('.').some((label: string) => label.length > 63));
  return isOdd
    ? `its filter has the hostname ${hostname}, which is an address or has a label of more than 63 characters`
    : undefined;
}

function faultOf(fault: string | undefined): FilterOutcome | undefined {
  return fault === undefined ? undefined : { fault };
}
