/** A kind of Kubernetes objects in a namespace, as RBAC rules name it. */
export interface ApiResource {
  /** The API group; empty for Kubernetes' core. */
  readonly apiGroup: string;

  /** The plural name in lower case, such as `deployments`. */
  readonly resource: string;

  /** The namespace that holds the objects. */
  readonly namespace: string;
}
