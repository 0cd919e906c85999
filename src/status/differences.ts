import { isMap } from '../faults/shown';
import { KubernetesObject, textOfValue } from '../readers/engine/kubernetes-object';

/** A field of a manifest that a live object has otherwise. @internal */
export interface FieldDifference {
  /** Such as `spec.template.spec.containers[0].image`. */
  readonly field: string;
  /** The value in the manifest. */
  readonly wanted: unknown;
  /** The live value; undefined where it is not there. */
  readonly live: unknown;
}

/** What a comparison leaves out. @internal */
export interface Ignored {
  /** Whether another object decides the number of pods. */
  readonly replicas: boolean;
  /** Whether a controller writes the routes. */
  readonly routes: boolean;
}

/** The fields in which the kinds of a router keep what controllers write. */
const ROUTES: { readonly [kind: string]: string[] } = {
  VirtualService: ['http', 'tls', 'tcp'],
  DestinationRule: ['subsets'],
  HTTPRoute: ['rules'],
};

/**
 * The fields that a live object has otherwise than a manifest. What only the live object has is no difference: the API
 * server adds defaults, and controllers add status. But what another stage has written, and this one lacks, is one.
 *
 * @param others the same object at other stages
 * @internal
 */
export function differences(
  manifest: KubernetesObject,
  live: KubernetesObject,
  others: readonly KubernetesObject[],
  ignored: Ignored,
): FieldDifference[] {
  const written = (object: KubernetesObject) => writtenFields(object, ignored);
  const isRoute = ROUTE_KINDS.has(manifest.kind) && !ignored.routes;
  return [...unlike(written(manifest), live, others.map(written), ''), ...(isRoute ? addedToRoute(manifest, live) : [])];
}

/** Kinds in which every field of the specification decides who gets what. */
const ROUTE_KINDS = new Set(['HTTPRoute', 'Ingress', 'RouteTable', 'VirtualService']);

/** Annotations that controllers of an Ingress obey. */
const ROUTE_ANNOTATIONS = /^(nginx\.ingress\.kubernetes\.io|ingress\.appscode\.com)\//;

/** What a live route has that its manifest lacks, unless it is a default: a condition or a filter changes traffic. */
function* addedToRoute({ spec, metadata }: KubernetesObject, live: KubernetesObject): Generator<FieldDifference> {
  yield* added(spec, live.spec, 'spec');
  const own = (metadata as any)?.annotations ?? {};
  for (const [name, value] of Object.entries((live.metadata as any)?.annotations ?? {})) {
    if (ROUTE_ANNOTATIONS.test(name) && !Object.hasOwn(own, name)) {
      yield { field: `metadata.annotations.${name}`, wanted: undefined, live: value };
    }
  }
}

function* added(wanted: any, live: any, field: string): Generator<FieldDifference> {
  if (Array.isArray(wanted) && Array.isArray(live) && wanted.length === live.length) {
    for (const [place, value] of wanted.entries()) {
      yield* added(value, live[place], `${field}[${place}]`);
    }
  } else if (isMap(wanted) && isMap(live)) {
    for (const [name, value] of Object.entries(live)) {
      if (Object.hasOwn(wanted, name)) {
        yield* added(wanted[name], value, `${field}.${name}`);
      } else if (!isDefault(name, value)) {
        yield { field: `${field}.${name}`, wanted: undefined, live: value };
      }
    }
  }
}

/** The defaults that the API server writes into routes, each as text. */
const DEFAULTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['group', ['""', '"gateway.networking.k8s.io"']],
  ['kind', ['"Gateway"', '"Service"']],
  ['matches', ['[{"path":{"type":"PathPrefix","value":"/"}}]', '[{"path":{"value":"/","type":"PathPrefix"}}]']],
  ['path', ['{"type":"PathPrefix","value":"/"}', '{"value":"/","type":"PathPrefix"}']],
  ['type', ['"Exact"', '"PathPrefix"']],
  ['value', ['"/"']],
  ['weight', ['1']],
]);

function isDefault(name: string, value: unknown): boolean {
  // Which class is the default one, only the cluster knows.
  return isNothing(value) || name === 'ingressClassName' || DEFAULTS.get(name)?.includes(JSON.stringify(value)) === true;
}

