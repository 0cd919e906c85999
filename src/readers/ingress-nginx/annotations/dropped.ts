import { KNOWN_ANNOTATIONS } from './known-annotations';
import { readRedirect } from './redirect';
import { PREFIX, readBool, readInteger, Reading, readText, text, valueOf } from './values';
import { KubernetesObject } from '../../engine/kubernetes-object';

/** Annotations of which one invalid value drops the Ingress, by the folder of their parser upstream. */
const READ_AS_TEXT = [
  'auth-tls-secret',
  'auth-type',
  'auth-url',
  'client-body-buffer-size',
  'connection-proxy-header',
  'custom-http-errors',
  'default-backend',
  'fastcgi-index',
  'fastcgi-params-configmap',
  'limit-allowlist',
  'load-balance',
  'proxy-ssl-secret',
  'server-alias',
  'ssl-ciphers',
  'upstream-vhost',
  'x-forwarded-prefix',
];
const READ_AS_BOOL = ['http2-push-preload', 'ssl-passthrough'];
const READ_AS_INTEGER = ['limit-connections', 'limit-rpm', 'limit-rps'];

/** Why the controller drops an Ingress. @internal */
export interface DroppingAnnotation {
  /** Its name without the prefix. */
  readonly name: string;
  /** Whether it is the presence of the annotation, and not its value, that the controller refuses. */
  readonly isTooRisky: boolean;
}

/**
 * The annotation for which the controller does not take an Ingress over, main or canary (Extract in
 * internal/ingress/annotations/annotations.go: a validation error that a parser hands back, or an annotation whose risk
 * is above `annotations-risk-level`, which is High by default). Other invalid values count as not written.
 *
 * @param allowsCritical whether the controller's ConfigMap sets that level to Critical
 * @internal
 */
export function droppingAnnotation(ingress: KubernetesObject, allowsCritical: boolean): DroppingAnnotation | undefined {
  const critical = Object.keys(KNOWN_ANNOTATIONS).filter((name) => KNOWN_ANNOTATIONS[name].isCritical);
  const annotations = ingress.metadata?.annotations ?? {};
  // The prefix is cut off where it is there: a bare name counts, too.
  const risky = allowsCritical
    ? undefined
    : critical.find((name) => annotations[PREFIX + name] !== undefined || annotations[name] !== undefined);
  if (risky !== undefined) {
    return { name: risky, isTooRisky: true };
  }
  const readings: Reading<unknown>[] = [
    ...READ_AS_TEXT.map((name) => readText(ingress, name)),
    ...READ_AS_BOOL.map((name) => readBool(ingress, name)),
    ...READ_AS_INTEGER.map((name) => readInteger(ingress, name)),
    readRedirect(ingress),
    readHashing(ingress),
    ...(text(ingress, 'auth-type') === undefined ? [] : [readText(ingress, 'auth-secret-type')]),
    ...(valueOf(readBool(ingress, 'enable-opentelemetry')) ? [readText(ingress, 'opentelemetry-operation-name')] : []),
  ];
  const invalid = readings.find((reading) => reading.state === 'invalid');
  return invalid?.state === 'invalid' ? { name: invalid.name, isTooRisky: false } : undefined;
}

/** An empty value ends the reading (internal/ingress/annotations/upstreamhashby/main.go). */
function readHashing(ingress: KubernetesObject): Reading<unknown> {
  const readings = [
    readText(ingress, 'upstream-hash-by'),
    readBool(ingress, 'upstream-hash-by-subset'),
    readInteger(ingress, 'upstream-hash-by-subset-size'),
  ];
  return readings.find(({ state }) => state === 'empty' || state === 'invalid') ?? readings[0];
}
