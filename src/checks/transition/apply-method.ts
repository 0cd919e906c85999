/** A way of applying a stage. It decides in which orders the updates may become visible. */
export enum ApplyMethod {
  /**
   * `kubectl apply -f`: applies the objects in the order of the file, deletes nothing, and does not wait.
   *
   * Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/
   */
  KUBECTL = 'kubectl apply',

  /**
   * `kubectl apply --prune`: as above; then deletes the objects that the file no longer has, without waiting.
   *
   * Source: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/
   */
  KUBECTL_PRUNE = 'kubectl apply --prune',

  /**
   * `helm upgrade`: applies kinds in Helm's order, then deletes the objects that the chart no longer has. `--wait`
   * waits at the end only.
   *
   * Source: https://helm.sh/docs/intro/using_helm/ and pkg/release/util/kind_sorter.go of helm/helm
   */
  HELM = 'helm upgrade',

  /**
   * Argo CD: applies sync waves, each of which has to be healthy before the next one. Inside a wave it prunes first,
   * except objects with `PruneLast=true`.
   *
   * Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  ARGO_CD = 'Argo CD',

  /**
   * Flux's Kustomization: applies kinds in order, deletes the objects that are gone, and only then waits for health.
   *
   * Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
   */
  FLUX = 'Flux',
}
