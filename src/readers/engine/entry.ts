/** The kind of place where requests come in. */
export enum EntryKind {
  /** A proxy at the edge: a Gateway, or the controller of an Ingress. */
  GATEWAY = 'gateway',
  /** The sidecar, or waypoint, of a client inside the mesh. */
  MESH = 'mesh',
}

/**
 * Where a request comes in. Routers such as Istio keep routes for gateways and for the mesh apart, so one request may
 * have one answer at a gateway and another one inside the mesh.
 */
export class Entry {
  /**
   * A gateway.
   *
   * @param name its `namespace/name`; without a name, every gateway
   */
  public static gateway(name?: string): Entry {
    return new Entry(EntryKind.GATEWAY, name === undefined ? [] : [name]);
  }

  /**
   * A client inside the mesh.
   *
   * @param clientNamespace the namespace of the client; without it, any namespace
   * @param clientLabels the labels of the client's pod; without them, any that a route asks for
   */
  public static mesh(clientNamespace?: string, clientLabels?: { [label: string]: string }): Entry {
    return new Entry(EntryKind.MESH, [], clientNamespace, clientLabels);
  }

  /**
   * Gateways that share their proxies, so that a request to one is a request to all of them.
   *
   * @internal
   */
  public static _gateways(names: string[]): Entry {
    return new Entry(EntryKind.GATEWAY, names);
  }

  /** Whether it is a gateway or the mesh. */
  public readonly kind: EntryKind;

  /** The gateways as `namespace/name`; empty for every gateway, and for the mesh. */
  public readonly gateways: string[];

  /** The namespace of the client in the mesh; undefined where any is meant. */
  public readonly clientNamespace?: string;

  /** The labels of the pod of the client in the mesh; undefined where any are meant. */
  public readonly clientLabels?: { [label: string]: string };

  private constructor(
    kind: EntryKind,
    gateways: string[],
    clientNamespace?: string,
    clientLabels?: { [label: string]: string },
  ) {
    this.kind = kind;
    this.gateways = gateways;
    this.clientNamespace = clientNamespace;
    this.clientLabels = clientLabels;
  }

  /** Whether another entry is this one, or a part of it. @param other the other entry */
  public includes(other: Entry): boolean {
    return (
      this.kind === other.kind &&
      (this.kind === EntryKind.MESH ||
        this.gateways.length === 0 ||
        this.gateways.some((name) => other.gateways.includes(name)))
    );
  }

  /** The entry as tables name it: `gateway istio-system/public`, `mesh`, `mesh from echo with app=web`. */
  public toString(): string {
    if (this.kind === EntryKind.MESH) {
      const labels = Object.entries(this.clientLabels ?? {}).map(([name, value]) => `${name}=${value}`);
      return [
        'mesh',
        ...(this.clientNamespace === undefined ? [] : [`from ${this.clientNamespace}`]),
        ...(labels.length === 0 ? [] : [`with ${labels.sort().join(',')}`]),
      ].join(' ');
    }
    return this.gateways.length === 0 ? 'gateway' : `gateway ${this.gateways.join(', ')}`;
  }
}
