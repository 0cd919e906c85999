/** Where a request enters: a port of a gateway, or of a sidecar. @internal */
export interface Listener {
  readonly port: number;
  /** The labels of the gateway's pods, as far as they are known; undefined for sidecars, which differ. */
  readonly labels?: { [key: string]: string };
  /** The namespaces of its Gateways; undefined for sidecars. */
  readonly namespaces?: (string | undefined)[];
  /** Whether it is meant by a name in a VirtualService: `namespace/name` of a Gateway, or `mesh`. */
  readonly isCalled: (gateway: string) => boolean;
}
