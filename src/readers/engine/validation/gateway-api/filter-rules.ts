import { each, Refusal, refusal, repeated } from '../refusal';

/** The types of filters, and the field that each of them has. */
const FIELDS = {
  RequestHeaderModifier: 'requestHeaderModifier',
  ResponseHeaderModifier: 'responseHeaderModifier',
  RequestMirror: 'requestMirror',
  RequestRedirect: 'requestRedirect',
  URLRewrite: 'urlRewrite',
  ExtensionRef: 'extensionRef',
  CORS: 'cors',
};

/** A rule may have several of these. */
const REPEATABLE = ['RequestMirror', 'ExtensionRef'];

/**
 * The rules in CEL for filters (HTTPRouteFilter in apis/v1/httproute_types.go of kubernetes-sigs/gateway-api).
 *
 * @internal
 */
export function* filterRefusals(filters: any[] | undefined, path: string): Generator<Refusal> {
  yield* repeated(filters, path, ({ type }) => (REPEATABLE.includes(type) ? undefined : type), 'type');
  const types = new Set((filters ?? []).map(({ type }) => type));
  if (types.has('RequestRedirect') && types.has('URLRewrite')) {
    yield refusal(path, 'must not have both a RequestRedirect and an URLRewrite', 'Keep one of the two filters.');
  }
  for (const [filter, place] of each(filters, path)) {
    for (const [type, field] of Object.entries(FIELDS)) {
      if (filter.type === type && filter[field] === undefined) {
        yield refusal(`${place}.${field}`, `is missing: the filter is a ${type}`, `Add ${place}.${field}.`);
      }
      if (filter.type !== type && filter[field] !== undefined) {
        yield refusal(
          `${place}.${field}`,
          `must not be there: the filter is a ${filter.type}`,
          `Remove ${place}.${field}, or write type: ${type}.`,
        );
      }
    }
    yield* contentRefusals(filter, place);
  }
}

function* contentRefusals(filter: any, place: string): Generator<Refusal> {
  for (const field of ['requestHeaderModifier', 'responseHeaderModifier']) {
    yield* repeated(filter[field]?.set, `${place}.${field}.set`, ({ name }) => name, 'name');
    yield* repeated(filter[field]?.add, `${place}.${field}.add`, ({ name }) => name, 'name');
    yield* repeated<string>(filter[field]?.remove, `${place}.${field}.remove`, (name) => name, 'name');
  }
  yield* newPathRefusals(filter.requestRedirect?.path, `${place}.requestRedirect.path`);
  yield* newPathRefusals(filter.urlRewrite?.path, `${place}.urlRewrite.path`);
  yield* mirrorRefusals(filter.requestMirror, `${place}.requestMirror`);
  for (const field of ['allowOrigins', 'allowMethods', 'allowHeaders', 'exposeHeaders']) {
    const values: string[] | undefined = filter.cors?.[field];
    yield* repeated(values, `${place}.cors.${field}`, (value) => value, 'value');
    if (field !== 'exposeHeaders' && values && values.length > 1 && values.includes('*')) {
      yield refusal(`${place}.cors.${field}`, 'must not have other values beside *', 'Keep * alone, or leave it out.');
    }
  }
}

function* newPathRefusals(path: any, place: string): Generator<Refusal> {
  for (const [type, field] of [
    ['ReplaceFullPath', 'replaceFullPath'],
    ['ReplacePrefixMatch', 'replacePrefixMatch'],
  ]) {
    if (path && (path.type === type) !== (path[field] !== undefined)) {
      yield refusal(
        `${place}.${field}`,
        `is required with type ${type}, and not allowed with any other`,
        `Write type: ${type} with ${field}.`,
        path.type,
      );
    }
  }
}

function* mirrorRefusals(mirror: any, place: string): Generator<Refusal> {
  if (!mirror) {
    return;
  }
  yield* portRefusals(mirror.backendRef, `${place}.backendRef`);
  if (mirror.percent !== undefined && mirror.fraction !== undefined) {
    yield refusal(place, 'must have only one of percent and fraction', 'Keep one of the two.');
  }
  if (mirror.fraction && mirror.fraction.numerator > (mirror.fraction.denominator ?? 100)) {
    yield refusal(
      `${place}.fraction`,
      'must not be greater than 1',
      'Write a numerator that is at most the denominator.',
      mirror.fraction,
    );
  }
}

/** @internal */
export function* portRefusals({ group = '', kind = 'Service', port }: any, place: string): Generator<Refusal> {
  if (group === '' && kind === 'Service' && port === undefined) {
    yield refusal(`${place}.port`, 'is missing: a reference to a Service needs a port', `Add ${place}.port.`);
  }
}
