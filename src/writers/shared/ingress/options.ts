/** A certificate of an Ingress. */
export interface IngressTls {
  /** The Secret with the certificate, in the application's namespace. */
  readonly secretName: string;

  /**
   * The hosts that it is for; each is one of the application's.
   *
   * @default - all of the application's hosts
   */
  readonly hosts?: string[];
}

/** The main Ingress of an application over ingress-nginx, by whomever its canary is moved on. */
export interface IngressOptions {
  /**
   * The IngressClass of both Ingresses. A canary Ingress that another controller, or none, claims has no effect.
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
   * Certificates of the main Ingress. With one, the controller redirects plain HTTP to HTTPS (308) unless the
   * annotation `ssl-redirect` says otherwise.
   *
   * @default - none
   */
  readonly tls?: IngressTls[];

  /**
   * More annotations of the main Ingress, such as `{ 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' }`. They count
   * for the canary too, which has none of its own but those of the canary. Values are printed as given; the controller
   * drops in silence what it does not accept.
   *
   * @default - none
   */
  readonly annotations?: { [name: string]: string };
}
