/** How Istio distinguishes the versions. */
export enum IstioSplit {
  /** By two Services, one for stable and one for the canary. */
  BY_SERVICE = 'by Service',
  /** By two subsets of one Service, in a DestinationRule. */
  BY_SUBSET = 'by subset',
}

/** An existing VirtualService. */
export interface IstioVirtualServiceReference {
  /** The object's name. */
  readonly name: string;

  /**
   * The VirtualService's namespace.
   *
   * @default - the application's namespace
   */
  readonly namespace?: string;

  /**
   * The names of the HTTP routes whose weights the controller sets, at least one. Each leads to stable and to the
   * canary. Without names the controller guesses, and sets the weights of the wrong routes while a header route exists.
   */
  readonly routes: string[];
}

/** An existing DestinationRule in the application's namespace. */
export interface IstioDestinationRuleReference {
  /** The object's name. */
  readonly name: string;
}

/** An Istio Gateway for the application's hosts. */
export interface IstioGatewayOptions {
  /**
   * The Gateway's name.
   *
   * @default - the application's name
   */
  readonly name?: string;

  /**
   * The labels of the gateway pods.
   *
   * @default - the labels of Istio's ingress gateway: `{ istio: 'ingressgateway' }`
   */
  readonly selector?: { [label: string]: string };

  /**
   * The port for plain HTTP.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The Secret with the certificate, in the namespace of the gateway's pods. With it the Gateway serves HTTPS on port
   * 443 and redirects plain HTTP there.
   *
   * @default - plain HTTP only
   */
  readonly credentialName?: string;
}

/** Options of Argo Rollouts with Istio. */
export interface IstioRoutingOptions {
  /**
   * How Istio distinguishes the versions.
   *
   * @default IstioSplit.BY_SERVICE
   */
  readonly split?: IstioSplit;

  /**
   * The gateways of the VirtualService: Gateways as `namespace/name` or, in the application's namespace, `name`, and
   * `mesh` for clients with a sidecar. Clients of a Gateway call the application's hosts; clients in the mesh call the
   * Service.
   *
   * @default - the Gateway in `gateway`, otherwise ['mesh']
   */
  readonly gateways?: string[];

  /**
   * Write a Gateway too.
   *
   * @default - no Gateway is written
   */
  readonly gateway?: IstioGatewayOptions;

  /**
   * The name of the VirtualService.
   *
   * @default - the application's name
   */
  readonly virtualServiceName?: string;

  /**
   * The name of the VirtualService's route.
   *
   * @default 'primary'
   */
  readonly routeName?: string;

  /**
   * An existing VirtualService to use instead of writing one. Then `gateways`, `gateway`, `virtualServiceName` and
   * `routeName` have no effect, and a header route takes requests of all its paths.
   *
   * @default - a VirtualService is written
   */
  readonly virtualService?: IstioVirtualServiceReference;

  /**
   * The name of the DestinationRule, with `BY_SUBSET`.
   *
   * @default - the application's name
   */
  readonly destinationRuleName?: string;

  /**
   * An existing DestinationRule to use instead of writing one, with `BY_SUBSET`. The controller removes all its subsets
   * except stable's and the canary's.
   *
   * @default - a DestinationRule is written
   */
  readonly destinationRule?: IstioDestinationRuleReference;

  /**
   * The name of stable's subset, with `BY_SUBSET`.
   *
   * @default 'stable'
   */
  readonly stableSubset?: string;

  /**
   * The name of the canary's subset, with `BY_SUBSET`.
   *
   * @default 'canary'
   */
  readonly canarySubset?: string;
}
