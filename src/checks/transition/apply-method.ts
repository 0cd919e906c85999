/** Who brings a stage into the cluster: it decides in which orders its updates may become visible. */
export enum ApplyMethod {
  /**
   * `kubectl apply -f`: the objects in the order of the file, nothing is deleted, and nobody waits.
   *
   * Source: https://kubernetes.io/docs/reference/kubectl/generated/kubectl_apply/
   */
  KUBECTL = 'kubectl apply',

  /**
   * `kubectl apply --prune`: as above, and then what is no longer in the file is deleted at once.
   *
   * Source: https://kubernetes.io/docs/tasks/manage-kubernetes-objects/declarative-config/
   */
  KUBECTL_PRUNE = 'kubectl apply --prune',

  /**
   * `helm upgrade`: kinds in Helm's order, then what the chart no longer has is deleted; `--wait` waits at the end only.
   *
   * Source: https://helm.sh/docs/intro/using_helm/ and pkg/release/util/kind_sorter.go of helm/helm
   */
  HELM = 'helm upgrade',

  /**
   * Argo CD: by sync waves, and each wave has to be healthy before the next one. Inside a wave what is pruned goes first, unless
   * it says `PruneLast=true`.
   *
   * Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  ARGO_CD = 'Argo CD',

  /**
   * Flux's Kustomization: kinds in order, then what is gone is deleted, and only then it waits for health.
   *
   * Source: https://fluxcd.io/flux/components/kustomize/kustomizations/
   */
  FLUX = 'Flux',
}
