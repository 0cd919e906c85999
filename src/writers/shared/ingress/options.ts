/** A certificate of an Ingress. */
export interface IngressTls {
  /** The Secret with the certificate, in the application's namespace. */
  readonly secretName: string;

  /**
   * The hosts of the certificate; each must be one of the application's hosts.
   *
   * @default - all of the application's hosts
   */
  readonly hosts?: string[];
}

/** Options of an application's main Ingress over ingress-nginx, for stepped and controller-run rollouts. */
export interface IngressOptions {
  /**
   * The IngressClass of the main and the canary Ingress. The controller ignores an Ingress of another class.
   *
   * @default 'nginx'
   */
  readonly ingressClassName?: string;

  /**
   * The name of the main Ingress.
   *
   * @default - the application's name
   */
  readonly ingressName?: string;

  /**
   * Certificates of the main Ingress. With a certificate the controller redirects plain HTTP to HTTPS (308), unless the
   * annotation `ssl-redirect` is `false`.
   *
   * @default - none
   */
  readonly tls?: IngressTls[];

  /**
   * More annotations of the main Ingress, such as `{ 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }`. They apply
   * to the canary too, because a canary Ingress takes the main one's settings. Values are printed as given; the
   * controller silently drops values that it does not accept.
   *
   * @default - none
   */
  readonly annotations?: { [name: string]: string };
}
