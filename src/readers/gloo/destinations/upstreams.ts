import { idOf, joined, KubernetesObject } from '../../engine/kubernetes-object';
import { Note, note, NoteKind } from '../../engine/note';
import { GlooObjects } from '../objects/gloo-objects';

/** The pods that a destination leads to, before a subset is picked. @internal */
export interface KubeTarget {
  readonly serviceName?: string;
  readonly serviceNamespace?: string;
  readonly servicePort?: number;
  readonly selector?: { [label: string]: string };
  readonly subsetSpec?: any;
}

/** What a destination of a route is. @internal */
export interface Target {
  /** As messages name it: `Upstream echo/echo`. */
  readonly name: string;
  /** The Upstream, where one is written. */
  readonly upstream?: KubernetesObject;
  /** A Service's pods. */
  readonly kube?: KubeTarget;
  /** Why it has no endpoints. */
  readonly missing?: Note;
  /** What is assumed of it: it is not among the objects. */
  readonly assumed?: Note;
  /** Why the objects do not tell where it leads. */
  readonly unknown?: Note;
}

const EDS = 'projects/gloo/pkg/plugins/kubernetes/eds.go of solo-io/gloo';
const CLUSTERS = 'projects/gloo/pkg/translator/clusters.go of solo-io/gloo';
const KINDS = ['kube', 'static', 'pipe', 'aws', 'azure', 'consul', 'awsEc2', 'gcp', 'ai'];

/**
 * What a destination of a route is. Undefined where it names nothing: Gloo stops there.
 *
 * @param namespace the namespace that an Upstream gets whose own is left out
 * @internal
 */
export function targetOf(destination: any, namespace: string | undefined, objects: GlooObjects): Target | undefined {
  // Of several in one destination the last one of the proto counts.
  if (destination?.consul !== undefined) {
    const name = `the Consul service ${destination.consul.serviceName ?? ''}`;
    return { name, unknown: unread('gloo-consul', name, 'its pods are in Consul, which is not read') };
  }
  if (destination?.kube !== undefined) {
    const { name: serviceName, namespace: serviceNamespace = '' } = destination.kube.ref ?? {};
    return {
      name: `the destination ${joined(serviceNamespace, serviceName)}`,
      kube: { serviceName, serviceNamespace, servicePort: destination.kube.port },
    };
  }
  const ref = destination?.upstream;
  return ref === undefined ? undefined : upstreamTarget(ref.namespace || namespace, ref.name, objects);
}

function upstreamTarget(
  namespace: string | undefined,
  upstreamName: string | undefined,
  objects: GlooObjects,
): Target {
  const upstream = objects.upstream(namespace, upstreamName);
  const name = `Upstream ${upstream === undefined ? joined(namespace, upstreamName) : idOf(upstream)}`;
  if (upstream !== undefined) {
    return writtenTarget(name, upstream, objects);
  }
  const discovered = discoveredIn(objects, namespace, upstreamName);
  if (discovered !== undefined) {
    return { name, kube: discovered };
  }
  return objects.knowsUpstreams ? { name, missing: missingUpstream(name) } : { name, assumed: assumedUpstream(name) };
}

function writtenTarget(name: string, upstream: KubernetesObject, objects: GlooObjects): Target {
  const { spec = {} } = upstream;
  const fault = upstreamFault(spec) ?? secretFault(spec, objects);
  if (fault !== undefined) {
    return { name, upstream, missing: faultyUpstream(upstream, fault) };
  }
  const kind = KINDS.filter((one) => spec[one] !== undefined).at(-1);
  return kind === 'kube'
    ? { name, upstream, kube: spec.kube }
    : { name, upstream, unknown: unread('gloo-upstream-kind', name, `it leads to ${kind}, not to pods of a Service`) };
}

/** What is wrong with an Upstream, and what to write instead. */
interface UpstreamFault {
  readonly reason: string;
  readonly fix: string;
}

