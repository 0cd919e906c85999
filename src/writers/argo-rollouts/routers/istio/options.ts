/** How Istio tells the versions apart. */
export enum IstioSplit {
  /** By two Services, the stable one and the canary's. */
  BY_SERVICE = 'by Service',
  /** By two subsets of one Service, of a DestinationRule. */
  BY_SUBSET = 'by subset',
}

/** A VirtualService that is there already. */
export interface IstioVirtualServiceReference {
  /** Its name. */
  readonly name: string;

  /**
   * Its namespace.
   *
   * @default - the application's
   */
  readonly namespace?: string;

  /**
   * The names of the HTTP routes whose weights the controller sets; each leads to stable and to the canary. At least one:
   * where they are left out the controller guesses, and sets the weights of the wrong ones as soon as a lane is open.
   */
  readonly routes: string[];
}

/** A DestinationRule that is there already, in the application's namespace. */
export interface IstioDestinationRuleReference {
  /** Its name. */
  readonly name: string;
}

/** A Gateway of Istio for the application's hosts. */
export interface IstioGatewayOptions {
  /**
   * Its name.
   *
   * @default - the application's name
   */
  readonly name?: string;

  /**
   * Labels of the pods that it is for.
   *
   * @default - those of Istio's own gateway: `{ istio: 'ingressgateway' }`
   */
  readonly selector?: { [label: string]: string };

  /**
   * The port for plain HTTP.
   *
   * @default 80
   */
  readonly port?: number;

  /**
   * The Secret with the certificate, where the gateway's pods are. With it there is HTTPS on port 443, and plain HTTP is
   * sent there.
   *
   * @default - plain HTTP only
   */
  readonly credentialName?: string;
}

/** How the controller of Argo Rollouts drives Istio. */
export interface IstioRoutingOptions {
  /**
   * How the versions are told apart.
   *
   * @default IstioSplit.BY_SERVICE
   */
  readonly split?: IstioSplit;

  /**
   * Where the VirtualService counts: Gateways as `namespace/name` or, in the application's namespace, `name`, and `mesh` for
   * clients with a sidecar, who call the Service. Clients of a Gateway call the application's hosts.
   *
   * @default - the Gateway that is written here, otherwise ['mesh']
   */
  readonly gateways?: string[];

  /**
   * Write a Gateway too.
   *
   * @default - none is written
   */
  readonly gateway?: IstioGatewayOptions;

  /**
   * The name of the VirtualService.
   *
   * @default - the application's name
   */
  readonly virtualServiceName?: string;

  /**
   * The name of its route.
   *
   * @default 'primary'
   */
  readonly routeName?: string;

  /**
   * A VirtualService that is there already; then none is written, and `gateways`, `gateway`, `virtualServiceName` and
   * `routeName` are for nothing. A header lane takes all of its paths.
   *
   * @default - one is written
   */
  readonly virtualService?: IstioVirtualServiceReference;

  /**
   * The name of the DestinationRule, with `BY_SUBSET`.
   *
   * @default - the application's name
   */
  readonly destinationRuleName?: string;

  /**
   * A DestinationRule that is there already, with `BY_SUBSET`; then none is written. The controller drops all its subsets but
   * those two.
   *
   * @default - one is written
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
