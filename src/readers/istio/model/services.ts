import { serviceHost } from './host-names';
import { namespaceOf } from './namespaces';
import { exportOfService, isVisible } from './visibility';
import { memoizeByObject } from '../../../caching/memoize-by-object';
import { KubernetesObject } from '../../engine/kubernetes-object';
import { ObjectIndex } from '../../engine/object-index';
import { isExternalName, isHeadless } from '../../engine/service';

/** What a port carries, as Istio takes it. @internal */
export enum PortProtocol {
  HTTP = 'http',
  /** Found out by looking at the first bytes. */
  SNIFFED = 'sniffed',
  TCP = 'tcp',
  UDP = 'udp',
}

/** A Service, or a host of a ServiceEntry, as Istio's registry holds it. @internal */
export interface MeshService {
  readonly hostname: string;
  readonly namespace: string;
  readonly object: KubernetesObject;
  readonly ports: MeshPort[];
  readonly isExternal: boolean;
  /** Clients come to its pods' own addresses. */
  readonly isHeadless: boolean;
  /** The name that an ExternalName stands for. */
  readonly alias?: string;
}

/** A port of a Service. @internal */
export interface MeshPort {
  readonly number: number;
  readonly protocol: PortProtocol;
  /** As the Service has it. */
  readonly written: any;
}

/** Services by their complete names. @internal */
export class ServiceRegistry {
  public readonly services: MeshService[];
  private readonly byHost = new Map<string, MeshService[]>();
  private labels?: Map<string, MeshService[]>;
  private aliases?: Map<string, MeshService[]>;

  constructor(index: ObjectIndex) {
    const own = index.all('', 'Service').map((object) => meshService(object, index));
    const entries = index
      .all('networking.istio.io', 'ServiceEntry')
      .flatMap((object) => externalServices(object, index));
    this.services = [...own, ...entries];
    for (const service of this.services) {
      const known = this.byHost.get(service.hostname);
      known ? known.push(service) : this.byHost.set(service.hostname, [service]);
    }
  }

  /**
   * The Service of a name that proxies of a namespace see.
   *
   * @param preferred the namespace whose Service counts first, where several have the name
   */
  public find(hostname: string, namespace: string, preferred: string = namespace): MeshService | undefined {
    const visible = (this.byHost.get(hostname) ?? []).filter((service) => isServiceVisible(service, namespace));
    return visible.find((service) => service.namespace === preferred) ?? visible[0];
  }

  /** Whether anybody sees a Service of the name. */
  public has(hostname: string): boolean {
    return this.byHost.has(hostname);
  }

  /** Services whose names begin with a label, for names that clients shorten. */
  public named(name: string): MeshService[] {
    return this.byFirstLabel().get(name) ?? [];
  }

  /** The ExternalNames that stand for a Service, also by way of others (resolveServiceAliases in push_context.go). */
  public aliasesOf(hostname: string): MeshService[] {
    this.aliases ??= this.findAliases();
    return this.aliases.get(hostname) ?? [];
  }

  /** The name that an ExternalName stands for in the end; undefined where it stands for itself. */
  public concrete({ alias, hostname }: MeshService): string | undefined {
    const seen = new Set([hostname]);
    let name = alias?.replace(/\.$/, '');
    while (name !== undefined && !seen.has(name)) {
      seen.add(name);
      const next: string | undefined = this.byHost.get(name)?.find((one) => one.alias !== undefined)?.alias;
      if (next === undefined) {
        return name;
      }
      name = next.replace(/\.$/, '');
    }
    return undefined;
  }

  private findAliases(): Map<string, MeshService[]> {
    const found = new Map<string, MeshService[]>();
    for (const service of this.services.filter(({ alias }) => alias !== undefined)) {
      const name = this.concrete(service);
      if (name !== undefined) {
        found.set(name, [...(found.get(name) ?? []), service]);
      }
    }
    return found;
  }

  private byFirstLabel(): Map<string, MeshService[]> {
    if (this.labels === undefined) {
      this.labels = new Map();
      for (const service of this.services.filter(({ isExternal }) => !isExternal)) {
        const label = service.hostname.split('.')[0];
        this.labels.set(label, [...(this.labels.get(label) ?? []), service]);
      }
    }
    return this.labels;
  }
}

/** The registry of some objects. @internal */
export const registryOf = memoizeByObject((index: ObjectIndex) => new ServiceRegistry(index));

/** Whether proxies of a namespace see a Service. @internal */
export function isServiceVisible({ object, namespace: own }: MeshService, namespace: string): boolean {
  return isVisible(exportOfService(object), own, namespace);
}

function meshService(object: KubernetesObject, index: ObjectIndex): MeshService {
  const namespace = namespaceOf(object, index);
  const { ports = [], externalName } = object.spec ?? {};
  return {
    hostname: serviceHost(object.metadata?.name ?? '', namespace),
    namespace,
    object,
    ports: ports.map((port: any) => ({ number: port.port, protocol: protocolOf(port), written: port })),
    isExternal: false,
    isHeadless: isHeadless(object),
    alias: isExternalName(object) ? externalName : undefined,
  };
}

function externalServices(object: KubernetesObject, index: ObjectIndex): MeshService[] {
  const { hosts = [], ports = [] } = object.spec ?? {};
  return hosts.map((host: string) => ({
    hostname: host,
    namespace: namespaceOf(object, index),
    object,
    ports: ports.map((port: any) => ({
      number: port.number,
      protocol: protocolOf({ name: port.protocol, port: port.number }),
      written: port,
    })),
    isExternal: true,
    isHeadless: false,
  }));
}

const HTTP = new Set(['http', 'http2', 'grpc', 'http_proxy', 'kubernetes.io/h2c', 'kubernetes.io/ws']);
const TCP = new Set(['tcp', 'https', 'tls', 'mongo', 'redis', 'mysql', 'kubernetes.io/wss']);

/** SMTP, DNS, MySQL, MongoDB: their servers speak first. */
const NEVER_SNIFFED = new Set([25, 53, 3306, 27017]);

/** By `appProtocol`, else by the name up to its first dash (ConvertProtocol in pkg/config/kube/conversion.go). */
function protocolOf({ protocol, appProtocol, name = '', port }: any): PortProtocol {
  if (protocol === 'UDP') {
    return PortProtocol.UDP;
  }
  const told = String(appProtocol ?? name).toLowerCase();
  const prefix = told.startsWith('grpc-web') ? 'grpc' : HTTP.has(told) || TCP.has(told) ? told : told.split('-')[0];
  if (prefix === 'udp') {
    return PortProtocol.UDP;
  }
  if (HTTP.has(prefix)) {
    return PortProtocol.HTTP;
  }
  return TCP.has(prefix) || NEVER_SNIFFED.has(port) ? PortProtocol.TCP : PortProtocol.SNIFFED;
}