/**
 * What makes Gloo remove an Upstream from what Envoy gets (UpstreamRemovingSanitizer in
 * projects/gloo/pkg/syncer/sanitizer/upstream_removing_sanitizer.go), or Envoy refuse its cluster.
 */
function upstreamFault({ outlierDetection, healthChecks, ...spec }: any): UpstreamFault | undefined {
  if (!KINDS.some((kind) => spec[kind] !== undefined)) {
    return { reason: 'it has no type', fix: 'Add kube with serviceName, serviceNamespace and servicePort.' };
  }
  if (outlierDetection !== undefined && outlierDetection.interval === undefined) {
    return { reason: 'its outlierDetection has no interval', fix: 'Add outlierDetection.interval, such as 10s.' };
  }
  const lacking = (healthChecks ?? []).flatMap(lackingField)[0];
  return lacking === undefined
    ? undefined
    : { reason: `a health check of it has no ${lacking}`, fix: `Add ${lacking} to the health check.` };
}

/** Of objects that are not whole, the Secret may be somewhere else. */
function secretFault({ sslConfig }: any, { index }: GlooObjects): UpstreamFault | undefined {
  const { name, namespace = '' } = sslConfig?.secretRef ?? {};
  const isMissing = index.isComplete && name !== undefined && index.find('', 'Secret', namespace, name) === undefined;
  return !isMissing ? undefined : {
    reason: `there is no Secret ${joined(namespace, name)} for its TLS`,
    fix: 'Add the Secret, or correct the reference.',
  };
}

function lackingField(check: any): string[] {
  const checkers = ['httpHealthCheck', 'tcpHealthCheck', 'grpcHealthCheck', 'customHealthCheck'];
  const fields = ['healthyThreshold', 'unhealthyThreshold', 'timeout', 'interval'].filter(
    (field) => check?.[field] === undefined,
  );
  return checkers.some((kind) => check?.[kind] !== undefined) ? fields : [...fields, checkers[0]];
}

/** Discovery makes an Upstream `<namespace>-<service>-<port>` in gloo-system of every port of every Service. */
function discoveredIn(
  objects: GlooObjects,
  namespace: string | undefined,
  name: string = '',
): KubeTarget | undefined {
  if (namespace !== undefined && namespace !== 'gloo-system') {
    return undefined;
  }
  for (const service of objects.index.all('', 'Service')) {
    const { namespace: own, name: serviceName } = service.metadata ?? {};
    for (const { port } of service.spec?.ports ?? []) {
      const end = `-${serviceName}-${port}`;
      if (own === undefined ? name.endsWith(end) : name === `${own}${end}`) {
        return { serviceName, serviceNamespace: own ?? name.slice(0, -end.length), servicePort: port };
      }
    }
  }
  return undefined;
}

function missingUpstream(name: string): Note {
  return note(
    NoteKind.IGNORED,
    'gloo-upstream-missing',
    [name],
    `there is no ${name}, so its requests are answered with 503`,
    { fix: `Add ${name}, or name an Upstream that is there.`, source: CLUSTERS },
  );
}

function faultyUpstream(upstream: KubernetesObject, { reason, fix }: { reason: string; fix: string }): Note {
  return note(
    NoteKind.REJECTED,
    'gloo-upstream-invalid',
    [upstream],
    `Gloo leaves Upstream ${idOf(upstream)} out of Envoy's configuration, so its requests get 503: ${reason}`,
    { fix, source: CLUSTERS },
  );
}

function assumedUpstream(name: string): Note {
  return note(
    NoteKind.ASSUMED,
    'gloo-upstream-assumed',
    [name],
    `no Upstream is among the objects: ${name} is assumed to be there, with ready pods`,
  );
}

function unread(code: string, name: string, reason: string): Note {
  return note(NoteKind.UNREAD, code, [name], `the objects do not tell who answers for ${name}: ${reason}`, {
    fix: 'Route to an Upstream of a Kubernetes Service.',
    source: EDS,
  });
}