/** The fields of a manifest that are compared. */
function writtenFields(manifest: KubernetesObject, ignored: Ignored): any {
  const { apiVersion: _, kind, metadata, status: __, ...rest } = manifest as any;
  const { labels, annotations } = metadata ?? {};
  const { stringData, ...fields } = rest;
  return {
    metadata: { labels, annotations },
    ...fields,
    ...(kind === 'Secret' && stringData !== undefined ? { data: { ...fields.data, ...encoded(stringData) } } : { stringData }),
    spec: withoutIgnored(rest.spec, kind, ignored),
  };
}

/** The API server keeps the texts of a Secret in base64. */
function encoded(texts: any): any {
  return Object.fromEntries(
    Object.entries(texts ?? {}).map(([name, text]) => [name, Buffer.from(textOfValue(text)).toString('base64')]),
  );
}

function withoutIgnored(spec: any, kind: string, { replicas, routes }: Ignored): any {
  if (spec === undefined || spec === null) {
    return undefined;
  }
  const left = [...(replicas ? ['replicas'] : []), ...(routes ? (ROUTES[kind] ?? []) : [])];
  return Object.fromEntries(Object.entries(spec).filter(([name]) => !left.includes(name)));
}

function* unlike(wanted: any, live: any, others: readonly any[], field: string): Generator<FieldDifference> {
  if (isNothing(wanted)) {
    const isZero = wanted !== undefined && wanted !== null && typeof wanted !== 'object';
    if (isZero && !isNothing(live)) {
      yield { field, wanted, live };
      return;
    }
    if (others.some((other) => !isNothing(other) && isHeld(other, live))) {
      yield { field, wanted: undefined, live };
    }
    return;
  }
  if (Array.isArray(wanted) && Array.isArray(live) && wanted.length === live.length) {
    const alike = others.filter((other) => Array.isArray(other) && other.length === wanted.length);
    for (const [place, value] of wanted.entries()) {
      yield* unlike(value, live[place], alike.map((other) => other[place]), `${field}[${place}]`);
    }
    return;
  }
  if (isMap(wanted) && isMap(live)) {
    const maps = others.filter(isMap);
    for (const name of new Set([wanted, ...maps].flatMap((map) => Object.keys(map)))) {
      const values = [wanted, live, ...maps].map((map) => (Object.hasOwn(map, name) ? map[name] : undefined));
      const [value, there, ...rest] = values;
      yield* unlike(value, there, rest, field === '' ? name : `${field}.${name}`);
    }
    return;
  }
  if (!isSameValue(wanted, live, field)) {
    yield { field, wanted, live };
  }
}

/** Whether a live value is as another stage has it. */
function isHeld(value: any, live: any): boolean {
  return [...unlike(value, live, [], '')].length === 0;
}

/** The API server leaves out what is empty. */
function isNothing(value: unknown): boolean {
  return (
    value === undefined || value === null || value === '' || value === false || value === 0 ||
    (typeof value === 'object' && Object.keys(value).length === 0)
  );
}

function isSameValue(wanted: unknown, live: unknown, field: string): boolean {
  if (typeof wanted === 'object' || typeof live === 'object' || live === undefined) {
    return false;
  }
  return wanted === live || (/\.resources\.(requests|limits)\./.test(field) && amountOf(wanted) === amountOf(live));
}

const UNITS: { readonly [unit: string]: number } = {
  '': 1, 'm': 1e-3, 'k': 1e3, 'M': 1e6, 'G': 1e9, 'T': 1e12, 'P': 1e15, 'Ki': 2 ** 10, 'Mi': 2 ** 20, 'Gi': 2 ** 30, 'Ti': 2 ** 40, 'Pi': 2 ** 50,
};

/** A quantity as a number: the API server writes `1000m` as `1`. */
function amountOf(value: unknown): number | string {
  const text = textOfValue(value);
  const [, number, unit] = /^(\d+(?:\.\d+)?)([A-Za-z]{0,2})$/.exec(text) ?? [];
  const size = unit !== undefined && Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  return size === undefined ? text : Number((Number(number) * size).toPrecision(12));
}
